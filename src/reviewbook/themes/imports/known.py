"""What a review has already of coded material: documents by name and length, passages by their place or their words."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from reviewbook.files.wording import one_line
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING


def folded(text: str | None) -> str:
    """A text as it is compared: composed letters, one blank for each run of white space."""
    return one_line(unicodedata.normalize("NFC", text or ""))


def charted(cell: str | None) -> str:
    """A cell of a table, "" where nothing was charted."""
    return "" if cell is None or cell in NOTHING else cell


def same_documents(documents: list[dict], rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """The row of each document that the review has: of several of one name that of the same length, else one after the other."""
    free: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        free[folded(row["name"])].append(row)
    found: dict[str, dict[str, str]] = {}
    for exact in (True, False):
        for document in documents:
            same = free[folded(document["name"])]
            length = "" if document["text"] is None else str(len(document["text"]))
            fits = [row for row in same if not exact or charted(row.get("characters")) == length]
            if fits and document["key"] not in found:
                found[document["key"]] = fits[0]
                same.remove(fits[0])
    return found


def _may_be(row: dict[str, str], start: int | None, end: int | None) -> bool:
    """Whether a passage with the words of a row may be that row: a place is not known of both, or within that of the row."""
    first, last = charted(row.get("start")), charted(row.get("end"))
    if start is None or end is None or not (first.isdecimal() and last.isdecimal()):
        return start is None or not first
    return int(first) <= start and end <= int(last)


class Passages:
    """Finds the passages of the review again: in their place; else by their words, once each, where a place is not known of both.

    Words within the place of a row are that row too: it may have been taken with the blanks around it.

    Ask for those without a place first, and of these for the coded ones: of two with the same words, each is then found again.
    """

    def __init__(self, rows: Iterable[dict[str, str]], found: set[str]):
        self.by_place: dict[tuple[str, str, str, str | None], dict[str, str]] = {}
        self.by_text: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in rows:
            self.add(row)
            document_id = charted(row.get("document_id")) or NOT_APPLICABLE
            if row["excerpt_id"] not in found and (charted(row["text"]) or not charted(row.get("start"))):
                self.by_text[document_id, folded(row["text"])].append(row)

    def add(self, row: dict[str, str]) -> None:
        if charted(row.get("start")):
            for kind in (row["kind"], None):
                self.by_place.setdefault((row["document_id"], row["start"], row["end"], kind), row)

    def in_place(
        self, document_id: str, start: int | None, end: int | None, kind: str | None
    ) -> dict[str, str] | None:
        """The passage of that place, of any kind where ``kind`` is None."""
        return self.by_place.get((document_id, str(start), str(end), kind))

    def known(
        self, document_id: str, start: int | None, end: int | None, kind: str | None, text: str, place: str
    ) -> dict[str, str] | None:
        row = self.in_place(document_id, start, end, kind)
        if row is not None or (start is not None and not charted(text)):
            return row
        same = self.by_text[document_id, folded(text)]
        fits = sorted(
            (row for row in same if kind in (None, row["kind"]) and _may_be(row, start, end)),
            key=lambda row: bool(charted(row.get("start"))),
        )
        there = [row for row in fits if row["locator"].endswith(f", {place}")] if place else fits
        if there or (fits and charted(text)):
            row = (there or fits)[0]
            same.remove(row)
        return row
