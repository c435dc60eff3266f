"""No page of either review counts an open cell as one that says no: what is not settled is a range, wherever it is told."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from packages import OPENED, REVIEWS, ROOT, blanks

from reviewbook.interventions import of_review
from reviewbook.press import entries, menu, pages

RANGE = re.compile(r"\d to \d")


def blocks(text: str) -> list[str]:
    """The rows of tables, the items and the paragraphs of a page, Markdown or HTML, each in one line of words."""
    text = re.sub(r"(?m)^  - ", " | ", text)  # cells of a list-table
    text = re.sub(r"\n(?= \| )", "", text)
    rows = []
    for part in re.split(r"\n\s*\n|\n(?=\* - |\d+\. |- )", text):
        page = BeautifulSoup(part, "html.parser")
        inner = page.find_all(["tr", "li", "p", "dd", "desc", "figcaption"])
        rows += [one.get_text(" ") for one in inner if not one.find(["tr", "li", "p", "dd"])] if inner else []
        rows.append("" if inner else page.get_text(" "))
    return [" ".join(row.split()) for row in rows if row.strip()]


def told(review, tmp_path) -> list[str]:
    """Everything that the book says of a review: chapters, pages of reports and interventions, the pages made from data."""
    texts = [text for page in blanks.NOTEBOOKS for text in blanks.read_page(page, review)]
    assert entries.write(review, tmp_path, jobs=1, contents=menu.contents(ROOT))
    texts += [page.read_text("utf-8") for page in sorted(tmp_path.rglob("*.html"))]
    return [block for text in [*texts, pages.index(review)] for block in blocks(text)]


def open_features(review) -> list[tuple[str, int, int]]:
    """Features of which some cell is open: label, how many surely have it, of how many."""
    table = of_review.fractions(review)
    return [(row.label, row.low, row.n) for row in table.itertuples() if row.low < row.high]


def as_one_number(lines: list[str], features: list[tuple[str, int, int]]) -> list[str]:
    """Lines that name a feature with open cells and give its lower end as if it were the number."""
    return [
        line
        for line in lines
        for label, low, n in features
        if label in line
        and re.search(rf"(?<![\d/]){low}\s?(?:/|of)\s?{n}\b(?! TIDieR)", line)
        and not RANGE.search(line)
    ]


@REVIEWS
def test_no_lower_end_stands_for_the_number_on_any_page(review, tmp_path):
    opened = replace(OPENED[review], min_rating=2)
    features = open_features(opened)
    lines = told(opened, tmp_path)
    assert len(lines) > 300 and as_one_number(lines, features) == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("* - Reminders | 2 of 3", True),
        ("Reminders 2/3", True),
        ("* - Reminders | 2 to 3 of 3", False),
        ("Printed 2 of 3; the tables allow 2 to 3: Reminders", False),
        ("Another 2 of 3", False),
    ],
)
def test_a_lower_end_is_known(line, wrong):
    assert bool(as_one_number([line], [("Reminders", 2, 3)])) is wrong


def test_rows_items_and_paragraphs_are_told_apart():
    text = ":::{list-table} T\n\n* - A\n  - 1\n* - B\n  - 2\n:::\n\nProse\nof two lines.\n\n<table><tr><th>C</th><td>3</td></tr></table>\n"
    assert blocks(text)[1:] == ["* - A | 1", "* - B | 2 :::", "Prose of two lines.", "C 3"]
