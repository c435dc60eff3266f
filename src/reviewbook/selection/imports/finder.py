"""Which records of the review an entry or a key means.

An entry means the record with its DOI or PubMed identifier, else the one with its key, else the one with its title and, where both
give one, its year. What speaks against it, or for several, makes it a question: its candidates are named, and none is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reviewbook.files.wording import compared, unmarked
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.selection.imports.identifiers import doi

NOWHERE = "no record of the review has its DOI, PubMed identifier, key or title; the import of its source comes first"
LIKE = 0.85  # titles that are as like as this may be the same
SHOWN = 5  # candidates that are named


class Meant(NamedTuple):
    """The records that an entry may mean, and why it is a question where it means none for certain."""

    records: list[str]
    why: str = ""


class Finder:
    """Finds the records that entries mean; a duplicate stands for the record that is kept."""

    def __init__(self, records: Sequence[Mapping[str, str]], source_id: str | None = None):
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
            own = [one for one in kept if self.rows[one]["source_id"] == self.source_id]
            kept = own if len(own) == 1 else kept
        if len(kept) == 1:
            return Meant(kept)
        named = {"doi": "DOI", "pmid": "PubMed identifier"}.get(by, by)
        return self._question(kept, f"several records have this {named}")

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


class KeyFinder:
    """Finds the records that a key means: by source_key, then by record_id, then by DOI."""

    def __init__(self, rows: list[dict[str, str]], source_id: str | None):
        self.ways: list[dict[str, list[str]]] = [defaultdict(list), defaultdict(list), defaultdict(list)]
        self.duplicates = set()
        for row in rows:
            record_id = row["record_id"]
            if (row.get("source_key") or "") and source_id in (None, row["source_id"]):
                self.ways[0][row["source_key"]].append(record_id)
            self.ways[1][record_id].append(record_id)
            if row.get("doi"):
                self.ways[2][row["doi"].lower()].append(record_id)
            if (row.get("duplicate_of") or NOT_APPLICABLE) != NOT_APPLICABLE:
                self.duplicates.add(record_id)

    def __call__(self, key: str) -> list[str]:
        if not key:
            return []
        for way, asked in zip(self.ways, (key, key, doi(key)), strict=True):
            if asked in way:
                return self.one_of(way[asked])
        return []

    def one_of(self, found: Iterable[str]) -> list[str]:
        """The record among several that is no duplicate, where there is just one; else all."""
        found = list(dict.fromkeys(found))
        kept = [record_id for record_id in found if record_id not in self.duplicates]
        return kept if len(kept) == 1 else found
