"""The tables of a review in their canonical form: CSV in UTF-8, a comma between the cells, the header in row 1, canonical values.

Cells that are not understood, the order of rows and the author's own declared columns stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.files.describe import PACKAGE
from reviewbook.review import reading
from reviewbook.review.dictionary import TABLES
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.questions import columns
from reviewbook.review.rows import text_of
from reviewbook.review.table import Table, read_table, rows_of


class Change(NamedTuple):
    """A row that is written otherwise; None: it is left out."""

    row: int  # of the file as it stands, as a spreadsheet counts
    before: str
    after: str | None


class Tidied(NamedTuple):
    """A file that is not in the canonical form."""

    file: Path
    data: bytes  # in that form
    says: list[str]  # what is not canonical
    changes: Iterable[
        Change
    ]  # row by row; not those that lose nothing but their place, their encoding or what parts their cells


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as canonical CSV: in quotation marks stands what holds one, a comma or a line end, and the only cell of a row if it is blank.

    As `csv.writer` has it, which takes several times as long over long texts.
    """
    return "".join([f"{_line(row)}\n" for row in rows]).encode()


def _line(cells: Sequence[str]) -> str:
    return ",".join(map(_quoted, cells)) or '""' * len(cells)


def _quoted(cell: str) -> str:
    if '"' in cell:
        cell = cell.replace('"', '""')
    elif "," not in cell and "\n" not in cell and "\r" not in cell:
        return cell
    return f'"{cell}"'


def read(folder: Path, name: str, package: Mapping[str, Any] | None = None) -> Table:
    """A table of the review in a folder, its cells in their canonical form (`read_table`).

    ``package`` is what its datapackage.json says, where that is known.
    """
    said = reading.read_package(folder)[0] if package is None else package
    return read_table(folder / f"{name}.csv", name, columns(folder, name, said))


def data_of(file: Path, package: Mapping[str, Any] | None = None) -> bytes:
    """What a file of a review holds; of a table or datapackage.json that is not canonical, its canonical form.

    One that cannot be read, of which `check` tells, is given as it stands.
    """
    try:
        if file.name == PACKAGE:
            text, odd = text_of(file, "JSON in UTF-8", code="PACK-002")
            if odd:
                return text.encode()
        elif file.suffix == ".csv" and file.stem in TABLES:
            table = read(file.parent, file.stem, package)
            if table.notices and not table.ragged:
                return as_csv(table.canonical())
    except ReviewProblems:
        return file.read_bytes()
    return file.read_bytes()


def tidied(folder: Path) -> tuple[list[Tidied], list[Problem]]:
    """The files of a review that are not canonical, in the order of its tables, and problems of the files that must be left alone.

    A table is left alone where a cell could get lost: its rows or its columns do not fit (codes `reading.UNREAD`).
    """
    _, problems = reading.read(folder)
    refused = [
        one for one in problems if one.code in reading.UNREAD and (one.file == PACKAGE or _is_table(one.file))
    ]
    left_alone = {one.file for one in refused}
    found = []
    package = folder / PACKAGE
    if odd := [one.found for one in problems if one.code == "TABL-021" and one.file == PACKAGE]:
        found.append(Tidied(package, data_of(package), odd, []))
    for name in TABLES:
        file = folder / f"{name}.csv"
        if not file.is_file() or file.name in left_alone or PACKAGE in left_alone:
            continue
        table = read(folder, name)
        if (data := as_csv(table.canonical())) != file.read_bytes():
            says = [one.found for one in table.notices] or ["line ends or quotation marks"]
            found.append(Tidied(file, data, says, _changes(table)))
    return found, refused


def _is_table(name: str) -> bool:
    return Path(name).stem in TABLES


def _changes(table: Table) -> Iterable[Change]:
    for row, cells in enumerate(table.file.above, 1):
        if any(map(str.strip, cells)):
            yield Change(row, _line(cells), None)
    if table.file.names != list(table.cells):
        yield Change(table.file.header, _line(table.file.names), _line(list(table.cells)))
    differ: set[int] = set()
    for name, column in table.written.items():
        now = table.cells[name].cells
        other = (
            [code for code, cell in enumerate(column.cells) if cell != now[code]]
            if now is not column.cells
            else []
        )
        differ.update(column.rows_with(other).tolist())
    if differ:
        last = max(differ) + 1
        pairs = zip(islice(rows_of(table.written), last), rows_of(table.cells), strict=False)
        for at, (before, after) in enumerate(pairs):
            if at in differ:
                yield Change(int(table.rows[at + 1]), _line(before), _line(after))
