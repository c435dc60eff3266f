"""Web of Science, tagged (.ciw, or its .txt): a tag of two characters and a blank; lines that go on begin with three blanks.

An entry begins at PT (or at the first tag after ER) and ends at ER, at the next PT or at the end of the file. FN, VR and EF
are about the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from reviewbook.files.wording import one_line, words
from reviewbook.selection.imports import tagged
from reviewbook.selection.imports.bibliography import Entries, Export, pages
from reviewbook.selection.imports.identifiers import is_none

LINE = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|$)")
ABOUT_THE_FILE = ("FN", "VR", "EF")
COLUMNS = {
    "title": ("TI",),
    "year": ("PY", "EA", "PD"),
    "doi": ("DI",),
    "journal": ("SO",),
    "volume": ("VL",),
    "issue": ("IS",),
    "abstract": ("AB",),
    "record_type": ("DT", "PT"),
    "language": ("LA",),
    "pmid": ("PM",),
    "isbn": ("BN",),
    "url": ("UR",),
}
GATHERED = {"authors": ("AF", "AU", "CA")}
# Tags of the format, and of other databases on its platform (Zoological Record, BIOSIS, MEDLINE, Inspec, CAB), that hold nothing we
# have a column for.
LEFT = words(
    """AE AN AR BA BC BD BE BF BP BS C1 C3 CB CC CD CH CL CN CO CR CT CY D2 DA DE DG DL DS EC ED EI EM EP FP FT FU FX GA GE GN GP HC
    HO HP ID J9 JI MA MC MH MI MJ MQ NC NR OA OI OR P2 PA PG PI PN PP PS PU RC RI RID RP SC SE SI SN SP SQ ST SU TC TM TN TR U1 U2
    UT WC WE Z1 Z2 Z3 Z4 Z8 Z9 ZA ZB ZR ZS ZZ"""
)


def read(file: Path) -> Export:
    """The records of a tagged Web of Science file, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or is of another format.
    """
    return tagged.read(file, "ciw", entries=_entries, cells=_cells)


def _entries(text: str, found: Entries) -> Iterator[tagged.Entry]:
    entry: tagged.Entry | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        match = LINE.match(line)
        if match is None:
            if entry:
                entry.go_on(line)
            else:
                found.set_aside(number, line, "text outside every entry")
            continue
        tag, value = match[1], match[2] or ""
        if tag == "ER" or (tag == "PT" and entry):
            if entry:
                yield entry
            entry = None
        if tag == "ER":
            if value.strip():
                found.set_aside(number, value, "text after the end of an entry", field=tag)
        elif tag in ABOUT_THE_FILE and not entry:
            found.leave_outside(tag)
        elif tag == "EF":
            assert entry is not None  # else the tag is about the file
            yield entry
            entry = None
        else:
            entry = entry or tagged.Entry(number)
            entry.add(tag, value, number)
    if entry:
        yield entry


def _cells(entry: tagged.Entry, found: Entries) -> dict[str, str]:
    tag = next((tag for tag in ("UT", "AN") if not is_none(entry.first(tag))), "UT")
    key = one_line(entry.first(tag))
    first, last = entry.first("BP"), entry.first("EP")
    # first and last page, else the article's number, else both in one, as Zoological Record and BIOSIS have them
    number = next((one for one in ("AR", "PS") if entry.first(one)), "AR")
    cells = tagged.fill(
        entry.of_tags(),
        found,
        key=key or f"line {entry.line}",
        columns=COLUMNS,
        gathered=GATHERED,
        left=LEFT,
        carried=(tag, *(("BP", "EP") if first or last else (number,))),
    )
    return cells | {"source_key": key, "pages": pages(first, last) or pages(entry.first(number), "")}
