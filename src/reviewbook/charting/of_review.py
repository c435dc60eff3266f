"""What the rules of this chapter give of a whole review."""

from __future__ import annotations

import pandas as pd

from reviewbook.charting import coverage as coverage_
from reviewbook.review import answers as answers_
from reviewbook.review.answers import CONSENSUS
from reviewbook.review.kept import kept
from reviewbook.review.model import Review
from reviewbook.review.questions import ABOUT


@kept
def coverage(review: Review) -> pd.DataFrame:
    """What became of each question (`coverage.coverage`)."""
    return coverage_.coverage(
        review.questions, {table: getattr(review, table) for table, _ in ABOUT.values()}
    )


@kept
def answers(review: Review) -> pd.DataFrame:
    """The table answers, each value in the form that its question asks for (`answers.read`)."""
    return answers_.read(review.answers, review.questions, review.choices)


@kept
def standing(review: Review) -> pd.DataFrame:
    """What stands of the answers of all charters (`answers.standing`)."""
    return answers_.standing(answers(review), review.questions)


def charters(review: Review) -> list[str]:
    """Who charted, in the order of the table answers, the consensus left out."""
    return [one for one in review.answers["charter"].dropna().unique() if one != CONSENSUS]
