"""QualCoder's tables of codes, categories, codings and sources, and its lists of codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from reviewbook.files import sheets
from reviewbook.files.pieces import Left
from reviewbook.review.decoding import read_text
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.themes.imports.code_list import CodeList
from reviewbook.themes.imports.project import Project, frame
from reviewbook.themes.imports.qualcoder_rows import EXPECTED, PLACELESS, PROGRAM, code_tree, document_row

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
# A line of the codebook that QualCoder writes as text, "--Code: Name, cid:3, Frq: 4, Owner: x"; the memo is in the lines under it.
CODEBOOK = re.compile(r"(?P<depth>(?:--)*)[^:]+: (?P<name>.*?), (?P<kind>cat|c)id:\d+(?:,.*)?")
LONGEST = 80  # characters of a line of a list without any mark: longer lines are prose


def read(files: Sequence[Path]) -> Project:
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
    return code_tree(list(categories.values()), list(codes.values()), place, leave)


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
            documents[identifier] = document_row(row)
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
