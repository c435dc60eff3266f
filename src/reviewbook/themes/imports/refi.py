"""REFI-QDA 1.0, in which programs for qualitative data analysis exchange projects (.qdpx, .qde) and codebooks (.qdc).

What files are is known by what they hold, not by their ending. Names of elements and attributes are read in capitals or small letters
and in any namespace. How programs differ, and what is made of it:

- Positions count Unicode characters and the end is exclusive, as ATLAS.ti and NVivo write them; the standard's text (10.2) can be read
  as naming the last character, and some programs count UTF-16 units, bytes, a line end of two characters as one (or the other way
  round), or a byte order mark. Where passages have their own words as a name, that way of counting is taken under which most names
  stand at their positions, one way for the whole file. Without such names (NVivo), Unicode characters, unless passages then lie
  outside their texts or begin or end within words, and next to none does when positions are counted in another way. Another way,
  taken or likely, is said in ``left``.
- A passage whose name is words of its text that do not stand at its positions is taken from where they stand.
- A document's text has plain line ends, as every text in the folder of sources is read, whatever the file has; positions are those in
  this text.
- A selection's name is its text where it agrees with the length that the positions give it (or is cut with an ellipsis); else it is
  only what the program calls it.
- Programs that write one selection a coding (QualCoder) repeat its positions: such selections are one passage. The passage of a PDF
  that ATLAS.ti writes twice, as an area of the page and as text, is two, for neither says what the other does.
- "Coke::diet Coke" stays a name even where a code "Coke" is there: the standard nests codes by elements, and a parent that the file
  does not give would count its children's passages as its own.
- What reviewbook itself exported (`reviewbook.themes.exports`) is read strictly in the form in which it is written there: descriptions of
  excerpts and documents, links of findings, identifiers of codes. What has another form is left, as in any project. A compiled text is
  no document; its passages are excerpts of their own even where two have one place.
- Pages of a PDF are counted from 0 in the file, from 1 here.
- Where a code and a case have the same GUID (NVivo), or a case names a code, what has the code belongs to the case.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from reviewbook.files.archive import LARGEST, opened, refused
from reviewbook.files.elements import Node, parsed
from reviewbook.files.wording import words
from reviewbook.review.decoding import decoded
from reviewbook.themes.imports.positions import plain_line_ends
from reviewbook.themes.imports.project import Project, frame
from reviewbook.themes.imports.refi_passages import between, place_of, read_selections
from reviewbook.themes.imports.refi_rows import (
    CODE_ID,
    COMPILED,
    DIRECTION,
    DOCUMENT,
    ORIGIN,
    SCHEME,
    WHOLE,
    Reading,
    Selection,
    Text,
    base_of,
    description,
    guid_of,
    normal,
    whole_number,
)
from reviewbook.themes.imports.refi_sources import Archived, Beside, project_in

ZIP = b"PK"
KIND = {  # element of a source -> kind of document
    "textsource": "text",
    "pdfsource": "pdf",
    "picturesource": "picture",
    "audiosource": "audio",
    "videosource": "video",
}
TEXT_OF = ("representation", "textdescription", "transcript")  # elements of a source that hold its text
BETWEEN = "\n\n"  # transcripts of one recording
STANDARD = words(
    """project users user codebook codes code description noteref cases case coderef variablevalue variableref textvalue
    booleanvalue integervalue floatvalue datevalue datetimevalue variables variable sets set membercode membersource membernote
    sources textsource plaintextcontent plaintextselection coding picturesource textdescription pictureselection pdfsource
    representation pdfselection audiosource transcript audioselection videosource videoselection syncpoint transcriptselection
    notes note links link graphs graph vertex edge sourceref selectionref"""
)


def read(files: Sequence[Path]) -> Project:
    """A project from one REFI-QDA file: .qdpx, .qde or .qdc.

    Raises
    ------
    ReviewProblems where there is not one file or it cannot be read (QDAF-001), is no project or codebook (QDAF-002), grows beyond
    measure (QDAF-003), leads out of its archive (QDAF-004), is encrypted (QDAF-005), declares a document type (QDAF-006) or is nested
    too deep (QDAF-007).
    """
    if len(files) != 1:
        name = files[1].name if files else "refi-qda"
        raise refused("QDAF-001", name, f"{len(files)} files", "one project or codebook at a time")
    file = files[0]
    try:
        with file.open("rb") as opened_file:
            start = opened_file.read(16)
        length = file.stat().st_size
    except OSError as error:
        raise refused(
            "QDAF-001", file.name, (error.strerror or str(error)).lower(), "a file that can be read"
        ) from None
    if start.startswith(ZIP):
        with opened(file) as archive:
            name = project_in(archive, file.name)
            root, forbidden = parsed(archive.read(name), name=f"{file.name}, {name}")
            return _project(root, Archived(archive, name, file.name), file, forbidden)
    if length > LARGEST:
        raise refused(
            "QDAF-003", file.name, f"{length / 2**20:,.0f} MB", f"at most {LARGEST / 2**20:,.0f} MB of XML"
        )
    root, forbidden = parsed(file.read_bytes(), name=file.name)
    return _project(root, Beside(file), file, forbidden)


# ---- what the elements mean


def _project(root: Node, sources: Archived | Beside, file: Path, forbidden: int) -> Project:
    if root.tag not in ("project", "codebook"):
        found = f"XML of <{root.tag}>"
        raise refused("QDAF-002", file.name, found, "<Project> or <CodeBook>", row=root.line)
    reading = Reading(sources, own=root.get("origin").strip() == ORIGIN)
    book = root if root.tag == "codebook" else root.first("codebook")
    if book is not None:
        for codes in book.all("codes"):
            _read_codes(codes, reading)
    _read_schemes(root, reading)
    for user in _within(root, "users", "user"):
        reading.users[guid_of(user)] = user.get("name").strip() or user.get("id").strip()
    for source in _within(root, "sources", *KIND):
        _read_source(source, reading)
    read_selections(reading)
    for link in _within(root, "links", "link"):
        _read_link(link, reading)
    for case in _within(root, "cases", "case"):
        _read_case(case, reading)
    _leave_rest(root, reading, forbidden)
    return Project(
        origin=root.get("origin").strip() or "REFI-QDA",
        name=root.get("name").strip() or file.stem,
        codes=frame("codes", reading.codes),
        documents=frame("documents", reading.documents),
        excerpts=frame("excerpts", reading.excerpts),
        codings=frame("codings", list(reading.codings.values())),
        relations=frame("relations", reading.relations),
        cases=frame("cases", list(reading.cases.values())),
        left=reading.left,
    )


def _within(root: Node, group: str, *tags: str) -> Iterator[Node]:
    return (node for holder in root.all(group) for node in holder.all(*tags))


def _read_codes(codes: Node, reading: Reading) -> None:
    waiting: list[tuple[Node, str | None]] = [(code, None) for code in reversed(list(codes.all("code")))]
    while waiting:
        code, parent = waiting.pop()
        key = reading.key("codes", guid_of(code))
        if key != guid_of(code):
            why = "each is a code of its own; codings that name the GUID are the first one's"
            reading.leave("codes without a GUID of their own", code.get("name"), why)
        name = code.get("name").strip()
        row = {
            "key": key,
            "parent": parent,
            "name": name or "(no name)",
            "description": description(code),
            "codable": code.get("iscodable").strip().lower() not in ("false", "0"),
        }
        reading.codes.append(row)
        if code.get("color"):
            reading.leave(
                "colours of codes", f"{code.get('color')} of {name}", "codes have no colours in a review"
            )
        waiting.extend((child, key) for child in reversed(list(code.all("code"))))


def _read_schemes(root: Node, reading: Reading) -> None:
    scheme: dict[str, str] = {}
    code_id: dict[str, str] = {}
    for group in _within(root, "sets", "set"):
        first, *rest = (description(group) or "").splitlines() or [""]
        ids = [found for line in rest if (found := CODE_ID.fullmatch(line))]
        if first != SCHEME or len(ids) < len(rest):
            continue
        reading.read.add(id(group))
        code_id |= {normal(found[1]): found[2] for found in ids}
        for member in group.all("membercode"):
            scheme[normal(member.get("targetguid") or member.get("guid"))] = group.get("name")
    for row in reading.codes:
        row["scheme"] = scheme.get(row["key"])
        row["code_id"] = code_id.get(row["key"])


def _read_source(source: Node, reading: Reading) -> None:
    key = reading.key("documents", guid_of(source))
    holders = [source] if source.tag == "textsource" else list(source.all(*TEXT_OF))
    texts = [(holder, *_text_of(holder, reading)) for holder in holders]
    # A recording may have several transcripts: one after another they are its text, with a blank line between them.
    whole = [plain_line_ends(text) for _, text, _ in texts if text is not None]
    at = 0
    for holder, text, marked in texts:
        reading.texts.append(Text(key, text, marked, at))
        if text is not None:
            at += len(plain_line_ends(text)) + len(BETWEEN)
            if len(whole) > 1:
                why = "a document has one text: they follow each other in it"
                reading.leave("transcripts put together", holder.get("name"), why)
        _read_text_selections(holder, key, len(reading.texts) - 1, reading)
        if text is None and len(texts) > 1:
            _forget_positions(holder, reading)
    if source.tag != "textsource":
        _read_text_selections(source, key, len(reading.texts) - 1 if len(texts) == 1 else None, reading)
    path = source.get("path") or source.get("currentpath")
    file = path or next((h.get("plaintextpath") or h.get("richtextpath") for h in holders), "")
    row = {
        "key": key,
        "name": source.get("name").strip() or base_of(file) or f"document {len(reading.documents) + 1}",
        "kind": KIND[source.tag],
        "text": BETWEEN.join(whole) if whole else None,
        "file": base_of(file) or None,
    }
    if reading.own and description(source) == COMPILED:
        reading.compiled.add(key)
        reading.read.add(id(source))
    else:
        reading.documents.append(row | reading.told(source, DOCUMENT))
    for selection in source.all("pdfselection", "pictureselection", "audioselection", "videoselection"):
        inner = selection.first("representation")
        content = inner.first("plaintextcontent") if inner else None
        wording = content.text if content else ""
        reading.selections.append(Selection(selection, key, place=place_of(selection), wording=wording))
    for node in [source, *(holder for holder in holders if holder is not source)]:
        if node.first("coding"):
            reading.selections.append(Selection(node, key, place=WHOLE))


def _text_of(holder: Node, reading: Reading) -> tuple[str | None, bool]:
    content, path = holder.first("plaintextcontent"), holder.get("plaintextpath")
    if content is not None and (content.text or not path):
        return content.text, False
    if path and (data := reading.sources.read(path)) is not None:
        read = decoded(data)
        return read.text, read.marked
    rich = holder.get("richtextpath")
    if rich.lower().endswith(".docx") and (data := reading.sources.read(rich)) is not None:
        why = "there is no plain text: the words of the Word document stand for it, and positions may not fit"
        reading.leave("texts taken from Word documents", holder.get("name") or rich, why)
        return _words_of(data, base_of(rich)), False
    if path or rich:
        why = "the file names them and does not hold them; passages keep their positions"
        reading.leave("texts that are not in the file", f"{holder.get('name')} ({path or rich})", why)
    return None, False


def _words_of(data: bytes, name: str) -> str:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    with opened(data, name=name) as archive:
        try:
            total = sum(archive.size(entry) for entry in archive.names)
            if total > LARGEST:
                raise refused(
                    "QDAF-003", name, f"{total / 2**20:,.0f} MB", f"at most {LARGEST / 2**20:,.0f} MB"
                )
            return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
        except (PackageNotFoundError, KeyError, ValueError) as error:
            raise refused(
                "QDAF-001", name, f"a damaged Word document ({error})", "one that can be read"
            ) from None


def _read_text_selections(holder: Node, document: str, text: int | None, reading: Reading) -> None:
    points = {guid_of(point): point for point in holder.all("syncpoint")}
    ends: tuple[str, ...]
    times: tuple[str, ...]
    for node in holder.all("plaintextselection", "transcriptselection"):
        if node.tag == "plaintextselection":
            ends = (node.get("startposition"), node.get("endposition"))
            times = ("", "")
        else:
            pair = [points.get(normal(node.get(name))) for name in ("fromsyncpoint", "tosyncpoint")]
            ends = tuple(point.get("position") if point else "" for point in pair)
            times = tuple(point.get("timestamp") if point else "" for point in pair)
        start, end = (whole_number(value) for value in ends)
        selection = Selection(node, document, start, end, between(*times), text=text)
        if start is None or end is None or min(start, end) < 0:
            selection.start = selection.end = None
            why = "the passage is kept without them"
            reading.leave("positions that are no numbers", f"{ends[0]} to {ends[1]}", why, any(ends))
        elif start > end:
            selection.start, selection.end = end, start
        reading.selections.append(selection)


def _forget_positions(transcript: Node, reading: Reading) -> None:
    """Positions in one of several transcripts, whose text is not there: nobody knows where they are in the whole."""
    own = [selection for selection in reading.selections if selection.text == len(reading.texts) - 1]
    for selection in own:
        selection.start = selection.end = None
    why = "the passage is kept without them"
    reading.leave("positions in transcripts that are not in the file", transcript.get("name"), why, len(own))


# ---- relations, cases, and what is left


def _read_link(link: Node, reading: Reading) -> None:
    """A link between a finding and an excerpt, as the export writes it; any other is left."""
    relation = link.get("name")
    finding, excerpt = (
        reading.excerpts_of.get(normal(link.get(end)), ()) for end in ("targetguid", "originguid")
    )
    form = reading.own and relation in DIRECTION and link.get("direction") == DIRECTION[relation]
    if form and len(finding) == len(excerpt) == 1:
        reading.relations.append({"finding": finding[0], "excerpt": excerpt[0], "relation": relation})
        reading.read.add(id(link))


def _read_case(case: Node, reading: Reading) -> None:
    name = case.get("name").strip() or "(no name)"
    rows: list[dict[str, str | None]] = []
    for reference in case.all("sourceref"):
        key = normal(reference.get("targetguid"))
        if ("documents", key) in reading.keys:
            # What is of a review has its reports of its own, whichever its document has.
            inside = reading.excerpts_in[key] if reading.own else ()
            rows.extend({"name": name, "document": None, "excerpt": excerpt} for excerpt in inside)
            if key not in reading.compiled:
                rows.append({"name": name, "document": key, "excerpt": None})
        else:
            reading.leave("parts of cases that are not there", name, "the file has no such document")
    for reference in case.all("selectionref"):
        keys = reading.excerpts_of.get(normal(reference.get("targetguid")))
        if not keys:
            reading.leave("parts of cases that are not there", name, "the file has no such passage")
        rows.extend({"name": name, "document": None, "excerpt": key} for key in keys or ())
    codes = [guid_of(case), *(normal(reference.get("targetguid")) for reference in case.all("coderef"))]
    for code in filter(None, codes):
        rows.extend(
            {"name": name, "document": None, "excerpt": key} for key in reading.coded_with.get(code, ())
        )
    if not rows:
        reading.leave("cases without documents or passages", name, "nothing of the review belongs to them")
    for row in rows:
        reading.cases[tuple(row.values())] = row


GROUPS = {  # elements that a review has no place for -> what they are called, and why they stay
    "set": ("sets", "a review has no groups of codes, documents or notes; codes stand in a tree"),
    "note": ("notes", "memos have no place in a review; what matters for a code goes into its description"),
    "link": ("links", "relations that the program drew have no place in a review"),
    "graph": ("graphs", "drawings are not taken; the book draws its own"),
    "variable": ("variables", "a review has columns of its own for what it charts"),
    "variablevalue": ("values of variables", "a review has columns of its own for what it charts"),
    "syncpoint": ("points that tie transcripts to time", "a passage keeps its own times in words"),
}
DESCRIBED = {  # whose descriptions have no place, and what they are called
    "project": "project",
    "case": "cases",
    "variable": "variables",
    "set": "sets",
    **dict.fromkeys(KIND, "documents"),
    **dict.fromkeys(TEXT_OF, "documents"),
}


def _leave_rest(root: Node, reading: Reading, forbidden: int) -> None:
    for node in root.below():
        if id(node) in reading.read:
            continue
        if node.tag in GROUPS:
            what, why = GROUPS[node.tag]
            reading.leave(what, _example(node), why)
        elif node.tag == "coding" and node.get("creationdatetime"):
            reading.leave(
                "dates of codings", node.get("creationdatetime"), "a review does not keep when it was coded"
            )
        elif node.tag not in STANDARD:
            reading.leave(
                "elements that the standard does not have", f"<{node.tag}>", "nobody knows what they mean"
            )
        whose = "passages" if node.tag.endswith("selection") else DESCRIBED.get(node.tag)
        if whose and (told := description(node)):
            reading.leave(f"descriptions of {whose}", told, "memos have no place in a review")
    if others := reading.sources.others():
        why = "only plain text is read; pictures, recordings and pages stay in the file"
        reading.leave("files in the archive", others[0], why, len(others))
    reading.leave("characters that XML forbids", "", "each is read as a blank", forbidden)


def _example(node: Node) -> str:
    value = next((child.text for child in node.children if child.tag.endswith("value")), "")
    return node.get("name") or value or node.get("position") or guid_of(node)
