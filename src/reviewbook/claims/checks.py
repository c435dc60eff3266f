"""What can be wrong with printed numbers and their queries (checks.yaml lists the kinds)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager

import pandas as pd

from reviewbook.claims import asking
from reviewbook.claims.asking import USUAL, Limits, QueryFailed, answers
from reviewbook.claims.verdicts import given
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, WORDS
from reviewbook.review.problems import Problem, quote

EXPECTED = {
    "CLAI-002": "SQL that DuckDB can run over the tables",
    "CLAI-003": "one number, or low and high",
    "CLAI-005": "an answer in {:g} s and {} MB",
    "CLAI-006": "a query that the tables alone settle",
}


def problems(r: Review) -> list[Problem]:
    """Every problem and notice of a review that this chapter can find."""
    return [
        *claim_problems(r.claims, r.tables, limits=Limits.of(r.package)),
    ]


def asked(r: Review) -> AbstractContextManager[object]:
    """Let the queries of a review be run meanwhile: `problems` then waits for what is left."""
    return asking.asked(_queries(r.claims), r.tables, Limits.of(r.package))


def _queries(claims: pd.DataFrame) -> list[str]:
    return [query for query in claims["query"] if given(query)]


def claim_problems(
    claims: pd.DataFrame, tables: Mapping[str, pd.DataFrame], *, limits: Limits = USUAL
) -> list[Problem]:
    """Claims with neither query nor reason, queries that fail or give no single number, worker groups that nobody has.

    A query over its limits is a notice (CLAI-005): its claim cannot be checked, and the others stand.
    """
    found: list[Problem] = []
    told = answers(_queries(claims), tables, limits)
    roles = tables["interventions"]["worker_role"]
    unknown = roles.isna() | roles.isin(WORDS)
    groups = sorted(roles[~unknown].unique())
    for at, row in claims.iterrows():
        # Of a cell without a group nobody knows which it is.
        if given(row["worker_role"]) and row["worker_role"] not in groups and not unknown.any():
            seen, expected = quote(row["worker_role"]), f"one of {', '.join(groups)}, or {NOT_APPLICABLE}"
            found.append(Problem("CLAI-004", "claims.csv", seen, expected, row=at + 2, field="worker_role"))
        place = {"file": "claims.csv", "row": at + 2, "field": "query"}
        if not given(row["query"]):
            if not given(row["reason"]):
                found.append(
                    Problem("CLAI-001", found="neither query nor reason", expected="one of them", **place)
                )
            continue
        failed = told[row["query"]]
        if isinstance(failed, QueryFailed):
            expected = EXPECTED[failed.code].format(*limits)
            found.append(Problem(failed.code, found=str(failed), expected=expected, **place))
    return found
