"""A list of records that were included or excluded: who reads it, and which records of the review its entries mean.

An entry means the record with its DOI or PubMed identifier, else the one with its key, else the one with its title and, where both
give one, its year. What speaks against it, or for several, makes it a question: its candidates are named, and none is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reviewbook.files import grids
from reviewbook.files.signs import sight
from reviewbook.files.wording import compared, one_line, unmarked
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.selection.imports import bibtex, ris
from reviewbook.selection.imports.bibliography import Entries, Export, joined
from reviewbook.selection.imports.columns import known
from reviewbook.selection.imports.decision_sheet import Sheet
from reviewbook.selection.imports.decision_words import REASON
from reviewbook.selection.imports.expected import LIST
from reviewbook.selection.imports.formats import FORMATS

NOWHERE = "no record of the review has its DOI, PubMed identifier, key or title; the import of its source comes first"
LIKE = 0.85  # titles that are as like as this may be the same
SHOWN = 5  # candidates that are named
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


class Meant(NamedTuple):
    """The records that an entry may mean, and why it is a question where it means none for certain."""

    records: list[str]
    why: str = ""


class Finder:
    """Finds the records that entries mean; a duplicate stands for the record that is kept.

    ``called`` : what the rows are, where they are something else that has a DOI, a title and a year, with its key as record_id.
    """

    def __init__(
        self, records: Sequence[Mapping[str, str]], source_id: str | None = None, *, called: str = "records"
    ):
        self.called = called
        self.rows = {row["record_id"]: row for row in records}
        self.source_id = source_id
        self.ways: dict[str, dict[str, list[str]]] = {
            name: defaultdict(list) for name in ("doi", "pmid", "key", "title")
        }
        for record_id, row in self.rows.items():
            told = {
                "doi": (row.get("doi") or "").lower(),
                "pmid": row.get("pmid") or "",
                "title": _title(row),
            }
            for name, value in told.items():
                if value:
                    self.ways[name][value].append(record_id)
            for key in {record_id, row.get("source_key") or ""} - {""}:
                self.ways["key"][key].append(record_id)

    def __call__(self, entry: Mapping[str, str]) -> Meant:
        """What an entry means; ``entry`` is a row of records, of which the DOI, PubMed identifier, key, title and year tell."""
        asked = {
            "doi": (entry.get("doi") or "").lower(),
            "pmid": entry.get("pmid") or "",
            "key": entry.get("source_key") or "",
            "title": _title(entry),
        }
        against: list[str] = []
        for name, value in asked.items():
            found = self.ways[name].get(value, []) if value else []
            fits = [one for one in found if self._fits(entry, one, name)]
            fits = [one for one in fits if _title(self.rows[one]) == asked["title"]] or fits
            if fits and not against:
                return self._one_of(fits, name)
            if name != "key" or fits:  # a number that another program gave is no sign of anything
                against += fits or found
        if against:
            return self._question(against, "title, year or identifiers speak for and against")
        like = self._like(asked["title"])
        return self._question(like, "the title is only like") if like else Meant([], NOWHERE)

    def alike(self, entry: Mapping[str, str]) -> list[str]:
        """Every record with an entry's DOI or PubMed identifier, or with its title where neither year nor DOI speaks against it."""
        told = {"doi": (entry.get("doi") or "").lower(), "pmid": entry.get("pmid") or ""}
        found = [one for name, value in told.items() if value for one in self.ways[name].get(value, [])]
        title = _title(entry)
        found += [
            one
            for one in (self.ways["title"].get(title, []) if title else [])
            if self._fits(entry, one, "title")
        ]
        return list(dict.fromkeys(found))

    def titled(self, entry: Mapping[str, str]) -> list[str]:
        """The one record of an entry's title, where neither year nor DOI speaks against it; none where there are several."""
        found = self.ways["title"].get(_title(entry), [])
        fits = [one for one in found if self._fits(entry, one, "title")]
        return self._one_of(fits, "title").records if fits else []

    def _fits(self, entry: Mapping[str, str], record_id: str, by: str) -> bool:
        """Whether nothing that both tell speaks against that a record is meant: the title, or for a like title the year."""
        row = self.rows[record_id]
        if by == "title":
            years = {entry.get("year") or "", row.get("year") or ""} - {""}
            dois = {(entry.get("doi") or "").lower(), (row.get("doi") or "").lower()} - {""}
            return len(years) < 2 and len(dois) < 2
        one, other = _title(entry), _title(row)
        if not one or not other:
            return True
        short, long = sorted((one, other), key=len)
        return long.startswith(short) or _likeness(one, other) >= LIKE

    def _one_of(self, found: list[str], by: str) -> Meant:
        kept = list(dict.fromkeys(map(self._kept, found)))
        if len(kept) > 1:
            own = [one for one in kept if self.rows[one].get("source_id") == self.source_id]
            kept = own if len(own) == 1 else kept
        if len(kept) == 1:
            return Meant(kept)
        named = {"doi": "DOI", "pmid": "PubMed identifier"}.get(by, by)
        return self._question(kept, f"several {self.called} have this {named}")

    def _kept(self, record_id: str) -> str:
        """The record that is kept of duplicates."""
        seen = {record_id}
        while (
            above := self.rows[record_id].get("duplicate_of") or NOT_APPLICABLE
        ) in self.rows.keys() - seen:
            seen.add(above)
            record_id = above
        return record_id

    def _like(self, title: str) -> list[str]:
        from rapidfuzz import fuzz, process

        if not title:
            return []
        found = process.extract(
            title, list(self.ways["title"]), scorer=fuzz.ratio, score_cutoff=100 * LIKE, limit=SHOWN
        )
        return [one for like, *_ in found for one in self.ways["title"][like]]

    def _question(self, found: list[str], why: str) -> Meant:
        kept = sorted(dict.fromkeys(map(self._kept, found)))
        more = " and others" if len(kept) > SHOWN else ""
        return Meant([], f"{why}: {', '.join(kept[:SHOWN])}{more}")


def _title(row: Mapping[str, str]) -> str:
    return compared(unmarked(row.get("title") or "")) if row.get("title") else ""


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) / 100
