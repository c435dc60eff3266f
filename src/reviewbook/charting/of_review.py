"""What the rules of this chapter give of a whole review."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reviewbook.charting import agreement
from reviewbook.charting import answered as answered_
from reviewbook.charting import coverage as coverage_
from reviewbook.charting.answered import Answered
from reviewbook.charting.coverage import NOT_ASKED
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


@kept
def by_charter(review: Review) -> pd.DataFrame:
    """How far each charter is (`coverage.by_charter`)."""
    return coverage_.by_charter(coverage(review), review.answers, review.questions)


@kept
def pairs(review: Review) -> pd.DataFrame:
    """Every pair of cells of two charters (`agreement.pairs`)."""
    states = coverage(review)
    aside = states.loc[states["state"] == NOT_ASKED, ["question_id", "about_id"]]
    return agreement.pairs(
        review.answers,
        answers(review),
        review.questions,
        not_asked=set(aside.itertuples(index=False, name=None)),
    )


@kept
def by_question(review: Review) -> pd.DataFrame:
    """Agreement of charters on each question (`agreement.by_question`)."""
    return agreement.by_question(pairs(review), review.questions, review.choices)


@kept
def differences(review: Review) -> pd.DataFrame:
    """The cells in which charters are not alike (`agreement.differences`)."""
    return agreement.differences(pairs(review), answers(review), standing(review))


@kept
def answered(review: Review) -> list[Answered]:
    """The answers to each question, in the order of the form (`answered.answered`)."""
    states = coverage(review)
    tables = {about: getattr(review, table) for about, (table, _) in ABOUT.items()}
    return [
        answered_.answered(
            question,
            tables[question["about"]],
            states.loc[states["question_id"] == question["question_id"], "state"],
            review.choices,
        )
        for question in in_order(review)
    ]


def in_order(review: Review) -> list[dict[str, Any]]:
    """The questions in their order, those of a group together."""
    rows = coverage_.in_order(review.questions).to_dict("records")
    return [{str(name): cell for name, cell in row.items()} for row in rows]
