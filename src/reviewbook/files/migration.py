"""A review of an earlier version brought over to the tables of this one: what became a table of its own is moved there.

Nothing is lost: each cell that is moved stands in the new table, with the locator of the row that it stood in.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.files.canonical import as_csv
from reviewbook.review import reading
from reviewbook.review.dictionary import MOVED, Moved, earlier, schema
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.questions import columns
from reviewbook.review.structure import LOCATOR
from reviewbook.review.table import headings, read_table, rows_of

Row = dict[str, str]


class Migrated(NamedTuple):
    """A file that is written otherwise, or new."""

    file: Path
    data: bytes
    says: str  # what changed


def migrated(folder: Path) -> list[Migrated]:
    """The tables of a review that were brought over, in the order of the dictionary; none where there is nothing to do.

    Raises
    ------
    ReviewProblems where a table cannot be read whole, or where a cell would be lost: one that belongs to no row of the new
        table (TABL-005), or says otherwise than that table does (TABL-009).
    """
    package, problems = reading.read_package(folder)
    if unreadable := [problem for problem in problems if problem.code == "PACK-002"]:
        raise ReviewProblems(unreadable)
    found: list[Migrated] = []
    for table, move in MOVED.items():
        file, into = folder / f"{table}.csv", folder / f"{move.table}.csv"
        if not file.is_file() or not set(earlier(table)) & set(
            headings(file, _known(folder, table, package))
        ):
            continue
        names, rows, places = _read(file, table, package)
        there = _read(into, move.table, package)[:2] if into.is_file() else ([], [])
        left, moved, lost = parted(rows, move, names=names)
        both, contradicting = together(there[1], moved, move)
        told = [(*one, "TABL-005", "a value, as the row says more of it") for one in lost]
        told += [(*one, "TABL-009", f"what {into.name} says") for one in contradicting]
        if told:
            raise ReviewProblems(
                [
                    Problem(code, file.name, seen, expected, row=int(places[at + 1]), field=field)
                    for at, field, seen, code, expected in told
                ]
            )
        kept = [name for name in names if name not in move.columns]
        old = " and ".join(name for name in move.columns if name in names)
        new = len(both) - len(there[1])
        says = f"{new:,} new row{'' if new == 1 else 's'}, with what {old} said in {file.name}"
        found.append(Migrated(file, _csv(kept, left), f"without {old}"))
        found.append(Migrated(into, _csv(_columns(move, {*names, *there[0]}, there[0]), both), says))
    return found


def _columns(move: Moved, held: set[str], there: list[str]) -> list[str]:
    """The columns of the new table: its key and locator, those that were moved, then its authors' own."""
    needed = {move.key, move.columns[0], LOCATOR}
    of_schema = [field["name"] for field in schema(move.table)["fields"]]
    return [*(name for name in of_schema if name in needed | held), *(n for n in there if n not in of_schema)]


def parted(
    rows: list[Row], move: Moved, *, names: list[str]
) -> tuple[list[Row], list[Row], list[tuple[int, str, str]]]:
    """The rows of a table without the columns that are moved, the rows of the new table, and the cells that would be lost.

    Parameters
    ----------
    rows : by column, as charted.
    names : the columns of the table.

    Returns
    -------
    Three lists. A row whose first moved cell is blank makes none in the new table; a cell that it has beside would be lost: the
        place of the row, the column that lacks a value, what is there.
    """
    first, *others = move.columns
    left, moved, lost = [], [], []
    for at, row in enumerate(rows):
        left.append({name: row[name] for name in names if name not in move.columns})
        if row.get(first, "").strip():
            cells = {name: row.get(name, "") for name in (move.key, *move.columns, LOCATOR)}
            moved.append(cells)
        elif beside := [name for name in others if row.get(name, "").strip() not in ("", "not_applicable")]:
            lost.append((at, first, f"nothing, and {beside[0]} {quote(row[beside[0]])}"))
    return left, moved, lost


def together(there: list[Row], moved: list[Row], move: Moved) -> tuple[list[Row], list[tuple[int, str, str]]]:
    """The rows of the new table that are there already and those that are moved to it, each key once; and what contradicts."""
    first, *others = move.columns
    known = {(row[move.key], row[first]): row for row in there}
    both, contradicting = list(there), []
    for at, row in enumerate(moved):
        before = known.get((row[move.key], row[first]))
        if before is None:
            both.append(row)
            continue
        contradicting += [
            (at, name, f"{quote(row[name])}, where {move.table}.csv has {quote(before.get(name, ''))}")
            for name in others
            if row[name] != before.get(name, "")
        ]
    return both, contradicting


def _known(folder: Path, table: str, package: Mapping[str, Any]) -> dict[str, dict]:
    """The columns that a table may have, those of an earlier version too."""
    known = columns(folder, table, package)
    return known | {name: {"name": name, "type": "string"} for name in earlier(table)}


def _read(file: Path, table: str, package: Mapping[str, Any]) -> tuple[list[str], list[Row], Any]:
    """The columns of a table, its rows, and where these stand in the file."""
    found = read_table(file, table, _known(file.parent, table, package))
    if found.ragged:
        told = Problem(
            "TABL-004", file.name, "rows of different lengths", f"{len(found.cells)} cells in each"
        )
        raise ReviewProblems([told])
    names = list(found.cells)
    return names, [dict(zip(names, row, strict=True)) for row in rows_of(found.cells)], found.rows


def _csv(names: list[str], rows: list[Row]) -> bytes:
    return as_csv([names, *([row.get(name, "") for name in names] for row in rows)])
