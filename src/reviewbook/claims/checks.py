"""What can be wrong with printed numbers and their queries (checks.yaml lists the kinds)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import pandas as pd

from reviewbook.claims import asking
from reviewbook.claims.asking import USUAL, Limits, QueryFailed, answers
from reviewbook.claims.kinds import INDEPENDENT, RESTATED, judged
from reviewbook.claims.verdicts import given
from reviewbook.review.dictionary import TABLES
from reviewbook.review.disagreements import row_keys
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED, NOT_APPLICABLE, NOTHING, WORDS
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
        *kind_problems(r.claims),
        *disagreement_problems(r.disagreements, r.disagreement_cells, r.tables),
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


def kind_problems(claims: pd.DataFrame) -> list[Problem]:
    """Claims whose kind does not fit: a restated one that names none or a restated one, an independent one that cannot be asked."""
    found: list[Problem] = []
    kind_of = dict(zip(claims["claim_id"], judged(claims), strict=True))
    for at, row in claims.iterrows():
        place = {"file": "claims.csv", "row": at + 2, "field": "restates"}
        names = row["restates"] if given(row["restates"]) else None
        if not given(row["kind"]):
            continue
        if row["kind"] == RESTATED and names is None:
            found.append(Problem("CLAI-009", found="no claim", expected="the claim_id of one", **place))
        elif names is not None and row["kind"] != RESTATED:
            seen = f"{names}, of a claim that is {quote(row['kind'])}"
            found.append(Problem("CLAI-010", found=seen, expected=f"{NOT_APPLICABLE}, or restated", **place))
        elif names is not None and (names == row["claim_id"] or kind_of.get(names) == RESTATED):
            seen = "itself" if names == row["claim_id"] else f"{names}, which is restated"
            expected = "a claim that is not itself restated"
            found.append(Problem("CLAI-010", found=seen, expected=expected, **place))
        if row["kind"] == INDEPENDENT and not given(row["query"]) and given(row["reason"]):
            seen, asked = f"{INDEPENDENT}, with a reason why there is no query", place | {"field": "kind"}
            found.append(Problem("CLAI-011", found=seen, expected="a query, or another kind", **asked))
    return found


def disagreement_problems(
    disagreements: pd.DataFrame, cells: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> list[Problem]:
    """Disagreements whose two places say the same, and cells that they touch which are not there.

    Of a table that is left out, or whose keys are not charted yet, nothing is said.
    """
    found: list[Problem] = []
    sides = disagreements[["value", "other_value"]].dropna()
    for at, one, other in sides.itertuples(name=None):
        if _plain(one) == _plain(other) and one not in NOTHING:
            expected = f"something else than {quote(one)}"
            place = {"row": at + 2, "field": "other_value"}
            found.append(Problem("CLAI-007", "disagreements.csv", quote(other), expected, **place))
    keys: dict[str, set[str]] = {}
    for row in cells.dropna(subset=["table_name", "row_key", "field_name"]).itertuples():
        seen, name = _not_there(row, tables, keys)
        if name:
            place = {"row": row.Index + 2, "field": name}
            found.append(Problem("CLAI-008", "disagreement_cells.csv", quote(seen), WANTED[name], **place))
    return found


WANTED = {
    "table_name": "a table of the review, such as studies",
    "row_key": "the key of a row of that table",
    "field_name": f"a column of that table, or {NOT_APPLICABLE}",
}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _not_there(
    row: Any, tables: Mapping[str, pd.DataFrame], keys: dict[str, set[str]]
) -> tuple[str, str | None]:
    """What a row of disagreement_cells names that is not there, and in which column; the column is None where all is there.

    ``keys`` keeps the keys of the tables that were looked at, none of a table of which nothing can be said.
    """
    table = row.table_name
    if table not in TABLES:
        return table, "table_name"
    frame = tables[table]
    if table not in keys:
        known = row_keys(table, frame)
        keys[table] = set() if known.isna().any() else set(known)
    if keys[table] and row.row_key not in keys[table]:
        return row.row_key, "row_key"
    columns = [name for name in frame if not name.endswith(AS_CHARTED)]
    if row.field_name not in (*columns, *NOTHING):
        return row.field_name, "field_name"
    return "", None
