"""SQLite databases from strangers: opened to be read alone, and refused where they are none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote as in_address

from reviewbook.review.problems import Problem, ReviewProblems, quote

SQLITE = b"SQLite format 3\x00"


class Row(dict):
    """A row by the names of its columns; a column that the table lacks, as in older versions of a program, is None."""

    def __missing__(self, column: str) -> None:
        return None


@contextmanager
def opened(file: Path, *, tables: tuple[str, ...], what: str) -> Iterator[sqlite3.Connection]:
    """A database that nothing is written to, open while the block lasts; its rows are known by the names of their columns.

    Text that is no UTF-8 is read with U+FFFD in the place of what is not understood.

    Parameters
    ----------
    tables : those without which the file is not what it should be
    what : what it should be, for problems

    Raises
    ------
    ReviewProblems (QDAF-001) where the file cannot be read, is damaged, or is not all: a program that has it open keeps changes in
    a file beside it; (QDAF-020) where it lacks a table.
    """
    try:
        with file.open("rb") as start:
            is_database = start.read(len(SQLITE)) == SQLITE
    except OSError as error:
        raise _problem("QDAF-001", file, (error.strerror or str(error)).lower(), what) from None
    if not is_database:
        raise _problem("QDAF-020", file, "a file that is no SQLite database", what)
    for ending in ("-wal", "-journal"):
        beside = file.with_name(file.name + ending)
        if beside.is_file() and beside.stat().st_size:
            found = f"changes that are still in {beside.name}"
            raise _problem("QDAF-001", file, found, "a project that no program has open")
    # "immutable" keeps SQLite from looking for a journal beside the file and from making one.
    address = f"file:{in_address(str(file.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as base:
            base.row_factory = sqlite3.Row
            base.text_factory = lambda text: text.decode("utf-8", errors="replace")
            there = {row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if missing := [name for name in tables if name not in there]:
                found = f"a database without the table {', '.join(map(quote, missing))}"
                raise _problem("QDAF-020", file, found, what)
            yield base
    except sqlite3.Error as error:
        raise _problem("QDAF-001", file, f"a damaged database ({str(error).lower()})", what) from None


def rows(base: sqlite3.Connection, table: str, order: str = "rowid") -> list[Row]:
    """The rows of a table, in order; none where there is no such table: older versions of a program lack some."""
    there = base.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    if there is None:
        return []
    return [Row(row) for row in base.execute(f'SELECT * FROM "{table}" ORDER BY {order}')]


def _problem(code: str, file: Path, found: str, what: str) -> ReviewProblems:
    return ReviewProblems([Problem(code, file.name, found, what)])
