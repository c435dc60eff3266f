"""The rules of TIDieR: what each report says on the twelve items, merged by intervention, and how fully each is described.

TIDieR is the Template for Intervention Description and Replication (Hoffmann et al. 2014, BMJ 348:g1687). A statement is what
one report says on one item of one intervention. The review may add a statement of its own, which names no report: that one
judges the item as a whole. Several reports that each tell a part may together tell all; only a person can say so.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewbook.review import instruments
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED, NOTHING

HERE = Path(__file__).parent
FILE = "tidier.csv"
# From the most to the least: a report that is silent does not settle what the document at hand does not hold.
COMPLETENESS = ("reported", "partly", NOT_AVAILABLE, NOT_REPORTED)
NOT_CHARTED = "not_charted"
KINDS = (*COMPLETENESS, NOT_CHARTED)
OPEN = (NOT_AVAILABLE, NOT_CHARTED)  # of which nobody can say how fully they are reported
KEY = ["intervention_id", "item"]


class Statement(NamedTuple):
    """What one report, or the review itself, says on an item."""

    text: str  # not_reported where it is silent, not_available where it is not at hand
    report_id: str | None  # None where the review itself speaks, or the cell is blank
    locator: str
    contradiction: str | None  # what of it another statement on the item contradicts
    completeness: str  # one of `COMPLETENESS`
    own: bool = False  # the review itself speaks


class Item(NamedTuple):
    """A TIDieR item of one intervention, with everything said on it."""

    item: int
    label: str
    completeness: str  # one of `KINDS`: not_charted where there is no statement
    contradicted: bool
    statements: list[Statement]  # the review's own first, then by report


def instrument() -> dict:
    """TIDieR as data (a dict that must not be changed), as `reviewbook.review.instruments.whole`."""
    return instruments.shipped_form(HERE / "instruments" / "tidier.yaml")


def items() -> pd.DataFrame:
    """The items of TIDieR: one row an item, in order: item (Int64), label, short (where there is little room), asks."""
    table = instruments.questions(instrument())[["item", "label", "short", "asks"]]
    return table.astype({"item": "Int64"})


def statements(tidier: pd.DataFrame, interventions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Every statement, in the order of a sheet.

    Returns
    -------
    DataFrame, one row a statement: intervention_id, item, report_id, completeness, text, contradiction, locator
        and ``own`` (bool): the review itself speaks.
        By intervention and item; on each item the review's own statement first, then the reports', interventions and reports
        in the order of their tables. ``report_id`` is missing where the review itself speaks and where it is not charted yet,
        ``contradiction`` where no other statement contradicts this one.
    """
    columns = [*KEY, "report_id", "completeness", "text", "contradiction", "locator"]
    table = tidier[columns].assign(
        report_id=given(tidier["report_id"]), contradiction=given(tidier["contradiction"]), own=own(tidier)
    )
    order = pd.DataFrame(
        {
            "intervention": _places(table["intervention_id"], interventions["intervention_id"]),
            "item": table["item"],
            "own": ~table["own"],
            "report": _places(table["report_id"], reports["report_id"]),
        }
    ).sort_values(["intervention", "item", "own", "report"], kind="stable")
    return table.loc[order.index].reset_index(drop=True)


def merged(tidier: pd.DataFrame) -> pd.DataFrame:
    """What is known of each item when its statements are put together.

    Returns
    -------
    DataFrame, one row (intervention_id, item), in the order of the table
        completeness : that of the review's own statement, which judges the item as a whole; where there is none, the most
            that any report tells.
        statements : how many there are. reports : how many reports say something, silence not counted.
        contradicted : whether a statement notes that another one contradicts it.
    """
    judged = own(tidier)
    rank = (
        tidier["completeness"].map({word: place for place, word in enumerate(COMPLETENESS)}).astype("Int64")
    )
    table = tidier[KEY].assign(
        own=rank.where(judged),
        best=rank,
        statements=1,
        reports=~judged & ~tidier["completeness"].isin(NOTHING),
        contradicted=given(tidier["contradiction"]).notna(),
    )
    table = table.groupby(KEY, sort=False, as_index=False).agg(
        {"own": "min", "best": "min", "statements": "sum", "reports": "sum", "contradicted": "any"}
    )
    words = pd.Series(COMPLETENESS, dtype="string")
    table.insert(2, "completeness", words.reindex(table["own"].fillna(table["best"])).to_numpy())
    return table.drop(columns=["own", "best"]).astype(
        {"completeness": "string", "statements": "Int64", "reports": "Int64", "contradicted": "bool"}
    )


def cells(tidier: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    """Every item of every intervention: one row (intervention_id, item), in order: completeness, or not_charted."""
    every = interventions[["intervention_id"]].merge(items()[["item"]], how="cross")
    table = every.merge(merged(tidier)[[*KEY, "completeness"]], on=KEY, how="left")
    return table.assign(completeness=table["completeness"].fillna(NOT_CHARTED))


def by_item(tidier: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    """For how many interventions each item is reported, with the lists behind the fraction.

    Returns
    -------
    DataFrame, one row an item, in order: item, label, short, low, high, n, reported, partly, not_available, not_reported,
        not_charted
        Of ``n`` interventions at least ``low`` and at most ``high`` have the item reported in full: what is not available or
        not charted may be. The last five columns hold intervention identifiers as lists: each intervention is in one of them.
    """
    lists: dict[tuple, list[str]] = defaultdict(list)
    for row in cells(tidier, interventions).itertuples(index=False):
        lists[row.item, row.completeness].append(row.intervention_id)
    table = items()[["item", "label", "short"]]
    for word in KINDS:
        table[word] = [lists[item, word] for item in table["item"]]
    low = table["reported"].str.len().astype("Int64")
    table.insert(3, "low", low)
    table.insert(4, "high", sum((table[word].str.len() for word in OPEN), low).astype("Int64"))
    table.insert(5, "n", pd.Series(len(interventions), index=table.index, dtype="Int64"))
    return table


def sheets(tidier: pd.DataFrame, interventions: pd.DataFrame, reports: pd.DataFrame) -> dict[str, list[Item]]:
    """The TIDieR sheet of every intervention, by intervention_id: its twelve items with all that is said on each."""
    said: dict[tuple, list[Statement]] = defaultdict(list)
    for row in statements(tidier, interventions, reports).itertuples(index=False):
        report, contradiction = (
            None if pd.isna(cell) else cell for cell in (row.report_id, row.contradiction)
        )
        said[row.intervention_id, row.item].append(
            Statement(row.text, report, row.locator, contradiction, row.completeness, row.own)
        )
    labels = dict(items()[["item", "label"]].itertuples(index=False, name=None))
    table: dict[str, list[Item]] = defaultdict(list)
    for row in cells(tidier, interventions).itertuples(index=False):
        own = said.get((row.intervention_id, row.item), [])
        contradicted = any(statement.contradiction for statement in own)
        table[row.intervention_id].append(
            Item(int(row.item), labels[row.item], row.completeness, contradicted, own)
        )
    return dict(table)


def own(tidier: pd.DataFrame) -> pd.Series:
    """Which statements are the review's own: a boolean Series.

    A blank report_id is a report's that is not named yet, but where the table names none at all, the review speaks.
    """
    named = tidier["report_id"]
    return (named.eq(NOT_APPLICABLE).fillna(False) | named.isna().all()).astype(bool)


def given(column: pd.Series) -> pd.Series:
    """A column without the words for nothing: missing where it names nothing."""
    return column.mask(column.isin(NOTHING))


def _places(column: pd.Series, order: pd.Series) -> pd.Series:
    """The place of each value in a table's order; missing where it is not there."""
    return column.map(pd.Series(range(len(order)), index=order, dtype="Int64"))
