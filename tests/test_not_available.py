"""Any cell that may stay blank may say that the document at hand does not hold its value; that is never held against the source."""

import functools
import re
from dataclasses import replace

import pytest
from packages import ROOT, SYNTHETIC, WILLIAMS, blanks

from reviewbook.check import open_review, sense
from reviewbook.press import entries, menu
from reviewbook.review import reading
from reviewbook.review.dictionary import schema
from reviewbook.review.nothing import NOT_AVAILABLE, NOT_REPORTED

# What another column must say too (INTV-003), and what is a code or none (THEM-003).
RULED = {("feature_values", "evidence"), ("tidier", "text"), ("codes", "parent_id")}


def open_columns(review):
    """The columns that may stay blank, without those that tell rows apart and those with a rule of their own."""
    return [
        (table, name)
        for table, name in blanks.optional(review)
        if name not in schema(table)["primaryKey"] and (table, name) not in RULED
    ]


ROUNDS = [
    pytest.param(review, columns, id=f"{review.name}-{number}")
    for review in (SYNTHETIC, WILLIAMS)
    for number, columns in enumerate(blanks.one_of_each(open_columns(review)), 1)
]
# Of these every third, as each takes seconds; the last test sets all columns at once.
OF_SYNTHETIC = [one.values[1] for one in ROUNDS if one.values[0] == SYNTHETIC]


def problems(folder):
    loaded, found = reading.read(folder)
    return [str(problem) for problem in [*found, *sense(loaded)] if problem.severity == "problem"]


def shown(folder, columns):
    """What the chapters show, in words that a reader sees."""
    review = replace(reading.read(folder)[0], min_rating=2)
    pages = [text for page in blanks.NOTEBOOKS for text in blanks.read_page(page, review, changed=columns)]
    return pages, "\n".join(map(blanks.visible, pages))


@functools.cache
def as_it_is():
    """What the chapters show of the synthetic review, without a change."""
    return shown(SYNTHETIC, ())[1]


def times(words, text):
    return len(re.findall(words, text, re.IGNORECASE))


@pytest.mark.parametrize(("review", "columns"), ROUNDS[::3])
def test_what_is_not_available_passes_the_check(review, columns, tmp_path):
    assert problems(blanks.blanked(review, tmp_path, *columns, word=NOT_AVAILABLE)) == []


@pytest.mark.parametrize("columns", OF_SYNTHETIC[2::3])
def test_what_is_not_available_is_called_so_and_never_not_reported(columns, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    pages, unavailable = shown(
        blanks.blanked(SYNTHETIC, tmp_path / "a", *columns, word=NOT_AVAILABLE), columns
    )
    assert blanks.senseless(pages) == []
    _, silent = shown(blanks.blanked(SYNTHETIC, tmp_path / "b", *columns, word=NOT_REPORTED), columns)
    before = as_it_is()
    assert times("not reported", unavailable) <= times("not reported", before)
    if times("not reported", silent) > times("not reported", before):
        assert times("not available", unavailable) > times("not available", before)


@pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=lambda review: review.name)
def test_pages_of_reports_and_interventions_say_what_is_not_available(review, tmp_path):
    columns = open_columns(review)
    folder = blanks.blanked(review, tmp_path, *columns, word=NOT_AVAILABLE)
    pages = tmp_path / "pages"
    pages.mkdir()
    assert entries.write(open_review(folder), pages, jobs=1, contents=menu.contents(ROOT))
    texts = [blanks.visible(page.read_text("utf-8")) for page in sorted(pages.rglob("*.html"))]
    assert texts and blanks.senseless(texts) == []
    assert times("not available", "\n".join(texts)) > 10 * len(texts)
