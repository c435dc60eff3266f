"""What stands above every chapter: which part of the review it shows, and where its tables are."""

from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook import tables
from reviewbook.check import open_review


def test_the_chapter_leads_to_the_sheets():
    r = OPENED[SYNTHETIC]
    shown = tables.downloads(r, "tidier").data
    assert "tidier-sheets.docx" in shown and "tidier-sheets.csv" in shown
    assert "tidier-sheets" not in tables.downloads(r, "features").data
    assert "tidier-sheets" not in tables.downloads(only(r, tidier=r.tidier[:0]), "tidier").data


def test_a_page_of_a_part_says_which_part_in_the_words_of_the_form():
    assert tables.scope(OPENED[SYNTHETIC]) is None
    coach = tables.scope(open_review(SYNTHETIC, subset="coach")).data
    assert "2 of 5 reports: group *coach*." in coach
    partly = tables.scope(open_review(SYNTHETIC, subset="supervision=partly")).data
    assert "those where Supervision is *partly supervised*." in partly
