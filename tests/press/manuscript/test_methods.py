"""Methods and results: sentences that the tables hold, and marks where they hold none."""

from dataclasses import replace

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, copied
from packages.policy import POLICY

from reviewbook.press.manuscript.methods import Sentence, sentences
from reviewbook.review.cells import empty
from reviewbook.review.dictionary import TABLES
from reviewbook.review.reading import load_review

REVIEWS = [WILLIAMS, SYNTHETIC, POLICY]


def said(review) -> list[str]:
    return [one.text for one in sentences(review)]


@pytest.mark.parametrize("review", REVIEWS, ids=lambda one: one.name)
def test_every_sentence_with_a_number_names_its_tables_and_they_have_rows(review):
    for one in sentences(OPENED[review]):
        assert bool(one.numbers) <= bool(one.tables), one
        assert all(OPENED[review].has(table) for table in one.tables), one
        assert one.is_open == one.text.startswith("[to be written: ") and (one.is_open or one.rule), one


def test_decisions_say_who_judged_how_many_and_how_far_they_agreed():
    told = said(OPENED[SYNTHETIC])
    assert (
        "In screening by title and abstract, 17 records were judged by 2 people, 17 of them by two or more."
        in told
    )
    kappa = "Cohen's kappa was 0.76 (0.46 to 1.00) (95% interval)."
    assert (
        f"In screening by title and abstract, AA and BB agreed on 15 of 17 records (88.2%); {kappa}" in told
    )


def test_what_was_reported_stands_where_no_decision_is_charted():
    told = said(OPENED[WILLIAMS])
    assert "In screening by title, 10% of the records were screened twice and agreement was 93%." in told
    assert not any("kappa" in one for one in told), "none was reported"


def test_a_number_that_changes_in_a_table_changes_in_its_sentence(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    file = review / "eligibility.csv"
    assert "Eligibility was defined by 4 criteria." in said(load_review(review))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = next(at for at, line in enumerate(lines) if ",include," in line)
    file.write_text("".join(lines[:gone] + lines[gone + 1 :]), encoding="utf-8")
    assert "Eligibility was defined by 3 criteria." in said(load_review(review))


def test_of_an_empty_review_everything_is_to_be_written():
    nothing = replace(OPENED[SYNTHETIC], tables={table: empty(table) for table in TABLES})
    found = sentences(nothing)
    assert found and all(one.is_open for one in found)


def test_numbers_of_a_sentence_are_those_that_a_reader_sees():
    assert Sentence("Results", "x", "Of 1,204 (88.2 %), 3 of 4; MMAT-2011.").numbers == [
        "1,204",
        "88.2",
        "3",
        "4",
    ]
