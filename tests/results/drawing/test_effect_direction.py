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


def marks(drawn: str) -> list[tuple[str, str]]:
    """The arrows of the wide drawing: the class of each, and its outline from where it begins."""
    return [
        (css, path.split("l", 1)[1])
        for css, path in re.findall(r'<path class="([ynwo])" d="([^"]+)"', SVG.search(drawn)[0])
    ]


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
    for way in ("favours", "against", "no_difference"):
        (shapes[way],) = marks(plot.effect_direction(reviewed(("Synthetic2018", "a", "P", way, 40))).data)
    assert len({outline for _, outline in shapes.values()}) == 3
    unclear = plot.effect_direction(reviewed(("Synthetic2018", "a", "P", "unclear", 40))).data
    assert not marks(unclear) and words(unclear).count("?") == 1
    two = [("Synthetic2018", "a", "P", "favours", 40), ("Synthetic2018", "b", "P", "against", 40)]
    both = plot.effect_direction(reviewed(*two)).data
    assert [css for css, _ in marks(both)] == ["o"], "hollow"
    assert [outline for _, outline in marks(both)] == [shapes["no_difference"][1]], "to both sides"


def test_an_arrow_grows_with_its_people():
    def wide(n):
        drawn = plot.effect_direction(reviewed(("Synthetic2018", "a", "P", "favours", n))).data
        return float(re.match(r"[\d.]+", marks(drawn)[0][1])[0])

    assert wide(49) < wide(50) == wide(300) < wide(301)


def test_a_name_that_a_domain_has_no_room_for_is_cut_and_told_in_full():
    long = "How far people can walk on flat ground and on stairs without a rest and without help"
    rows = [("Synthetic2018", "a", f"{long} {at}", "favours", 40) for at in range(8)]
    drawn = plot.effect_direction(reviewed(*rows)).data
    assert f"{long} 0: FlexLine trial favours" in drawn and any(word.endswith("…") for word in words(drawn))


def test_the_key_says_what_shapes_sizes_and_numbers_mean():
    drawn = plot.effect_direction(OPENED[SYNTHETIC]).data
    assert "up to 49 people, up to 300, or more" in drawn and "the results of the study conflict" in drawn
