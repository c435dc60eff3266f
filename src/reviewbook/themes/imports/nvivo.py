"""NVivo: lists of codes (nodes) as CSV or workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from reviewbook.files import sheets
from reviewbook.files.wording import letters, words
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.themes.imports.code_list import CodeList, by_depth, by_parent
from reviewbook.themes.imports.project import Project, frame

PROGRAM = "NVivo"
NAMES = {
    "path": "hierarchicalname hierarchyname nodehierarchy codehierarchy fullpath fullname path",
    "name": "name nodename codename node code nodes codes",
    "parent": "parent parentname parentnode parentcode parentnodename parentcodename parentpath",
    "description": "description definition beschreibung descripcion descricao",
}
# Columns one of which a list of NVivo has beside the name; a table with names alone may be one of anything.
SIGNS = words(
    "aggregate category color colour createdby createdon description files folder hierarchicalname modifiedby modifiedon nickname "
    "parent references sources userassignedcolor"
)
EXPECTED = (
    "a list of codes with the column Name (and Parent or Hierarchical Name, Description), as CSV or .xlsx"
)
PLACELESS = "a review's codes have no place for it"
# The folders of NVivo's navigation, which stand before the codes in a path.
FOLDERS = frozenset(
    ["nodes", "codes", "cases", "coding", "relationships", "sentiment", "theme nodes", "case nodes"]
)


def read(files: Sequence[Path]) -> Project:
    r"""The codes in NVivo's lists, all files and sheets as one tree.

    Rows are placed by the column Parent (a name, or a path as ``Nodes\\Coping\Peers``), else by Hierarchical Name, else by paths
    in the column Name, else by how far names are indented. A parent without a row of its own becomes a code that is not codable.
    Other columns (Category, Aggregate, Color, attributes, counts) are left.

    Raises
    ------
    ReviewProblems (IMPT-001, QDAF-001 to QDAF-006, QDAF-020, QDAF-021) where a file cannot be read or is no such list,
    (QDAF-022) where codes are above themselves.
    """
    problems: list[Problem] = []
    codes, left = CodeList(), []
    for file in files:
        try:
            found = sheets.read(file, NAMES)
            lists = [sheet for sheet in found if _has_codes(sheet)]
            if not lists:
                raise ReviewProblems([sheets.other(file, found, EXPECTED)])
            for sheet in lists:
                problems += sheet.problems
                rows = _named(sheet)
                for path, (_, cells) in zip(_paths(sheet, rows), rows, strict=True):
                    codes.add(path, sheet.cell(cells, "description"))
                left += sheet.left(PLACELESS, "path", "name", "parent", "description")
                left += sheet.unplaced(rows)
        except ReviewProblems as error:
            problems += error.problems
    if problems:
        raise ReviewProblems(problems)
    return Project(PROGRAM, files[0].stem, frame("codes", codes.rows()), left=(*left, *codes.left()))


def _has_codes(sheet: sheets.Sheet) -> bool:
    headings = {letters(heading) for heading in sheet.header}
    sure = SIGNS & headings or {"path", "parent"} & sheet.columns.keys() or len(sheet.header) == 1
    return bool({"name", "path"} & sheet.columns.keys() and sure)


def _named(sheet: sheets.Sheet) -> list[tuple[int, list[str]]]:
    """The rows that name a code."""
    return [
        (number, cells)
        for number, cells in sheet.rows
        if split(sheet.cell(cells, "name")) or split(sheet.cell(cells, "path"))
    ]


def _paths(sheet: sheets.Sheet, rows: list[tuple[int, list[str]]]) -> list[tuple[str, ...]]:
    named = [sheet.cell(cells, "name") for _, cells in rows]
    if "path" in sheet.columns:
        paths = [split(sheet.cell(cells, "path")) for _, cells in rows]
        return [
            path if path and name in ("", path[-1]) else (*path, name)
            for path, name in zip(paths, named, strict=True)
        ]
    if "parent" in sheet.columns:
        own: list[tuple[int, str, str | tuple[str, ...]]] = []
        known = set(named)
        for (number, cells), name in zip(rows, named, strict=True):
            parent = sheet.cell(cells, "parent")
            above: str | tuple[str, ...] = parent
            if parent not in known and "\\" in parent:
                above = split(parent)
            elif parent not in known and parent.casefold() in FOLDERS:
                above = ""
            own.append((number, name, above))
        return by_parent(own, sheet.place)
    names = [cells[sheet.columns["name"]] for _, cells in rows]
    if any("\\" in name for name in names):
        return [split(name) for name in names]
    return by_depth(names)


def split(path: str) -> tuple[str, ...]:
    r"""The names in a path of NVivo, ``Nodes\\Coping\Peers``, without the folder before them."""
    parts = [part.strip() for part in re.split(r"\\+", path.strip()) if part.strip()]
    if len(parts) > 1 and (re.match(r"[^\\]+\\\\", path.strip()) or parts[0].casefold() in FOLDERS):
        parts = parts[1:]
    return tuple(parts)
