"""The effect direction plot: shapes, sizes and words."""

import re
import xml.etree.ElementTree as ET

from packages import OPENED, SYNTHETIC
from packages.results import reviewed

from reviewbook.results.drawing import effect_direction as plot

SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)


def words(drawn: str) -> list[str]:
    return [
        text.text.strip()
        for text in ET.fromstring(SVG.search(drawn)[0]).iter("{http://www.w3.org/2000/svg}text")
        if text.text
    ]


def marks(drawn: str) -> list[frozenset]:
    """The shapes of the arrows, as they are drawn: the corners of each from its upper left."""
    shapes = []
    for path in re.findall(r'PathCollection_\d+">.*?\sd="([^"]+)"', drawn, re.DOTALL):
        x, y = ([float(one) for one in re.findall(r"-?\d+\.?\d*", path)][at::2] for at in (0, 1))
        shapes.append(frozenset((round(a - min(x)), round(b - min(y))) for a, b in zip(x, y, strict=True)))
    return shapes


def test_studies_stand_with_design_rating_and_people_and_domains_above():
    told = words(plot.effect_direction(OPENED[SYNTHETIC]).data)
    assert {
        "1 FlexLine trial",
        "Quantitative, rated 3/4, n 40",
        "4 MoveMore cohort",
        "Qualitative, not rated, n 4",
    } <= set(told)
    assert {"Pain", "Function", "Harms", "Wellbeing"} <= set(told)


def test_several_results_and_an_unknown_number_of_people_are_said_beside_the_arrow():
    told = words(plot.effect_direction(OPENED[SYNTHETIC]).data)
    assert told.count("3") == 1 and told.count("4") == 1 and told.count("n?") == 2


def test_each_direction_has_a_shape_of_its_own_whatever_its_colour():
    shapes = {}
    for way in ("favours", "against", "no_difference", "unclear"):
        (shapes[way],) = marks(plot.effect_direction(reviewed(("Synthetic2018", "a", "P", way, 40))).data)
    assert len(set(shapes.values())) == 4
    two = [("Synthetic2018", "a", "P", "favours", 40), ("Synthetic2018", "b", "P", "against", 40)]
    both = plot.effect_direction(reviewed(*two)).data
    assert marks(both) == [shapes["no_difference"]], "to both sides, and hollow"
    assert re.search(r'PathCollection_\d+">\s*<path[^>]*fill: none', both)


def test_an_arrow_grows_with_its_people():
    def wide(n):
        drawn = plot.effect_direction(reviewed(("Synthetic2018", "a", "P", "favours", n))).data
        return max(x for x, _ in marks(drawn)[0])

    assert wide(49) < wide(50) == wide(300) < wide(301)


def test_a_name_that_a_domain_has_no_room_for_is_cut_and_told_in_full():
    long = "How far people can walk on flat ground and on stairs without a rest and without help"
    rows = [("Synthetic2018", "a", f"{long} {at}", "favours", 40) for at in range(8)]
    drawn = plot.effect_direction(reviewed(*rows)).data
    assert f"{long} 0: FlexLine trial favours" in drawn and any(word.endswith("…") for word in words(drawn))


def test_the_key_says_what_shapes_sizes_and_numbers_mean():
    drawn = plot.effect_direction(OPENED[SYNTHETIC]).data
    assert "up to 49 people, up to 300, or more" in drawn and "the results of the study conflict" in drawn
