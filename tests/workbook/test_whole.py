"""The workbook of the review in a folder."""

import io
import zipfile

import openpyxl
import pytest
from packages import SYNTHETIC, WILLIAMS, copied, only, rows_of, set_cell

from reviewbook.review.problems import ReviewProblems
from reviewbook.workbook import whole


def test_a_table_whose_key_comes_twice_has_no_workbook(tmp_path):
    review = only("sources", of=SYNTHETIC, to=tmp_path)
    set_cell(review / "sources.csv", "source_id", "synbase", row=3)
    with pytest.raises(ReviewProblems) as raised:
        whole.made(review)
    assert [(one.code, one.file, one.row) for one in raised.value.problems] == [
        ("WORK-007", "sources.csv", 3)
    ]


def test_a_table_that_cannot_be_read_is_told(tmp_path):
    review = only("sources", of=SYNTHETIC, to=tmp_path)
    (review / "sources.csv").write_text("colour\nred\n")
    with pytest.raises(ReviewProblems) as raised:
        whole.made(review)
    assert {one.code for one in raised.value.problems} <= {"TABL-001", "TABL-002", "TABL-003"}


def test_a_form_that_nobody_is_said_to_fill_in_is_told(tmp_path):
    review = only("questions", "choices", "reports", of=SYNTHETIC, to=tmp_path)
    assert whole.made(review).said == [
        "Not every question has a sheet to answer it in: say who charts with --charter NAME"
    ]
    assert whole.made(review, charters=["AB"]).said == []
    assert whole.made(copied(WILLIAMS, tmp_path)).said == []  # its questions are columns of its tables


def text_of(book: bytes) -> str:
    """All that a workbook holds as text, its hidden sheets too."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())


def test_a_workbook_for_one_charter_holds_nothing_that_another_answered(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    rows = rows_of(review / "answers.csv")
    secret = next(number for number, row in enumerate(rows, 2) if row["charter"] == "A2")
    set_cell(review / "answers.csv", "comment", "not for A1 to see", row=secret)
    assert "not for A1 to see" in text_of(whole.made(review).data)
    for who in ("A1", "someone-new"):
        own = whole.made(review, alone=who)
        assert "not for A1 to see" not in text_of(own.data)
        pages = openpyxl.load_workbook(io.BytesIO(own.data)).sheetnames
        assert f"reports {who}" in pages and "reports A2" not in pages and "reports consensus" not in pages


def test_the_workbook_of_the_consensus_shows_who_answered_what_where_charters_differ(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    rows = rows_of(review / "answers.csv")
    settled = [number for number, row in enumerate(rows, 2) if row["charter"] == "consensus"]
    row = rows[settled[0] - 2]
    set_cell(review / "answers.csv", "value", "", row=settled[0])
    page = openpyxl.load_workbook(io.BytesIO(whole.made(review, alone="consensus").data))["reports consensus"]
    names = [cell.value for cell in page[2]]
    (line,) = [cells for cells in page.iter_rows(min_row=3) if cells[0].value == row["about_id"]]
    cell = line[names.index(row["question_id"])]
    assert "A1: " in cell.comment.text and "A2: " in cell.comment.text
    assert (
        sum(one.comment is not None for cells in page.iter_rows(min_row=3, min_col=2) for one in cells) == 1
    )
    assert any(cell.coordinate in str(one.sqref) for one in page.conditional_formatting), "in yellow, to do"


def test_one_who_has_nothing_to_answer_is_told_what_is_lacking(tmp_path):
    review = only("sources", of=SYNTHETIC, to=tmp_path)
    with pytest.raises(ReviewProblems) as raised:
        whole.made(review, alone="AB")
    assert [(one.code, one.found) for one in raised.value.problems] == [("WORK-007", "nothing to answer yet")]
