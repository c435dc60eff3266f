"""The workbook of the review in a folder."""

import pytest
from packages import SYNTHETIC, WILLIAMS, copied, only, set_cell

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
