"""Taguette: its highlights and codebook as CSV or workbook, the codebook as QDC, or a whole project as an SQLite database."""

from __future__ import annotations

import html.parser
import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path

from reviewbook.files import database, sheets
from reviewbook.files.pieces import Left
from reviewbook.files.wording import one_line, words
from reviewbook.review.decoding import begins
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.themes.imports.positions import is_said
from reviewbook.themes.imports.project import Project, frame

PROGRAM = "Taguette"
# Taguette itself takes a codebook whose column is called tag, name or path.
NAMES = {
    "content": "content highlight text quote contenu inhalt contenido contenuto conteudo",
    "tag": "tag tags name path etikett etichetta etiqueta etiquette",
    "document": "document documents dokument documento",
    "id": "id",
    "description": "description beschreibung descripcion descrizione descricao",
    "count": "numberofhighlights highlights",
    "parent": "parent parentcode parentname parentnode obercode catid supercatid",  # of other programs' lists alone
}
TABLES = ("projects", "documents", "tags", "highlights", "highlight_tags")
ORDERS = {
    "projects": "id",
    "documents": "id",
    "tags": "id",
    "highlights": "document_id, start_offset, id",
    "highlight_tags": "highlight_id, tag_id",
    "commands": "id",
}
NUMBERS = ("id", "document_id", "start_offset", "end_offset", "highlight_id", "tag_id")
WORDS = ("name", "description", "filename", "contents", "path", "snippet", "user_login", "payload")
KINDS = dict.fromkeys(NUMBERS, int) | dict.fromkeys(WORDS, str)
KEYS = {"documents": "id", "tags": "id", "highlights": "id"}
EXPECTED = (
    "highlights (columns id, document, tag, content), a codebook (tag, description), a .qdc file or project.sqlite3, "
    "as Taguette exports them"
)
PLACELESS = "a review's codes and excerpts have no place for it"
# Elements that stand on lines of their own; others run on within one.
BLOCKS = words(
    "address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
    "section table tbody td tfoot th thead tr ul"
)
SPACE = "\t\n\f\r "


def read(files: Sequence[Path]) -> Project:
    """A project from Taguette's files.

    Given together, files are of one project: highlights as ``highlights.csv`` or ``.xlsx`` (a row for each tag of a highlight)
    and a codebook (``.csv``, ``.xlsx`` or ``.qdc``; only tables have descriptions). A database (``project.sqlite3``) holds all
    and stands alone; it alone has texts, positions and coders. A tag's name stays as it is, with whatever dots it has: Taguette
    has no levels of tags.

    Returns
    -------
    Project whose excerpts are the highlights under their numbers, also those without a tag. From a database the text of a
    document is that of its HTML with each block on a line of its own; Taguette's offsets, which count UTF-8 bytes of the HTML's
    text, become characters of it. The coder is who gave the tag, where the database keeps its history.

    Raises
    ------
    ReviewProblems (IMPT-001, QDAF-001 to QDAF-007, QDAF-020, QDAF-021) where a file cannot be read or is none of these,
    (QDAF-023) where files, or rows, do not go together.
    """
    databases = [file for file in files if begins(file, database.SQLITE)]
    if not databases:
        return _tables(files)
    if len(files) > 1:
        found, wanted = (
            f"a database beside {len(files) - 1} other files",
            "the database alone, which holds all",
        )
        raise ReviewProblems([Problem("QDAF-023", databases[0].name, found, wanted)])
    return _database(databases[0])


def _tables(files: Sequence[Path]) -> Project:
    problems: list[Problem] = []
    codebooks: list[sheets.Sheet] = []
    highlights: list[sheets.Sheet] = []
    tags: dict[str, str] = {}  # name -> description
    origin = PROGRAM
    left: list[Left] = []
    for file in files:
        if file.suffix.lower() in sheets.EXCHANGED:
            from reviewbook.themes.imports import refi

            project = refi.read([file])
            origin, left = project.origin, [*left, *project.left]
            for name, description in zip(
                project.codes["name"], project.codes["description"].fillna(""), strict=True
            ):
                tags[name] = tags.get(name) or description
            continue
        try:
            found = sheets.read(file, NAMES)
        except ReviewProblems as error:
            problems += error.problems
            continue
        fits = [sheet for sheet in found if {"tag", "content"} <= sheet.columns.keys()]
        books = [sheet for sheet in found if sheet not in fits and _is_codebook(sheet)]
        if not fits and not books:
            problems.append(sheets.other(file, found, EXPECTED))
        highlights, codebooks = [*highlights, *fits], [*codebooks, *books]
    for sheet in (*codebooks, *highlights):
        problems += sheet.problems
    for sheet in codebooks:
        for number, cells in sheet.rows:
            name, description = sheet.cell(cells, "tag"), sheet.cell(cells, "description")
            if not name:
                wanted = "the name of a tag"
                problems.append(
                    Problem(
                        "QDAF-021", sheet.place, "no name", wanted, number, sheet.header[sheet.columns["tag"]]
                    )
                )
            elif tags.get(name) and description and one_line(description) != one_line(tags[name]):
                wanted = f"{quote(tags[name])}, as for the same tag before"
                problems.append(
                    Problem("QDAF-023", sheet.place, quote(description), wanted, number, "description")
                )
            else:
                tags[name] = tags.get(name) or description
        left += sheet.left(PLACELESS, "tag", "description", "count")
    passages, given, wrong = _highlights(highlights)
    problems += wrong
    if problems:
        raise ReviewProblems(problems)
    tags |= {tag: "" for own in given.values() for tag in own if tag not in tags}
    documents = dict.fromkeys(passage["document"] for passage in passages.values() if passage["document"])
    for sheet in highlights:
        left += sheet.left(PLACELESS, "id", "document", "tag", "content")
    return Project(
        origin,
        files[0].stem,
        frame("codes", [_code(name, name, description) for name, description in tags.items()]),
        frame("documents", [{"key": name, "name": name, "kind": "text"} for name in documents]),
        frame("excerpts", list(passages.values())),
        frame("codings", [{"excerpt": key, "code": tag} for key, own in given.items() for tag in own]),
        left=tuple(left),
    )


def _is_codebook(sheet: sheets.Sheet) -> bool:
    if "parent" in sheet.columns:
        return False
    return "tag" in sheet.columns and (
        "description" in sheet.columns or "count" in sheet.columns or len(sheet.header) == 1
    )


def _highlights(
    tables: list[sheets.Sheet],
) -> tuple[dict[str, dict], dict[str, list[str]], list[Problem]]:
    """The passages under their numbers, the tags of each, and what is wrong with their rows."""
    passages: dict[str, dict] = {}
    given: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for sheet in tables:
        for number, cells in sheet.rows:
            text, tag = cells[sheet.columns["content"]], sheet.cell(cells, "tag")
            document = sheet.cell(cells, "document") or None
            key = sheet.cell(cells, "id") or f"row {number}"
            if not text.strip():
                problems.append(
                    Problem(
                        "QDAF-021", sheet.place, "no text", "the text of the highlight", number, "content"
                    )
                )
                continue
            passage = {
                "key": key,
                "document": document,
                "text": text,
                "name": sheet.cell(cells, "id") or None,
            }
            there = passages.setdefault(key, passage)
            if there != passage:
                found = f"{quote(text)} as highlight {key}"
                wanted = f"{quote(there['text'])}, as for the same number before: files of one project"
                problems.append(Problem("QDAF-023", sheet.place, found, wanted, number, "id"))
            own = given.setdefault(key, [])
            if tag and tag not in own:
                own.append(tag)
    return passages, given, problems


def _code(key: str, name: str, description: str) -> dict:
    return {"key": key, "name": name, "description": description.strip() or None, "codable": True}


def _database(file: Path) -> Project:
    with database.opened(file, tables=TABLES, what="a project as Taguette exports it") as base:
        found = {table: database.rows(base, table, order) for table, order in ORDERS.items()}
    tables = database.typed(found, file=file.name, kinds=KINDS, keys=KEYS)
    projects, documents, highlights = tables["projects"], tables["documents"], tables["highlights"]
    if len(projects) != 1:
        named = ", ".join(quote(project["name"] or "") for project in projects[:5]) or "none"
        seen = f"{len(projects)} projects: {named}"
        wanted = "one: export the project wanted from Taguette"
        raise ReviewProblems([Problem("QDAF-023", file.name, seen, wanted)])
    coders = _coders(tables["commands"])
    project = projects[0]
    texts = {document["id"]: PlainText(document["contents"] or "") for document in documents}
    excerpts, lost = [], []
    for highlight in highlights:
        text = texts.get(highlight["document_id"])
        span = text.span(highlight["start_offset"], highlight["end_offset"]) if text else None
        there = text.text[slice(*span)] if text and span else ""
        snippet = one_line(PlainText(highlight["snippet"] or "").text)
        if span is None:
            lost.append(f"highlight {highlight['id']}: {snippet}")
        start, end = span or (None, None)
        excerpts.append(
            {
                "key": str(highlight["id"]),
                "document": str(highlight["document_id"]) if text else None,
                "start": start,
                "end": end,
                "text": there if not snippet or is_said(there, snippet) else snippet,
                "name": str(highlight["id"]),
            }
        )
    left = []
    told = [document for document in documents if (document["description"] or "").strip()]
    if told:
        left.append(Left("descriptions of documents", len(told), one_line(told[0]["description"]), PLACELESS))
    if (project["description"] or "").strip():
        left.append(Left("the description of the project", 1, one_line(project["description"]), PLACELESS))
    if lost:
        left.append(
            Left("positions of highlights", len(lost), lost[0], "they are outside the text of the document")
        )
    return Project(
        PROGRAM,
        project["name"] or file.stem,
        frame(
            "codes",
            [_code(str(tag["id"]), tag["path"] or "", tag["description"] or "") for tag in tables["tags"]],
        ),
        frame(
            "documents",
            [
                {
                    "key": str(document["id"]),
                    "name": document["name"] or "",
                    "kind": "text",
                    "text": texts[document["id"]].text,
                    "file": document["filename"] or None,
                }
                for document in documents
            ],
        ),
        frame("excerpts", excerpts),
        frame(
            "codings",
            [
                {
                    "excerpt": str(pair["highlight_id"]),
                    "code": str(pair["tag_id"]),
                    "coder": coders.get((pair["highlight_id"], pair["tag_id"]))
                    or coders.get((pair["highlight_id"], None)),
                }
                for pair in tables["highlight_tags"]
            ],
        ),
        left=tuple(left),
    )


def _coders(commands: Sequence[dict]) -> dict[tuple[int, int | None], str]:
    """Who gave a highlight a tag, from the history of the project; under None who changed the highlight last.

    The latter stands for tags that came to a highlight as two tags were merged.
    """
    coders: dict[tuple[int, int | None], str] = {}
    for command in commands:
        try:
            payload = json.loads(command["payload"])
            if payload["type"] == "highlight_add":
                highlight, user = int(payload["highlight_id"]), command["user_login"]
                for tag in payload["tags"]:
                    coders.setdefault((highlight, int(tag)), user)
                coders[highlight, None] = user
        except (ValueError, TypeError, KeyError, RecursionError):
            continue  # an entry of another version: the coder stays unknown
    return coders


class PlainText:
    """The text of an HTML document as a reader sees it, and where the offsets of Taguette are in it.

    Taguette counts UTF-8 bytes over the pieces of text between tags, as html5lib reads them; here each block is on a line of its
    own, so that words of two paragraphs do not run together.
    """

    def __init__(self, contents: str):
        pieces = _Pieces()
        pieces.feed(contents.replace("\r\n", "\n").replace("\r", "\n"))
        pieces.close()
        self._pieces = [text for _, text in pieces.found]
        self._bytes = [0]  # where each piece begins, in bytes of the pieces alone, and the end of the last
        self._characters = []  # where each piece begins in the plain text
        parts: list[str] = []
        length = 0
        for breaks, text in pieces.found:
            if breaks and length and not (parts[-1].endswith("\n") or text.startswith("\n")):
                parts.append("\n")
                length += 1
            self._characters.append(length)
            parts.append(text)
            length += len(text)
            self._bytes.append(self._bytes[-1] + len(text.encode()))
        self.text = "".join(parts)

    def span(self, start: int | None, end: int | None) -> tuple[int, int] | None:
        """Characters of the text for two offsets of Taguette; None where they hold no text."""
        if start is None or end is None or not 0 <= start < end <= self._bytes[-1]:
            return None
        first, last = bisect_right(self._bytes, start) - 1, bisect_left(self._bytes, end) - 1
        return self._within(first, start), self._within(last, end)

    def _within(self, piece: int, offset: int) -> int:
        data = self._pieces[piece].encode()
        at = offset - self._bytes[piece]
        while at < len(data) and data[at] & 0xC0 == 0x80:  # within a character: Taguette goes on to its end
            at += 1
        return self._characters[piece] + len(data[:at].decode())


class _Pieces(html.parser.HTMLParser):
    """The pieces of text of a document, each with whether it begins a new line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[bool, str]] = []
        self._breaks = False
        self._after_pre = False

    def handle_starttag(self, tag, attrs):
        self._breaks |= tag in BLOCKS or tag == "br"
        self._after_pre = tag in ("pre", "textarea")

    def handle_endtag(self, tag):
        self._breaks |= tag in BLOCKS

    def handle_data(self, data):
        if self._after_pre:  # html5lib leaves out a line break that opens preformatted text
            data = data.removeprefix("\n")
        if not self.found:  # and white space before the first text or element of the body
            data = data.lstrip(SPACE) if not self._breaks else data
        self._after_pre = False
        if data:
            self.found.append((self._breaks, data))
            self._breaks = False
