"""The passages of a REFI-QDA project: what stands at their positions, however the program counts them, and their codings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from reviewbook.files.elements import Node
from reviewbook.themes.imports.positions import (
    PLAIN,
    TELLING,
    WAYS,
    Faults,
    Way,
    agreement,
    faults,
    is_said,
    likeliest,
    offsets,
    places,
    plain_line_ends,
    stands,
)
from reviewbook.themes.imports.refi_rows import (
    EXCERPT,
    WHOLE,
    Reading,
    Selection,
    guid_of,
    normal,
    whole_number,
)

Placed = tuple[int | None, int | None, str]  # start, end and words of a passage in its document's text
ENOUGH = 2000  # named passages, taken evenly, that show how positions are counted


def place_of(selection: Node) -> str:
    """Where an area or a stretch of time is, in words."""
    if selection.tag in ("audioselection", "videoselection"):
        return between(selection.get("begin"), selection.get("end"))
    x1, y1, x2, y2 = (selection.get(name) for name in ("firstx", "firsty", "secondx", "secondy"))
    area = f"area {x1}, {y1} to {x2}, {y2}" if x1 and y1 else ""
    page = whole_number(selection.get("page"))
    return ", ".join(part for part in (f"page {page + 1}" if page is not None else "", area) if part)


def between(begin: str, end: str) -> str:
    times = [whole_number(value) for value in (begin, end)]
    return " to ".join(_clock(time) for time in times if time is not None)


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}.{rest:03}" if rest else clock


def read_selections(reading: Reading) -> None:
    placed = _positions(reading)
    known: dict[tuple, str] = {}
    for n, selection in enumerate(reading.selections):
        guid = guid_of(selection.node) if selection.place != WHOLE else ""
        start, end, wording = placed[n]
        wording = wording or selection.wording
        if not wording and selection.place != WHOLE:
            wording = _said(selection, start, end, reading)
        # QualCoder and others write one selection a coding: the same place of the same document is one passage.
        same = (
            selection.document,
            start,
            end,
            selection.place,
            selection.wording,
            guid if reading.own or (start is None and not selection.place) else None,
        )
        if same not in known:
            key = reading.key("excerpts", guid or f"{selection.document}-whole")
            if guid and key != guid:
                why = "as an area of the page and as text: both are taken, as the file counts them"
                reading.leave("passages that the file holds twice", selection.node.get("name"), why)
            known[same] = key
            row = {
                "key": key,
                "document": selection.document,
                "start": start,
                "end": end,
                "text": wording or None,
                "name": selection.node.get("name").strip() or None if guid else None,
                "place": selection.place or None,
            }
            told = reading.told(selection.node, EXCERPT) if guid else {}
            row |= {
                name: told.get(name) for name in ("kind", "speaker", "direction", "basis", "page", "locator")
            }
            if selection.document in reading.compiled:
                start, end = (int(said) if (said := told.get(at)) else None for at in ("start", "end"))
                row |= {"document": None, "start": start, "end": end, "document_id": told.get("document_id")}
                row["text"] = None if told.get("wordless") else row["text"]
            reading.excerpts.append(row)
            reading.excerpts_in[selection.document].append(key)
        key = known[same]
        if guid:
            reading.excerpts_of[guid].append(key)
        _read_codings(selection, key, reading)


def _positions(reading: Reading) -> dict[int, Placed]:
    """Of each selection, by its place in the list: start, end and words in its document's text."""
    within: dict[int, list[int]] = defaultdict(list)
    for n, selection in enumerate(reading.selections):
        if (
            selection.text is not None
            and selection.start is not None
            and reading.texts[selection.text].text is not None
        ):
            within[selection.text].append(n)
    way = _way(within, reading)
    found: dict[int, Placed] = {n: (s.start, s.end, "") for n, s in enumerate(reading.selections)}
    for n, start, end, wording in _spans(within, way, reading):
        selection = reading.selections[n]
        assert selection.text is not None  # else it is not within one
        text = reading.texts[selection.text]
        assert text.text is not None  # nor within one that is not there
        place: Placed | None = (start, end, wording) if start >= 0 else None
        own = "" if reading.own else selection.node.get("name").strip()  # our names are no words
        if own and not is_said(wording, own):
            place = _where_its_words_stand(own, text.text, place, reading)
        if place is None:
            why = "the passage is kept without them"
            example = f"{selection.start} to {selection.end} of {len(text.text):,} characters"
            reading.leave("positions outside their text", example, why)
        begin, stop, wording = place or (None, None, "")
        if begin is not None and stop is not None:
            begin, stop = begin + text.offset, stop + text.offset
        found[n] = (begin, stop, wording)
    return found


def _where_its_words_stand(own: str, text: str, place: Placed | None, reading: Reading) -> Placed | None:
    """The place of a passage whose name is not what stands at its positions: where the name stands, if the text has it.

    A name too short to be told from a title, or one that is nowhere in the text, says nothing.
    """
    words = own.removesuffix("…").removesuffix("...").rstrip()
    plain, in_one_line = _both(text)
    if len(words) < TELLING or " ".join(words.split()) not in in_one_line:
        return place
    if words == own and (elsewhere := stands(own, plain)):
        why = "other words stand at their positions: they are taken from where their own stand"
        reading.leave("passages that stand elsewhere than their positions say", own, why)
        return (*elsewhere, plain[slice(*elsewhere)])
    why = "their own words stand more than once, or are cut: the passages have them, and no positions"
    reading.leave("passages at whose positions other words stand", own, why)
    return None, None, own


@lru_cache(maxsize=2)
def _both(text: str) -> tuple[str, str]:
    """A text with plain line ends, and in one line."""
    return plain_line_ends(text), " ".join(text.split())


def _spans(
    within: Mapping[int, Sequence[int]], way: Way, reading: Reading
) -> Iterator[tuple[int, int, int, str]]:
    for at, members in within.items():
        text = reading.texts[at].text
        assert text is not None  # `_positions` takes no other
        starts = np.array([reading.selections[n].start for n in members], dtype=np.int64)
        ends = np.array([reading.selections[n].end for n in members], dtype=np.int64)
        counted = way._replace(mark=way.mark and reading.texts[at].marked)
        starts, ends = places(offsets(text, counted), starts, ends + way.inclusive)
        plain, at_plain = plain_line_ends(text), offsets(text, PLAIN).tolist()
        for n, start, end in zip(members, starts.tolist(), ends.tolist(), strict=True):
            if 0 <= start <= end:
                start, end = at_plain[start], at_plain[end]
                yield n, start, end, plain[start:end]
            else:
                yield n, -1, -1, ""


def _way(within: Mapping[int, Sequence[int]], reading: Reading) -> Way:
    """The way of counting under which most names stand at their positions; where names tell nothing, most passages at words."""
    if reading.own:
        return WAYS[0]
    everywhere = [(at, n) for at, members in within.items() for n in members]
    named = _some([one for one in everywhere if reading.selections[one[1]].node.get("name").strip()])
    total, most = len(everywhere), 2 * sum(map(len, named.values()))
    best, agreed = WAYS[0], 0
    for way in _ways(named, reading) if most else ():
        names = ((n, wording) for n, _, _, wording in _spans(named, way, reading) if wording)
        points = sum(agreement(wording, reading.selections[n].node.get("name")) for n, wording in names)
        if points > agreed:
            best, agreed = way, points
        if agreed == most:
            break
    what, why = (
        "positions counted in another way",
        "most passages stand at their positions when these are counted so",
    )
    if not agreed:
        some = _some(everywhere)
        best, likely = likeliest(_ways(some, reading), lambda way: _faults(some, way, reading))
        why = "so that passages begin and end with whole words, and not within them"
        if best != likely:
            doubt = "passages begin or end within words; fewer would when positions are counted so"
            reading.leave("positions that may be counted in another way", str(likely), doubt, total)
    if best != WAYS[0]:
        reading.leave(what, str(best), f"{why}; they are given as Unicode characters", total)
    return best


def _some(members: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    """Enough of the passages, taken evenly, by the text that they stand in."""
    found: dict[int, list[int]] = defaultdict(list)
    for at, n in members[:: len(members) // ENOUGH + 1]:
        found[at].append(n)
    return found


def _ways(within: Mapping[int, Sequence[int]], reading: Reading) -> list[Way]:
    """The ways in which positions may be counted in these texts."""
    marked = any(reading.texts[at].marked for at in within)
    return [way for way in WAYS if marked or not way.mark]


def _faults(within: Mapping[int, Sequence[int]], way: Way, reading: Reading) -> Faults:
    places_in: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for n, start, end, _ in _spans(within, way, reading):
        at = reading.selections[n].text
        assert at is not None  # `within` is by text
        places_in[at].append((start, end))
    each = [
        faults(plain_line_ends(reading.texts[at].text or ""), *zip(*own, strict=True))
        for at, own in places_in.items()
    ]
    return Faults(sum(one.cut for one in each), sum(one.ragged for one in each))


def _said(selection: Selection, start: int | None, end: int | None, reading: Reading) -> str:
    """The text of a passage whose document has none: its name, where the positions say that it is as long."""
    name = selection.node.get("name").strip()
    length = end - start if start is not None and end is not None else -1
    cut = name.endswith(("…", "...")) and 20 < len(name) <= length
    if cut:
        reading.leave("passages cut short", name, "the file holds no more of them than their name")
    if cut or 0.9 * length <= len(name) <= 1.1 * length:
        return name
    if start is not None or selection.node.tag in ("plaintextselection", "transcriptselection"):
        reading.leave(
            "passages without words",
            name or ("no name, no position" if start is None else f"{start} to {end}"),
            "the file holds neither their text nor its name",
        )
    return ""


def _read_codings(selection: Selection, excerpt: str, reading: Reading) -> None:
    by = normal(selection.node.get("creatinguser")) if selection.place != WHOLE else ""
    for coding in selection.node.all("coding"):
        reference = coding.first("coderef")
        code = normal(reference.get("targetguid")) if reference else ""
        if ("codes", code) not in reading.keys:
            why = "the file has no such code"
            reading.leave("codings of codes that are not there", code or "no code named", why)
            continue
        user = normal(coding.get("creatinguser")) or by
        if user and not reading.users.get(user):
            reading.leave("coders who are not among the users", user, "the coding is kept, without its coder")
        row = {"excerpt": excerpt, "code": code, "coder": reading.users.get(user) or None}
        if tuple(row.values()) in reading.codings:
            reading.leave(
                "codings given twice", selection.node.get("name"), "one coder gives a passage a code once"
            )
            continue
        reading.codings[tuple(row.values())] = row
        reading.coded_with[code].append(excerpt)
