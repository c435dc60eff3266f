"""The pages that are made from data."""

from reviewbook.press import pages


def test_the_reporting_checklist_has_its_published_number_of_items():
    assert list(pages.prisma_scr()["items"]) == list(range(1, 23))
