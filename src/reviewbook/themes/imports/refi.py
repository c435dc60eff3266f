"""REFI-QDA 1.0, in which programs for qualitative data analysis exchange projects (.qdpx, .qde) and codebooks (.qdc).

What files are is known by what they hold, not by their ending. Names of elements and attributes are read in capitals or small letters
and in any namespace. How programs differ, and what is made of it:

- Positions count Unicode characters and the end is exclusive, as ATLAS.ti and NVivo write them; the standard's text (10.2) can be read
  as naming the last character, and some programs count UTF-16 units, bytes, a line end of two characters as one (or the other way
  round), or a byte order mark. Where passages have their own words as a name, that way of counting is taken under which most names
  stand at their positions, one way for the whole file. Without such names (NVivo), Unicode characters, unless a position then lies
  outside its text and none does in UTF-16 units. Another way is said in ``left``.
- A document's text has plain line ends, as every text in the folder of sources is read, whatever the file has; positions are those in
  this text.
- A selection's name is its text where it agrees with the length that the positions give it (or is cut with an ellipsis); else it is
  only what the program calls it.
- Programs that write one selection a coding (QualCoder) repeat its positions: such selections are one passage. The passage of a PDF
  that ATLAS.ti writes twice, as an area of the page and as text, is two, for neither says what the other does.
- "Coke::diet Coke" stays a name even where a code "Coke" is there: the standard nests codes by elements, and a parent that the file
  does not give would count its children's passages as its own.
- What reviewbook itself exported (`exchange.refi_project`) is read strictly in the form in which it is written there: descriptions of
  excerpts and documents, links of findings, identifiers of codes. What has another form is left, as in any project. A compiled text is
  no document; its passages are excerpts of their own even where two have one place.
- Pages of a PDF are counted from 0 in the file, from 1 here.
- Where a code and a case have the same GUID (NVivo), or a case names a code, what has the code belongs to the case.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reviewbook.files.archive import LARGEST, Archive, opened, refused
from reviewbook.files.decoding import decoded
from reviewbook.files.elements import Node, parsed
from reviewbook.files.pieces import Left
from reviewbook.files.wording import words
from reviewbook.review.problems import quote
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
from reviewbook.themes.imports.project import Project, frame

ZIP = b"PK"
KIND = {  # element of a source -> kind of document
    "textsource": "text",
    "pdfsource": "pdf",
    "picturesource": "picture",
    "audiosource": "audio",
    "videosource": "video",
}
# How `exchange.refi_project` writes what the standard has no place for.
ORIGIN = "reviewbook"
SCHEME = "coding scheme"  # first line of the description of a set that holds the codes of one scheme; GUID and code_id follow
CODE_ID = re.compile(r"([0-9A-Fa-f-]{36}): (\S+)")
COMPILED = "Compiled from the review's excerpts; not the text of a document."  # description of such a source
# Of links, by relation.
DIRECTION = {"illustrates": "OneWay", "supports": "OneWay", "contrary": "Bidirectional"}
EXCERPT = re.compile(
    r"""kind:[ ](?P<kind>[^\n]+)
    (?:\nspeaker:[ ](?P<speaker>[^\n]+))?
    (?:\npage:[ ](?P<page>[^\n]+))?
    (?:\ndocument_id:[ ](?P<document_id>[^\n]+))?
    (?:\nstart:[ ](?P<start>[0-9]{1,15})\nend:[ ](?P<end>[0-9]{1,15}))?
    (?P<wordless>\ntext:[ ]not_applicable)?
    \nlocator:[ ](?P<locator>.+)""",
    re.VERBOSE | re.DOTALL,
)
DOCUMENT = re.compile(
    r"""document_id:[ ](?P<document_id>[^\n]+)
    (?:\nreport_id:[ ](?P<report_id>[^\n]+))?
    \nlocator:[ ](?P<locator>.+)""",
    re.VERBOSE | re.DOTALL,
)
TEXT_OF = ("representation", "textdescription", "transcript")  # elements of a source that hold its text
WHOLE = "the whole document"
BETWEEN = "\n\n"  # transcripts of one recording
ENOUGH = 2000  # named passages, taken evenly, that show how positions are counted
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
            name = _project_in(archive, file.name)
            root, forbidden = parsed(archive.read(name), name=f"{file.name}, {name}")
            return _project(root, _Archived(archive, name, file.name), file, forbidden)
    if length > LARGEST:
        raise refused(
            "QDAF-003", file.name, f"{length / 2**20:,.0f} MB", f"at most {LARGEST / 2**20:,.0f} MB of XML"
        )
    root, forbidden = parsed(file.read_bytes(), name=file.name)
    return _project(root, _Beside(file), file, forbidden)


# ---- where texts are


class _Archived:
    """Texts in the archive that the project came in: by their path, beside the project or in its folder of sources."""

    def __init__(self, archive: Archive, project: str, name: str):
        self._archive, self._project, self._name = archive, project, name
        self._folder = project.rpartition("/")[0]
        self._taken = {project}

    def read(self, path: str) -> bytes | None:
        name = _inside(path, self._name)
        for folder in ("sources/", ""):
            place = f"{self._folder}/{folder}{name}".lstrip("/")
            if name and (found := self._archive.find(place)):
                self._taken.add(found)
                return self._archive.read(found)
        return None

    def others(self) -> list[str]:
        return [name for name in self._archive.names if name not in self._taken and not _of_macos(name)]


class _Beside:
    """Texts in the folder of sources beside a project that was unpacked."""

    def __init__(self, file: Path):
        self._folder, self._name = file.parent, file.name

    def read(self, path: str) -> bytes | None:
        name = _inside(path, self._name)
        for folder in ("sources", "Sources"):
            place = self._folder / folder / name
            if name and place.is_file() and place.resolve().is_relative_to(self._folder.resolve()):
                return place.read_bytes() if place.stat().st_size <= LARGEST else None
        return None

    def others(self) -> list[str]:
        return []


def _inside(path: str, file: str) -> str:
    """The path of a text within the sources; blank where it lies elsewhere (on the computer it was made on)."""
    scheme, colon, rest = path.partition("://")
    scheme, rest = (scheme.lower(), rest) if colon else ("internal", path)
    rest = rest.replace("\\", "/")
    leads_out = ".." in rest.split("/")
    if scheme == "internal":
        if leads_out or rest.startswith("/") and not colon or re.match(r"/?[A-Za-z]:", rest):
            expected = "a path within the archive"
            raise refused(
                "QDAF-004", file, f"the text {quote(path)}, which lies outside the archive", expected
            )
        return re.sub(r"^/*(?:sources/)?", "", rest, flags=re.IGNORECASE)
    return rest.lstrip("/") if scheme == "relative" and not leads_out else ""


def _of_macos(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("._")


def _project_in(archive: Archive, name: str) -> str:
    """The project's entry: project.qde where it is, else the only .qde or .qdc, the one nearest the top first."""
    for ending in (".qde", ".qdc"):
        found = [path for path in archive.names if path.lower().endswith(ending) and not _of_macos(path)]
        if found:
            return min(
                found, key=lambda path: (path.count("/"), not path.lower().endswith("project.qde"), path)
            )
    what = "an archive without project.qde"
    if archive.find("xl/workbook.xml"):
        what = "a workbook (.xlsx)"
    elif archive.find("word/document.xml"):
        what = "a Word document (.docx)"
    raise refused("QDAF-002", name, what, "a REFI-QDA project (.qdpx)")


# ---- what the elements mean


class _Text(NamedTuple):
    document: str
    text: str | None
    marked: bool  # began with a byte order mark
    offset: int  # where it begins in the document's text


@dataclass(slots=True)
class _Selection:
    node: Node
    document: str
    start: int | None = None
    end: int | None = None
    place: str = ""
    wording: str = ""  # what the file says stands there
    text: int | None = None  # which of the texts its positions are in


class _Reading:
    """The rows of a project as they are found, and what is left in the file."""

    def __init__(self, sources: _Archived | _Beside, *, own: bool):
        self.sources = sources
        self.own = own  # a review was exported to it
        self.codes: list[dict] = []
        self.documents: list[dict] = []
        self.excerpts: list[dict] = []
        self.codings: dict[tuple, dict] = {}
        self.relations: list[dict] = []
        self.cases: dict[tuple, dict] = {}
        self.users: dict[str, str] = {}
        self.texts: list[_Text] = []
        self.selections: list[_Selection] = []
        self.excerpts_of: dict[str, list[str]] = defaultdict(list)  # GUID of a selection -> keys of excerpts
        self.excerpts_in: dict[str, list[str]] = defaultdict(list)  # key of a document -> keys of excerpts
        self.compiled: set[str] = set()  # keys of sources that are no documents
        self.read: set[int] = set()  # ids of the elements of which nothing is left
        self.coded_with: dict[str, list[str]] = defaultdict(list)
        self._left: dict[str, list] = {}
        self.keys: set[str] = set()

    def leave(self, what: str, example: str, why: str, n: int = 1) -> None:
        if not n:
            return
        if what not in self._left:
            self._left[what] = [0, " ".join(example.split())[:120], why]
        self._left[what][0] += n

    @property
    def left(self) -> tuple[Left, ...]:
        return tuple(Left(what, n, example, why) for what, (n, example, why) in self._left.items())

    def key(self, table: str, guid: str) -> str:
        """The GUID, or a key of its own where there is none or it is taken."""
        wanted = guid or f"{table}-{len(self.keys) + 1}"
        key, n = wanted, 1
        while (table, key) in self.keys:
            n += 1
            key = f"{wanted}-{n}"
        self.keys.add((table, key))
        return key

    def told(self, node: Node, form: re.Pattern[str]) -> dict[str, str | None]:
        """What the description of an element tells in a form that the export writes; nothing in other projects."""
        found = form.fullmatch(_description(node) or "") if self.own else None
        if found is None:
            return {}
        self.read.add(id(node))
        return found.groupdict()


def _project(root: Node, sources: _Archived | _Beside, file: Path, forbidden: int) -> Project:
    if root.tag not in ("project", "codebook"):
        found = f"XML of <{root.tag}>"
        raise refused("QDAF-002", file.name, found, "<Project> or <CodeBook>", row=root.line)
    reading = _Reading(sources, own=root.get("origin").strip() == ORIGIN)
    book = root if root.tag == "codebook" else root.first("codebook")
    if book is not None:
        for codes in book.all("codes"):
            _read_codes(codes, reading)
    _read_schemes(root, reading)
    for user in _within(root, "users", "user"):
        reading.users[_guid(user)] = user.get("name").strip() or user.get("id").strip()
    for source in _within(root, "sources", *KIND):
        _read_source(source, reading)
    _read_selections(reading)
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


def _read_codes(codes: Node, reading: _Reading) -> None:
    waiting = [(code, None) for code in reversed(list(codes.all("code")))]
    while waiting:
        code, parent = waiting.pop()
        key = reading.key("codes", _guid(code))
        if key != _guid(code):
            why = "each is a code of its own; codings that name the GUID are the first one's"
            reading.leave("codes without a GUID of their own", code.get("name"), why)
        name = code.get("name").strip()
        row = {
            "key": key,
            "parent": parent,
            "name": name or "(no name)",
            "description": _description(code),
            "codable": code.get("iscodable").strip().lower() not in ("false", "0"),
        }
        reading.codes.append(row)
        if code.get("color"):
            reading.leave(
                "colours of codes", f"{code.get('color')} of {name}", "codes have no colours in a review"
            )
        waiting.extend((child, key) for child in reversed(list(code.all("code"))))


def _read_schemes(root: Node, reading: _Reading) -> None:
    scheme: dict[str, str] = {}
    code_id: dict[str, str] = {}
    for group in _within(root, "sets", "set"):
        first, *rest = (_description(group) or "").splitlines() or [""]
        ids = [CODE_ID.fullmatch(line) for line in rest]
        if first != SCHEME or not all(ids):
            continue
        reading.read.add(id(group))
        code_id |= {_normal(found[1]): found[2] for found in ids}
        for member in group.all("membercode"):
            scheme[_normal(member.get("targetguid") or member.get("guid"))] = group.get("name")
    for row in reading.codes:
        row["scheme"] = scheme.get(row["key"])
        row["code_id"] = code_id.get(row["key"])


def _read_source(source: Node, reading: _Reading) -> None:
    key = reading.key("documents", _guid(source))
    holders = [source] if source.tag == "textsource" else list(source.all(*TEXT_OF))
    texts = [(holder, *_text_of(holder, reading)) for holder in holders]
    # A recording may have several transcripts: one after another they are its text, with a blank line between them.
    whole = [plain_line_ends(text) for _, text, _ in texts if text is not None]
    at = 0
    for holder, text, marked in texts:
        reading.texts.append(_Text(key, text, marked, at))
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
        "name": source.get("name").strip() or _base(file) or f"document {len(reading.documents) + 1}",
        "kind": KIND[source.tag],
        "text": BETWEEN.join(whole) if whole else None,
        "file": _base(file) or None,
    }
    if reading.own and _description(source) == COMPILED:
        reading.compiled.add(key)
        reading.read.add(id(source))
    else:
        reading.documents.append(row | reading.told(source, DOCUMENT))
    for selection in source.all("pdfselection", "pictureselection", "audioselection", "videoselection"):
        inner = selection.first("representation")
        content = inner.first("plaintextcontent") if inner else None
        wording = content.text if content else ""
        reading.selections.append(_Selection(selection, key, place=_place(selection), wording=wording))
    for node in [source, *(holder for holder in holders if holder is not source)]:
        if node.first("coding"):
            reading.selections.append(_Selection(node, key, place=WHOLE))


def _text_of(holder: Node, reading: _Reading) -> tuple[str | None, bool]:
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
        return _words_of(data, _base(rich)), False
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


def _read_text_selections(holder: Node, document: str, text: int | None, reading: _Reading) -> None:
    points = {_guid(point): point for point in holder.all("syncpoint")}
    for node in holder.all("plaintextselection", "transcriptselection"):
        if node.tag == "plaintextselection":
            ends = (node.get("startposition"), node.get("endposition"))
            times = ("", "")
        else:
            pair = [points.get(_normal(node.get(name))) for name in ("fromsyncpoint", "tosyncpoint")]
            ends = tuple(point.get("position") if point else "" for point in pair)
            times = tuple(point.get("timestamp") if point else "" for point in pair)
        start, end = (_whole_number(value) for value in ends)
        selection = _Selection(node, document, start, end, _between(*times), text=text)
        if start is None or end is None or min(start, end) < 0:
            selection.start = selection.end = None
            why = "the passage is kept without them"
            reading.leave("positions that are no numbers", f"{ends[0]} to {ends[1]}", why, any(ends))
        elif start > end:
            selection.start, selection.end = end, start
        reading.selections.append(selection)


def _forget_positions(transcript: Node, reading: _Reading) -> None:
    """Positions in one of several transcripts, whose text is not there: nobody knows where they are in the whole."""
    own = [selection for selection in reading.selections if selection.text == len(reading.texts) - 1]
    for selection in own:
        selection.start = selection.end = None
    why = "the passage is kept without them"
    reading.leave("positions in transcripts that are not in the file", transcript.get("name"), why, len(own))


def _place(selection: Node) -> str:
    """Where an area or a stretch of time is, in words."""
    if selection.tag in ("audioselection", "videoselection"):
        return _between(selection.get("begin"), selection.get("end"))
    x1, y1, x2, y2 = (selection.get(name) for name in ("firstx", "firsty", "secondx", "secondy"))
    area = f"area {x1}, {y1} to {x2}, {y2}" if x1 and y1 else ""
    page = _whole_number(selection.get("page"))
    return ", ".join(part for part in (f"page {page + 1}" if page is not None else "", area) if part)


def _between(begin: str, end: str) -> str:
    times = [_whole_number(value) for value in (begin, end)]
    return " to ".join(_clock(time) for time in times if time is not None)


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}.{rest:03}" if rest else clock


def _read_selections(reading: _Reading) -> None:
    placed = _positions(reading)
    known: dict[tuple, str] = {}
    for n, selection in enumerate(reading.selections):
        guid = _guid(selection.node) if selection.place != WHOLE else ""
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
                start, end = (int(told[at]) if told.get(at) else None for at in ("start", "end"))
                row |= {"document": None, "start": start, "end": end, "document_id": told.get("document_id")}
                row["text"] = None if told.get("wordless") else row["text"]
            reading.excerpts.append(row)
            reading.excerpts_in[selection.document].append(key)
        key = known[same]
        if guid:
            reading.excerpts_of[guid].append(key)
        _read_codings(selection, key, reading)


def _positions(reading: _Reading) -> dict[int, tuple[int | None, int | None, str]]:
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
        if start < 0:
            why = "the passage is kept without them"
            example = f"{selection.start} to {selection.end} of {len(reading.texts[selection.text].text):,} characters"
            reading.leave("positions outside their text", example, why)
            found[n] = (None, None, "")
        else:
            offset = reading.texts[selection.text].offset
            found[n] = (start + offset, end + offset, wording)
    return found


def _spans(
    within: Mapping[int, Sequence[int]], way: Way, reading: _Reading
) -> Iterator[tuple[int, int, int, str]]:
    for at, members in within.items():
        text = reading.texts[at].text
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


def _way(within: Mapping[int, Sequence[int]], reading: _Reading) -> Way:
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


def _all_inside(within: Mapping[int, Sequence[int]], way: Way, reading: _Reading) -> bool:
    return all(start >= 0 for _, start, _, _ in _spans(within, way, reading))


def _said(selection: _Selection, start: int | None, end: int | None, reading: _Reading) -> str:
    """The text of a passage whose document has none: its name, where the positions say that it is as long."""
    name = selection.node.get("name").strip()
    length = end - start if start is not None else -1
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


def _read_codings(selection: _Selection, excerpt: str, reading: _Reading) -> None:
    by = _normal(selection.node.get("creatinguser")) if selection.place != WHOLE else ""
    for coding in selection.node.all("coding"):
        reference = coding.first("coderef")
        code = _normal(reference.get("targetguid")) if reference else ""
        if ("codes", code) not in reading.keys:
            why = "the file has no such code"
            reading.leave("codings of codes that are not there", code or "no code named", why)
            continue
        user = _normal(coding.get("creatinguser")) or by
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


# ---- relations, cases, and what is left


def _read_link(link: Node, reading: _Reading) -> None:
    """A link between a finding and an excerpt, as the export writes it; any other is left."""
    relation = link.get("name")
    finding, excerpt = (
        reading.excerpts_of.get(_normal(link.get(end)), ()) for end in ("targetguid", "originguid")
    )
    form = reading.own and relation in DIRECTION and link.get("direction") == DIRECTION[relation]
    if form and len(finding) == len(excerpt) == 1:
        reading.relations.append({"finding": finding[0], "excerpt": excerpt[0], "relation": relation})
        reading.read.add(id(link))


def _read_case(case: Node, reading: _Reading) -> None:
    name = case.get("name").strip() or "(no name)"
    rows = []
    for reference in case.all("sourceref"):
        key = _normal(reference.get("targetguid"))
        if ("documents", key) in reading.keys:
            # What is of a review has its reports of its own, whichever its document has.
            inside = reading.excerpts_in[key] if reading.own else ()
            rows.extend({"name": name, "document": None, "excerpt": excerpt} for excerpt in inside)
            if key not in reading.compiled:
                rows.append({"name": name, "document": key, "excerpt": None})
        else:
            reading.leave("parts of cases that are not there", name, "the file has no such document")
    for reference in case.all("selectionref"):
        keys = reading.excerpts_of.get(_normal(reference.get("targetguid")))
        if not keys:
            reading.leave("parts of cases that are not there", name, "the file has no such passage")
        rows.extend({"name": name, "document": None, "excerpt": key} for key in keys or ())
    codes = [_guid(case), *(_normal(reference.get("targetguid")) for reference in case.all("coderef"))]
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


def _leave_rest(root: Node, reading: _Reading, forbidden: int) -> None:
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
        if whose and (description := _description(node)):
            reading.leave(f"descriptions of {whose}", description, "memos have no place in a review")
    if others := reading.sources.others():
        why = "only plain text is read; pictures, recordings and pages stay in the file"
        reading.leave("files in the archive", others[0], why, len(others))
    reading.leave("characters that XML forbids", "", "each is read as a blank", forbidden)


def _example(node: Node) -> str:
    value = next((child.text for child in node.children if child.tag.endswith("value")), "")
    return node.get("name") or value or node.get("position") or _guid(node)


def _description(node: Node) -> str | None:
    description = node.first("description")
    return description.text.strip() or None if description else None


def _guid(node: Node) -> str:
    return _normal(node.get("guid"))


def _normal(guid: str) -> str:
    return guid.strip().strip("{}").lower()


def _whole_number(value: str) -> int | None:
    return int(value) if re.fullmatch(r"\s*[+-]?\d{1,15}\s*", value, re.ASCII) else None


def _base(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
