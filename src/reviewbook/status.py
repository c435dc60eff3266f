"""Where a review is: by stage what is done, of how much, what is open and in conflict, and what to do next.

`reviewbook.stages` counts; here what it finds becomes a table, words, and what to do next.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from reviewbook.check import Open, still_open
from reviewbook.page.draft import WAITS, attempt
from reviewbook.review.model import Review
from reviewbook.review.problems import Problem
from reviewbook.review.usable import drafts
from reviewbook.stages import CHECKED, MEND, STAGES, Row, beyond, checked, written

MOST = 3  # steps that are named: what a team can begin today
NO_RECORDS = (
    "This review has no records: what was screened stands as it was reported, and is not counted here."
)
UNTOLD = "cannot be told"


More = Callable[[Review], Sequence[Problem]]


class Status(NamedTuple):
    """Where a review is."""

    stages: pd.DataFrame  # `stages`
    notes: list[str]  # what it does not have
    failures: list[
        str
    ]  # what no check foresaw: stages that could not be told, and checks that could not be made
    next: list[str]  # `next_steps`


def status(
    path: str | os.PathLike, *, where: str = "", rows: Sequence[Row] = (), more: More | None = None
) -> Status:
    """Where the review in a folder is, whatever the state of its tables.

    Parameters
    ----------
    where, rows, more : as in `of_open`
    """
    with drafts():
        return of_open(still_open(path), where=where or str(path), rows=rows, more=more)


def of_open(opened: Open, *, where: str, rows: Sequence[Row] = (), more: More | None = None) -> Status:
    """Where a review is, of what is open in it.

    Parameters
    ----------
    where : the folder, as commands are to name it.
    rows : what others know beyond its tables, such as whether its book is built; they stand last.
    more : gives what is wrong or to do beside the tables, such as prose that is not written yet.
    """
    r, untold, found = replace(opened.charted, notes_reads=False), list[str](), list[Row]()
    for stage in STAGES:
        name = stage.__name__.strip("_")
        instead = [Row(name, UNTOLD, "", next=f"`reviewbook check {where}` says why")]
        made: Callable[[], list[Row]] = functools.partial(stage, r, where)
        found += attempt(f"The stage {name}", made, untold, otherwise=instead)
    problems = [*opened.problems, *(more(r) if more else ())]
    found += [*written(r, opened.problems, where), *checked(problems, where), *rows]
    # Of a review that is only begun there is nothing to say yet.
    notes = [] if r.has("records") or not (len(r.flow) or len(r.reports)) else [NO_RECORDS]
    notes += attempt("", lambda: beyond(r), [], otherwise=[])  # where that fails, its stages have said so
    table = stages(found)
    failures = [*opened.failures, *(line.replace(f"is {WAITS}", UNTOLD) for line in untold)]
    return Status(table, notes, failures, next_steps(table))


def stages(rows: Sequence[Row]) -> pd.DataFrame:
    """Rows as a table: stage, part, unit, done, of, open, conflicts (Int64, missing where that is not known), next."""
    numbers = dict.fromkeys(["done", "of", "open", "conflicts"], "Int64")
    texts = dict.fromkeys(["stage", "part", "unit", "next"], "string")
    return pd.DataFrame(rows, columns=list(Row._fields)).astype(numbers | texts)


def next_steps(table: pd.DataFrame) -> list[str]:
    """At most `MOST` lines that say what to do: what must be mended first, then what people differ on, then what is earliest in the
    making of a review."""
    left = table[table["next"] != ""]
    mend = (left["stage"] == CHECKED) & (left["part"] == MEND)
    differ = left["conflicts"].fillna(0).gt(0)
    ordered = pd.concat([left[mend], left[differ & ~mend], left[~differ & ~mend]])
    return list(dict.fromkeys(ordered["next"]))[:MOST]


def in_words(row: Row) -> str:
    """How far one stage is: "18 of 20 records, 2 open, 1 in conflict"; "no problems" where none is open and nothing else is
    counted; "–" where no number is known."""
    if row.unit == "book":
        return "up to date" if row.done else "to be built"
    if row.done is None and row.open is not None:
        return f"{row.open:,} {_of(row.unit, row.open)}" if row.open else f"no {row.unit}"
    whole, of = (row.done, "") if row.of is None else (row.of, f" of {row.of:,}")
    done = [] if row.done is None else [f"{row.done:,}{of} {_of(row.unit, whole)}"]
    left = [f"{n:,} {word}" for n, word in ((row.open, "open"), (row.conflicts, "in conflict")) if n]
    return ", ".join([*done, *left]) or "–"


def _of(unit: str, n: int | None) -> str:
    """A unit, of one or of several."""
    return unit.removesuffix("s") if n == 1 else unit


def rows_of(table: pd.DataFrame) -> list[Row]:
    """The rows of `stages`, what is missing as None."""
    cells = table.astype(object).where(table.notna(), None)
    return [Row(*row) for row in cells.itertuples(index=False, name=None)]
