"""RIS: Ovid, Scopus, Embase, Zotero, EndNote, Cochrane and others.

An entry begins at the first tag after ER and ends at the next ER, whatever the order of its tags. Where ER is missing it ends at a
second TY, at the end of the file, or, where entries begin with another tag than TY, at that tag behind a blank line. A
line without a tag goes on with the field before it. Ovid's running numbers and links between entries are known and counted as
left in the file; other text there is set aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from string import ascii_uppercase, digits

from reviewbook.files.wording import one_line, words
from reviewbook.selection.imports import ciw, tagged
from reviewbook.selection.imports.bibliography import Entries, Export, pages
from reviewbook.selection.imports.identifiers import doi, is_none

LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9]|DOI|PMID|ISSN|ISBN)( {0,3})-(?: |$)?(.*)")
WITHIN_ENTRY = frozenset(map("".join, product(ascii_uppercase, ascii_uppercase + digits))) - {"TY", "ER"}
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
    "isbn": ("ISBN", "SN"),
}
GATHERED = {"authors": ("AU", "A1")}
# Tags of the format and of its dialects that hold nothing we have a column for.
OWN = words(
    """A2 A3 A4 AD AI AV C1 C2 C3 C4 C5 C6 C7 C8 CA CN CR CY DB DP DS ED ET ID IN KW L1 L2 L3 L4 LB M1 M2 M3 M4 N1 NL NV OP PA
    PB PP PT RI RN RP SE SO SR ST SV T4 TA TS TT U1 U2 U3 U4 U5 UT VE WP WT WV XT Y2 AN AF AR EP SP ER PG XR CC ISSN"""
)
LEFT = OWN | ciw.LEFT  # Web of Science writes its own tags into RIS too
# Ovid writes this one after the end of its entry.
AFTER_THE_END = ("NL",)
KNOWN = OWN | {tag for tags in (*COLUMNS.values(), *GATHERED.values()) for tag in tags}
SCOPUS = re.compile(r"[?&]eid=(2-s2\.0-\d+)")
# The identifier of an entry is PubMed's where Ovid took it from one of its MEDLINE files.
MEDLINE = re.compile(r"ovid\.com/.*[?&]D=(?:me[ds]|prem|ppez|pmnm)")
# EBSCO's discovery service writes a field after the value of another one, on its line.
WITHIN = re.compile(r" ([A-Z][A-Z0-9])  - ")
EMBASE = re.compile(r"L\d+")
EBSCO = re.compile(r"Accession Number: (\w[\w-]*)")
OUTSIDE = {
    "heading": re.compile(r"(?:Provider|Database|Content):.*|Record #\d+ of \d+\s*"),
    "running number": re.compile(r"<?\d+[.>]?\s*"),
    "link": re.compile(r"\s*Link to the .*", re.IGNORECASE),
}


def read(file: Path) -> Export:
    """The records of a RIS file, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or is no RIS.
    """
    return tagged.read(file, "ris", entries=entries, cells=_cells)


def entries(text: str, found: Entries) -> Iterator[tagged.Entry]:
    """Every entry of the text, in order; what stands outside of entries goes to ``found``."""
    entry: tagged.Entry | None = None
    outside: list[tuple[int, str]] = []
    start = ""  # the tag with which the first entry begins
    typed = after_blank = False
    for number, line in enumerate(text.split("\n"), 1):
        # Nearly every line: this is quicker than to look for all that it may be.
        if (
            entry
            and line[2:6] == "  - "
            and line[:2] in WITHIN_ENTRY
            and line[:2] != start
            and line.find("  - ", 6) < 0
        ):
            entry.add(line[:2], line[6:], number)
        elif tag_and_value := _tagged(line):
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
            if entry and typed and (tag == "TY" or (tag == start and after_blank)):
                yield entry
                entry = None
            if entry is None and tag in AFTER_THE_END:
                found.leave_outside(tag)
                continue
            if entry is None:
                _set_aside_outside(outside, found)
                entry = tagged.Entry(number)
                start, typed = start or tag, False
            typed, after_blank = typed or tag == "TY", False
            for own, part in _parted(tag, value):
                entry.add(own, part, number)
        elif line.strip():
            if entry:
                entry.go_on(line)
            else:
                outside.append((number, line))
        else:
            after_blank = True
            if outside:
                outside.append((number, ""))
    if entry:
        yield entry
    _set_aside_outside(outside, found)


def _parted(tag: str, value: str) -> list[tuple[str, str]]:
    """The fields of one line: its own, and those whose known tags stand within its value."""
    fields, at = [], 0
    for within in WITHIN.finditer(value):
        if within[1] in KNOWN:
            fields.append((tag, value[at : within.start()]))
            tag, at = within[1], within.end()
    return [*fields, (tag, value[at:])]


def _tagged(line: str) -> tuple[str, str] | None:
    """Tag and value of a line; None where it goes on with the field before.

    With two blanks before the hyphen any tag in capitals counts; with other spacing, or in small letters, only one that is
    known: "IL - 6" may well begin a line of an abstract.
    """
    match = LINE.match(line)
    if match is None:
        return ("ER", "") if line.rstrip() == "ER" else None
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
    of_tag = entry.of_tags()
    there = frozenset(of_tag)  # of the tags that are asked for, few are

    def first(tag: str) -> str:
        return entry.first(tag) if tag in there else ""

    def values(*tags: str) -> list[str]:
        return [] if there.isdisjoint(tags) else entry.values(*tags)

    key, carried = _key(first, values)
    start, end = first("SP"), first("EP")
    number = (
        "PG" if first("PG") else "C7"
    )  # pages in one field, as Cochrane writes them, or the article's number
    cells = tagged.fill(
        of_tag,
        found,
        key=key or f"line {entry.line}",
        columns=COLUMNS,
        gathered=GATHERED,
        left=LEFT,
        carried=(*carried, *(("SP", "EP") if start or end else (number,))),
    )
    cells |= {"source_key": key, "pages": pages(start, end) or first(number)}
    cells["pmid"] = cells.get("pmid") or _pmid(first, values, key)
    if not cells.get("doi"):
        lines = (
            line
            for text in values("M3", "L3", "L2", "L1", "L4", "UR", "ID", "AN", "N1")
            for line in text.split("\n")
        )
        elsewhere = map(doi, lines)
        cells["doi"] = next((value for value in elsewhere if value), "")
    return cells


def _pmid(first: Callable[[str], str], values: Callable[..., list[str]], key: str) -> str:
    """The PubMed identifier where the export gives it in another field: EndNote and Ovid as the key, Embase in C5."""
    pubmed = first("DP") == "NLM" or MEDLINE.search(" ".join(values("L2")))
    candidate = first("C5") if EMBASE.fullmatch(first("U2")) else key if pubmed else ""
    return candidate if re.fullmatch(r"\d{1,8}", candidate) else ""


def _key(first: Callable[[str], str], values: Callable[..., list[str]]) -> tuple[str, tuple[str, ...]]:
    """What the export calls the record, and the tag that holds nothing else."""
    for tag in ("AN", "ID", "UT"):
        if (key := one_line(first(tag))) and not is_none(key):
            return key, (tag,)
    if embase := EMBASE.fullmatch(first("U2")):
        return embase[0], ("U2",)
    scopus = SCOPUS.search(" ".join(values("UR")))
    if scopus:
        return scopus[1], ()
    ebsco = EBSCO.search(" ".join(values("N1")))
    return (ebsco[1] if ebsco else "", ())
