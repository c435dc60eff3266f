"""SQLite databases from strangers: opened to be read alone, and refused where they are none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote as in_address

from reviewbook.review.problems import Problem, ReviewProblems, quote

LARGEST = 2 * 10**9  # bytes of a database; that of a study with its PDFs has some hundred million
MOST_ROWS = 5_000_000  # of a table
MOST_CHARACTERS = 256 * 2**20  # and bytes, of a value; SQLite of itself reads four times as many
SQLITE = b"SQLite format 3\x00"
WORDS = {int: "a whole number", float: "a number", str: "a text"}


class _TooManyRows(Exception):
    """What was found of a table that is too long."""


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
    a file beside it; (QDAF-003) where it, or a value in it, is too large; (QDAF-020) where it lacks a table.
    """
    try:
        with file.open("rb") as start:
            is_database = start.read(len(SQLITE)) == SQLITE
        size = file.stat().st_size
    except OSError as error:
        raise _problem("QDAF-001", file, (error.strerror or str(error)).lower(), what) from None
    if not is_database:
        raise _problem("QDAF-020", file, "a file that is no SQLite database", what)
    if size > LARGEST:
        raise _problem("QDAF-003", file, f"a database of {size:,} bytes", f"at most {LARGEST:,} bytes")
    for ending in ("-wal", "-journal"):
        beside = file.with_name(file.name + ending)
        if beside.is_file() and beside.stat().st_size:
            found = f"changes that are still in {beside.name}"
            raise _problem("QDAF-001", file, found, "a project that no program has open")
    # "immutable" keeps SQLite from looking for a journal beside the file and from making one.
    address = f"file:{in_address(str(file.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as base:
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_CHARACTERS)
            base.row_factory = sqlite3.Row
            base.text_factory = lambda text: text.decode("utf-8", errors="replace")
            there = {row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if missing := [name for name in tables if name not in there]:
                found = f"a database without the table {', '.join(map(quote, missing))}"
                raise _problem("QDAF-020", file, found, what)
            yield base
    except _TooManyRows as error:
        raise _problem("QDAF-003", file, str(error), f"at most {MOST_ROWS:,} rows") from None
    except sqlite3.Error as error:
        if "too big" in str(error):
            found, expected = f"a value of more than {MOST_CHARACTERS:,} bytes", "shorter ones"
            raise _problem("QDAF-003", file, found, expected) from None
        raise _problem("QDAF-001", file, f"a damaged database ({str(error).lower()})", what) from None


def rows(base: sqlite3.Connection, table: str, order: str = "rowid") -> list[Row]:
    """The rows of a table, in order; none where there is no such table: older versions of a program lack some.

    `opened` refuses a table of more than `MOST_ROWS`.
    """
    there = base.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    if there is None:
        return []
    limited = f'SELECT * FROM "{table}" ORDER BY {order} LIMIT {MOST_ROWS + 1}'
    found = [Row(row) for row in base.execute(limited)]
    if len(found) > MOST_ROWS:
        raise _TooManyRows(f"{len(found):,} rows and more in the table {quote(table)}")
    return found


def typed(
    tables: Mapping[str, list[Row]], *, file: str, kinds: Mapping[str, type], keys: Mapping[str, str]
) -> dict[str, list[Row]]:
    """Rows whose cells are what their columns are for: SQLite itself keeps anything in any column. A cell may always be None.

    Parameters
    ----------
    tables : the rows of each table, as `rows` gives them.
    kinds : what a column holds: int, float or str. Columns that are not named are left out.
    keys : the column of a table by which its rows are known.

    Raises
    ------
    ReviewProblems (QDAF-021) with every cell that is of another kind, and every row without a key or with that of another.
    """
    wrong: list[Problem] = []
    found: dict[str, list[Row]] = {}
    for table, own in tables.items():
        found[table] = []
        known: set[object] = {None}
        for number, row in enumerate(own, 1):
            cells = Row()
            for column in kinds.keys() & row.keys():
                try:
                    cells[column] = _of_kind(row[column], kinds[column])
                except ValueError:
                    wrong.append(_odd(file, table, number, column, row[column], WORDS[kinds[column]]))
            key = keys.get(table, "")
            if key in cells and cells[key] in known:
                wrong.append(_odd(file, table, number, key, row[key], "an identifier of its own"))
            known.add(cells[key] if key else None)
            found[table].append(cells)
    if wrong:
        raise ReviewProblems(sorted(wrong, key=lambda one: (one.file, one.row or 0, one.field or "")))
    return found


def _of_kind(value: object, kind: type) -> object:
    """A value as a number or text; ValueError where it is none."""
    if value is None or (isinstance(value, int) and kind is not str):
        return value
    if isinstance(value, bytes):
        raise ValueError
    if kind is str:
        return str(value)
    number = float(str(value))
    if not abs(number) < 2**63 or (kind is int and not number.is_integer()):
        raise ValueError
    return kind(number)


def _odd(file: str, table: str, number: int, column: str, value: object, expected: str) -> Problem:
    found = "nothing" if value is None else "bytes" if isinstance(value, bytes) else quote(str(value))
    return Problem("QDAF-021", f"{file}, table {table}", found, expected, number, column)


def _problem(code: str, file: Path, found: str, what: str) -> ReviewProblems:
    return ReviewProblems([Problem(code, file.name, found, what)])
