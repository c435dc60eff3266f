"""MAXQDA: the code system or codebook as a table, and the list of coded segments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from reviewbook.files import sheets
from reviewbook.files.pieces import Left
from reviewbook.files.wording import letters, one_line
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.themes.imports.code_list import CodeList, by_depth, by_level, by_parent
from reviewbook.themes.imports.project import Project, frame

PROGRAM = "MAXQDA"
# What the columns are for, by their headings in languages of the program: English, German, Spanish and French.
NAMES = {
    "segment": "segment codedsegment codedsegments codiertessegment coding segmentocodificado segmento segmentcode",
    "begin": "begin beginning start anfang beginn comienzo inicio debut",
    "end": "end ende fin final",
    "document": "documentname document dokumentname dokument nombredeldocumento documento nomdudocument",
    "group": "documentgroup dokumentgruppe grupodedocumentos groupededocuments",
    "coder": "createdby author codedby coder erstelltvon autor creadopor creepar auteur",
    "code": "code codename codepath codesystem codes codigo name",
    "parent": "parentcode obercode parent parentcodename ubergeordnetercode übergeordnetercode supercode parentcategory codigopadre",
    "memo": "codememo memo description definition codedescription beschreibung kommentar comment descripcion",
    "guid": "guid codeguid codeid uuid",
    "above": "parentguid parentid parentcodeguid parentuuid",
}
LEVEL = re.compile(r"(?:code)?(?:level|ebene|hierarchy|nivel|niveau)(\d)|(?:code|theme)(\d)")
# Headings of columns that are levels of one tree, the topmost first.
TIERS = ("theme", "subtheme", "category", "subcategory", "subsubcategory", "code", "subcode", "subsubcode")
EXPECTED = (
    "a codebook or code system (columns Code, Parent code, Memo) or coded segments (Document name, Code, Begin, End, Segment), as "
    ".xlsx or CSV"
)
PLACELESS = "a review's codes and excerpts have no place for it"
SEPARATOR = re.compile(r"\s*(?:>|\\)\s*")  # in a path, as MAXQDA itself reads and writes it
CLOCK = re.compile(r"\d+:\d\d:\d\d(?:[.,]\d+)?")
PAGE = re.compile(r"\d+: ?\d+")  # of a PDF: the page, and how far down


def read(files: Sequence[Path]) -> Project:
    r"""The codes and coded segments in MAXQDA's tables, all files and sheets of one project together.

    A code is placed by its path ("Coping > Peers" or "Coping\Peers"), by the column Parent code, by columns for the levels
    (Code, Subcode; Level 1, Level 2), or by how far names are indented. A parent without a row of its own becomes a code that
    is not codable. MAXQDA counts paragraphs, pages or time, not characters: where a segment stands is said in words, under the
    names of its two columns, and the passage has no positions. Document groups are cases.

    Raises
    ------
    ReviewProblems (IMPT-001, QDAF-001 to QDAF-006, QDAF-020, QDAF-021) where a file cannot be read or is no such table,
    (QDAF-022) where codes are above themselves.
    """
    problems: list[Problem] = []
    lists: list[sheets.Sheet] = []
    segments: list[sheets.Sheet] = []
    left: list[Left] = []
    for file in files:
        try:
            found = sheets.read(file, NAMES)
        except ReviewProblems as error:
            problems += error.problems
            continue
        fits = [sheet for sheet in found if _has_codes(sheet)]
        if not fits:
            problems.append(sheets.other(file, found, EXPECTED))
        for sheet in found:
            problems += sheet.problems
            if sheet not in fits:
                rows = [one_line(" ".join(cells)) for _, cells in sheet.rows] or sheet.header
                left.append(Left(f"the sheet {sheet.name}", len(rows), rows[0], "it has no column for codes"))
            elif "segment" in sheet.columns:
                segments.append(sheet)
            else:
                lists.append(sheet)
    codes = CodeList()
    for sheet in lists:
        try:
            for path, (_, cells) in zip(_paths(sheet), _named(sheet), strict=True):
                codes.add(path, sheet.cell(cells, "memo"))
        except ReviewProblems as error:
            problems += error.problems
        left += sheet.left(PLACELESS, "code", "parent", "above", "memo", *_levels(sheet))
        left += sheet.unplaced(_named(sheet))
    if problems:
        raise ReviewProblems(problems)
    passages = _Segments(codes)
    for sheet in segments:
        passages.take(sheet, problems)
        left += sheet.left(PLACELESS, "code", "document", "group", "begin", "end", "segment", "coder")
    if problems:
        raise ReviewProblems(problems)
    return Project(
        PROGRAM,
        files[0].stem,
        frame("codes", codes.rows()),
        frame("documents", list(passages.documents.values())),
        frame("excerpts", list(passages.excerpts.values())),
        frame("codings", list(passages.codings.values())),
        frame("cases", [{"name": group, "document": key} for key, group in passages.groups.items()]),
        left=(*left, *codes.left()),
    )


def _has_codes(sheet: sheets.Sheet) -> bool:
    """Whether a table is about codes; a column Name alone may be one of anything."""
    at = sheet.columns.get("code")
    return bool(_levels(sheet)) or (
        at is not None and (letters(sheet.header[at]) != "name" or "guid" in sheet.columns)
    )


def _levels(sheet: sheets.Sheet) -> list[int]:
    """The columns that are levels of the tree, the topmost first; none where one column alone, or a parent, places codes."""
    found: dict[int, int] = {}
    for at, heading in enumerate(map(letters, sheet.header)):
        level = LEVEL.fullmatch(heading)
        if level or heading in TIERS:
            found.setdefault(int(level[1] or level[2]) if level else TIERS.index(heading), at)
    by_parent = {"parent", "above"} & sheet.columns.keys()
    return [found[level] for level in sorted(found)] if len(found) > 1 and not by_parent else []


def _named(sheet: sheets.Sheet) -> list[tuple[int, list[str]]]:
    """The rows that name a code."""
    columns = _levels(sheet) or [sheet.columns["code"]]
    return [(number, cells) for number, cells in sheet.rows if any(cells[at].strip() for at in columns)]


def _paths(sheet: sheets.Sheet) -> list[tuple[str, ...]]:
    rows = _named(sheet)
    if levels := _levels(sheet):
        return by_level([cells[at].strip() for at in levels] for _, cells in rows)
    names = [cells[sheet.columns["code"]] for _, cells in rows]
    if {"guid", "above"} <= sheet.columns.keys():
        return _by_guid(sheet, rows)
    if "parent" not in sheet.columns:
        return [split(name) for name in names] if any(map(SEPARATOR.search, names)) else by_depth(names)
    parents = [sheet.cell(cells, "parent") for _, cells in rows]
    own: list[tuple[int, str, str | tuple[str, ...]]] = []
    known = {name.strip() for name in names}
    for (number, _), name, parent in zip(rows, names, parents, strict=True):
        path, above = split(name), split(parent)
        if (
            above and path[: len(above)] == above and len(path) > len(above)
        ):  # the path, with the parent's in it
            own.append((number, path[-1], path[:-1]))
        else:
            own.append((number, name.strip(), above if len(above) > 1 and parent not in known else parent))
    return by_parent(own, sheet.place)


def _by_guid(sheet: sheets.Sheet, rows: list[tuple[int, list[str]]]) -> list[tuple[str, ...]]:
    """The path of each code where a row names its parent by a GUID."""
    names = {sheet.cell(cells, "guid"): sheet.cell(cells, "code") for _, cells in rows}
    above = {sheet.cell(cells, "guid"): sheet.cell(cells, "above") for _, cells in rows}
    paths = []
    for number, cells in rows:
        path: list[str] = [sheet.cell(cells, "code")]
        seen, at = {sheet.cell(cells, "guid")}, sheet.cell(cells, "above")
        while at in names:
            if at in seen:
                found, wanted = f"{quote(path[-1])} above itself", "a parent further up in the tree"
                raise ReviewProblems([Problem("QDAF-022", sheet.place, found, wanted, number)])
            seen.add(at)
            path, at = [names[at], *path], above[at]
        paths.append(tuple(path))
    return paths


def split(path: str) -> tuple[str, ...]:
    """The names in a path of MAXQDA."""
    return tuple(part for part in SEPARATOR.split(path.strip()) if part)


class _Segments:
    """Coded segments as rows of the tables of a project."""

    def __init__(self, codes: CodeList):
        self._codes = codes
        self.documents: dict[str, dict] = {}
        self.groups: dict[str, str] = {}
        self.excerpts: dict[tuple, dict] = {}
        self.codings: dict[tuple, dict] = {}

    def take(self, sheet: sheets.Sheet, problems: list[Problem]) -> None:
        for number, cells in sheet.rows:
            path = split(sheet.cell(cells, "code"))
            if not path:
                problems.append(
                    Problem("QDAF-021", sheet.place, "no code", "the code of the segment", number)
                )
                continue
            text, name = cells[sheet.columns["segment"]], sheet.cell(cells, "document")
            begin, end, group = (sheet.cell(cells, column) for column in ("begin", "end", "group"))
            document = f"{group}: {name}" if group else name
            if name:
                kind = "audio" if CLOCK.fullmatch(begin) else "pdf" if PAGE.fullmatch(begin) else "text"
                self.documents.setdefault(document, {"key": document, "name": name, "kind": kind})
                if group:
                    self.groups.setdefault(document, group)
            ends = [
                f"{sheet.header[sheet.columns[column]]} {told}"
                for column, told in (("begin", begin), ("end", end))
                if told
            ]
            passage = (document, begin, end, text)
            row = self.excerpts.setdefault(
                passage,
                {
                    "key": str(len(self.excerpts) + 1),
                    "document": document or None,
                    "text": text if text.strip() else None,
                    "place": ", ".join(ends) or None,
                },
            )
            code, coder = self._codes.used(path), sheet.cell(cells, "coder") or None
            coding = {"excerpt": row["key"], "code": code, "coder": coder}
            self.codings.setdefault(tuple(coding.values()), coding)
