"""A list of records that were included or excluded: who reads it, and what it says of each decision (`finder`: which records it means)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from reviewbook.files import grids
from reviewbook.files.signs import sight
from reviewbook.files.wording import one_line
from reviewbook.selection.imports import bibtex, ris
from reviewbook.selection.imports.bibliography import Entries, Export, joined
from reviewbook.selection.imports.columns import known
from reviewbook.selection.imports.decision_sheet import Sheet
from reviewbook.selection.imports.decision_words import REASON
from reviewbook.selection.imports.expected import LIST
from reviewbook.selection.imports.formats import FORMATS

LINE = re.compile(r"line (\d+)$")


def read(file: Path) -> tuple[Export, dict[int, dict[str, str]]]:
    """The records of a list, in any format of records, and what is said of the decision on each, by the line of its entry.

    A table says it in its columns of reasons and notes, RIS and BibTeX in a note as "Exclusion reason: ...".

    Raises
    ------
    ReviewProblems where the file cannot be read, or is no list of records.
    """
    text, _ = grids.read_text(file, known)
    seen = sight(text) or ""
    if seen in FORMATS and not FORMATS[seen].decisions:
        name = seen
    else:
        name = "yaml" if file.suffix.lower() in (".yaml", ".yml", ".json") or LIST.match(text) else "csv"
    export = FORMATS[name].reader(file)
    if name == "csv":
        return export, _in_columns(file, export)
    if name == "ris":
        notes = {entry.line: entry.values("N1", "N2", "RN") for entry in ris.entries(text, Entries(file))}
    elif name == "bibtex":
        notes = {
            entry.line: [
                bibtex.plain(entry.fields.get(field, "")) for field in ("note", "annote", "annotation")
            ]
            for entry in bibtex.entries(file)[0]
        }
    else:
        notes = {}
    return export, {line: _reasons(said) for line, said in notes.items()}


def _reasons(notes: Iterable[str]) -> dict[str, str]:
    first, *others = [one_line(reason) for note in notes for reason in REASON.findall(note)] or [""]
    return {"reason": first, "other_reasons": joined(others)}


def _in_columns(file: Path, export: Export) -> dict[int, dict[str, str]]:
    """What the rows of a table say of decisions; these columns are then not left in the file."""
    given = Sheet(file)
    names = {holds: given.column(holds) for holds in ("reason", "other_reasons", "note", "decided_at")}
    there = {holds: name for holds, name in names.items() if name}
    for name in there.values():
        export.left.pop(name, None)
    return {line: {holds: one_line(cells[name]) for holds, name in there.items()} for line, cells, _ in given}


def line_of(locator: str) -> int:
    """The line of an entry, from its locator; 0 where it names none."""
    found = LINE.search(locator)
    return int(found[1]) if found else 0
