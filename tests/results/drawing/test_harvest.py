"""The harvest plot: a bar for each study under its direction."""

import re
import xml.etree.ElementTree as ET

from packages import OPENED, SYNTHETIC
from packages.results import reviewed
from packages.reviews import only

from reviewbook.results.drawing import harvest as plot
from reviewbook.results.drawing.laid_out import laid_out

SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)


def words(drawn: str) -> list[str]:
    return [
        text.text.strip()
        for text in ET.fromstring(SVG.search(drawn)[0]).iter("{http://www.w3.org/2000/svg}text")
        if text.text
    ]


def test_every_study_of_a_domain_has_one_bar_with_its_number_and_rating():
    told = words(plot.harvest(OPENED[SYNTHETIC]).data)
    # Twelve cells of a domain and a study: their numbers below, their ratings above.
    assert [told.count(str(at)) for at in (1, 2, 3, 4)] == [4 + 3, 4 + 4, 3 + 4, 1]
    assert told.count("–") == 1, "the study that is not rated"
    assert [word for word in told if word in plot.COLUMNS] == list(plot.COLUMNS)


def test_the_note_names_the_studies_and_what_a_height_means():
    drawn = plot.harvest(OPENED[SYNTHETIC]).data
    assert "1 FlexLine trial; 2 StrongBack trial; 3 StrongBack pilot; 4 MoveMore cohort." in drawn
    assert (
        "the rating in points of 4; of several reports the lowest. “–” marks a study that is not rated."
        in drawn
    )
    unrated = plot.harvest(reviewed(("Synthetic2021", "a", "P", "favours"))).data
    assert "No study is rated, so that all stand at one height." in unrated


def test_designs_differ_in_their_mark_and_those_that_occur_are_in_the_key():
    drawn = plot.harvest(OPENED[SYNTHETIC]).data
    assert {"Quantitative", "Mixed methods", "Qualitative"} <= set(words(drawn))
    assert len(set(re.findall(r'<path class="[vhu]" d="M[\d. ]+([a-z])', drawn))) == 3, (
        "circle, diamond, square"
    )
    one = words(plot.harvest(reviewed(("Synthetic2018", "a", "P", "favours"))).data)
    assert "Quantitative" in one and "Qualitative" not in one
    two = [("Synthetic2018", "a", "P", "favours"), ("Synthetic2019", "b", "P", "favours")]
    assert plot.NO_DESIGN in words(plot.harvest(reviewed(*two)).data)


def test_designs_of_the_form_have_a_fill_each_in_their_own_words():
    r = OPENED[SYNTHETIC]
    own = (r.choices["question_id"] == "design") & (r.choices["value"] == "quantitative")
    review = only(r, choices=r.choices.assign(label=r.choices["label"].mask(own, "Trial or survey")))
    told = words(plot.harvest(review).data)
    assert "Trial or survey" in told and "Quantitative" not in told and plot.OTHERS not in told


def test_designs_that_the_form_does_not_list_share_one_fill():
    r = OPENED[SYNTHETIC]
    reports = r.reports.assign(design=r.reports["design"].replace("quantitative", "case_series"))
    told = words(plot.harvest(only(r, reports=reports)).data)
    assert plot.OTHERS in told and "Quantitative" not in told and told.count("Mixed methods") == 1


def test_the_title_names_the_domain_of_most_studies_and_what_they_say():
    assert plot.finding(laid_out(OPENED[SYNTHETIC], most_domains=9)) == (
        "Most studies are about Keeping it up: 2 in favour, 1 with no difference or not clear, 1 against"
    )
    two = [("Synthetic2018", "a", "P", "favours"), ("Synthetic2018", "b", "Q", "favours")]
    assert (
        plot.finding(laid_out(reviewed(*two), most_domains=9))
        == "2 outcome domains have most studies: 1 each"
    )
