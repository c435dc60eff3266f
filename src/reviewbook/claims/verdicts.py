"""The rules of checking printed numbers: run each claim's query over the tables, and say whether the number holds."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.claims import open_cells
from reviewbook.claims.asking import USUAL, Limits, QueryFailed, answers, plain
from reviewbook.review.nothing import NOTHING

HOLDS, DIFFERS, CANNOT = "holds", "differs", "cannot_be_checked"
VERDICTS = (HOLDS, DIFFERS, CANNOT)
COMPARISONS = {"": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
NOTHING_THERE = "The tables hold nothing to compute it from."
OVER = "CLAI-005"  # a query that takes too much
UNSETTLED = "The tables allow {low} to {high}: {cells}."


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


def evaluate(
    claims: pd.DataFrame, tables: Mapping[str, pd.DataFrame], *, limits: Limits = USUAL
) -> pd.DataFrame:
    """Every claim with what the tables give and the verdict.

    Parameters
    ----------
    limits : what one query may take, 2 s and 512 MB unless said; one that takes more cannot be checked, and the others stand

    Returns
    -------
    DataFrame, one row a claim: the claim's columns and low, high (Float64, missing where there is no query or no data),
        verdict ("holds", "differs", "cannot_be_checked"), why (for those that cannot be checked)

    Raises
    ------
    QueryFailed where a query cannot be run (`problems` lists all of them).
    """
    asked = answers((query for query in claims["query"] if given(query)), tables, limits)
    told: list[tuple[float | None, float | None, str, str]] = []
    for row in claims.itertuples(index=False):
        number = asked[row.query] if given(row.query) else None
        if isinstance(number, QueryFailed):
            if number.code != OVER:
                raise number
            told.append((None, None, CANNOT, f"{str(number).capitalize()}."))
        elif number is None:
            unasked = "No query is written yet." if not given(row.query) else NOTHING_THERE
            why = row.reason if given(row.reason) else unasked
            told.append((None, None, CANNOT, why))
        else:
            low, high = number
            found = verdict(row.reported, low, high)
            why = _unsettled(low, high, row._asdict(), tables) if found == CANNOT else ""
            told.append((low, high, found, why))
    return claims.assign(
        low=pd.array([low for low, _, _, _ in told], dtype="Float64"),
        high=pd.array([high for _, high, _, _ in told], dtype="Float64"),
        verdict=[found for _, _, found, _ in told],
        why=[why for _, _, _, why in told],
    )


def _unsettled(low: float, high: float, claim: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> str:
    """Why a number is not settled: the range that the tables allow, and what the cells behind it are."""
    cells = open_cells.in_words(open_cells.behind(claim, tables), open_cells.named(claim["query"], tables))
    return UNSETTLED.format(low=plain(low), high=plain(high), cells=cells)


def given(cell: object) -> bool:
    return pd.notna(cell) and str(cell).strip() not in NOTHING
