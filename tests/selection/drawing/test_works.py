"""What was included and excluded, and the flow, for other programs; each read again by our own imports."""

from packages import OPENED, SYNTHETIC, WILLIAMS, copied

from reviewbook.files import references
from reviewbook.review.reading import load_review
from reviewbook.selection import exports
from reviewbook.selection.drawing import works
from reviewbook.selection.imports import ris


def test_the_included_are_the_reports_in_their_order():
    works = exports.included(OPENED[WILLIAMS])
    assert [one.key for one in works] == OPENED[WILLIAMS].reports["report_id"].tolist()
    assert works[0].fields["doi"] == "10.1111/j.1365-2648.2008.04770.x" and works[0].people[0][0] == "Anttila"


def test_a_report_without_an_entry_has_what_its_row_says(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    (review / "references.bib").write_text("", encoding="utf-8")
    first = exports.included(load_review(review))[0]
    assert (first.key, first.fields) == ("Synthetic2018", {"year": "2018", "doi": "10.5555/synthetic2018"})


def test_the_excluded_in_full_text_have_their_reasons_and_are_read_again(tmp_path):
    found = exports.excluded(OPENED[SYNTHETIC])
    told = {one.work.key: one.reason for one in found}
    assert told == {
        "R03": "No exercise programme",
        "R04": "No adults with back pain",
        "R05": "No exercise programme",
        "R19": "No results",
    }
    (tmp_path / "a.ris").write_bytes(references.ris(map(works.with_reason, found)))
    assert ris.read(tmp_path / "a.ris").records["title"].tolist() == [
        one.work.fields["title"] for one in found
    ]
    assert b"N1  - Excluded: No results\n" in (tmp_path / "a.ris").read_bytes()


def test_a_review_without_records_has_nobody_excluded_by_name():
    assert exports.excluded(OPENED[WILLIAMS]) == []
