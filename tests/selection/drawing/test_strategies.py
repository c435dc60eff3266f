"""Strategies line by line on the page."""

from bs4 import BeautifulSoup
from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook import tables
from reviewbook.selection.drawing import strategies


def test_each_search_is_a_fold_with_its_lines_to_the_letter():
    page = BeautifulSoup(strategies.folds(OPENED[SYNTHETIC]), "html.parser")
    first, second = page.select("details.rb-strategy")
    assert first.summary.get_text(" ", strip=True) == "SynBase (synthetic) 3 lines"
    assert [code.get_text() for code in first.select("code")][1] == '(exercise* or "home programme").ti,ab.'
    assert [cell.get_text() for cell in first.select("td:last-child")] == ["120", "300", "9"]
    assert second["id"] == "search-synmed-1"


def test_a_line_of_a_search_runs_no_script():
    review = OPENED[SYNTHETIC]
    evil = only(review, searches=review.searches.assign(text="<img src=x onerror=alert(1)> {glue:text}`x`"))
    assert "<img" not in strategies.folds(evil) and "`" not in strategies.folds(evil)


def test_deviations_stand_first():
    made = tables.protocol(OPENED[SYNTHETIC]).data
    assert made.index("Who appraises") < made.index("Screening of titles")
    assert "no time was left" in made and "SYN-2021-001" in made


def test_without_them_a_line_says_so():
    given = OPENED[SYNTHETIC]
    review = only(given, searches=given.searches[:0], protocol=given.protocol[:0])
    assert "<table" not in tables.searched(review).data and "<table" not in tables.protocol(review).data
