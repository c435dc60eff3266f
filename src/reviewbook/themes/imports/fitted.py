"""What a project says that a review cannot hold: it is set aside and named, and the rest is taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reviewbook.files.pieces import Piece
from reviewbook.files.texts import holds_words
from reviewbook.files.wording import one_line
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED
from reviewbook.review.problems import quote
from reviewbook.themes.grounds import BASES, DIRECTIONS
from reviewbook.themes.imports.positions import as_charted, cuts_word, is_said, sound, trimmed

KINDS = ("finding", "quotation")
SCHEME = re.compile("[a-z][a-z0-9_]*")
WITHOUT_TEXT = ("picture", "audio", "video")  # kinds of documents of which a piece is no text
SPEAKER = "a speaker is small letters, digits and _, a letter first"


@dataclass
class Aside:
    """What is set aside of a project, and what is said of the rest."""

    pieces: list[Piece] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def lost(self, what: str, found: list[str], why: str) -> None:
        """Set pieces of one kind aside together."""
        if found:
            more = f" and {len(found) - 1:,} more" if len(found) > 1 else ""
            self.pieces.append(Piece(None, NOT_APPLICABLE, what, f"{found[0]}{more}", why))

    def differ(self, what: str, keys: list[str], file: str) -> None:
        """Say of rows that are there otherwise that they stay so."""
        if keys:
            them = f"of {len(keys):,} rows differs" if len(keys) > 1 else "of 1 row differs"
            self.said.append(f"{file} stays as it is where its {what} {them}, first {keys[0]}")


def texts_of(documents: list[dict], aside: Aside) -> dict[str, str]:
    """The texts of documents by key, as files can hold them; one without a word is none, and said."""
    bare: list[str] = []
    texts: dict[str, str] = {}
    for document in documents:
        if document["text"] is not None and not holds_words(document["text"]):
            bare.append(document["name"])
            document["text"] = None
        if document["text"] is not None:
            document["text"] = texts[document["key"]] = sound(document["text"])
    aside.lost("text of a document", bare, "it holds no word: the document has none")
    return texts


def of_known_kind(excerpts: list[dict], aside: Aside) -> list[dict]:
    """Set passages of an unknown kind aside, and take away speakers that are no words of a review."""
    odd = [one for one in excerpts if one["kind"] not in (None, *KINDS)]
    wrong = [one for one in excerpts if not SCHEME.fullmatch(one["speaker"] or NOT_REPORTED)]
    aside.lost("passage", [f"{one['name']}: {one['kind']}" for one in odd], "its kind is none of a review")
    aside.lost("speaker", [f"{one['name']}: {one['speaker']}" for one in wrong], SPEAKER)
    for one in wrong:
        one["speaker"] = None
    for column, known in (("direction", DIRECTIONS), ("basis", (*BASES, NOT_REPORTED))):
        strange = [one for one in excerpts if one[column] and one[column] not in known]
        told = [f"{one['name']}: {one[column]}" for one in strange]
        aside.lost(column, told, f"a {column} is one of {', '.join(known)}")
        for one in strange:
            one[column] = None
    return [one for one in excerpts if one["kind"] in (None, *KINDS)]


def place(excerpts: list[dict], texts: Mapping[str, str], aside: Aside) -> None:
    """Take away positions that cannot be: outside the text, turned round, or at other words than the passage has.

    Blanks around a passage are no part of it: its place is that of its words. What is of a review stays as it is there.
    """
    odd, moved, blank = [], [], []
    cut: list[str] = []
    for excerpt in excerpts:
        start, end, text = excerpt["start"], excerpt["end"], texts.get(excerpt["document"])
        said = excerpt["text"] or ""
        if start is None and end is None:
            continue
        if start is None or end is None or not 0 <= start <= end <= (end if text is None else len(text)):
            odd.append(f"{start} to {end}")
            excerpt["start"] = excerpt["end"] = None
            continue
        if excerpt["kind"] is not None:
            continue
        if text is None:
            if said.strip() and len(said) == end - start:
                first, last = trimmed(said, 0, len(said))
                excerpt["start"], excerpt["end"] = start + first, start + last
        elif said.strip() and not is_said(text[start:end], sound(said)):
            moved.append(f"{one_line(said)}, not {one_line(text[start:end])}")
            excerpt["start"] = excerpt["end"] = None
        elif not text[start:end].strip():
            blank.append(f"{start} to {end}")
            excerpt["start"] = excerpt["end"] = None
        else:
            start, end = excerpt["start"], excerpt["end"] = trimmed(text, start, end)
            excerpt["text"] = text[start:end]
            if cuts_word(text, start) or cuts_word(text, end):
                cut.append(one_line(excerpt["text"]))
    aside.lost("position", odd, "it does not lie in the text of its document")
    aside.lost("position", moved, "other words stand there than the program keeps of the passage")
    aside.lost("position", blank, "only blanks stand there")
    if cut:
        many = "1 passage begins or ends" if len(cut) == 1 else f"{len(cut):,} passages begin or end"
        aside.said.append(
            f"{many} within a word, first {quote(cut[0])}: look whether the program shows other words there; "
            "if so, it counts positions in another unit, and its passages are shifted"
        )


def words_of(excerpt: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
    """What a passage says: as the program has it, else what stands in its place."""
    text = excerpt["text"]
    if excerpt["kind"] is not None:
        return text or NOT_APPLICABLE
    if text := as_charted(text or "").strip():
        return text
    piece = kinds.get(excerpt["document"]) in WITHOUT_TEXT or excerpt["place"]
    return NOT_APPLICABLE if piece else NOT_REPORTED
