"""Tables of counts by criterion: what is counted, what is no count, and what is no such table."""

from pathlib import Path

import pytest

from reviewbook.appraisal.imports import tallies
from reviewbook.appraisal.instruments import tool

QUAL = "qualitative"


def read(tmp_path: Path, text: str, name: str = "mmat-2011") -> tallies.Tallies | None:
    file = tmp_path / "counts.csv"
    file.write_text(text, "utf-8")
    return tallies.read(file, tool(name))


def test_counts_are_those_of_the_answers_and_a_total_tells_how_many_are_open(tmp_path):
    found = read(tmp_path, "Criterion,n yes,No (n),Can't tell,Total\n1.1,7,2 (20%),1,11\nS1,11/11,0,,11\n")
    assert found.counts == {
        "screening": {"S1": {"met": 11, "not_met": 0, "not_charted": 0}},
        QUAL: {"1.1": {"met": 7, "not_met": 2, "unclear": 1, "not_charted": 1}},
    }
    assert found.problems == []
    assert found.notes == ["No counts of S2, 1.2, 1.3, 1.4: they are not drawn."]


@pytest.mark.parametrize("head", ["item,Y,N,CT", "category,item,yes,no,n", "item;n yes;n no;n cannot tell"])
def test_columns_are_known_by_the_answers_that_they_count(tmp_path, head):
    cells = {"item,Y,N,CT": "1.1,3,2,1", "category,item,yes,no,n": "Qualitative,1.1,3,2,6"}
    row = cells.get(head, "1.1;3;2;1")
    (counts,) = read(tmp_path, f"{head}\n{row}\n").counts[QUAL].values()
    assert (counts["met"], counts["not_met"], sum(counts.values())) == (3, 2, 6)


def test_answers_of_studies_with_numbers_for_names_are_no_counts(tmp_path):
    text = (
        "Unique ID,Study ID,Randomization process,Missing outcome data,Overall Bias\n"
        "1,101,Low,Some concerns,Some concerns\n2,102,Low,Low,Low\n"
    )
    assert read(tmp_path, text, "rob-2") is None


def test_domains_are_known_by_their_names(tmp_path):
    found = read(
        tmp_path, "Domain,Low,Some concerns,High\nRandomization process,1,2,3\nOverall bias,0,3,3\n", "rob-2"
    )
    assert found.counts["randomised_trial"] == {
        "D1": {"met": 1, "unclear": 2, "not_met": 3},
        "Overall": {"met": 0, "unclear": 3, "not_met": 3},
    }


def test_everything_that_is_no_count_is_named(tmp_path):
    rows = "1.1,x,1,\n1.2,1,1,1\n1.1,1,1,2\nOdd,1,1,2\nQualitative,,,\n"
    found = read(tmp_path, f"item,yes,no,total\n{rows}")
    assert [(p.code, p.row, p.field, p.found) for p in found.problems] == [
        ("APPR-007", 2, "yes", '"x"'),
        ("APPR-007", 3, None, "2 answers of 1 reports"),
        ("APPR-008", 4, "item", "1.1 again"),
        ("APPR-001", 5, "item", '"Odd"'),
    ]


@pytest.mark.parametrize(
    "text", ["study,1.1,1.2\nA,Y,N\n", "study,criterion,answer\nA,1.1,yes\n", "item,yes,no\nOther,1,2\n"]
)
def test_a_table_of_answers_is_none_of_counts(tmp_path, text):
    assert read(tmp_path, text) is None


def test_criteria_that_count_different_numbers_of_reports_are_told(tmp_path):
    (first, _) = read(tmp_path, "item,yes,no\n1.1,3,2\n1.2,3,1\n").notes
    assert first == "Not all criteria count the same number of reports: 1.1 5, 1.2 4."
