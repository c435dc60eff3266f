"""QualCoder: a project (its folder or the database in it), its tables as CSV, or a list of codes as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from reviewbook.files import database
from reviewbook.files.pieces import Left
from reviewbook.files.wording import one_line
from reviewbook.review.decoding import begins
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.themes.imports import qualcoder_tables
from reviewbook.themes.imports.positions import (
    PLAIN,
    WAYS,
    Way,
    agreement,
    faults,
    likeliest,
    offsets,
    places,
)
from reviewbook.themes.imports.project import Project, frame
from reviewbook.themes.imports.qualcoder_rows import PLACELESS, PROGRAM, code_tree, document_row

DATABASE = "data.qda"  # within the folder of a project
# How QualCoder may count: its own text, that of Qt, or that of the program which it has the project from.
COUNTED = [way for way in WAYS if not (way.mark or way.inclusive) and way.unit != "bytes of UTF-8"]
TABLES = ("source", "code_name", "code_cat", "code_text")
# Tables of the database that hold content which is left, and the column that shows it; others keep settings and window positions.
ELSEWHERE = {
    "annotation": ("annotations", "memo"),
    "journal": ("entries of the journal", "name"),
    "attribute": ("attributes of files and cases", "value"),
    "ris": ("fields of references", "value"),
    "stored_sql": ("stored queries", "title"),
    "graph": ("graphs", "name"),
}

NUMBERS = (
    "id",
    "fid",
    "cid",
    "catid",
    "supercatid",
    "supercid",
    "caseid",
    "pos0",
    "pos1",
    "pdf_page",
    "important",
)
WORDS = ("name", "memo", "owner", "color", "about", "mediapath", "fulltext", "seltext", "value", "title")
KINDS: dict[str, type] = (
    dict.fromkeys(NUMBERS, int)
    | dict.fromkeys(WORDS, str)
    | dict.fromkeys(("x1", "y1", "width", "height"), float)
)
KEYS = {"source": "id", "code_name": "cid", "code_cat": "catid", "cases": "caseid"}


def read(files: Sequence[Path]) -> Project:
    """A project from QualCoder's files: one database, or tables and lists of one project together.

    Returns
    -------
    Project in which categories are codes that are not codable, before the codes; owners are the coders, missing where the owner
    is blank. Texts have plain line ends, and positions count their characters. QualCoder's own may count UTF-16 units, or a line
    break as one character or two: for each document they are read in the way in which most of its passages agree with the text
    that the database keeps of them, plain characters where ways are equal. A passage that still disagrees has its text and no
    positions. Tables have no texts, and positions as they stand. A case that is a part of a document holds the passages within
    that part.

    Raises
    ------
    ReviewProblems (IMPT-001, QDAF-001 to QDAF-006, QDAF-020, QDAF-021) where a file cannot be read or is none of these,
    (QDAF-022) where categories are above themselves, (QDAF-023) where files do not go together.
    """
    paths = [file / DATABASE if file.is_dir() else file for file in files]
    databases = [file for file in paths if file.name.lower() == DATABASE or begins(file, database.SQLITE)]
    if not databases:
        return qualcoder_tables.read(paths)
    if len(paths) > 1:
        found, wanted = f"a project beside {len(paths) - 1} other files", "the project alone, which holds all"
        raise ReviewProblems([Problem("QDAF-023", databases[0].name, found, wanted)])
    file = databases[0]
    return _database(file, file.resolve().parent.stem if file.name.lower() == DATABASE else file.stem)


def _database(file: Path, name: str) -> Project:
    with database.opened(file, tables=TABLES, what="the database of a QualCoder project (data.qda)") as base:
        found = {
            table: database.rows(base, table, order)
            for table, order in {
                "project": "rowid",
                "source": "id",
                "code_cat": "catid",
                "code_name": "cid",
                "code_text": "fid, pos0, pos1, ctid",
                "code_image": "id, imid",
                "code_av": "id, pos0, avid",
                "cases": "caseid",
                "case_text": "caseid, fid, pos0, id",
                **dict.fromkeys(ELSEWHERE, "rowid"),
            }.items()
        }
    tables = database.typed(found, file=file.name, kinds=KINDS, keys=KEYS)
    left: list[Left] = []

    def leave(what: str, found: Iterable[object], why: str = PLACELESS) -> None:
        told = [one_line(str(one)) for one in found if one not in (None, "")]
        if told:
            left.append(Left(what, len(told), told[0], why))

    categories = [(row["catid"], row["name"], row["supercatid"], row["memo"]) for row in tables["code_cat"]]
    codes = [
        (row["cid"], row["name"], row["catid"], row["supercid"], row["memo"]) for row in tables["code_name"]
    ]
    tree, key_of = code_tree(categories, codes, file.name, leave)
    documents = {row["id"]: document_row(row) for row in tables["source"]}
    passages = _Passages(documents, {row["id"]: row["fulltext"] or "" for row in tables["source"]})
    coded: dict[str, list[database.Row]] = {}
    for table in ("code_text", "code_image", "code_av"):
        coded[table] = [row for row in tables[table] if row["cid"] in key_of]
    passages.texts(coded["code_text"])
    passages.areas(coded["code_image"])
    passages.clips(coded["code_av"])
    codings = [
        {"excerpt": excerpt, "code": key_of[row["cid"]], "coder": (row["owner"] or "").strip() or None}
        for excerpt, row in passages.coded
    ]
    lost = [f"code {row['cid']}" for table in coded for row in tables[table] if row["cid"] not in key_of]
    given = [row for table in coded for row in tables[table]]
    leave("codings with a code that is no more", lost, "the project has no such code")
    leave("codings of files that are no more", passages.lost, "the project has no such file")
    leave(
        "positions of passages",
        passages.moved,
        "another text stands there than the program keeps of the passage",
    )
    leave(
        "documents whose positions are counted in another way",
        passages.counted,
        "so that passages begin and end with whole words, and not within them; they are given as Unicode characters",
    )
    cases, within = _cases(tables["cases"], tables["case_text"], documents, passages.rows)
    leave("parts of files that are cases", within, "no coded passage lies within them")
    leave("memos of coded passages", (row["memo"] for row in given))
    leave("marks of importance", (f"code {row['cid']}" for row in given if row["important"]))
    leave("colours of codes", (row["color"] for row in tables["code_name"]))
    leave("memos of files", (row["memo"] for row in tables["source"]))
    leave("memos of cases", (row["memo"] for row in tables["cases"]))
    leave("the memo of the project", (row["memo"] for row in tables["project"]))
    for table, (what, column) in ELSEWHERE.items():
        leave(what, (row[column] or "blank" for row in tables[table]))
    about = next((str(row["about"]) for row in tables["project"] if row["about"]), PROGRAM)
    return Project(
        about if PROGRAM.lower() in about.lower() else f"{PROGRAM} {about}",
        name,
        frame("codes", tree),
        frame("documents", documents.values()),
        frame("excerpts", passages.rows.values()),
        frame("codings", codings).drop_duplicates(ignore_index=True),
        frame("cases", cases),
        tuple(left),
    )


class _Passages:
    """The coded passages, each once however many codings it has; ``coded`` has the key of the passage for each coding."""

    def __init__(self, documents: dict[int, dict], raw: dict[int, str]):
        self._documents, self._raw = documents, raw
        self.rows: dict[str, dict] = {}
        self.coded: list[tuple[str, dict]] = []
        self.lost: list[str] = []  # codings of sources that are not there
        self.moved: list[str] = []  # passages that do not stand where they should
        self.counted: list[str] = []  # documents whose positions are counted in another way

    def _take(self, key: str, source: int, coding: dict, **cells) -> None:
        self.rows.setdefault(key, {"key": key, "document": self._documents[source]["key"], **cells})
        self.coded.append((key, coding))

    def texts(self, codings: Sequence[dict]) -> None:
        """Passages of text, read in the way of counting that fits each document best."""
        of: dict[int, list[dict]] = {}
        for coding in codings:
            if coding["fid"] in self._documents:
                of.setdefault(coding["fid"], []).append(coding)
            else:
                self.lost.append(f"file {coding['fid']}: {coding['seltext']}")
        for source, own in of.items():
            text = self._documents[source]["text"] or ""
            spans = [(one["pos0"], one["pos1"]) for one in own]
            placed, way = _placed(self._raw[source], spans, [one["seltext"] or "" for one in own])
            if way:
                self.counted.append(f"{self._documents[source]['name']}: {way}")
            for coding, place in zip(own, placed, strict=True):
                key = f"{source}: {coding['pos0']} to {coding['pos1']}"
                told = coding["seltext"] or ""
                if place and (not told.strip() or agreement(text[slice(*place)], told)):
                    self._take(key, source, coding, start=place[0], end=place[1], text=text[slice(*place)])
                else:
                    if key not in self.rows:
                        self.moved.append(f"{key}: {told}")
                    self._take(key, source, coding, text=told or None)

    def areas(self, codings: Sequence[dict]) -> None:
        """Areas of pictures and of pages."""
        for coding in codings:
            if coding["id"] not in self._documents:
                self.lost.append(f"file {coding['id']}")
                continue
            page = coding["pdf_page"]
            x, y, width, height = (coding[one] or 0 for one in ("x1", "y1", "width", "height"))
            place = f"area from x {x:g}, y {y:g}, {width:g} wide, {height:g} high"
            place = place if page is None else f"page {page + 1}, {place}"
            self._take(f"{coding['id']}: {place}", coding["id"], coding, place=place)

    def clips(self, codings: Sequence[dict]) -> None:
        """Pieces of recordings, whose positions are milliseconds."""
        for coding in codings:
            if coding["id"] not in self._documents:
                self.lost.append(f"file {coding['id']}")
                continue
            place = f"{_time(coding['pos0'])} to {_time(coding['pos1'])}"
            self._take(f"{coding['id']}: {place}", coding["id"], coding, place=place)


def _time(milliseconds: int | None) -> str:
    seconds, rest = divmod(int(milliseconds or 0), 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if rest else text


def _placed(
    raw: str, spans: Sequence[tuple], told: Sequence[str]
) -> tuple[list[tuple[int, int] | None], Way | None]:
    """Where positions are in a text with plain line ends, and the way of counting where only their words' borders tell it.

    That in which most passages are as they are told; where nothing is told, in which they begin and end with whole words. No place
    for positions that hold no text.
    """
    starts, ends = (
        np.array([-1 if one is None else one for one in each]) for each in zip(*spans, strict=True)
    )

    def found(way: Way) -> list[tuple[int, int]]:
        return list(zip(*(each.tolist() for each in places(offsets(raw, way), starts, ends)), strict=True))

    best, agreed = COUNTED[0], 0
    for way in COUNTED:
        texts = (raw[start:end] if 0 <= start < end else "" for start, end in found(way))
        points = sum(
            agreement(text, words) for text, words in zip(texts, told, strict=True) if text and words
        )
        if points > agreed:
            best, agreed = way, points
        if agreed == 2 * sum(map(bool, told)):
            break
    if not agreed:
        best, _ = likeliest(COUNTED, lambda way: faults(raw, *zip(*found(way), strict=True)))
    plain = offsets(raw, PLAIN)
    placed = [
        (int(plain[start]), int(plain[end])) if 0 <= start < end else None for start, end in found(best)
    ]
    return placed, best if not agreed and best != COUNTED[0] else None


def _cases(
    cases: Sequence[dict], parts: Sequence[dict], documents: dict[int, dict], passages: dict[str, dict]
) -> tuple[list[dict], list[str]]:
    """The documents and passages of each case, and the parts of documents that are cases and hold no passage."""
    names = {case["caseid"]: case["name"] for case in cases}
    standing: dict[str, list[dict]] = {}
    for passage in passages.values():
        if "start" in passage:
            standing.setdefault(passage["document"], []).append(passage)
    found, without = [], []
    for part in parts:
        name, document = names.get(part["caseid"]), documents.get(part["fid"])
        if name is None or document is None:
            continue
        start, end, text = part["pos0"] or 0, part["pos1"] or 0, document["text"] or ""
        if not text or end == 0 or (start == 0 and end >= len(text) - 1):
            found.append({"name": name, "document": document["key"]})
            continue
        own = [
            one for one in standing.get(document["key"], []) if start <= one["start"] and one["end"] <= end
        ]
        found += [{"name": name, "excerpt": one["key"]} for one in own]
        if not own:
            without.append(f"{name}: {document['name']}, {start} to {end}")
    return found, without
