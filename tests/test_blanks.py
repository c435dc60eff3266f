"""What `check` passes builds: blank means not charted yet, and no blank cell, column or table makes a chapter fail or talk nonsense."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from packages import ROOT, SYNTHETIC, WILLIAMS, blanks
from packages.examples import examples

from reviewbook.check import open_review, sense
from reviewbook.press import entries, menu
from reviewbook.review import reading
from reviewbook.review.reads import WHOLE

# Every column once, together with one of each other table: one by one they would take minutes (`make attack` does that).
ROUNDS = [
    pytest.param(review, columns, id=f"{review.name}-{number}")
    for review in (SYNTHETIC, WILLIAMS)
    for number, columns in enumerate(blanks.one_of_each(blanks.optional(review)), 1)
]


def wrong(folder, changed, *, of=SYNTHETIC, chapters=True):
    """What is wrong with a review that has blanks: problems of `check`, else what its chapters should not say.

    ``changed`` says where it differs from the review ``of``, as for `blanks.read_page`.
    """
    loaded, found = reading.read(folder)
    found += sense(loaded)
    if found := [str(problem) for problem in found if problem.severity == "problem"]:
        return found
    review = replace(loaded, min_rating=2)
    pages = blanks.NOTEBOOKS if chapters else []
    return [
        line
        for one in pages
        for line in blanks.senseless(blanks.read_page(one, review, changed=changed, of=of))
    ]


@pytest.mark.parametrize(("review", "columns"), ROUNDS)
def test_a_blank_column_is_not_charted_yet(review, columns, tmp_path):
    folder = blanks.blanked(review, tmp_path, *columns)
    # The chapters of the first review take a while: see below.
    assert wrong(folder, columns, chapters=review == SYNTHETIC) == []


@pytest.mark.parametrize(("review", "columns"), ROUNDS[::4])
def test_a_blank_cell_is_not_charted_yet(review, columns, tmp_path):
    folder = blanks.blanked(review, tmp_path, *columns, keep=lambda row: row > 0)
    assert wrong(folder, columns, chapters=review == SYNTHETIC) == []


@pytest.mark.parametrize("columns", [*blanks.one_of_each(blanks.optional(SYNTHETIC))][::7])
def test_what_is_taken_from_the_whole_review_is_what_would_be_shown(columns, tmp_path):
    blank = replace(reading.read(blanks.blanked(SYNTHETIC, tmp_path, *columns))[0], min_rating=2)
    for page in blanks.NOTEBOOKS:
        assert blanks.read_page(page, blank, changed=columns) == blanks.read_page(page, blank)


@pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=lambda review: review.name)
def test_every_optional_cell_of_a_review_can_be_blank(review, tmp_path):
    columns = blanks.optional(review)
    folder = blanks.blanked(review, tmp_path, *columns)
    assert wrong(folder, columns, of=review) == []
    pages = tmp_path / "pages"
    pages.mkdir()
    assert entries.write(open_review(folder), pages, jobs=1, contents=menu.contents(ROOT))
    shown = [blanks.visible(page.read_text("utf-8")) for page in sorted(pages.rglob("*.html"))]
    assert shown and blanks.senseless(shown) == []


@pytest.mark.parametrize("table", blanks.leavable(SYNTHETIC))
def test_a_table_can_be_left_out(table, tmp_path):
    assert wrong(blanks.without(SYNTHETIC, tmp_path, table), [(table, WHOLE)]) == []


@examples(6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1))
def test_cells_blank_at_random_are_not_charted_yet(seed, tmp_path_factory):
    chosen = random.Random(seed)
    cells = blanks.cells(SYNTHETIC)
    some = chosen.sample(cells, chosen.randint(1, len(cells)))
    folder = blanks.blanked_cells(SYNTHETIC, tmp_path_factory.mktemp("random"), some)
    assert wrong(folder, {(table, column) for table, column, _ in some}) == []


@pytest.mark.parametrize(
    "nonsense",
    [
        "Of nan records",
        "by design the reports are .",
        "3 interventions with not applicables",
        "Of not reported records screened",
        "stand behind 0/0 reports",
        "the rating not_reported",
    ],
)
def test_nonsense_is_seen(nonsense):
    assert blanks.senseless([nonsense])


def test_what_pages_say_of_blanks_is_no_nonsense():
    assert (
        blanks.senseless(["3 places were searched (of 3 the kind is not charted yet).", "`SELECT null`"])
        == []
    )
