"""Read a review's folder into tidy tables. Only here, and in what it calls, are a review's CSV files read.

Structure is checked here (columns, types, allowed values, keys, references between tables); whether the values make sense
together is for the rules (see `reviewbook.check`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from reviewbook.review import answers, dictionary, patterns, place, questions, reads
from reviewbook.review.cells import empty, typed, uncollected
from reviewbook.review.dictionary import TABLES, declared_fields
from reviewbook.review.mending import mended_heading
from reviewbook.review.model import Review
from reviewbook.review.package import FILE, read_package
from reviewbook.review.problems import Problem, ReviewProblems, placed, quote
from reviewbook.review.structure import (
    blank_cells,
    cell_problems,
    damaged,
    invisible,
    name_problems,
    odd_numbers,
    reference_problems,
)
from reviewbook.review.suggest import one_of
from reviewbook.review.table import read_table

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
ASIDE = (".", "~$")  # how the names of files begin that programs keep while a workbook is open
UNREAD = (
    "PACK-002",
    "TABL-001",
    "TABL-002",
    "TABL-003",
    "TABL-004",
    "TABL-014",
    "TABL-031",
)  # a table with one of these is left out


def load_review(path: str | os.PathLike) -> Review:
    """The review in a folder, its structure checked.

    Raises
    ------
    ReviewProblems with every structural problem (codes PACK and TABL).
    """
    review, problems = read(path)
    wrong = [problem for problem in problems if problem.severity == "problem"]
    if wrong:
        raise ReviewProblems(wrong)
    return review


def read(path: str | os.PathLike) -> tuple[Review, list[Problem]]:
    """A review as far as it can be read, and every structural problem and notice."""
    folder = place.find_review(path)
    reads.note_file(folder / FILE)
    package, problems = read_package(folder)
    declared = declared_fields(package)
    tables, unread = {}, set()
    asked = questions.asked(folder, package)

    def columns(table: str) -> dict[str, dict]:
        return dictionary.columns(table, package) | asked.get(table, {})

    rows: dict[str, np.ndarray] = {}
    problems += workbooks(folder)
    for file in sorted(folder.glob("*.csv")):
        if file.stem not in TABLES:
            problems.append(Problem("PACK-004", file.name, quote(file.stem), one_of(TABLES, file.stem)))
    for table in TABLES:
        file = folder / f"{table}.csv"
        if file.is_file():
            tables[table], found, shifted = _read_table(file, table, columns(table))
            if shifted is not None:
                rows[file.name] = shifted
            problems += found
            if any(problem.code in UNREAD for problem in found):
                unread.add(table)
            if declared and table not in declared:
                problems.append(
                    Problem(
                        "PACK-005", "datapackage.json", f"no resource {quote(table)}", f"one for {file.name}"
                    )
                )
        else:
            tables[table] = empty(table)
            if table in declared:
                problems.append(
                    Problem(
                        "PACK-005", "datapackage.json", f"a resource {quote(table)}", f"a file {file.name}"
                    )
                )
    present = {table for table in TABLES if (folder / f"{table}.csv").is_file()}
    problems += placed(reference_problems(tables, present, unread), rows)
    problems += placed(name_problems(folder, tables), rows)
    tables |= answers.widened(tables)
    said = {name: value for name, value in package.items() if value}  # a blank title is none yet
    package = {"name": folder.name, "title": folder.name} | said
    return Review(path=folder, package=package, tables=tables, rows=rows), problems


def workbooks(folder: Path) -> list[Problem]:
    """A notice of each workbook in a folder: what stands in it is not read."""
    return [
        Problem("PACK-010", file.name, "a workbook, which is not read", _sheets_as(file))
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in WORKBOOKS and not file.name.startswith(ASIDE)
    ]


def _sheets_as(file: Path) -> str:
    table = mended_heading(file.stem, TABLES)
    return f"the table {table}.csv" if table in TABLES else "each of its sheets as a CSV table"


def _read_table(
    file: Path, table: str, known: Mapping[str, dict]
) -> tuple[pd.DataFrame, list[Problem], np.ndarray | None]:
    """One table as typed DataFrame (as far as it can be read), its problems, and its rows in the file where they are shifted."""
    with uncollected():
        try:
            found = read_table(file, table, known)
        except ReviewProblems as unreadable:
            return empty(table), unreadable.problems, None
        known, forms = patterns.own(table, known)
        fields = {name: known[name] for name in found.cells}
        rows = found.rows if found.shifted else None

        def there(problems: list[Problem]) -> list[Problem]:
            return problems if rows is None else placed(problems, {file.name: rows})

        problems = cell_problems(file, table, fields, found.cells, found.lengths, forms=forms)
        if unread := [problem for problem in problems if problem.code in UNREAD]:
            return empty(table), there(unread) + found.notices, None
        odd = odd_numbers(file, fields, found.cells)
        places = {(problem.row, problem.field) for problem in odd}
        problems = [problem for problem in problems if (problem.row, problem.field) not in places] + odd
        problems += invisible(file, found.cells) + damaged(file, table, fields, found.cells)
        problems += blank_cells(file, fields, found.cells)
        return typed(found.cells, known, len(found.lengths)), there(problems) + found.notices, rows
