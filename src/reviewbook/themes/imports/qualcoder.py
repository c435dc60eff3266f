"""QualCoder: a project (its folder or the database in it), its tables as CSV, or a list of codes as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from reviewbook.files import database, sheets
from reviewbook.files.decoding import begins, read_text
from reviewbook.files.pieces import Left
from reviewbook.files.wording import one_line
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.themes.imports.code_list import CodeList
from reviewbook.themes.imports.positions import PLAIN, WAYS, agreement, offsets, places, plain_line_ends
from reviewbook.themes.imports.project import Project, frame

PROGRAM = "QualCoder"
DATABASE = "data.qda"  # within the folder of a project
# How QualCoder may count: its own text, that of Qt, or that of the program which it has the project from.
COUNTED = [way for way in WAYS if not (way.mark or way.inclusive) and way.unit != "bytes of UTF-8"]
TABLES = ("source", "code_name", "code_cat", "code_text")
PLACELESS = "a review's codes and excerpts have no place for it"
EXPECTED = (
    "a project (the folder x.qda or the data.qda in it), its tables of codes, categories, codings and sources as CSV, or a list "
    "of codes with category>>code in its lines"
)
NAMES = {
    "start": "pos0 start startposition positionstart startpos begin",
    "end": "pos1 end endposition positionend endpos",
    "text": "seltext codedtext segment quote text",
    "cid": "cid codeid",
    "code": "codename code codes",
    "catid": "catid categoryid",
    "category": "category categoryname catname categories",
    "supercatid": "supercatid supercategoryid parentcategoryid parentid",
    "super": "supercategory parentcategory parent",
    "supercid": "supercid parentcodeid parentcode",
    "fid": "fid sourceid fileid documentid",
    "file": "filename file sourcename source documentname",
    "id": "id ctid",
    "name": "name",
    "memo": "memo description",
    "coder": "owner coder",
    "media": "mediapath path",
}
# The columns of each table whose content comes into a project.
USED = {
    "codings": ("start", "end", "text", "cid", "code", "fid", "file", "coder", "id"),
    "codes": ("cid", "code", "id", "name", "catid", "category", "supercid", "memo"),
    "categories": ("catid", "category", "id", "name", "supercatid", "super", "memo"),
    "sources": ("fid", "file", "id", "name", "media"),
}
# Tables of the database that hold content which is left, and the column that shows it; others keep settings and window positions.
ELSEWHERE = {
    "annotation": ("annotations", "memo"),
    "journal": ("entries of the journal", "name"),
    "attribute": ("attributes of files and cases", "value"),
    "ris": ("fields of references", "value"),
    "stored_sql": ("stored queries", "title"),
    "graph": ("graphs", "name"),
}
MEDIA = {"images": "picture", "audio": "audio", "video": "video"}
# A line of the codebook that QualCoder writes as text, "--Code: Name, cid:3, Frq: 4, Owner: x"; the memo is in the lines under it.
CODEBOOK = re.compile(r"(?P<depth>(?:--)*)[^:]+: (?P<name>.*?), (?P<kind>cat|c)id:\d+(?:,.*)?")
LONGEST = 80  # characters of a line of a list without any mark: longer lines are prose


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
        return _tables(paths)
    if len(paths) > 1:
        found, wanted = f"a project beside {len(paths) - 1} other files", "the project alone, which holds all"
        raise ReviewProblems([Problem("QDAF-023", databases[0].name, found, wanted)])
    file = databases[0]
    return _database(file, file.resolve().parent.stem if file.name.lower() == DATABASE else file.stem)


# --- The database ---


def _database(file: Path, name: str) -> Project:
    with database.opened(file, tables=TABLES, what="the database of a QualCoder project (data.qda)") as base:
        tables = {
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
    left: list[Left] = []

    def leave(what: str, found: Iterable[object], why: str = PLACELESS) -> None:
        told = [one_line(str(one)) for one in found if one not in (None, "")]
        if told:
            left.append(Left(what, len(told), told[0], why))

    categories = [(row["catid"], row["name"], row["supercatid"], row["memo"]) for row in tables["code_cat"]]
    codes = [
        (row["cid"], row["name"], row["catid"], row["supercid"], row["memo"]) for row in tables["code_name"]
    ]
    tree, key_of = _tree(categories, codes, file.name, leave)
    documents = {row["id"]: _document(row) for row in tables["source"]}
    passages, coded = _Passages(documents, {row["id"]: row["fulltext"] or "" for row in tables["source"]}), {}
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
    coded = [row for table in coded for row in tables[table]]
    leave("codings with a code that is no more", lost, "the project has no such code")
    leave("codings of files that are no more", passages.lost, "the project has no such file")
    leave(
        "positions of passages",
        passages.moved,
        "another text stands there than the program keeps of the passage",
    )
    cases, within = _cases(tables["cases"], tables["case_text"], documents, passages.rows)
    leave("parts of files that are cases", within, "no coded passage lies within them")
    leave("memos of coded passages", (row["memo"] for row in coded))
    leave("marks of importance", (f"code {row['cid']}" for row in coded if row["important"]))
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


def _document(row: dict) -> dict:
    """A source: what it is says the path of its file, which is none for text that was typed in."""
    path, text = row["mediapath"] or "", plain_line_ends(row["fulltext"] or "") or None
    folder = re.match(r"/?(images|audio|video)[/:]", path, re.IGNORECASE)
    if folder:
        kind, text = MEDIA[folder[1].lower()], None
    else:
        kind = "pdf" if f"{path}{row['name']}".lower().endswith(".pdf") else "text"
    return {
        "key": str(row["id"]),
        "name": row["name"],
        "kind": kind,
        "text": text,
        "file": re.split(r"[/\\:]", path)[-1] or None,
    }


class _Passages:
    """The coded passages, each once however many codings it has; ``coded`` has the key of the passage for each coding."""

    def __init__(self, documents: dict[int, dict], raw: dict[int, str]):
        self._documents, self._raw = documents, raw
        self.rows: dict[str, dict] = {}
        self.coded: list[tuple[str, dict]] = []
        self.lost: list[str] = []  # codings of sources that are not there
        self.moved: list[str] = []  # passages that do not stand where they should

    def _take(self, key: str, source: int, coding: dict, **cells) -> None:
        self.rows.setdefault(key, {"key": key, "document": self._documents[source]["key"], **cells})
        self.coded.append((key, coding))

    def texts(self, codings: list[dict]) -> None:
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
            placed = _placed(self._raw[source], spans, [one["seltext"] or "" for one in own])
            for coding, place in zip(own, placed, strict=True):
                key = f"{source}: {coding['pos0']} to {coding['pos1']}"
                told = coding["seltext"] or ""
                if place and (not told.strip() or agreement(text[slice(*place)], told)):
                    self._take(key, source, coding, start=place[0], end=place[1], text=text[slice(*place)])
                else:
                    if key not in self.rows:
                        self.moved.append(f"{key}: {told}")
                    self._take(key, source, coding, text=told or None)

    def areas(self, codings: list[dict]) -> None:
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

    def clips(self, codings: list[dict]) -> None:
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


def _placed(raw: str, spans: Sequence[tuple], told: Sequence[str]) -> list[tuple[int, int] | None]:
    """Where positions are in a text with plain line ends, counted in the way in which most passages are as they are told.

    None for positions that hold no text.
    """
    starts, ends = (
        np.array([-1 if one is None else one for one in each]) for each in zip(*spans, strict=True)
    )
    best, agreed = ([], []), -1
    for way in COUNTED:
        found = places(offsets(raw, way), starts, ends)
        texts = (raw[start:end] if 0 <= start < end else "" for start, end in zip(*found, strict=True))
        points = sum(
            agreement(text, words) for text, words in zip(texts, told, strict=True) if text and words
        )
        if points > agreed:
            best, agreed = found, points
        if agreed == 2 * sum(map(bool, told)):
            break
    plain = offsets(raw, PLAIN)
    return [
        (int(plain[start]), int(plain[end])) if 0 <= start < end else None
        for start, end in zip(*best, strict=True)
    ]


def _cases(
    cases: list[dict], parts: list[dict], documents: dict[int, dict], passages: dict[str, dict]
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


def _tree(
    categories: Sequence[tuple], codes: Sequence[tuple], place: str, leave: Callable
) -> tuple[list[dict], dict]:
    """Categories and codes as rows of the table codes, and the key of each code by its own identifier.

    ``categories`` are identifier, name, identifier of the category above and memo; ``codes`` identifier, name, identifier of the
    category, of the code above, and memo.
    """
    for above, names in (
        ({one[0]: one[2] for one in categories}, {one[0]: one[1] for one in categories}),
        ({one[0]: one[3] for one in codes}, {one[0]: one[1] for one in codes}),
    ):
        for own in above:
            seen, at = {own}, above[own]
            while at in above and at not in seen:
                seen.add(at)
                at = above[at]
            if at == own:
                found = f"{quote(names[own])} above itself"
                raise ReviewProblems([Problem("QDAF-022", place, found, "a parent further up in the tree")])
    category_of = {one[0]: f"category {one[0]}" for one in categories}
    key_of = {one[0]: f"code {one[0]}" for one in codes}
    rows, lost = [], []

    def add(key: str, name: str, parent: object, places: dict, memo: str | None, codable: bool) -> None:
        if parent not in (None, "") and parent not in places:
            lost.append(f"{name}: {parent}")
        description = (memo or "").strip() or None
        rows.append(
            {
                "key": key,
                "parent": places.get(parent),
                "name": name,
                "description": description,
                "codable": codable,
            }
        )

    for identifier, name, parent, memo in categories:
        add(category_of[identifier], name, parent, category_of, memo, False)
    for identifier, name, category, code, memo in codes:
        under = (code, key_of) if code not in (None, "") else (category, category_of)
        add(key_of[identifier], name, *under, memo, True)
    leave("parents of codes that are no more", lost, "their codes stand at the top")
    return rows, key_of


# --- Tables and lists ---


def _tables(files: Sequence[Path]) -> Project:
    problems: list[Problem] = []
    tables: dict[str, list[sheets.Sheet]] = {"codings": [], "codes": [], "categories": [], "sources": []}
    listed, left = CodeList(), []
    for file in files:
        try:
            if file.suffix.lower() == ".txt":
                text, _ = read_text(file)
                _listed(file, [line.split("\t", 1) for line in text.split("\n")], listed)
                continue
            for sheet in sheets.read(file, NAMES):
                kind, rows = _kind(sheet), [cells for _, cells in sheet.rows]
                if kind == "codes" and _in_paths(sheet):
                    _listed(
                        file, [[sheet.cell(row, "code"), sheet.cell(row, "memo")] for row in rows], listed
                    )
                elif kind:
                    tables[kind].append(sheet)
                else:
                    _listed(
                        file,
                        [sheet.header, *rows] if ">" in "".join(sheet.header[:1]) else rows,
                        listed,
                        sheet.header,
                    )
                    continue
                problems += sheet.problems
                left += sheet.left(PLACELESS, *USED[kind])
        except ReviewProblems as error:
            problems += error.problems
    if problems:
        raise ReviewProblems(problems)

    def leave(what: str, found: Sequence[str], why: str) -> None:
        if found:
            left.append(Left(what, len(found), found[0], why))

    codes, by_identifier = _codes(tables, files[0].name, leave)
    if codes and listed:
        found, wanted = "a list of codes beside a table of codes", "one of the two"
        raise ReviewProblems([Problem("QDAF-023", files[0].name, found, wanted)])
    if listed:
        codes = listed.rows()
        left += listed.left()
    by_name = {row["name"]: row["key"] for row in codes if row["codable"]}
    documents = _sources(tables["sources"])
    document_of = {row["name"]: key for key, row in documents.items()}
    excerpts: dict[str, dict] = {}
    codings = []
    for sheet in tables["codings"]:
        for number, cells in sheet.rows:
            place = [sheet.cell(cells, one).removesuffix(".0") for one in ("start", "end")]
            if not all(map(str.isdecimal, place)) or int(place[0]) >= int(place[1]):
                wanted = "two positions, the second behind the first"
                problems.append(Problem("QDAF-021", sheet.place, quote(" to ".join(place)), wanted, number))
                continue
            code = sheet.cell(cells, "cid") or sheet.cell(cells, "code")
            key = by_identifier.get(code) or by_name.get(code) or by_name.get(sheet.cell(cells, "code"))
            if key is None and code and not sheet.cell(cells, "cid") and not tables["codes"] and not listed:
                key = by_name[code] = f"code {code}"
                codes.append({"key": key, "name": code, "codable": True})
            if key is None:
                wanted = "a code of the table of codes, given together with this one"
                problems.append(Problem("QDAF-021", sheet.place, f"the code {quote(code)}", wanted, number))
                continue
            document = sheet.cell(cells, "fid") or sheet.cell(cells, "file")
            document = document if document in documents else document_of.get(document, document)
            if document and document not in documents:
                documents[document] = {"key": document, "name": document, "kind": "text"}
            excerpt = f"{document}: {place[0]} to {place[1]}"
            text = cells[sheet.columns["text"]] if "text" in sheet.columns else ""
            excerpts.setdefault(
                excerpt,
                {
                    "key": excerpt,
                    "document": document or None,
                    "start": int(place[0]),
                    "end": int(place[1]),
                    "text": text or None,
                },
            )
            codings.append({"excerpt": excerpt, "code": key, "coder": sheet.cell(cells, "coder") or None})
    if problems:
        raise ReviewProblems(problems)
    return Project(
        PROGRAM,
        files[0].stem,
        frame("codes", codes),
        frame("documents", list(documents.values())),
        frame("excerpts", list(excerpts.values())),
        frame("codings", codings).drop_duplicates(ignore_index=True),
        left=tuple(left),
    )


def _kind(sheet: sheets.Sheet) -> str | None:
    """Which table of a project a sheet is, by its columns."""
    there = sheet.columns.keys()
    if {"start", "end"} <= there and {"cid", "code"} & there:
        return "codings"
    if {"cid", "code"} & there or ("name" in there and ({"id", "catid"} <= there or "category" in there)):
        return "codes"
    if {"catid", "supercatid", "super", "category"} & there and {"name", "category"} & there:
        return "categories"
    if {"fid", "file"} & there or {"id", "name"} <= there:
        return "sources"
    return None


def _in_paths(sheet: sheets.Sheet) -> bool:
    """Whether a table of codes has their categories before their names, as the list without headings does."""
    return not {"catid", "category"} & sheet.columns.keys() and any(
        ">>" in sheet.cell(cells, "code") for _, cells in sheet.rows
    )


def _codes(
    tables: dict[str, list[sheets.Sheet]], place: str, leave: Callable
) -> tuple[list[dict], dict[str, str]]:
    """The rows of the table codes from tables of codes and categories, and their keys by the identifiers of codes."""
    categories: dict[str, tuple] = {}
    for sheet in tables["categories"]:
        for _, cells in sheet.rows:
            name = sheet.cell(cells, "name") or sheet.cell(cells, "category")
            identifier = sheet.cell(cells, "catid") or sheet.cell(cells, "id") or name
            above = sheet.cell(cells, "supercatid") or sheet.cell(cells, "super")
            categories[identifier] = (identifier, name, above, sheet.cell(cells, "memo"))
    by_name = {one[1]: one[0] for one in categories.values()}
    categories = {
        own: (own, name, above if above in categories else by_name.get(above, above), memo)
        for own, (_, name, above, memo) in categories.items()
    }
    codes: dict[str, tuple] = {}
    problems: list[Problem] = []
    for sheet in tables["codes"]:
        for number, cells in sheet.rows:
            name = sheet.cell(cells, "name") or sheet.cell(cells, "code")
            identifier = sheet.cell(cells, "cid") or sheet.cell(cells, "id") or name
            category = sheet.cell(cells, "catid") or sheet.cell(cells, "category")
            if category not in categories and category in by_name:
                category = by_name[category]
            elif category and category not in categories and not tables["categories"]:
                called = sheet.cell(cells, "category") or f"category {category}"
                categories[category] = (category, called, "", "")
            if not name:
                found, wanted = "no name", "the name of the code"
                problems.append(Problem("QDAF-021", sheet.place, found, wanted, number))
            codes[identifier] = (
                identifier,
                name,
                category,
                sheet.cell(cells, "supercid"),
                sheet.cell(cells, "memo"),
            )
    if problems:
        raise ReviewProblems(problems)
    return _tree(list(categories.values()), list(codes.values()), place, leave)


def _sources(tables: list[sheets.Sheet]) -> dict[str, dict]:
    documents = {}
    for sheet in tables:
        for _, cells in sheet.rows:
            name = sheet.cell(cells, "name") or sheet.cell(cells, "file")
            identifier = sheet.cell(cells, "fid") or sheet.cell(cells, "id") or name
            row = {
                "id": identifier,
                "name": name or identifier,
                "mediapath": sheet.cell(cells, "media"),
                "fulltext": None,
            }
            documents[identifier] = _document(row)
    return documents


def _listed(file: Path, rows: Sequence[Sequence[str]], codes: CodeList, header: Sequence[str] = ()) -> None:
    """Take the codes of a list into a tree: a line a code, its categories before it, its memo beside it; or of a codebook."""
    filled = [row for row in rows if row and row[0].strip()]
    marks = [row[0] for row in filled if ">" in row[0]]
    codebook = any(CODEBOOK.fullmatch(row[0]) for row in filled[:20])
    if file.suffix.lower() == ".txt":
        fits = (
            codebook
            or marks
            or any(len(row) > 1 for row in filled)
            or all(len(row[0]) <= LONGEST for row in filled)
        )
    else:
        fits = bool(marks)
    if not fits:
        columns = f"a table with the columns {', '.join(header[:8])}"
        seen = columns if any(header) else "text that is no list of codes"
        raise ReviewProblems([Problem("QDAF-020", file.name, seen, EXPECTED)])
    if codebook:
        _codebook(["\t".join(row) for row in rows], codes)
        return
    mark = re.compile(r"\s*(>{2,3})\s*" if any(">>" in name for name in marks) else r"\s*(>)\s*")
    for cells in filled:
        parts = mark.split(cells[0].strip().strip('"'))
        path = tuple(part for part in parts[::2] if part)
        # ">>" stands between a category and what is in it, ">>>" between a code and a code under it.
        subcodes = parts[1::2].index(">>>") if ">>>" in parts[1::2] else len(path)
        for depth in range(subcodes + 1, len(path)):
            codes.used(path[:depth])
        memo = " ".join(cell.strip() for cell in cells[1:] if cell.strip())
        codes.add(path, memo)


def _codebook(lines: Sequence[str], codes: CodeList) -> None:
    """Take in the codebook that QualCoder writes as text."""
    path: list[str] = []
    found: list[tuple[tuple[str, ...], bool, list[str]]] = []
    for line in lines:
        named = CODEBOOK.fullmatch(line.strip())
        if named:
            depth = len(named["depth"]) // 2
            path = [*path[:depth], named["name"]]
            found.append((tuple(path), named["kind"] == "c", []))
        elif found:
            found[-1][2].append(line.strip())
    for path_, codable, memo in found:
        # The first line of a memo has a word of the program's language before it: "--Memo: ".
        text = re.sub(r"^(?:--)*[^:]{1,20}: ?", "", "\n".join(memo), count=1)
        codes.add(path_, text.strip(), codable=codable)
