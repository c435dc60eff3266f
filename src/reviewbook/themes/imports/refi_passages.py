"""The passages of a REFI-QDA project: what stands at their positions, however the program counts them, and their codings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from reviewbook.files.elements import Node
from reviewbook.themes.imports.positions import (
    PLAIN,
    UTF_16,
    WAYS,
    Way,
    agreement,
    offsets,
    places,
    plain_line_ends,
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
            row |= {name: told.get(name) for name in ("kind", "speaker", "page", "locator")}
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


def _positions(reading: Reading) -> dict[int, tuple[int | None, int | None, str]]:
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
    if way != WAYS[0]:
        n = sum(map(len, within.values()))
        why = "most passages stand at their positions when these are counted so; they are given as Unicode characters"
        reading.leave("positions counted in another way", str(way), why, n)
    found = {n: (s.start, s.end, "") for n, s in enumerate(reading.selections)}
    for n, start, end, wording in _spans(within, way, reading):
        selection = reading.selections[n]
        assert selection.text is not None  # else it is not within one
        text = reading.texts[selection.text]
        if start < 0:
            assert text.text is not None  # nor within one that is not there
            why = "the passage is kept without them"
            example = f"{selection.start} to {selection.end} of {len(text.text):,} characters"
            reading.leave("positions outside their text", example, why)
            found[n] = (None, None, "")
        else:
            found[n] = (start + text.offset, end + text.offset, wording)
    return found


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
    """The way of counting under which most names stand at their positions; Unicode characters where names tell nothing."""
    telling = [
        (at, n)
        for at, members in within.items()
        for n in members
        if reading.selections[n].node.get("name").strip()
    ]
    named: dict[int, list[int]] = defaultdict(list)
    for at, n in telling[:: len(telling) // ENOUGH + 1]:
        named[at].append(n)
    most = 2 * sum(map(len, named.values()))
    if not most:
        return next((way for way in (WAYS[0], UTF_16) if _all_inside(within, way, reading)), WAYS[0])
    marked = any(reading.texts[at].marked for at in named)
    best, agreed = WAYS[0], -1
    for way in WAYS:
        if way.mark and not marked:
            continue
        names = ((n, wording) for n, _, _, wording in _spans(named, way, reading) if wording)
        points = sum(agreement(wording, reading.selections[n].node.get("name")) for n, wording in names)
        if points > agreed:
            best, agreed = way, points
        if agreed == most:
            break
    return best


def _all_inside(within: Mapping[int, Sequence[int]], way: Way, reading: Reading) -> bool:
    return all(start >= 0 for _, start, _, _ in _spans(within, way, reading))


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
            name or f"{start} to {end}",
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
