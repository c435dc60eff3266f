"""A review's coding as a REFI-QDA 1.0 project (.qdpx) or codebook (.qdc), for programs for qualitative data analysis; and as the
codebook of Taguette (.csv).

What the standard has a place for goes there: codes with their tree and descriptions, coders as users, documents as sources, excerpts as
selections, reports as cases, and what excerpts say to findings as links. A scheme is a set of its codes, so that no code is there that
the review does not have; their identifiers stand in its description. Kind, speaker, direction, basis, page and locator of an excerpt
stand in its description, and where its document is not there, also the document's identifier and the place in it. `qda.refi` reads all
this again.

An excerpt stands in the text of its document where this is given and holds it to the letter at its positions, or there without the
blanks at their ends. All others stand in texts compiled from them, one a report and two more for those with several reports or none:
a program shows a passage only in a text.

The same review gives the same bytes: a GUID is made from the review's name and the row's key, and nothing is dated.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pandas as pd

from reviewbook.files.cells import for_spreadsheets
from reviewbook.files.pieces import Left
from reviewbook.review.characters import without_control
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.suggest import one_of
from reviewbook.themes import coding as themes
from reviewbook.themes.imports.positions import as_charted, plain_line_ends, trimmed
from reviewbook.themes.imports.refi_rows import COMPILED, DIRECTION, ORIGIN, SCHEME

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
NAMESPACE = UUID("6d3a1f0e-8a57-5a1c-9a0e-5f5f3c2b7d41")  # of our GUIDs; any will do that never changes
UNDATED = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold
BETWEEN = "\n\n"  # passages of a compiled text
SOURCE = {
    "text": "TextSource",
    "pdf": "PDFSource",
    "picture": "PictureSource",
    "audio": "AudioSource",
    "video": "VideoSource",
}
SELECTION = {
    "pdf": "PDFSelection",
    "picture": "PictureSelection",
    "audio": "AudioSelection",
    "video": "VideoSelection",
}
# Places in a page, picture or recording, as an import writes them into a locator.
PAGE = re.compile(r"\bpage (\d+)")
AREA = re.compile(r"\barea (-?\d+), (-?\d+) to (-?\d+), (-?\d+)")
TIMES = re.compile(r"\b(\d+):(\d\d):(\d\d)(?:\.(\d{3}))? to (\d+):(\d\d):(\d\d)(?:\.(\d{3}))?")
CARRIED = ("codes", "codings", "documents", "excerpts", "excerpt_reports", "finding_excerpts")
UNLOCATED = ("codings", "excerpt_reports", "finding_excerpts")  # whose rows go without their locators
IN_PART = {"reports": "each is a case with its identifier; the format has no place for the rest"}


class Exported(NamedTuple):
    """A file, how much of what it holds, and what of the review it has no place for."""

    data: bytes
    counts: Mapping[str, int]  # "codes", "sources", "selections", "codings" ...
    left: tuple[Left, ...]


def qdpx(review: Review, *, sources: Mapping[str, str] | None = None, scheme: str | None = None) -> Exported:
    """A review's coding as a REFI-QDA project.

    Parameters
    ----------
    sources : texts of documents, by the name of their file (documents.file).
    scheme : a coding scheme whose codes, and the excerpts that have one of them, are exported alone; None: all schemes, all excerpts.

    Raises
    ------
    ReviewProblems: EXPO-003 where there is no code, EXPO-004 where there is no such scheme, THEM-003 where a code's parents lead
    nowhere.
    """
    return _Writing(review, sources or {}, scheme).project()


def qdc(review: Review, *, scheme: str | None = None) -> Exported:
    """The codes of a review as a REFI-QDA codebook; see `qdpx`."""
    guid = _Guids(review)
    codes = _codes(review, scheme)
    root = Element("CodeBook", xmlns=CODEBOOK, origin=ORIGIN)
    _add_codes(SubElement(root, "Codes"), codes, guid)
    sets = SubElement(root, "Sets")
    for name, own in codes.groupby("scheme", sort=False):
        _add_scheme(sets, name, own["code_id"], guid, member="guid")
    left = [*_beyond(review, ("codes",)), *_locators("codes", codes)]
    return Exported(_xml(root), {"codes": len(codes)}, tuple(left))


def codebook(review: Review, *, scheme: str | None = None) -> Exported:
    """The codes of a review as a codebook for Taguette: a CSV file with the columns tag and description.

    Tags are flat, and each is there once: a label that several codes have is written with the labels above it ("A > B"); where this
    does not tell them apart, with the code_id.
    """
    codes = _codes(review, scheme)
    path: dict[str, str] = {}
    for row in codes.itertuples(index=False):
        path[row.code_id] = f"{path[row.parent_id]} > {row.label}" if row.parent_id in path else row.label
    tags = codes["label"]
    for more in (codes["code_id"].map(path), codes["label"] + " (" + codes["code_id"] + ")"):
        tags = tags.mask(tags.duplicated(keep=False), more)
    table = pd.DataFrame(
        {"tag": tags, "description": codes["description"].where(_told(codes["description"]))}
    )
    nested = int((codes["depth"] > 0).sum())
    left = [*_beyond(review, ("codes",)), *_locators("codes", codes)]
    if nested:
        example = codes.loc[codes["depth"] > 0, "label"].iloc[0]
        left.insert(
            0, Left("places of codes in their tree", nested, example, "Taguette's tags are a flat list")
        )
    return Exported(for_spreadsheets(table), {"codes": len(codes)}, tuple(left))


class _Passage(NamedTuple):
    row: Any  # of excerpts
    start: int | None
    end: int | None


class _Writing:
    """A project as it is put together."""

    def __init__(self, review: Review, sources: Mapping[str, str], scheme: str | None):
        self.review, self.guid = review, _Guids(review)
        self.codes = _codes(review, scheme)
        self.code = {code: self.guid("code", code) for code in self.codes["code_id"]}
        codings = review.codings
        self.codings = codings[codings["code_id"].isin(self.codes["code_id"])]
        excerpts = review.excerpts
        self.excerpts = (
            excerpts[excerpts["excerpt_id"].isin(self.codings["excerpt_id"])] if scheme else excerpts
        )
        self.codings = self.codings[self.codings["excerpt_id"].isin(self.excerpts["excerpt_id"])]
        coders = sorted(set(self.codings["coder"].dropna()) - set(NOTHING))
        self.coder = {coder: self.guid("coder", coder) for coder in coders}
        self.sources = {name.casefold(): plain_line_ends(text) for name, text in sources.items()}
        self.left: list[Left] = []
        links = review.excerpt_reports
        links = links[links["excerpt_id"].isin(self.excerpts["excerpt_id"])]
        self.reports: dict[str, list[str]] = {
            excerpt: sorted(own) for excerpt, own in links.groupby("excerpt_id")["report_id"]
        }
        self.given: dict[str, list] = defaultdict(list)
        for row in self.codings.sort_values(["code_id", "coder"]).itertuples(index=False):
            self.given[row.excerpt_id].append(row)
        self.texts: dict[str, bytes] = {}  # by the name of their file in the archive
        self.counts: Counter[str] = Counter()
        self.compiled: dict[str, str] = {}  # name of a compiled text -> its GUID
        self.within: dict[str, list[_Passage]] = {}  # excerpts in a document of their own, by document
        self.text: dict[str, str] = {}

    def project(self) -> Exported:
        root = Element("Project", xmlns=PROJECT, name=_clean(self.review.name), origin=ORIGIN)
        if self.coder:
            users = SubElement(root, "Users")
            for coder, guid in self.coder.items():
                SubElement(users, "User", guid=guid, name=_clean(coder))
        _add_codes(SubElement(SubElement(root, "CodeBook"), "Codes"), self.codes, self.guid)
        cases, sources = Element("Cases"), Element("Sources")
        self._sources(sources)
        self._cases(cases)
        for group in (cases, sources, self._links(), self._sets()):
            if len(group):
                root.append(group)
        SubElement(root, "Description").text = _clean(self.review.title)
        self.counts.update(codes=len(self.codes), users=len(self.coder), cases=len(cases))
        tables = [table for table in CARRIED if len(self.review.tables.get(table, ()))]
        self.left += _locators("codes", self.codes)
        for table in UNLOCATED:
            self.left += _locators(table, self.review.tables[table])
        self.left += _beyond(self.review, tables)
        uncoded = len(self.review.excerpts) - len(self.excerpts)
        if uncoded:
            first = self.review.excerpts.loc[
                ~self.review.excerpts["excerpt_id"].isin(self.excerpts["excerpt_id"])
            ]
            why = "they have no code of this scheme"
            self.left.append(Left("excerpts", uncoded, first["excerpt_id"].iloc[0], why))
        return Exported(_zip({"project.qde": _xml(root), **self.texts}), dict(self.counts), tuple(self.left))

    # ---- sources

    def _sources(self, parent: Element) -> None:
        placed = self._placed()
        elsewhere: dict[str, list] = defaultdict(list)
        for row in self.excerpts.itertuples(index=False):
            if row.excerpt_id not in placed:
                elsewhere[self._collection(row.excerpt_id)].append(row)
        for document in self.review.documents.itertuples(index=False):
            if (own := self.within.get(document.document_id)) is not None:
                self._document(parent, document, own)
        for name in sorted(elsewhere):
            self._compiled(parent, name, elsewhere[name])

    def _placed(self) -> set[str]:
        """The excerpts that stand in a document of their own; fills ``within`` and ``text``."""
        for document in self.review.documents.itertuples(index=False):
            key = document.document_id
            text = self.sources.get(str(document.file).casefold()) if _said(document.file) else None
            if text is not None and pd.notna(document.characters) and document.characters != len(text):
                found = f"{key}: {len(text):,} characters, not {document.characters:,}"
                self._leave("texts of another length than their document", found, "positions would not fit")
                text = None
            if text is not None:
                self.text[key] = text
            if text is not None or document.kind in SELECTION:
                self.within[key] = []
        kinds = dict(zip(self.review.documents["document_id"], self.review.documents["kind"], strict=True))
        placed: set[str] = set()
        for row in self.excerpts.itertuples(index=False):
            if row.document_id not in self.within:
                continue
            passage = self._passage(row, self.text.get(row.document_id), kinds[row.document_id])
            if passage is not None:
                self.within[row.document_id].append(passage)
                placed.add(row.excerpt_id)
        for document, own in list(self.within.items()):
            if not own and document not in self.text:
                del self.within[document]
        without = [d for d in self.review.documents["document_id"] if d not in self.within]
        if without:
            why = "without its text a document has no place in a project (--sources FOLDER gives the texts)"
            self.left.append(Left("documents", len(without), without[0], why))
        return placed

    def _passage(self, row: Any, text: str | None, kind: str) -> _Passage | None:
        if row.text == NOT_APPLICABLE:
            return _Passage(row, None, None) if kind in SELECTION else None
        if text is None or pd.isna(row.start) or pd.isna(row.end):
            return None
        place = start, end = int(row.start), int(row.end)
        for start, end in (place, trimmed(text, *place)):
            if start < end and as_charted(text[start:end]) == plain_line_ends(row.text):
                return _Passage(row, start, end)
        found = f"{row.excerpt_id}: {quote(text[slice(*place)])}"
        self._leave(
            "positions that do not hold their excerpt", found, "the excerpt stands in a compiled text"
        )
        return None

    def _document(self, parent: Element, document: Any, own: Sequence[_Passage]) -> None:
        guid = self.guid("document", document.document_id)
        source = SubElement(parent, SOURCE[document.kind], guid=guid, name=_clean(document.name))
        self.counts["sources"] += 1
        SubElement(source, "Description").text = _about(document, ("document_id", "report_id", "locator"))
        areas = [passage for passage in own if passage.start is None]
        placed = [
            (passage.row, passage.start, passage.end)
            for passage in own
            if passage.start is not None and passage.end is not None
        ]
        text = self.text.get(document.document_id)
        holder = source
        if document.kind in ("picture", "audio", "video") and text is not None:
            tag = "TextDescription" if document.kind == "picture" else "Transcript"
            holder = SubElement(source, tag, guid=self.guid("text", document.document_id))
        for passage in areas:
            self._area(source, passage.row, document.kind)
        if document.kind == "pdf" and text is not None:
            holder = SubElement(source, "Representation", guid=self.guid("text", document.document_id))
        if text is not None:
            self._give_text(holder, text)
        if holder.tag == "Transcript":
            self._transcribed(holder, placed)
        else:
            for row, start, end in placed:
                self._selection(holder, row, start, end)

    def _transcribed(self, transcript: Element, placed: Sequence[tuple[Any, int, int]]) -> None:
        """Selections of a transcript lie between points in it."""
        points = sorted({at for _, start, end in placed for at in (start, end)})
        guid = {at: self.guid("point", f"{transcript.get('guid')} {at}") for at in points}
        for at in points:
            SubElement(transcript, "SyncPoint", guid=guid[at], position=str(at))
        for row, start, end in placed:
            places = {"fromSyncPoint": guid[start], "toSyncPoint": guid[end]}
            self._select(transcript, "TranscriptSelection", row, places)

    def _area(self, source: Element, row: Any, kind: str) -> None:
        locator = row.locator if _said(row.locator) else ""
        if kind in ("audio", "video"):
            found = TIMES.search(locator)
            begin, end = (_milliseconds(found.groups()[at : at + 4]) for at in (0, 4)) if found else (0, 0)
            places = {"begin": str(begin), "end": str(end)}
        else:
            area = AREA.search(locator)
            places = dict(
                zip(
                    ("firstX", "firstY", "secondX", "secondY"), area.groups() if area else "0000", strict=True
                )
            )
            found = area
            if kind == "pdf":
                page = PAGE.search(locator)
                places["page"] = str(max(int(page[1]) - 1, 0)) if page else "0"
                found = area or page
        if not found:
            why = "the standard wants one: it is written as 0, and what the locator says stands in the description"
            self._leave("places in pictures and recordings", f"{row.excerpt_id}: {locator}", why)
        self._select(source, SELECTION[kind], row, places)

    def _compiled(self, parent: Element, name: str, rows: Sequence) -> None:
        guid = self.guid("compiled", name)
        source = SubElement(parent, "TextSource", guid=guid, name=_clean(name))
        self.counts["sources"] += 1
        self.compiled[name] = guid
        parts, places, at = [], [], 0
        for row in rows:
            words = plain_line_ends(row.text)
            if words == NOT_APPLICABLE:
                words = f"[{row.locator if _said(row.locator) else row.excerpt_id}]"
                why = "the excerpt has no words: its place stands for them"
                self._leave("passages of pictures and recordings", row.excerpt_id, why)
            places.append((row, at, at + len(words)))
            parts.append(words)
            at += len(words) + len(BETWEEN)
        SubElement(source, "Description").text = COMPILED
        self._give_text(source, BETWEEN.join(parts))
        for row, start, end in places:
            self._selection(source, row, start, end, compiled=True)

    def _collection(self, excerpt: str) -> str:
        reports = self.reports.get(excerpt, ())
        if len(reports) == 1:
            return reports[0]
        return f"{self.review.name}: excerpts of {'several reports' if reports else 'no report'}"

    def _give_text(self, holder: Element, text: str) -> None:
        name = f"{holder.get('guid')}.txt"
        holder.set("plainTextPath", f"internal://{name}")
        self.texts[f"sources/{name}"] = text.encode("utf-8", errors="replace")

    def _selection(self, holder: Element, row: Any, start: int, end: int, *, compiled: bool = False) -> None:
        places = {"startPosition": str(start), "endPosition": str(end)}
        self._select(holder, "PlainTextSelection", row, places, compiled=compiled)

    def _select(
        self, holder: Element, tag: str, row: Any, places: Mapping[str, str], *, compiled: bool = False
    ) -> None:
        guid = self.guid("excerpt", row.excerpt_id)
        selection = SubElement(holder, tag, {"guid": guid, "name": _clean(row.excerpt_id), **places})
        elsewhere = []  # of an excerpt that does not stand in its document
        if compiled:
            elsewhere += ["document_id"] if _said(row.document_id) else []
            elsewhere += ["start", "end"] if pd.notna(row.start) and pd.notna(row.end) else []
            elsewhere += ["text"] if row.text == NOT_APPLICABLE else []
        columns = ("kind", "speaker", "direction", "basis", "page", *elsewhere, "locator")
        SubElement(selection, "Description").text = _about(row, columns)
        self.counts["selections"] += 1
        for given in self.given.get(row.excerpt_id, ()):
            key = f"{given.excerpt_id} {given.code_id} {given.coder}"
            coding = SubElement(selection, "Coding", guid=self.guid("coding", key))
            if given.coder in self.coder:
                coding.set("creatingUser", self.coder[given.coder])
            SubElement(coding, "CodeRef", targetGUID=self.code[given.code_id])
            self.counts["codings"] += 1

    # ---- cases, links, sets

    def _cases(self, parent: Element) -> None:
        whole: dict[str, list[str]] = defaultdict(list)  # report -> sources that are its alone
        covered: set[str] = set()
        for document in self.review.documents.itertuples(index=False):
            own = self.within.get(document.document_id)
            report = document.report_id
            if own is None or not _said(report):
                continue
            if all(self.reports.get(passage.row.excerpt_id) == [report] for passage in own):
                whole[report].append(self.guid("document", document.document_id))
                covered.update(passage.row.excerpt_id for passage in own)
        included = set(self.review.reports["report_id"])
        for name, guid in self.compiled.items():
            if name in included:
                whole[name].append(guid)
        inside = {passage.row.excerpt_id for own in self.within.values() for passage in own}
        parts: dict[str, list[str]] = defaultdict(list)
        for excerpt in self.excerpts["excerpt_id"]:
            reports = self.reports.get(excerpt, ())
            if excerpt in covered or (len(reports) == 1 and excerpt not in inside):
                continue
            for report in reports:
                parts[report].append(self.guid("excerpt", excerpt))
        for row in self.review.reports.itertuples(index=False):
            key = row.report_id
            if key not in whole and key not in parts:
                continue
            case = SubElement(parent, "Case", guid=self.guid("report", key), name=_clean(key))
            for guid in whole[key]:
                SubElement(case, "SourceRef", targetGUID=guid)
            for guid in parts[key]:
                SubElement(case, "SelectionRef", targetGUID=guid)

    def _links(self) -> Element:
        links = Element("Links")
        kept = set(self.excerpts["excerpt_id"])
        for row in self.review.finding_excerpts.itertuples(index=False):
            if row.finding_id in kept and row.excerpt_id in kept:
                SubElement(
                    links,
                    "Link",
                    guid=self.guid("link", f"{row.finding_id} {row.excerpt_id}"),
                    name=row.relation,
                    direction=DIRECTION[row.relation],
                    originGUID=self.guid("excerpt", row.excerpt_id),
                    targetGUID=self.guid("excerpt", row.finding_id),
                )
        return links

    def _sets(self) -> Element:
        sets = Element("Sets")
        for name, own in self.codes.groupby("scheme", sort=False):
            _add_scheme(sets, name, own["code_id"], self.guid, member="targetGUID")
        return sets

    def _leave(self, what: str, example: str, why: str) -> None:
        for at, left in enumerate(self.left):
            if left.what == what:
                self.left[at] = left._replace(n=left.n + 1)
                return
        self.left.append(Left(what, 1, example, why))


def _codes(review: Review, scheme: str | None) -> pd.DataFrame:
    """The codes to export, parents before children, scheme by scheme: themes first."""
    codes = review.codes
    if not len(codes):
        raise ReviewProblems([Problem("EXPO-003", "codes.csv", "no code", "one or more")])
    schemes = sorted(codes["scheme"].dropna().unique(), key=lambda name: (name != themes.THEMES, name))
    if scheme is not None and scheme not in schemes:
        raise ReviewProblems([Problem("EXPO-004", "--scheme", quote(scheme), one_of(schemes, scheme))])
    chosen = [scheme] if scheme is not None else schemes
    table = pd.concat([themes.tree(codes, scheme=name) for name in chosen], ignore_index=True)
    lost = codes[codes["scheme"].isin(chosen) & ~codes["code_id"].isin(table["code_id"])]
    if len(lost):
        raise ReviewProblems(
            Problem(
                "THEM-003",
                "codes.csv",
                f"{code} whose parents do not end at the top of its scheme",
                "parents that do",
                row=at + 2,
                field="parent_id",
            )
            for at, code in lost["code_id"].items()
        )
    return table


def _add_codes(parent: Element, codes: pd.DataFrame, guid: _Guids) -> None:
    above: dict[str, Element] = {}
    for row in codes.itertuples(index=False):
        holder = above.get(row.parent_id, parent)
        name = _clean(row.label)
        code = SubElement(holder, "Code", guid=guid("code", row.code_id), name=name, isCodable="true")
        if _said(row.description):
            SubElement(code, "Description").text = _clean(row.description)
        above[row.code_id] = code


def _add_scheme(sets: Element, name: str, codes: Iterable[str], guid: _Guids, *, member: str) -> None:
    """A set of a scheme's codes; ``member`` is the attribute that names one."""
    group = SubElement(sets, "Set", guid=guid("scheme", name), name=name)
    guids = {code: guid("code", code) for code in codes}
    SubElement(group, "Description").text = "\n".join(
        [SCHEME, *(f"{own}: {code}" for code, own in guids.items())]
    )
    for own in guids.values():
        SubElement(group, "MemberCode", {member: own})


def _about(row: object, columns: Iterable[str]) -> str:
    """Cells of a row, a line each, words for nothing included; blank ones apart."""
    cells = ((column, getattr(row, column, None)) for column in columns)
    return "\n".join(f"{column}: {_clean(cell)}" for column, cell in cells if pd.notna(cell))


def _beyond(review: Review, carried: Iterable[str]) -> list[Left]:
    """The tables that the file does not hold, one entry a table."""
    why = "the format has no place for them"
    return [
        Left(table, len(rows), str(rows.iloc[0, 0]), IN_PART.get(table, why) if "codings" in carried else why)
        for table, rows in review.tables.items()
        if table not in carried and len(rows)
    ]


def _locators(table: str, rows: pd.DataFrame) -> list[Left]:
    told = rows.loc[_told(rows["locator"]), "locator"]
    why = "the format has no place for them"
    return [Left(f"locators of {table}", len(told), told.iloc[0], why)] if len(told) else []


class _Guids:
    """GUIDs of a review's rows: the same for the same review, kind of row and key."""

    def __init__(self, review: Review):
        self._space = uuid5(NAMESPACE, review.name)

    def __call__(self, kind: str, key: str) -> str:
        return str(uuid5(self._space, f"{kind} {key}")).upper()


def _milliseconds(clock: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in clock)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _said(cell: object) -> bool:
    return pd.notna(cell) and cell not in NOTHING


def _told(column: pd.Series) -> pd.Series:
    return column.notna() & ~column.isin(NOTHING)


def _clean(cell: object) -> str:
    return without_control(cell, instead="\N{REPLACEMENT CHARACTER}")


def _xml(root: Element) -> bytes:
    indent(root)
    # A carriage return in a text would be read as a line feed.
    return tostring(root, encoding="utf-8", xml_declaration=True).replace(b"\r", b"&#13;") + b"\n"


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, date_time=UNDATED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, data)
    return out.getvalue()
