"""What became of each question, as a matrix or as bars."""

import re

from lxml import html as lxml
from packages import OPENED, SYNTHETIC
from packages.charting import unsettled, wide

from reviewbook.charting.drawing.coverage import MOST_COLUMNS, coverage


def rows(text: str) -> dict[str, list[str]]:
    """The rows of the matrices: the words of each cell, by the head of the row."""
    found = {}
    for row in lxml.fromstring(text).iter("tr"):
        heads, cells = row.findall("th"), row.findall("td")
        if len(heads) == 1 and cells:
            found[heads[0].text_content()] = [cell.findtext("span") or cell.text_content() for cell in cells]
    return found


def test_a_cell_says_in_words_what_became_of_a_question_of_a_report():
    told = rows(coverage(OPENED[SYNTHETIC]).data)
    assert told["Blinded assessors"] == ["2 of 3", "charted", "not asked", "charted", "not reported", "not asked"]  # fmt: skip
    assert told["First run"] == ["2 of 3", "charted", "charted", "not reported"]


def test_reports_and_entities_lead_to_their_pages_and_studies_have_none():
    text = coverage(OPENED[SYNTHETIC]).data
    assert 'href="../reports/Synthetic2018.html"' in text and 'href="../interventions/flexline.html"' in text
    assert "FlexLine trial</span>" in text


def test_an_open_cell_makes_a_range():
    told = rows(coverage(unsettled()).data)["Equipment"]
    assert told[0] == "3 to 4 of 5" and "not charted yet" in told


def test_a_large_matrix_is_a_bar_a_question():
    small, large = coverage(wide(MOST_COLUMNS)).data, coverage(wide(MOST_COLUMNS + 1)).data
    assert "rb-matrix-grid" in small.split("61 reports")[0] and "rb-line-bar" not in small
    assert "rb-line-bar" in large and large.count("rb-matrix-grid") == 2  # of studies and of interventions


def test_a_bar_has_a_part_for_each_state_as_wide_as_its_share_and_says_it_in_words():
    text = coverage(wide(200)).data
    (line,) = re.findall(r"<li>(?:(?!</li>).)*Blinded assessors.*?</li>", text)
    shares = re.findall(r'class="rb-state-([\w-]+)" style="width:([\d.]+)%"', line)
    assert shares == [("charted", "40"), ("not-reported", "20")]  # the rest was not asked
    assert "<strong>80 of 120</strong> charted; not reported 40, not asked 80" in line


def test_two_hundred_reports_weigh_little():
    assert len(coverage(wide(200)).data) < 15_000
