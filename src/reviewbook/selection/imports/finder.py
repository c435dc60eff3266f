"""Which records of the review an entry or a key means.

An entry means the record with its DOI or PubMed identifier, else the one with its key, else the one with its title and, where both
give one, its year. What speaks against it, or for several, makes it a question: its candidates are named, and none is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    """Finds the records that entries mean, or keys alone; each way to the records is made when it is first gone.

    Parameters
    ----------
    source_id : of the file whose entries and keys are asked for, where it has one
    called : what the rows are, where they are something else that has a DOI, a title and a year, with its key as record_id
    """

    def __init__(
        self, records: Sequence[Mapping[str, str]], source_id: str | None = None, *, called: str = "records"
    ):
        self.called = called
        self.rows = {row["record_id"]: row for row in records}
        self.source_id = source_id
        self._ways: dict[str, dict[str, list[str]]] = {}

    def _by(self, name: str) -> dict[str, list[str]]:
        """The records by what they tell: "doi", "pmid", "title", "key" (of any source, or their own), "source_key" (of the one)."""
        if name not in self._ways:
            way = self._ways[name] = defaultdict(list)
            for record_id, row in self.rows.items():
                for value in self._told(row, name):
                    if value:
                        way[value].append(record_id)
        return self._ways[name]

    def _told(self, row: Mapping[str, str], name: str) -> Collection[str]:
        if name == "title":
            return (_title(row),)
        if name == "key":
            return {row["record_id"], row.get("source_key") or ""}
        if name == "source_key" and self.source_id not in (None, row["source_id"]):
            return ()
        return ((row.get(name) or "").lower() if name == "doi" else row.get(name) or "",)

    def of_key(self, key: str) -> list[str]:
        """The records that a key means: by the source's key, then by record_id, then by DOI; of several, as `one_of` says."""
        if not key:
            return []
        if found := self._by("source_key").get(key):
            return self.one_of(found)
        if key in self.rows:
            return [key]
        return self.one_of(self._by("doi").get(doi(key) or "", ()))

    def one_of(self, found: Iterable[str]) -> list[str]:
        """The record among several that is no duplicate, where there is just one; else all."""
        found = list(dict.fromkeys(found))
        kept = [one for one in found if not self._above(one)]
        return kept if len(kept) == 1 else found

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
            found = self._by(name).get(value, []) if value else []
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
        found = [one for name, value in told.items() if value for one in self._by(name).get(value, [])]
        title = _title(entry)
        found += [
            one
            for one in (self._by("title").get(title, []) if title else [])
            if self._fits(entry, one, "title")
        ]
        return list(dict.fromkeys(found))

    def titled(self, entry: Mapping[str, str]) -> list[str]:
        """The one record of an entry's title, where neither year nor DOI speaks against it; none where there are several."""
        found = self._by("title").get(_title(entry), [])
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
        while (above := self._above(record_id)) in self.rows.keys() - seen:
            seen.add(above)
            record_id = above
        return record_id

    def _above(self, record_id: str) -> str:
        """The record of which a record is the duplicate; blank where it is none."""
        above = self.rows[record_id].get("duplicate_of") or NOT_APPLICABLE
        return "" if above == NOT_APPLICABLE else above

    def _like(self, title: str) -> list[str]:
        from rapidfuzz import fuzz, process

        if not title:
            return []
        found = process.extract(
            title, list(self._by("title")), scorer=fuzz.ratio, score_cutoff=100 * LIKE, limit=SHOWN
        )
        return [one for like, *_ in found for one in self._by("title")[like]]

    def _question(self, found: list[str], why: str) -> Meant:
        kept = sorted(dict.fromkeys(map(self._kept, found)))
        more = " and others" if len(kept) > SHOWN else ""
        return Meant([], f"{why}: {', '.join(kept[:SHOWN])}{more}")


def _title(row: Mapping[str, str]) -> str:
    return compared(unmarked(row.get("title") or "")) if row.get("title") else ""


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) / 100
