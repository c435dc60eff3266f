"""What can be wrong with printed numbers and their queries (checks.yaml lists the kinds)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewbook.claims.verdicts import QueryFailed, ask, database, given
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, quote


def problems(r: Review) -> list[Problem]:
    """Every problem and notice of a review that this chapter can find."""
    return [
        *claim_problems(r.claims, r.tables),
    ]


def claim_problems(claims: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Claims with neither query nor reason, queries that fail or give no single number, worker groups that nobody has."""
    found: list[Problem] = []
    connection = database(tables) if len(claims) else None
    roles = tables["interventions"]["worker_role"]
    groups = sorted(roles.dropna().unique())
    for at, row in claims.iterrows():
        # Of a blank cell nobody knows yet which group it is.
        if given(row["worker_role"]) and row["worker_role"] not in groups and roles.notna().all():
            seen, expected = quote(row["worker_role"]), f"one of {', '.join(groups)}, or {NOT_APPLICABLE}"
            found.append(Problem("CLAI-004", "claims.csv", seen, expected, row=at + 2, field="worker_role"))
        place = {"file": "claims.csv", "row": at + 2, "field": "query"}
        if not given(row["query"]):
            if not given(row["reason"]):
                found.append(
                    Problem("CLAI-001", found="neither query nor reason", expected="one of them", **place)
                )
            continue
        try:
            ask(connection, row["query"])
        except QueryFailed as failed:
            expected = (
                "SQL that DuckDB can run over the tables"
                if failed.code == "CLAI-002"
                else "one number, or low and high"
            )
            found.append(Problem(failed.code, found=str(failed), expected=expected, **place))
    return found
