"""The rules of checking printed numbers: run each claim's query over the tables, and say whether the number holds."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Mapping

import pandas as pd

from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import quote

HOLDS, DIFFERS, CANNOT = "holds", "differs", "cannot_be_checked"
VERDICTS = (HOLDS, DIFFERS, CANNOT)
COMPARISONS = {"": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
NOTHING_THERE = "The tables hold nothing to compute it from."
UNSETTLED = "The tables allow {low} to {high}: cells behind it are not reported."


class QueryFailed(Exception):
    """A claim's query that could not be run, or that gives no single number; ``code`` is the problem's code."""

    def __init__(self, code: str, found: str):
        super().__init__(found)
        self.code = code


def database(tables: Mapping[str, pd.DataFrame]):
    """An in-memory DuckDB connection that holds these tables and can read nothing else."""
    import duckdb  # only claims need it

    connection = duckdb.connect()
    for name, frame in tables.items():
        connection.register(f"frame_{name}", frame)
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM "frame_{name}"')
        connection.unregister(f"frame_{name}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def ask(connection, query: str) -> tuple[float, float] | None:
    """The number that a query gives, as (low, high); both are the same where the query gives one column.

    None where the tables hold nothing to compute it from (the query gives NULL, or divides by nothing).

    Raises
    ------
    QueryFailed where the query is not a SELECT, fails, or gives another shape than one row with one or two numbers.
    """
    import duckdb

    try:
        statements = connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise QueryFailed("CLAI-002", "a statement other than one SELECT")
        rows = connection.execute(query).fetchall()
    except duckdb.Error as error:
        raise QueryFailed("CLAI-002", quote(str(error).splitlines()[0])) from error
    if len(rows) != 1 or len(rows[0]) not in (1, 2):
        raise QueryFailed("CLAI-003", f"{len(rows)} rows of {len(rows[0]) if rows else 0} columns")
    if any(value is None for value in rows[0]):
        return None
    try:
        low, high = float(rows[0][0]), float(rows[0][-1])
    except (TypeError, ValueError):
        raise QueryFailed("CLAI-003", quote(rows[0])) from None
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    if low > high:
        raise QueryFailed("CLAI-003", f"low {_plain(low)} above high {_plain(high)}")
    return low, high


def parse(reported: str) -> tuple[str, float]:
    """A printed number as (comparison sign, number): "15" -> ("", 15.0), "<=20" -> ("<=", 20.0)."""
    found = re.fullmatch(r"(<=|>=|<|>)?(-?\d+(?:\.\d+)?)", reported)
    assert found is not None  # the pattern of the column (review/schemas/claims.yaml)
    return found[1] or "", float(found[2])


def verdict(reported: str, low: float, high: float) -> str:
    """Whether a printed number holds, given the lowest and highest value that the tables allow.

    A number holds where the tables settle it and agree, to the decimals printed. It differs where no value that the tables
    allow agrees. It cannot be checked where some do and some do not.
    """
    sign, number = parse(reported)
    compare = COMPARISONS[sign]
    decimals = len(reported.partition(".")[2])
    low, high = (round(value + 1e-9, decimals) if sign == "" else value for value in (low, high))
    at_ends = {bool(compare(low, number)), bool(compare(high, number))}
    if low == high or (sign and len(at_ends) == 1):
        return HOLDS if at_ends == {True} else DIFFERS
    return CANNOT if sign or low <= number <= high else DIFFERS


def evaluate(claims: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every claim with what the tables give and the verdict.

    Returns
    -------
    DataFrame, one row a claim: the claim's columns and low, high (Float64, missing where there is no query or no data),
        verdict ("holds", "differs", "cannot_be_checked"), why (for those that cannot be checked)

    Raises
    ------
    QueryFailed where a query cannot be run (`problems` lists all of them).
    """
    connection = database(tables)
    told: list[tuple[float | None, float | None, str, str]] = []
    for row in claims.itertuples(index=False):
        number = ask(connection, row.query) if given(row.query) else None
        if number is None:
            unasked = "No query is written yet." if not given(row.query) else NOTHING_THERE
            why = row.reason if given(row.reason) else unasked
            told.append((None, None, CANNOT, why))
        else:
            low, high = number
            found = verdict(row.reported, low, high)
            why = UNSETTLED.format(low=_plain(low), high=_plain(high)) if found == CANNOT else ""
            told.append((low, high, found, why))
    return claims.assign(
        low=pd.array([low for low, _, _, _ in told], dtype="Float64"),
        high=pd.array([high for _, high, _, _ in told], dtype="Float64"),
        verdict=[found for _, _, found, _ in told],
        why=[why for _, _, _, why in told],
    )


def given(cell: object) -> bool:
    return pd.notna(cell) and str(cell).strip() not in NOTHING


def _plain(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
