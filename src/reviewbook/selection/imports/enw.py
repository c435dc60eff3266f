"""EndNote's tagged format (.enw; also Google Scholar, EndNote Click and refer): a per cent sign, one more and the value.

An entry begins at %0. A line without a tag goes on with the field before it.
"""

from __future__ import annotations

import re
from pathlib import Path

from reviewbook.files.wording import one_line
from reviewbook.selection.imports import tagged
from reviewbook.selection.imports.bibliography import Entries, Export, pages

LINE = re.compile(r"(%[A-Z0-9!-/:-@\[-`{-~])(?:[ \t](.*)|$)")
COLUMNS = {
    "title": ("%T", "%Q"),
    "year": ("%D", "%8"),
    "doi": ("%R",),
    "journal": ("%J", "%B", "%O"),
    "volume": ("%V",),
    "issue": ("%N",),
    "abstract": ("%X",),
    "record_type": ("%0", "%9"),
    "language": ("%G",),
    "url": ("%U",),
    "isbn": ("%@",),
}
GATHERED = {"authors": ("%A",)}
# Tags of the format that hold nothing we have a column for: editors, publisher, notes, ISSN, links to files ...
LEFT = frozenset(f"%{sign}" for sign in "CEFHIKLMPSWYZ1234567!#$&()*+<=>?[\\]^_|~")


def read(file: Path) -> Export:
    """The records of a file of EndNote's tagged format, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or is of another format.
    """
    return tagged.read(file, "enw", entries=tagged.begun_by("%0", _tagged), cells=_cells)


def _tagged(line: str) -> tuple[str, str] | None:
    match = LINE.match(line)
    return (match[1], match[2] or "") if match else None


def _cells(entry: tagged.Entry, found: Entries) -> dict[str, str]:
    key = one_line(entry.first("%M"))
    cells = tagged.fill(
        entry.of_tags(),
        found,
        key=key or f"line {entry.line}",
        columns=COLUMNS,
        gathered=GATHERED,
        left=LEFT,
        carried=("%M", "%P"),
    )
    return cells | {"source_key": key, "pages": pages(entry.first("%P"), "")}
