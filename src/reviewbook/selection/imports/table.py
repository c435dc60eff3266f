"""Search exports as a table with a header row: CSV, tab or semicolon separated, from Scopus, Web of Science, PubMed, Embase,
Ovid, OpenAlex, Dimensions, Lens, IEEE, ProQuest, EBSCO, Zotero, Rayyan, Covidence and others.

Columns are known by their names, whatever the case and punctuation, or named by the option --columns. A column that fills none of
ours is left in the file and counted where it has a value; NA, NaN, NULL and None are no value. Rows above the header, and rows
with too many or too few cells, are set aside.

A workbook (.xlsx) is read as its sheet that names most of the columns; the other sheets are left in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reviewbook.files import grids
from reviewbook.files.table import Row, Rows, beginning, filled, fitted, named_once
from reviewbook.files.wording import one_line
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.rows import mark_of
from reviewbook.selection.imports.bibliography import Entries, Export, joined
from reviewbook.selection.imports.columns import SERIALS, chosen, column_of, header_in, known, placed, record
from reviewbook.selection.imports.expected import require


def read(file: Path, *, columns: Mapping[str, str] | None = None) -> Export:
    """The records of a table, with what was left in it and what was set aside.

    Parameters
    ----------
    columns : our columns, and the headings that fill them (`columns.named_columns`), where they are not known by their names.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read or is of another format, (IMPT-020) where it has no header row
    with a title, DOI or PMID, (IMPT-005) where it has no such heading.
    """
    named = columns or {}
    text, encoding = grids.read_text(file, known)
    require("csv", file, text)
    found = Entries(file)
    rows = Rows(text, mark=mark_of(text, known))
    if _by_field(rows):
        _read_fields(rows, found, named)
        return found.export(encoding)
    first = beginning(rows)
    at = header_in(first, named)
    if at is None:
        raise _no_header(file, first)
    for row in first[:at]:
        found.set_aside(row.line, row.raw, "a row above the header")
    rows.back_to(first[at])
    header, least = named_once(first[at].cells), filled(first[at].cells)
    own = chosen(header, placed(named, header))
    rows.width = len(header)
    for line, _, cells, raw in rows:
        if (fits := fitted(cells, len(header), least)) is None:
            found.broken(line, raw, f"{len(cells)} cells where the header has {len(header)}")
        else:
            given = dict(zip(header, fits, strict=True))
            found.add(record(given, own, found, line, serials=SERIALS), line=line, raw=raw)
    return found.export(encoding)


def _no_header(file: Path, first: list[Row]) -> ReviewProblems:
    """That no row names a column by which a record could be found."""
    found = f"no row that names a title, DOI or PMID; the first row is {quote(first[0].raw if first else '')}"
    expected = "a table of records with a header row; where the headings are others, --columns title=HEADING names them"
    return ReviewProblems([Problem("IMPT-020", file.name, found, expected)])


def _by_field(rows: Rows) -> bool:
    """Whether each row holds one field, its name in the first cell, as Embase writes "fields by row"."""
    first = beginning(rows)
    rows.back_to()
    names = {column_of(row.cells[0]) for row in first} - {None}
    widest = max((known(row.cells) for row in first), default=0)
    return len(names) >= 3 and widest == 1


def _read_fields(rows: Rows, found: Entries, named: Mapping[str, str]) -> None:
    """Entries whose fields stand in rows; one ends where the name that it began with comes again."""
    given: dict[str, str] = {}
    raws: list[str] = []
    start = 1
    for line, _, cells, raw in [*rows, Row(0, 0, [""], "")]:
        name = one_line(cells[0])
        if given and (not line or name == next(iter(given))):
            own = chosen(list(given), named)
            found.add(record(given, own, found, start), line=start, raw="\n".join(raws))
            given, raws = {}, []
        if not line:
            return
        if not given and column_of(name) is None:
            found.set_aside(line, raw, "a row outside every entry")
            continue
        start = start if given else line
        value = joined(cells[1:])
        given[name] = f"{given[name]}; {value}" if name in given else value
        raws.append(raw)
