"""The synthetic review with two quantitative reports judged by domains (ROBINS-I), in place of its appraisals."""

import pandas as pd

from . import OPENED, SYNTHETIC
from .reviews import only

DOMAINS = {
    "Synthetic2018": ["low", "serious", "low", "low", "low", "low", "no_information"],
    "Synthetic2020b": [
        "low",
        "moderate",
        "low",
        "low",
        "low",
        "low",
        "low",
        "moderate",
    ],  # with an overall one
}


def judged_by_domains():
    """The review; the second report with an overall judgement of its appraisers."""
    review = OPENED[SYNTHETIC]
    items = [*(f"D{at}" for at in range(1, 8)), "Overall"]
    rows = [
        (report, "robins-i", "nonrandomised_study", item, "AA", answer, None, None, "Synthetic form")
        for report, given in DOMAINS.items()
        for item, answer in zip(items, given, strict=False)
    ]
    answers = pd.DataFrame(rows, columns=review.appraisals.columns).astype("string")
    return only(review, appraisals=answers, ratings=review.ratings[:0])
