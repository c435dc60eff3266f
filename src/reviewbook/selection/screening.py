"""How far screening is: at each stage how many are decided, how many wait, and of how many the reviewers differ."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reviewbook.agreement import CONFLICT, conflicts
from reviewbook.selection.counting import FULL_TEXT
from reviewbook.selection.inclusion import is_last
from reviewbook.selection.layout import RETRIEVAL


def in_conflict(decisions: pd.DataFrame) -> pd.Series:
    """How many records wait for a consensus: Series of int, by stage; a stage without any is left out."""
    if not len(decisions):
        return pd.Series(dtype="int64")
    contested = conflicts(decisions)
    return contested.loc[contested["how"] == CONFLICT, "stage"].astype("string").value_counts(sort=False)


def by_stage(ledger: pd.DataFrame, conflicts: pd.Series, *, stages: Sequence[str]) -> pd.DataFrame:
    """How far each stage of the decisions is.

    Parameters
    ----------
    ledger, stages : from `reviewbook.selection.counting`; conflicts : from `in_conflict`.

    Returns
    -------
    DataFrame, one row a stage: stage, unit (records, or reports where full texts are sought or read), came, decided, waiting,
    conflicts. What is in conflict waits too, unless a later stage judged it. A stage that nothing came to is left out; where full
    text is not begun, it comes last, and all that passed the stages before wait there.
    """
    rows = []
    for stage in stages:
        came = int(ledger[f"came_to_{stage}"].sum())
        waiting = int(((ledger["step"] == "undecided") & (ledger["stage"] == stage)).sum())
        if came:
            rows.append((stage, _unit(stage), came, came - waiting, waiting, int(conflicts.get(stage, 0))))
    if rows and not is_last(stages) and (passed := int((ledger["step"] == "included").sum())):
        rows.append((FULL_TEXT, _unit(FULL_TEXT), passed, 0, passed, 0))
    return pd.DataFrame(rows, columns=["stage", "unit", "came", "decided", "waiting", "conflicts"])


def _unit(stage: str) -> str:
    return "reports" if stage in (RETRIEVAL, FULL_TEXT) else "records"
