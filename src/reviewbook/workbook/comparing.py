"""What was changed in a workbook: its cells against what it noted when it was written, and against what the tables say now.

A cell that was changed on one side only is taken from that side; one that both changed, and differently, is a problem.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviewbook.review.dictionary import PLAIN
from reviewbook.review.mending import names_in
from reviewbook.review.problems import Problem, quote
from reviewbook.workbook.meaning import NUMERIC, Cell, Odd, digits, fault, meant
from reviewbook.workbook.reading import Page, Row
from reviewbook.workbook.sheets import Column, Sheet

ROW, CELL, BOTH = "WORK-003", "WORK-004", "WORK-005"
Key = tuple[str, ...]


@dataclass
class Change:
    """A cell that says otherwise than the tables: where it stands, of which row and column, what was there and what is to be."""

    place: str
    row: int
    key: Key
    column: str
    was: str
    becomes: str


@dataclass
class Compared:
    """What a sheet brings: cells that change, rows that are new (their cells by column, and where each stands), rows that are gone.

    ``same``: how many cells say what the tables say. ``at``: by key, the row of the sheet.
    """

    sheet: Sheet
    page: Page
    changes: list[Change] = field(default_factory=list)
    added: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    removed: list[Key] = field(default_factory=list)
    same: int = 0
    at: dict[Key, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def compared(file: str, now: Sheet, page: Page) -> Compared:
    """What a page of a workbook brings to a sheet as it is now.

    Parameters
    ----------
    file : the name of the workbook, for problems.
    now : the sheet as the tables have it now, with the columns of the page.
    """
    done = Compared(now, page)
    columns = {one.name: one for one in now.columns}
    own = [name for name in page.at if name in columns]
    names = names_in(now.table) if now.spread is None else {}
    before, there = _by_key(now, page.noted.rows), _by_key(now, now.rows)
    rows = defaultdict(list)
    for row in page.rows:
        key = _key(file, row, now, page, {*before, *there}, names, done)
        if key is not None:
            rows[key].append(row)
    for key, given in rows.items():
        done.at[key] = given[0].number
        # Rows that share a key, as what parts them is not charted yet, stand for each other in their order, the same ones first.
        known = max(len(before.get(key, ())), len(there.get(key, ())))
        if len(given) > max(known, 1):
            for row in given[1:]:
                place = page.place(row.number, now.key[0])
                found = f"{', '.join(key)} again, as in row {given[0].number}"
                done.problems.append(Problem(ROW, file, found, "a row each", row.number, place))
            given = given[:1]  # what is wrong with its cells is named too
        _rows(
            file,
            done,
            key,
            given,
            before.get(key, []),
            there.get(key, []),
            [columns[name] for name in own],
            names,
        )
    for key, own_rows in there.items():
        gone = len(before.get(key, ())) - len(rows.get(key, ()))
        if gone > 0 and key not in rows:
            if [*map(_held, own_rows)] == [*map(_held, _with(before[key], now))]:
                done.removed.append(key)
            else:
                found = f"no row of {', '.join(key)}, which was changed in {now.table}.csv since"
                done.problems.append(
                    Problem(BOTH, file, found, "the row as it is now, or unchanged", None, page.title)
                )
    return done


def _with(rows: Iterable[Mapping[str, str]], now: Sheet) -> list[dict[str, str]]:
    names = [one.name for one in now.columns]
    return [{name: row.get(name, "") for name in names} for row in rows]


def _held(row: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if cell}


def _by_key(sheet: Sheet, rows: Iterable[dict[str, str]]) -> dict[Key, list[dict[str, str]]]:
    found: dict[Key, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        found[sheet.key_of(row)].append(row)
    return found


def _key(
    file: str, row: Row, sheet: Sheet, page: Page, known: set[Key], names: Mapping[str, str], done: Compared
) -> Key | None:
    """By what a row is known; None where that cannot be told, which is then a problem."""
    parts: list[str] = []
    for column in (one for one in sheet.columns if one.key):
        cell = row.cells.get(column.name, Cell(None))
        at = len(parts)
        was = _turned(cell, {key[at] for key in known}, column)
        said = meant(cell, column, was, names=names.get(column.name))
        if isinstance(said, Odd):
            place = page.place(row.number, column.name)
            done.problems.append(Problem(CELL, file, said.found, said.expected, row.number, place))
            return None
        parts.append(said)
    key = tuple(parts)
    if not any(key) or (not parts[0] and key not in known):
        place = page.place(row.number, sheet.key[0])
        held = next(
            (quote(cell.value) for cell in row.cells.values() if cell.value not in (None, "")), "cells"
        )
        expected = f"the {sheet.key[0]} of the row"
        done.problems.append(
            Problem(ROW, file, f"no {sheet.key[0]} beside {held}", expected, row.number, place)
        )
        return None
    return key


def _turned(cell: Cell, known: set[str], column: Column) -> str:
    """Which of the identifiers that are known a spreadsheet may have made a number or a day of; "" where none."""
    value = cell.value
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return str(value) if isinstance(value, str) and value in known else ""
    if isinstance(value, int | float):
        text = digits(value)
        if text in known or column.field.get("type") in PLAIN:
            return text if text in known else ""
        return next((one for one in sorted(known) if NUMERIC.fullmatch(one) and float(one) == value), "")
    return next((one for one in sorted(known) if not isinstance(meant(cell, column, one), Odd)), "")


def _rows(
    file: str,
    done: Compared,
    key: Key,
    given: Sequence[Row],
    before: Sequence[dict[str, str]],
    there: Sequence[dict[str, str]],
    columns: Sequence[Column],
    names: Mapping[str, str],
) -> None:
    """Compare the rows of one key."""
    if len(given) == 1 and len(before) <= 1 and len(there) <= 1:
        pairs = [(given[0], before[0] if before else None, there[0] if there else None)]
    else:
        # Several rows of one key are compared as they stand: none of them is known by itself.
        pairs = [
            (row, before[at] if at < len(before) else None, there[at] if at < len(there) else None)
            for at, row in enumerate(given)
        ]
    for row, was, now in pairs:
        _row(file, done, key, row, was, now, columns, names)


def _row(
    file: str,
    done: Compared,
    key: Key,
    row: Row,
    was: Mapping[str, str] | None,
    now: Mapping[str, str] | None,
    columns: Sequence[Column],
    names: Mapping[str, str],
) -> None:
    page, sheet = done.page, done.sheet
    cells: dict[str, str] = dict(zip(sheet.key, key, strict=True))
    touched = False
    for column in columns:
        if column.key:
            continue
        name = column.name
        before = (was or {}).get(name, "")
        place = page.place(row.number, name)
        said = meant(row.cells.get(name, Cell(None)), column, before, names=names.get(name))
        if isinstance(said, Odd):
            done.problems.append(Problem(CELL, file, said.found, said.expected, row.number, place))
            continue
        cells[name] = said
        if said == before and was is not None:
            done.same += bool(said)
            continue
        touched = touched or bool(said)
        if sheet.spread and (expected := fault(said, column)):  # of a table, its own checks say it
            done.problems.append(Problem(CELL, file, quote(said), expected, row.number, place))
            continue
        if now is None:
            continue
        stands = now.get(name, "")
        if said == stands:
            done.same += bool(said)
        elif stands == before or (was is None and not stands):
            done.changes.append(Change(place, row.number, key, name, stands, said))
        elif was is not None or said:
            found = f"{quote(said)}, where {quote(before)} stood"
            wanted = f"{quote(stands)}, as {sheet.table}.csv has it since"
            done.problems.append(Problem(BOTH, file, found, wanted, row.number, place))
    if now is None and was is None:
        done.added.append((row.number, cells))
    elif now is None and touched:
        found = f"a change of {', '.join(key)}, of which {sheet.table}.csv has no row since"
        place = page.place(row.number, sheet.key[0])
        done.problems.append(Problem(BOTH, file, found, "the row as it was", row.number, place))
