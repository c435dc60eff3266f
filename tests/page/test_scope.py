"""What stands above every chapter: which part of the review it shows, and where its tables are."""

from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook import tables


def test_the_chapter_leads_to_the_sheets():
    r = OPENED[SYNTHETIC]
    shown = tables.downloads(r, "tidier").data
    assert "tidier-sheets.docx" in shown and "tidier-sheets.csv" in shown
    assert "tidier-sheets" not in tables.downloads(r, "features").data
    assert "tidier-sheets" not in tables.downloads(only(r, tidier=r.tidier[:0]), "tidier").data
