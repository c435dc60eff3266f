"""The rows of a review's table as they stand in its file: in the canonical form, or as spreadsheets and people save them.

Canonical is CSV in UTF-8, a comma between the cells, the header in row 1, and one cell a column in every row. What else is read
and said in words: another encoding, another mark between the cells, rows above the header (`opened`).
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from reviewbook.review import caps
from reviewbook.review.decoding import BINARY, BYTES, GUESSED, UNLIKELY, decoded, word_at
from reviewbook.review.mending import key
from reviewbook.review.problems import Problem, ReviewProblems, quote

HEADER_WITHIN = 30  # rows: a title, the search or a date may stand above the header
BEGINNING = 20_000  # characters in which the header is
MARKS = ",;\t|"
SEPARATOR = re.compile(r"\A\s*sep=(.)\r?\n", re.IGNORECASE)  # Excel's own word for what parts the cells


LOOKED_AT = 1000  # rows, blank ones too, in which the header is looked for
MARK_WORDS = {",": "`,`", ";": "`;`", "\t": "a tab", "|": "`|`"}
EXPECTED = "CSV in UTF-8"
TOLD = 20  # cells that are too long are told one by one


class HasCells(Protocol):
    """A row of a table, whoever read it."""

    @property
    def cells(self) -> list[str]: ...


def mark_of(text: str, known: Callable[[list[str]], int] | None = None) -> str:
    """What parts the cells of a table.

    That which its first line says ("sep=;"); else the mark with which a row of the beginning has most names that are ``known``,
    which counts them; of several such, and without names, the one that gives most cells in rows of one width.
    """
    if (said := SEPARATOR.match(text)) and said[1] in MARKS:
        return said[1]
    lines = [line for line in text[:BEGINNING].split("\n") if line.strip()][:HEADER_WITHIN]

    def shown(mark: str) -> tuple[int, int, int]:
        rows = [_cells(line, mark) for line in lines]
        names = max(map(known, rows), default=0) if known else 0
        return names, _even(text, mark), max(map(len, rows), default=0)

    return max(MARKS, key=shown)


def _cells(line: str, mark: str) -> list[str]:
    """The cells of one line alone."""
    return next(csv.reader([line], delimiter=mark, skipinitialspace=mark != "\t"), [])


def _even(text: str, mark: str) -> int:
    """How many cells stand in rows of one width, of the beginning."""
    rows = csv.reader(io.StringIO(text[:50_000]), delimiter=mark, skipinitialspace=mark != "\t")
    widths = Counter(map(len, itertools.islice(rows, HEADER_WITHIN)))
    return max((width * n for width, n in widths.items() if width > 1), default=0)


def header_at(rows: Sequence[HasCells], known: Callable[[list[str]], int]) -> int | None:
    """Which of the first rows is the header: the one with most names that are ``known``, which counts them; None without any."""
    counts = [known(row.cells) for row in rows[:HEADER_WITHIN]]
    most = max(counts, default=0)
    return counts.index(most) if most else None


class Opened(NamedTuple):
    """A table's file, its header found."""

    file: Path
    names: list[str]  # the headings as they stand, up to the last that is not blank
    header: int  # the row of the header, as a spreadsheet counts
    above: list[list[str]]  # the rows above it, blank ones too
    mark: str  # what parts the cells
    odd: list[str]  # what is not canonical about all this, in words
    text: str | None  # of the whole file; None where the file itself can be read row by row

    @contextmanager
    def rows(self, *, longest: int | None = None) -> Iterator[Iterator[list[str]]]:
        """Every row below the header, blank ones too; csv.Error at a cell of more than ``longest`` characters (`caps`)."""
        longest = longest or caps.CHARACTERS
        csv.field_size_limit(longest)
        if self.text is None:
            with self.file.open(encoding="utf-8-sig", newline="") as lines:
                rows = csv.reader(lines)
                next(rows)
                yield rows
        else:
            yield itertools.islice(_rows(self.text, self.mark, longest), self.header, None)


def opened(file: Path, known: Collection[str]) -> Opened:
    """The header of a table's file, and how to go through the rows below it.

    Parameters
    ----------
    known : names that the columns of the table may have.

    Raises
    ------
    ReviewProblems (TABL-001) where the file is no table in text, or no row names the columns, (TABL-014) where it is too large.
    """
    caps.require_small(file)
    try:
        names = _canonical(file)
    except (UnicodeDecodeError, csv.Error):
        names = None
    if names and len(names) <= caps.COLUMNS and set(names) <= set(known):
        with file.open("rb") as data:
            marked = data.read(3) == b"\xef\xbb\xbf"
        return Opened(file, names, 1, [], ",", ["a byte order mark"] if marked else [], None)
    text, odd = text_of(file, EXPECTED)
    keys = {key(name) for name in known}

    def named(cells: Sequence[str]) -> int:
        return len(keys.intersection(map(key, cells)))

    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    mark = mark_of(plain, named)
    first: list[_Row] = []
    stopped = None
    try:
        first.extend(map(_Row, itertools.islice(_rows(text, mark), LOOKED_AT)))
    except csv.Error as error:  # below the header, it is met again
        stopped = error
    filled = [at for at, row in enumerate(first) if any(cell.strip() for cell in row.cells)][:HEADER_WITHIN]
    found = header_at([first[at] for at in filled], named)
    if found is None and stopped:
        if caps.is_long_cell(stopped):
            raise _long_cell(file, len(first) + 1)
        raise ReviewProblems([Problem("TABL-001", file.name, quote(stopped), EXPECTED)])
    if found is None:
        seen = "no row with the names of the columns" if filled else "an empty file"
        raise ReviewProblems([Problem("TABL-001", file.name, seen, "a header row: " + ", ".join(known))])
    header = filled[found]
    names = first[header].cells
    while not names[-1].strip():
        names.pop()
    if len(names) > caps.COLUMNS:
        raise caps.refused(file, f"{len(names):,} columns", caps.COLUMNS, "columns", header + 1)
    if SEPARATOR.match(text):
        odd.append("a line that says what parts the cells")
    if mark != ",":
        odd.append(f"{MARK_WORDS[mark]} between the cells")
    if header:
        odd.append("1 row above the header" if header == 1 else f"{header} rows above the header")
    return Opened(file, names, header + 1, [row.cells for row in first[:header]], mark, odd, text)


def text_of(file: Path, expected: str, *, code: str = "TABL-001") -> tuple[str, list[str]]:
    """The text of a file, its line ends as they are, and what about its encoding is not canonical, in words.

    Raises
    ------
    ReviewProblems (``code``) where it is no text, or in an encoding that cannot be told for certain.
    """
    data = file.read_bytes()
    text, encoding, marked = decoded(data)
    what = next((what for mark, what in BINARY.items() if data.startswith(mark)), None)
    if what is None and text.count("\x00") > len(text) / 100:
        what = BYTES
    if what is None and encoding.startswith("utf-16") and "\ufffd" in text:
        what = "UTF-16 with broken signs"
    if what is None and encoding in GUESSED and (odd := UNLIKELY.search(text)):
        what = f"an encoding that cannot be told: its bytes could mean {quote(word_at(text, odd))}"
    if what:
        raise ReviewProblems([Problem(code, file.name, what, expected)])
    if encoding == "utf-8":
        return text, ["a byte order mark"] if marked else []
    return text.removeprefix("\ufeff"), [_encoding_words(text, encoding)]


def _encoding_words(text: str, encoding: str) -> str:
    """The encoding; of one that was guessed, with the first words that show whether it was guessed right."""
    if encoding.startswith("utf-16"):
        return "UTF-16"
    foreign = re.search(r"[^\s,;|\"]*[^\x00-\x7f][^\s,;|\"]*", text)
    return (
        f"{encoding}, in which the first letters beyond a to z read {quote(foreign[0])}"
        if foreign
        else encoding
    )


def long_cells(table: Opened) -> list[Problem]:
    """The cells of a table that are too long, each with its row and column; of one that nobody would measure, its row."""
    told: list[Problem] = []
    number = table.header
    try:
        with table.rows(longest=caps.MEASURED) as rows:
            for number, cells in enumerate(rows, table.header + 1):
                for at, cell in enumerate(cells):
                    if len(cell) > caps.CHARACTERS:
                        name = table.names[at] if at < len(table.names) else None
                        told += _long_cell(table.file, number, f"{len(cell):,} characters", name).problems
                if len(told) >= TOLD:
                    break
    except csv.Error:
        told += _long_cell(table.file, number + 1, f"more than {caps.MEASURED:,} characters").problems
    return told


def _long_cell(file: Path, row: int, length: str | None = None, name: str | None = None) -> ReviewProblems:
    length = length or f"more than {caps.CHARACTERS:,} characters"
    return caps.refused(file, f"a cell of {length}", caps.CHARACTERS, "characters", row, name)


class _Row(NamedTuple):
    cells: list[str]


def _canonical(file: Path) -> list[str]:
    """The first row of a CSV file in UTF-8; all of it is read, for all of it must be UTF-8."""
    csv.field_size_limit(caps.CHARACTERS)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        names = next(csv.reader(lines), [])
        while lines.read(1 << 20):
            pass
    return names


def _rows(text: str, mark: str, longest: int | None = None) -> Iterator[list[str]]:
    """Every row of a text; a line that says what parts the cells is none, for a spreadsheet does not show it."""
    csv.field_size_limit(longest or caps.CHARACTERS)
    said = SEPARATOR.match(text)
    return csv.reader(io.StringIO(text[said.end() if said else 0 :], newline=""), delimiter=mark)
