"""The sentences that chapters on themes and practices glue in: each says what the tables hold."""

import pytest
from packages import SYNTHETIC, WILLIAMS
from packages.reviews import only

from reviewbook import open_review
from reviewbook.themes import numbers
from reviewbook.themes.numbers import themes_numbers


def test_the_first_reviews_themes_in_sentences():
    said = themes_numbers(open_review(WILLIAMS, min_rating=2), "themes")
    assert said["answer"] == (
        "42 findings and 15 quotations stand behind two themes: “Working together” (14 of 15 reports) and "
        "“Feelings of mistrust and not being appreciated” (7 of 15 reports)."
    )
    assert said["caution"] == (
        "Codes that rest on a single report: 1; on low-rated reports alone: 0; the table marks both. "
        "2 excerpts name no report."
    )
    assert said["contrary"] == "Beside 5 of 42 findings stands another that is contrary to it."
    assert said["coders"].startswith("No two coders gave codes to the same excerpts on the same level")


def test_where_nothing_is_contrary_or_rests_on_little_the_sentences_say_so():
    review = open_review(WILLIAMS, min_rating=2)
    review = only(review, finding_excerpts=review.finding_excerpts.head(0))
    named = review.excerpts[review.excerpts["excerpt_id"].isin(review.excerpt_reports["excerpt_id"])]
    said = themes_numbers(only(review, excerpts=named), "frameworks")
    assert said["contrary"] == "No finding is charted as contrary to another."
    assert said["caution"] == "No code rests on a single report, or on low-rated ones alone."


def test_two_coders_that_agree_are_said_to():
    said = themes_numbers(open_review(SYNTHETIC), "themes")["coders"]
    assert said == (
        "Two coders share 4 excerpts and agree, over all codes, on 100 % of the decisions; 0 excerpts got different codes, "
        "0 of them not settled yet."
    )


@pytest.mark.parametrize(("most", "named"), [(2, 2), (1, 1)])
def test_a_sentence_names_the_themes_with_most_reports_and_counts_the_others(monkeypatch, most, named):
    monkeypatch.setattr(numbers, "NAMED", most)
    answer = themes_numbers(open_review(WILLIAMS), "themes")["answer"]
    assert answer.count("“") == named
    assert ("and 1 other." in answer) == (named == 1)
