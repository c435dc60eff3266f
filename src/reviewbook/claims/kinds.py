"""What kind of check a printed number is: the kinds, and how many of each hold, differ or cannot be checked."""

from __future__ import annotations

import pandas as pd

from reviewbook.claims.verdicts import VERDICTS
from reviewbook.review.nothing import given

INDEPENDENT, RESTATED, SAME_SENTENCE, INPUT = "independent", "restated", "same_sentence", "input"
NOT_JUDGED = ""
KINDS = (INDEPENDENT, RESTATED, SAME_SENTENCE, INPUT, NOT_JUDGED)
STATEMENT = "statement"  # of claims.printed_as


def judged(claims: pd.DataFrame) -> pd.Series:
    """The kind of each claim, `NOT_JUDGED` where it is blank or says nothing."""
    return claims["kind"].where(given(claims["kind"]), NOT_JUDGED)


def by_kind(checked: pd.DataFrame) -> pd.DataFrame:
    """How the claims of each kind end.

    An equation counts once among the independent ones: what says it again is restated.

    Parameters
    ----------
    checked : from `reviewbook.claims.verdicts.evaluate`

    Returns
    -------
    DataFrame, one row for each of `KINDS`, in this order, indexed by kind: holds, differs, cannot_be_checked, all (counts)
    """
    counts = pd.crosstab(judged(checked), checked["verdict"])
    table = counts.reindex(index=list(KINDS), columns=list(VERDICTS), fill_value=0).astype(int)
    return table.assign(all=table.sum(axis=1)).rename_axis(index="kind", columns=None)


def statements(claims: pd.DataFrame) -> int:
    """How many claims are no printed number but a statement from which one follows."""
    return int((claims["printed_as"] == STATEMENT).sum())
