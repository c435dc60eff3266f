"""Take a workbook in again: its cells into the tables, all of them or none."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reviewbook.files import ledger
from reviewbook.files.ledger import Imported, Report, Table
from reviewbook.files.pseudonyms import People
from reviewbook.review import reading as review_reading
from reviewbook.review.dictionary import schema
from reviewbook.review.model import Review
from reviewbook.review.problems import ALONE, PROBLEM, Problem, ReviewProblems, quote
from reviewbook.workbook import comparing, reading, sheets, spread
from reviewbook.workbook.comparing import Change, Compared
from reviewbook.workbook.reading import Read
from reviewbook.workbook.sheets import Column, Sheet

FORMAT = "workbook"


class Places:
    """Where in the workbook the cells of the tables come from: by table, row and column."""

    def __init__(self) -> None:
        self.rows: dict[int, tuple[str, int]] = {}  # by the identity of a row of a table
        self.cells: dict[tuple[int, str], tuple[str, int]] = {}

    def row(self, row: Mapping[str, str], place: str, number: int) -> None:
        self.rows[id(row)] = (place, number)

    def cell(self, row: Mapping[str, str], column: str, place: str, number: int) -> None:
        self.cells[id(row), column] = (place, number)


def add(review: str | os.PathLike, file: Path, *, remove: bool = False, dry_run: bool = False) -> Report:
    """Import the workbook of a review.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/.
    remove : take out of the tables the rows that are not in the workbook any more.
    dry_run : list what would change, write nothing.

    Returns
    -------
    Report; its notes list each cell that changes, with where it stands, and what was left

    Raises
    ------
    ReviewProblems with every problem by sheet and cell, and nothing written: the file is no workbook of this review or is not safe
    (IMPT-001, WORK-001), a sheet, row or cell cannot be used (WORK-002 to WORK-004), a cell was changed in the tables too
    (WORK-005), or what the tables would be then is not sound (codes TABL).
    """
    folder = ledger.folder_of(review)
    r, before = review_reading.read(folder)
    found = reading.read(file, r.name)
    tables, now = _now(r, found)
    done = [comparing.compared(file.name, now[name], page) for name, page in found.pages.items()]
    problems = [*found.problems, *(problem for one in done for problem in one.problems)]
    places = Places()
    said = list(found.said)
    for one in sorted(done, key=lambda one: one.sheet.spread is not None):
        if one.sheet.spread is None:
            _into_table(one, tables[one.sheet.table], places, remove=remove)
        else:
            problems += _into_long(one, tables, places, file.name)
        said += _gone(one, remove=remove)
    changed = [table for table in tables.values() if table.changed]
    if changed:
        problems += _unsound(file.name, folder, r, before, changed, places)
    if problems:
        raise ReviewProblems(_alike(problems))
    same = sum(one.same for one in done)
    if not changed:
        return Report([Imported(file.name, "", FORMAT, entries=same, known=same)], [], said)
    new = sum(len(one.changes) + len(one.added) for one in done)
    imports = Table.read(folder, "imports")
    import_id = ledger.identified_anew(imports, file, FORMAT)
    entry = Imported(file.name, import_id, FORMAT, same + new, new, same)
    imports.add([ledger.entered(entry)])
    if not dry_run:
        ledger.write(folder, [*changed, imports], People(r, keep=True), by=[import_id])
        said.append(f"To undo all of it: reviewbook import --undo {import_id} --review {review}")
    notes = [line for one in done for line in _in_words(one, remove=remove)]
    return Report([entry], [one.name for one in [*changed, imports]], notes + said)


def _now(r: Review, found: Read) -> tuple[dict[str, Table], dict[str, Sheet]]:
    """The tables as they are now, and the sheets that the workbook would have of them, by name."""
    notes = found.notes
    names, _ = sheets.wanted(r.path, notes.also)
    names = [*dict.fromkeys([*names, *(one.table for one in notes.sheets)])]
    tables = sheets.as_tables(r.path, names)
    for table in tables.values():
        table.keep_order()
    also = [name for name in names if not (r.path / f"{name}.csv").is_file()]
    made = sheets.of_review(r, charters=notes.charters, also=also, wide=spread.SPREADS, tables=tables)
    there = {one.name: one for one in made.sheets}
    for noted in notes.sheets:  # one that the tables would not have any more: as it was, with no row
        if noted.name not in there:
            keys = noted.columns[: noted.keys]
            columns = tuple(Column(name, {"name": name}, key=name in keys) for name in noted.columns)
            there[noted.name] = Sheet(noted.name, noted.title, noted.table, "", columns, [])
        else:
            there[noted.name] = _as_noted(there[noted.name], noted.columns)
    return tables, there


def _as_noted(sheet: Sheet, names: Sequence[str]) -> Sheet:
    """A sheet with the columns that the workbook has of it: one that the table lacks now is blank there."""
    known = {one.name: one for one in sheet.columns}
    columns = tuple(known.get(name, Column(name, {"name": name})) for name in names)
    return replace(sheet, columns=columns)


def _into_table(one: Compared, table: Table, places: Places, *, remove: bool) -> None:
    """Change the rows of a table, add those that are new, and take out those that are gone where that is asked for."""
    sheet, page = one.sheet, one.page
    by_key: dict[comparing.Key, list[dict[str, str]]] = {}
    for row in table.rows:
        by_key.setdefault(
            sheet.key_of({name: sheets.shown(cell or "") for name, cell in row.items()}), []
        ).append(row)
    other: dict[int, tuple[dict[str, str], dict[str, str] | None]] = {}
    for change in one.changes:
        held = by_key[change.key]
        row = next((old for old in held if sheets.shown(old.get(change.column) or "") == change.was), held[0])
        new = other.setdefault(id(row), (row, dict(row)))[1]
        assert new is not None
        new[change.column] = change.becomes
        places.row(new, page.place(change.row, sheet.key[0]), change.row)
        places.cell(new, change.column, change.place, change.row)
    if remove:
        for key in one.removed:
            other |= {id(row): (row, None) for row in by_key[key]}
    if other:
        table.swap(other.values())
    for number, cells in one.added:
        table.add([cells])
        places.row(table.rows[-1], page.place(number, sheet.key[0]), number)
        for name in cells:
            if name in page.at:
                places.cell(table.rows[-1], name, page.place(number, name), number)


def _into_long(one: Compared, tables: Mapping[str, Table], places: Places, file: str) -> list[Problem]:
    """Change the rows of a long table by the cells of a wide sheet; what is about nothing is a problem."""
    sheet, page = one.sheet, one.page
    spread_ = sheet.spread
    assert spread_ is not None
    table = tables[sheet.table]
    things = {row[sheet.key[0]] for row in tables[spread_.things].rows}
    changes = list(one.changes)
    problems = []
    for number, cells in one.added:
        thing = cells[sheet.key[0]]
        if thing not in things:
            place = page.place(number, sheet.key[0])
            expected = f"a {sheet.key[0]} of {spread_.things}"
            problems.append(Problem(comparing.ROW, file, quote(thing), expected, number, place))
            continue
        changes += [
            Change(page.place(number, name), number, (thing,), name, "", cell)
            for name, cell in cells.items()
            if cell and name not in sheet.key
        ]
    own = {
        (row[spread_.about], row[spread_.asks]): row
        for row in table.rows
        if all(row[name] == value for name, value in spread_.fixed.items())
    }
    other: dict[int, tuple[dict[str, str], dict[str, str] | None]] = {}
    fresh: dict[tuple[str, str], dict[str, str]] = {}
    required = {
        one["name"] for one in schema(table.name)["fields"] if one.get("constraints", {}).get("required")
    }
    for change in changes:
        question, column = spread_.parts[change.column]
        at = (change.key[0], question)
        if at in own:
            new = other.setdefault(id(own[at]), (own[at], dict(own[at])))[1]
        else:
            named = {spread_.about: change.key[0], spread_.asks: question, **spread_.fixed}
            told = f"{file}, sheet {page.title}, row {change.row}, column {question}"
            new = fresh.setdefault(at, {**named, "locator": told, **spread_.more.get(question, {})})
        assert new is not None
        new[column] = change.becomes
        places.row(new, change.place, change.row)
        places.cell(new, column, change.place, change.row)
    for key, (old, new) in other.items():
        if new is not None and spread_.value in required and not new[spread_.value]:
            other[key] = (old, None)  # no answer is no row
    if other:
        table.swap(other.values())
    for row in fresh.values():
        if row.get(spread_.value) or spread_.value not in required:
            table.add([row])
    return problems


def _unsound(
    file: str, folder: Path, r: Review, before: Iterable[Problem], changed: Sequence[Table], places: Places
) -> list[Problem]:
    """What would be wrong with the tables that was not before, each where it stands in the workbook."""
    with tempfile.TemporaryDirectory() as aside:
        copy = Path(aside) / folder.name
        copy.mkdir()
        names = {f"{table.name}.csv" for table in changed}
        for there in folder.iterdir():
            if there.name not in names and there.name[0] != ".":
                (copy / there.name).symlink_to(there)
        (copy / "datapackage.json").unlink()
        (copy / "datapackage.json").write_bytes(
            ledger.described(folder, {table.name: table.header for table in changed})
        )
        for table in changed:
            (copy / f"{table.name}.csv").write_bytes(table.written())
        _, after = review_reading.read(copy)
    rows = {f"{table.name}.csv": table.rows for table in changed}
    old = Counter(_told(one) for one in before if one.severity == PROBLEM)
    found = []
    for one in after:
        if one.severity != PROBLEM:
            continue
        own = rows.get(one.file, ())
        row = own[one.row - 2] if one.row is not None and 0 <= one.row - 2 < len(own) else None
        place = places.cells.get((id(row), one.field or ""))
        if place is None and old[_told(one)] > 0:
            old[_told(one)] -= 1
            continue
        place = place or places.rows.get(id(row))
        if place is not None:
            one = replace(one, file=file, row=place[1], field=place[0], found=_named(one))
        found.append(one)
    return found


def _alike(problems: Sequence[Problem]) -> list[Problem]:
    """Problems by cell; of more than a few of one kind in one column each names its row and the column: they are told together."""
    columns = [re.sub(r"\d+\Z", "", one.field) if one.field and "!" in one.field else "" for one in problems]
    often = Counter((one.code, column) for one, column in zip(problems, columns, strict=True) if column)
    return [
        replace(one, field=column) if often[one.code, column] > ALONE else one
        for one, column in zip(problems, columns, strict=True)
    ]


def _named(problem: Problem) -> str:
    """What was found, with the column where the place of the cell does not say it."""
    return f"{problem.found}, in {problem.field} of {problem.file}" if problem.field else problem.found


def _told(problem: Problem) -> tuple[str, str, str | None, str]:
    return problem.code, problem.file, problem.field, problem.found


def _gone(one: Compared, *, remove: bool) -> list[str]:
    """The rows that are not in a sheet any more, and stay."""
    if not one.removed or (remove and one.sheet.spread is None):
        return []
    keys = [", ".join(key) for key in one.removed]
    more = f" and {len(keys) - 12:,} more" if len(keys) > 12 else ""
    how = "" if one.sheet.spread else " (--remove takes them out)"
    return [
        f"Not in the sheet {one.page.title} any more, and left as they are{how}: {'; '.join(keys[:12])}{more}"
    ]


def _in_words(one: Compared, *, remove: bool) -> list[str]:
    """What a sheet changes, a line a cell and row."""
    lines = []
    for change in one.changes:
        was, becomes = (quote(text) if text else "blank" for text in (change.was, change.becomes))
        lines.append(f"  {change.place}, {change.column} of {', '.join(change.key)}: {was} becomes {becomes}")
    for number, cells in one.added:
        key = ", ".join(one.sheet.key_of(cells))
        held = [f"{name} {quote(cell)}" for name, cell in cells.items() if cell and name not in one.sheet.key]
        lines.append(f"  {one.page.title}, row {number}: new, {key}: {', '.join(held) or 'nothing yet'}")
    if remove and one.sheet.spread is None:
        lines += [f"  {one.page.title}: no row any more, {', '.join(key)}: taken out" for key in one.removed]
    if not lines:
        return []
    return [f"{one.sheet.table}.csv, sheet {one.page.title}:", *lines]
