"""RefWorks, tagged: a tag of two characters, a blank and its value; an entry begins at RT.

The tags are a closed list, and a line of an abstract may begin with two capitals ("US adults"): what is no tag of it goes on with the
field before.
"""

from __future__ import annotations

import re
from pathlib import Path

from reviewbook.files.wording import one_line, words
from reviewbook.selection.imports import tagged
from reviewbook.selection.imports.bibliography import Entries, Export, pages
from reviewbook.selection.imports.identifiers import is_none

LINE = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|$)")
COLUMNS = {
    "title": ("T1", "OT"),
    "year": ("YR", "FD"),
    "doi": ("DO",),
    "journal": ("JF", "JO", "T2"),
    "volume": ("VO",),
    "issue": ("IS",),
    "abstract": ("AB",),
    "record_type": ("RT",),
    "language": ("LA",),
    "url": ("UL", "LK"),
    "isbn": ("SN",),
}
GATHERED = {"authors": ("A1",)}
# Tags of the format that hold nothing we have a column for.
LEFT = words(
    """A2 A3 A4 A5 A6 AD AN AV CL CN CR CT DB DS ED FG ID IP K1 LL LS NO OL OP PA PB PP RD RP SF SL SP SR ST T3 U1 U2 U3 U4 U5 U6
    U7 U8 U9 UU WP WT WV"""
)
KNOWN = LEFT | {tag for tags in (*COLUMNS.values(), *GATHERED.values()) for tag in tags}


def read(file: Path) -> Export:
    """The records of a tagged RefWorks file, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or is of another format.
    """
    return tagged.read(file, "refworks", entries=tagged.begun_by("RT", _tagged), cells=_cells)


def _tagged(line: str) -> tuple[str, str] | None:
    match = LINE.match(line)
    return (match[1], match[2] or "") if match and match[1] in KNOWN else None


def _cells(entry: tagged.Entry, found: Entries) -> dict[str, str]:
    tag = next((tag for tag in ("AN", "ID") if not is_none(entry.first(tag))), "ID")
    key, start, end = one_line(entry.first(tag)), entry.first("SP"), entry.first("OP")
    cells = tagged.fill(
        entry.of_tags(),
        found,
        key=key or f"line {entry.line}",
        columns=COLUMNS,
        gathered=GATHERED,
        left=LEFT,
        carried=(tag, "SP", "OP"),
    )
    return cells | {"source_key": key, "pages": pages(start, end)}
