"""An empty folder becomes a review."""

import json

from packages.extractions import refused, sheet, taken

from reviewbook.charting.imports import beginning, extraction
from reviewbook.check import check


def test_an_empty_folder_becomes_a_review_in_which_nothing_must_be_mended(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, "Study,Kind\nDoe 2020,a\n"))
    assert json.loads((review / "datapackage.json").read_text())["name"] == "review"
    assert {one.code for one in check(review) if one.severity == "problem"} == set()


def test_a_dry_run_and_a_refusal_leave_it_empty(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, "Study,Kind\nDoe 2020,a\n"), dry_run=True)
    assert list(review.iterdir()) == []
    assert refused(extraction.add, review, sheet(tmp_path, "a,b\n1,2\n"))[0][0] == "CHAR-011"
    assert list(review.iterdir()) == []


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    assert (
        refused(extraction.add, tmp_path / "none", sheet(tmp_path, "Study,Kind\nDoe 2020,a\n"))[0][0]
        == "PACK-001"
    )
    assert not beginning.is_empty(tmp_path / "none")
