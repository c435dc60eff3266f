"""Search exports as a table with a header row: CSV, tab or semicolon separated, from Scopus, Web of Science, PubMed, Embase,
Ovid, OpenAlex, Dimensions, Lens, IEEE, ProQuest, EBSCO, Zotero, Rayyan, Covidence and others.

Columns are known by their names, whatever the case and punctuation. A column that fills none of ours is left in the file and
counted where it has a value; NA, NaN, NULL and None are no value. Rows above the header, and rows with too many or too few
cells, are set aside.
"""

from __future__ import annotations

from pathlib import Path

from reviewbook.files.table import Row, Rows, beginning, filled, fitted, named_once
from reviewbook.files.wording import letters, one_line
from reviewbook.review.decoding import read_text
from reviewbook.review.rows import header_at, mark_of
from reviewbook.selection.imports.bibliography import Entries, Export, joined
from reviewbook.selection.imports.columns import COLUMN, chosen, is_header, known, record
from reviewbook.selection.imports.expected import other_format, require


def read(file: Path) -> Export:
    """The records of a table, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or has no header row with a title or DOI.
    """
    text, encoding = read_text(file)
    require("csv", file, text)
    found = Entries(file)
    rows = Rows(text, mark=mark_of(text, known))
    if _by_field(rows):
        _read_fields(rows, found)
        return found.export(encoding)
    first = beginning(rows)
    at = header_at(first, is_header)
    if at is None:
        raise other_format("csv", file)
    for row in first[:at]:
        found.set_aside(row.line, row.raw, "a row above the header")
    rows.back_to(first[at])
    header, least = named_once(first[at].cells), filled(first[at].cells)
    columns = chosen(header)
    rows.width = len(header)
    for line, _, cells, raw in rows:
        if (own := fitted(cells, len(header), least)) is None:
            found.broken(line, raw, f"{len(cells)} cells where the header has {len(header)}")
        else:
            given = dict(zip(header, own, strict=True))
            found.add(record(given, columns, found, line), line=line, raw=raw)
    return found.export(encoding)


def _by_field(rows: Rows) -> bool:
    """Whether each row holds one field, its name in the first cell, as Embase writes "fields by row"."""
    first = beginning(rows)
    rows.back_to()
    names = {COLUMN.get(letters(row.cells[0])) for row in first} - {None}
    widest = max((known(row.cells) for row in first), default=0)
    return len(names) >= 3 and widest == 1


def _read_fields(rows: Rows, found: Entries) -> None:
    """Entries whose fields stand in rows; one ends where the name that it began with comes again."""
    given: dict[str, str] = {}
    raws: list[str] = []
    start = 1
    for line, _, cells, raw in [*rows, Row(0, 0, [""], "")]:
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
