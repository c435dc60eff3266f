"""What prose says of the charting."""

from dataclasses import replace

from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.charting.numbers import NO_FORM, charting_numbers


def test_the_answer_counts_what_was_asked_and_not_what_was_not():
    told = charting_numbers(OPENED[SYNTHETIC])
    assert told["answer"] == "9 questions, 40 answers in all: 31 are charted and 9 are not reported."
    assert told["differ"] == "0 answers are not settled: the charters differ."


def test_what_is_open_and_what_differs_is_told():
    review = OPENED[SYNTHETIC]
    own = review.answers
    cut = own[~((own["question_id"] == "equipment") & (own["charter"] == "consensus"))]
    tables = dict(review.tables) | {"answers": cut.reset_index(drop=True)}
    assert (
        charting_numbers(replace(review, tables=tables))["differ"]
        == "1 answer is not settled: the charters differ."
    )


def test_a_review_without_a_form_says_so():
    review = only(OPENED[SYNTHETIC], questions=OPENED[SYNTHETIC].questions.iloc[:0])
    assert charting_numbers(review)["answer"] == NO_FORM
