"""Search exports as a table with a header row: CSV, tab or semicolon separated, from Scopus, Web of Science, PubMed, Embase,
Ovid, OpenAlex, Dimensions, Lens, IEEE, ProQuest, EBSCO, Zotero, Rayyan, Covidence and others.

Columns are known by their names, whatever the case and punctuation. A column that fills none of ours is left in the file and
counted where it has a value; NA, NaN, NULL and None are no value. Rows above the header, and rows with too many or too few
cells, are set aside.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reviewbook.files.decoding import read_text
from reviewbook.files.wording import letters, one_line
from reviewbook.selection.imports.bibliography import Entries, Export, joined
from reviewbook.selection.imports.columns import COLUMN, chosen, is_header, record
from reviewbook.selection.imports.expected import other_format, require

HEADER_WITHIN = 30  # rows: what some platforms print above the header (the search, the date)


def read(file: Path) -> Export:
    """The records of a table, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or has no header row with a title or DOI.
    """
    text, encoding = read_text(file)
    require("csv", file, text)
    found = Entries(file)
    rows = Rows(text)
    if rows.by_field():
        _read_fields(rows, found)
        return found.export(encoding)
    above: list[tuple[int, str]] = []
    for line, cells, raw in rows:
        if is_header(cells):
            break
        above.append((line, raw))
        if len(above) > HEADER_WITHIN:
            raise other_format("csv", file)
    else:
        raise other_format("csv", file)
    for line, raw in above:
        found.set_aside(line, raw, "a row above the header")
    header = named_once(cells)
    columns = chosen(header)
    rows.width = len(header)
    for line, cells, raw in rows:
        if len(cells) > len(header) and not any(cells[len(header) :]):
            cells = cells[: len(header)]
        if len(cells) != len(header):
            found.broken(line, raw, f"{len(cells)} cells where the header has {len(header)}")
        else:
            given = dict(zip(header, cells, strict=True))
            found.add(record(given, columns, found, line), line=line, raw=raw)
    return found.export(encoding)


class Rows:
    """The rows of a table that hold anything: line, cells and text of each; going through them again goes on from ``at``.

    ``lines`` are those of the file, ``mark`` is what parts the cells, ``at`` the line that comes next, counted from 0, and
    ``width`` how many cells a row must have, None while the header is looked for.

    A quotation mark that is never closed would swallow every row after it: a row that the csv module refuses, or that has
    not ``width`` cells and goes over several lines, is read as its first line alone, and reading goes on with the next.
    """

    LONGEST = 2000  # lines: no row of an export is longer, but a row with an open quotation mark may be

    def __init__(self, text: str):
        csv.field_size_limit(2**31 - 1)
        self.lines = re.sub(r"\A\s*sep=.\n", "\n", text).split("\n")
        self.mark = _delimiter(text)
        self.at = 0
        self.width: int | None = None

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        while self.at < len(self.lines):
            cells, span = self._row()
            line, raw = self.at + 1, "\n".join(self.lines[self.at : self.at + span])
            self.at += span
            if any(cells):
                yield line, cells, raw

    def _row(self) -> tuple[list[str], int]:
        end = min(len(self.lines), self.at + self.LONGEST)
        following = (f"{self.lines[at]}\n" for at in range(self.at, end))
        reader = csv.reader(following, delimiter=self.mark, skipinitialspace=self.mark != "\t", strict=True)
        try:
            cells = next(reader)
            sound = reader.line_num == 1 or self.width in (None, len(cells))
        except csv.Error:
            sound = False
        if sound:
            return [cell.strip() for cell in cells], reader.line_num
        (cells,) = csv.reader([self.lines[self.at]], delimiter=self.mark, skipinitialspace=True) or [[]]
        return [cell.strip() for cell in cells], 1

    def by_field(self) -> bool:
        """Whether each row holds one field, its name in the first cell, as Embase writes "fields by row"."""
        rows = csv.reader(self.lines[:HEADER_WITHIN], delimiter=self.mark, skipinitialspace=True)
        first = [cells for cells in rows if any(cells)]
        names = {COLUMN.get(letters(cells[0])) for cells in first} - {None}
        widest = max((sum(letters(cell) in COLUMN for cell in cells) for cells in first), default=0)
        return len(names) >= 3 and widest == 1


def _read_fields(rows: Rows, found: Entries) -> None:
    """Entries whose fields stand in rows; one ends where the name that it began with comes again."""
    given: dict[str, str] = {}
    raws: list[str] = []
    start = 1
    for line, cells, raw in [*rows, (0, [""], "")]:
        name = one_line(cells[0])
        if given and (not line or name == next(iter(given))):
            found.add(record(given, chosen(list(given)), found, start), line=start, raw="\n".join(raws))
            given, raws = {}, []
        if not line:
            return
        if not given and letters(name) not in COLUMN:
            found.set_aside(line, raw, "a row outside every entry")
            continue
        start = start if given else line
        value = joined(cells[1:])
        given[name] = f"{given[name]}; {value}" if name in given else value
        raws.append(raw)


def named_once(header: list[str]) -> list[str]:
    """The names of a header; a name that comes again gets its number, so that no column hides another."""
    seen: Counter[str] = Counter()
    names = []
    for name in map(one_line, header):
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _delimiter(text: str) -> str:
    """What parts the cells: the mark with which the best row of the beginning has most known names."""
    lines = [line for line in text[:20000].split("\n") if line.strip()][:HEADER_WITHIN]
    best = (0, 0, ",")
    for mark in ",;\t|":
        for line in lines:
            names = next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])
            best = max(
                best,
                (sum(letters(name) in COLUMN for name in names), len(names), mark),
                key=lambda b: b[:2],
            )
    return best[2]


def begins_with_header(text: str) -> bool:
    """Whether one of the first lines names a title or DOI and one more column that is known."""
    lines = text[:20000].split("\n")[:HEADER_WITHIN]
    rows = csv.reader(lines, delimiter=_delimiter(text), skipinitialspace=True)
    return any(is_header(cells) and sum(letters(cell) in COLUMN for cell in cells) > 1 for cells in rows)
