"""PubMed and MEDLINE (.nbib, or the .txt that PubMed calls its own format), and ERIC's export of the same form.

An entry begins at PMID, or at the tag that the file begins with where it stands after a blank line. A line that is indented
goes on with the field before it.
"""

from __future__ import annotations

import re
from pathlib import Path

from reviewbook.files.wording import one_line, words
from reviewbook.selection.imports import tagged
from reviewbook.selection.imports.bibliography import Entries, Export
from reviewbook.selection.imports.identifiers import doi

LINE = re.compile(r"([A-Z][A-Z0-9]{1,4}) {0,3}- ?(.*)")
COLUMNS = {
    "title": ("TI", "BTI", "CTI", "TT"),
    "year": ("DP", "DEP"),
    "journal": ("JT", "TA"),
    "volume": ("VI",),
    "issue": ("IP",),
    "pages": ("PG",),
    "abstract": ("AB", "OAB"),
    "language": ("LA",),
    "url": ("UR",),
    "isbn": ("ISBN",),
}
GATHERED = {"authors": ("FAU", "AU", "CN"), "record_type": ("PT",)}
# Elements of MEDLINE (and ISSN, of ERIC) that hold nothing we have a column for.
LEFT = words(
    """AD AID AUID CI CIN CIP COI COIS CON CP CRDT CRF CRI CTDT DA DCOM DDIN DRIN EA ECF ECI ED EDAT EFR EIN EN FED FIR FPS FTX
    GN GR GS IR IRAD IS ISSN JID LID LR MH MHDA MID NM OABL OCI OID ORI OT OTO OWN PB PHST PL PMC PMCR PRIN PS PST PUBM
    RF RIN RN ROF RPF RPI RRF RRI SB SFM SI SO SPIN STAT UIN UOF VTI"""
)


def read(file: Path) -> Export:
    """The records of a PubMed, MEDLINE or ERIC file, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or is of another format.
    """
    return tagged.read(file, "nbib", entries=tagged.begun_by("PMID", _tagged, before=("OWN",)), cells=_cells)


def _tagged(line: str) -> tuple[str, str] | None:
    match = LINE.match(line)
    return (match[1], match[2]) if match else None


def _cells(entry: tagged.Entry, found: Entries) -> dict[str, str]:
    pmid = entry.first("PMID")
    key = one_line(pmid or entry.first("OID"))
    identifiers = [(tag, value) for tag, value, _ in entry.fields if tag in ("LID", "AID") and doi(value)]
    address = next(
        (value.split()[0] for value in entry.values("LID") if value.startswith("http") and not doi(value)), ""
    )
    cells = tagged.fill(
        entry.of_tags(),
        found,
        key=key or f"line {entry.line}",
        columns=COLUMNS,
        gathered=GATHERED,
        left=LEFT,
        carried=("PMID",) if pmid else ("OID",),
    )
    if groups := [value for value in entry.values("CN") if "authors" in cells and entry.values("FAU", "AU")]:
        cells["authors"] += "; " + "; ".join(map(one_line, groups))
        found.leave("CN", -len(groups))
    cells |= {"source_key": key, "pmid": one_line(pmid)}
    if identifiers:
        cells["doi"] = doi(identifiers[0][1]) or ""
    for tag, value in identifiers:
        found.leave(tag, -(doi(value) == cells["doi"]))
    for tag, value, line in entry.fields:
        if tag in ("LID", "AID") and value.endswith("[doi]") and not doi(value):
            found.leave(tag, -1)
            found.identified(value, line=line, entry=key or f"line {entry.line}", field=tag)
    if address and "url" not in cells:
        cells["url"] = address
        found.leave("LID", -1)
    return cells
