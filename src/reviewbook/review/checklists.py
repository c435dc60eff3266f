"""Reporting checklists as data: items with labels in our own words, and how far a review's answers go.

A checklist is an instrument of the kind reporting in the folder instruments/ beside this module. A further one needs its file alone.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import pandas as pd

from reviewbook.review.instruments import HERE, shipped_form
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED, given
from reviewbook.review.problems import Problem, quote

USUAL = "prisma-scr"  # of a table that names no instrument
ANSWERS = ("reported", "partly", NOT_REPORTED, NOT_AVAILABLE, NOT_APPLICABLE)
JUDGED = ANSWERS[:3]  # what the document at hand lets one say


@functools.cache
def instruments() -> tuple[str, ...]:
    """The names of all checklists: the usual one first, the others in alphabetical order."""
    names = sorted(file.stem for file in HERE.glob("*.yaml"))
    return (USUAL, *(name for name in names if name != USUAL))


def instrument(name: str) -> Mapping:
    """A checklist as a dict (must not be changed), as `reviewbook.review.instruments.whole`: items (number -> section, label)."""
    return shipped_form(HERE / f"{name}.yaml")


def answered(checklist: pd.DataFrame) -> pd.DataFrame:
    """The answers with their instrument, in the order of `instruments`, then of items.

    Returns
    -------
    DataFrame, the rows of table checklist; ``instrument`` is "" where it is not charted. A table that names none at all, and no
        item twice, is about the usual one.
    """
    named = checklist["instrument"].where(given(checklist["instrument"]))
    usual = named.isna().all() and not checklist["item"].duplicated().any()
    rows = checklist.assign(instrument=named.fillna(USUAL if usual else ""))
    known = {name: at for at, name in enumerate(instruments())}
    order = rows["instrument"].map(known).fillna(len(known))
    return rows.assign(order=order).sort_values(["order", "item"], kind="stable").drop(columns="order")


def tally(answers: pd.Series, *, items: int) -> dict[str, int]:
    """How many items of a checklist have each answer.

    Parameters
    ----------
    answers : of one instrument, one an item.
    items : how many the instrument has.

    Returns
    -------
    dict of whole numbers: each of ANSWERS; judged (those of JUDGED together); open (items without an answer). judged, not_available,
        not_applicable and open are ``items`` together.
    """
    counts = {answer: int((answers == answer).sum()) for answer in ANSWERS}
    return counts | {
        "judged": sum(counts[answer] for answer in JUDGED),
        "open": items - sum(counts.values()),
    }


def problems(r: Review) -> list[Problem]:
    """Instruments that there are not (CHEC-001), and items that their instrument has not (CHEC-002)."""
    found = []
    for at, row in answered(r.checklist).iterrows():
        place = {"file": "checklist.csv", "row": at + 2}
        if row["instrument"] == "":
            continue
        if row["instrument"] not in instruments():
            expected = f"one of {', '.join(instruments())}"
            found.append(
                Problem(
                    "CHEC-001", found=quote(row["instrument"]), expected=expected, field="instrument", **place
                )
            )
            continue
        items = instrument(row["instrument"])["items"]
        if pd.notna(row["item"]) and int(row["item"]) not in items:
            expected = f"an item of {row['instrument']}, from {min(items)} to {max(items)}"
            found.append(
                Problem("CHEC-002", found=str(row["item"]), expected=expected, field="item", **place)
            )
    return sorted(found, key=lambda problem: problem.row or 0)
