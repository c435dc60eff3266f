"""Reviews in memory whose charting is another than that of the synthetic review."""

import pandas as pd

from packages import OPENED, SYNTHETIC
from packages.reviews import only


def without_form():
    review = OPENED[SYNTHETIC]
    return only(review, questions=review.questions.iloc[:0])


def by_one():
    """A1 alone charted."""
    review = OPENED[SYNTHETIC]
    own = review.answers[review.answers["charter"] == "A1"]
    return only(review, answers=own.reset_index(drop=True))


def by_nobody():
    review = OPENED[SYNTHETIC]
    return only(review, answers=review.answers.iloc[:0])


def unsettled(question: str = "equipment"):
    """Nobody has settled what charters differ on in one question, so that one report has no answer to it."""
    review = OPENED[SYNTHETIC]
    own = review.answers
    cut = own[~((own["question_id"] == question) & (own["charter"] == "consensus"))]
    reports = review.reports.assign(
        **{question: review.reports[question].where(review.reports["report_id"] != "Synthetic2020a")}
    )
    return only(review, answers=cut.reset_index(drop=True), reports=reports)


def wide(n: int):
    """The synthetic form asked of so many reports, all like those that there are."""
    review = OPENED[SYNTHETIC]
    own = review.reports
    times = own.iloc[[at % len(own) for at in range(n)]].reset_index(drop=True)
    reports = times.assign(report_id=pd.array([f"Many{at:04d}" for at in range(n)], dtype="string"))
    return only(review, reports=reports, answers=review.answers.iloc[:0])
