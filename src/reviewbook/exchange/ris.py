"""RIS: Ovid, Scopus, Embase, Zotero, EndNote, Cochrane and others.

An entry begins at TY (or, without one, at the first tag after ER) and ends at ER, at the next TY or at the end of the file. A
line without a tag goes on with the field before it. Ovid's running numbers and links between entries are known and counted as
left in the file; other text there is set aside.
"""

from __future__ import annotations

import re
from pathlib import Path

from reviewbook.exchange import tagged
from reviewbook.exchange.bibliography import Entries, SearchExport, doi, one_line, pages, read_text, words
from reviewbook.exchange.formats import require

LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9]|DOI|PMID|ISSN|ISBN)( {0,3})-(?: |$)?(.*)")
COLUMNS = {
    "title": ("TI", "T1", "CT", "BT"),
    "year": ("PY", "Y1", "YR", "DA"),
    "doi": ("DO", "DI", "DOI"),
    "journal": ("JF", "T2", "JO", "JA", "J2", "J1", "T3"),
    "volume": ("VL", "VO"),
    "issue": ("IS", "CP", "NO"),
    "abstract": ("AB", "N2"),
    "record_type": ("TY",),
    "language": ("LA",),
    "url": ("UR", "LK", "US"),
    "pmid": ("PMID", "PM"),
}
GATHERED = {"authors": ("AU", "A1")}
# Tags of the format and of its dialects that hold nothing we have a column for.
LEFT = words(
    """A2 A3 A4 AD AV C1 C2 C3 C4 C5 C6 C7 C8 CA CN CR CY DB DP DS ED ET ID IN KW L1 L2 L3 L4 LB M1 M2 M3 N1 NV OP PA PB PP
    PT RI RN RP SE SN SO SR ST SV T4 TA TT U1 U2 U3 U4 U5 UT VE WP WT WV XT Y2 AN AF AR EP SP ER PG XR CC ISSN ISBN"""
)
KNOWN = LEFT | {tag for tags in (*COLUMNS.values(), *GATHERED.values()) for tag in tags}
SCOPUS = re.compile(r"[?&]eid=(2-s2\.0-\d+)")
OUTSIDE = {
    "running number": re.compile(r"<?\d+[.>]?\s*"),
    "link": re.compile(r"\s*Link to the .*", re.IGNORECASE),
}


def read(file: Path) -> SearchExport:
    """The records of a RIS file, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or is no RIS.
    """
    text, encoding = read_text(file)
    require("ris", file, text)
    found = Entries(file)
    for entry in _entries(text, found):
        found.add(_cells(entry, found), line=entry.line, raw=entry.raw)
    return found.export(encoding)


def _entries(text: str, found: Entries):
    entry: tagged.Entry | None = None
    outside: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if tag_and_value := _tagged(line):
            tag, value = tag_and_value
            if tag == "ER":
                if entry:
                    yield entry
                else:
                    found.set_aside(number, line, "an end without an entry", field="ER")
                entry = None
                if value.strip():
                    outside.append((number, value))
                continue
            if tag == "TY" and entry:
                yield entry
                entry = None
            if entry is None:
                _set_aside_outside(outside, found)
                entry = tagged.Entry(number)
            entry.add(tag, value, number)
        elif line.strip():
            if entry:
                entry.go_on(line)
            else:
                outside.append((number, line))
        elif outside:
            outside.append((number, ""))
    if entry:
        yield entry
    _set_aside_outside(outside, found)


def _tagged(line: str) -> tuple[str, str] | None:
    """Tag and value of a line; None where it goes on with the field before.

    With two blanks before the hyphen any tag in capitals counts; with other spacing, or in small letters, only one that is
    known: "IL - 6" may well begin a line of an abstract.
    """
    match = LINE.match(line)
    if match is None:
        return None
    tag, blanks, value = match.groups()
    if tag.isupper() and blanks == "  ":
        return tag, value
    known = tag.upper() in KNOWN
    return (tag.upper(), value) if known and blanks and (tag.isupper() or blanks == "  ") else None


def _set_aside_outside(outside: list[tuple[int, str]], found: Entries) -> None:
    """Text between entries, taken together where its lines stand together; the list is emptied."""
    piece: list[tuple[int, str]] = []
    for number, line in [*outside, (0, "")]:
        known = next((name for name, sign in OUTSIDE.items() if sign.fullmatch(line)), None)
        if known or not line.strip():
            if piece:
                found.set_aside(piece[0][0], "\n".join(text for _, text in piece), "text outside every entry")
            piece = []
            if known:
                found.leave_outside(known)
        else:
            piece.append((number, line))
    outside.clear()


def _cells(entry: tagged.Entry, found: Entries) -> dict[str, str]:
    key, carried = _key(entry)
    first, last = entry.first("SP"), entry.first("EP")
    number = (
        "PG" if entry.first("PG") else "C7"
    )  # pages in one field, as Cochrane writes them, or the article's number
    cells = tagged.fill(
        entry,
        found,
        key=key or f"line {entry.line}",
        columns=COLUMNS,
        gathered=GATHERED,
        left=LEFT,
        carried=(*carried, *(("SP", "EP") if first or last else (number,))),
    )
    cells |= {"source_key": key, "pages": pages(first, last) or entry.first(number)}
    cells["pmid"] = "".join(re.findall(r"\d+", cells.get("pmid", ""))[-1:])
    if not cells.get("doi"):
        elsewhere = (doi(value) for value in entry.values("M3", "L3", "UR", "ID", "AN", "N1"))
        cells["doi"] = next((value for value in elsewhere if value), "")
    return cells


def _key(entry: tagged.Entry) -> tuple[str, tuple[str, ...]]:
    """What the export calls the record, and the tag that holds nothing else."""
    for tag in ("AN", "ID", "UT"):
        if key := entry.first(tag):
            return one_line(key), (tag,)
    if embase := re.fullmatch(r"L\d+", entry.first("U2")):
        return embase[0], ("U2",)
    scopus = SCOPUS.search(" ".join(entry.values("UR")))
    return (scopus[1], ()) if scopus else ("", ())
