"""Read a review's folder into tidy tables. The only module that reads a review's CSV files.

Structure is checked here (columns, types, allowed values, keys, references between tables); whether the values make sense
together is for the rules (see `reviewbook.check`).
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from reviewbook.review.cells import empty, read_cells, typed, uncollected
from reviewbook.review.dictionary import (
    PROPERTIES,
    TABLES,
    columns,
    declared_fields,
    is_required,
)
from reviewbook.review.model import Review, note_read
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.structure import blank_cells, cell_problems, odd_numbers, reference_problems

UNREAD = ("PACK-002", "TABL-001", "TABL-002", "TABL-003", "TABL-004")  # a table with one of these is left out


def find_review(review: str | os.PathLike) -> Path:
    """The folder of a review, given as a path from here, from notebooks/, from the repository or as a name in data/.

    Raises
    ------
    ReviewProblems (PACK-001) naming the places looked at.
    """
    asked = Path(review).expanduser()
    root = Path(__file__).resolve().parents[3]
    tried = [asked, root / "notebooks" / asked, root / asked, root / "data" / asked]
    for place in tried:
        if (place / "datapackage.json").is_file() or (place.is_dir() and any(place.glob("*.csv"))):
            return place.resolve()
    raise ReviewProblems(
        [
            Problem(
                "PACK-001",
                str(review),
                "no datapackage.json and no CSV table there",
                "the folder of a review",
            )
        ]
    )


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
    folder = find_review(path)
    note_read(folder / "datapackage.json")
    package, problems = read_package(folder)
    declared = declared_fields(package)
    tables, unread = {}, set()
    for file in sorted(folder.glob("*.csv")):
        if file.stem not in TABLES:
            problems.append(Problem("PACK-004", file.name, quote(file.stem), "one of " + ", ".join(TABLES)))
    for table in TABLES:
        file = folder / f"{table}.csv"
        if file.is_file():
            tables[table], found = _read_table(file, table, columns(table, package))
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
    problems += reference_problems(tables, present, unread)
    said = {name: value for name, value in package.items() if value}  # a blank title is none yet
    return Review(
        path=folder, package={"name": folder.name, "title": folder.name} | said, tables=tables
    ), problems


def header(file: Path) -> list[str]:
    """The names in the first row of a CSV file.

    Raises
    ------
    ReviewProblems (TABL-001) where the file is not CSV in UTF-8, or is empty.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            names = next(csv.reader(lines), [])
            while lines.read(1 << 20):  # all of it must be UTF-8
                pass
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReviewProblems([Problem("TABL-001", file.name, quote(error), "CSV in UTF-8")]) from None
    if not names:
        raise ReviewProblems([Problem("TABL-001", file.name, "an empty file", "a header row")])
    return names


def read_package(folder: Path) -> tuple[dict, list[Problem]]:
    """The content of datapackage.json (empty where it cannot be read) and what is wrong with it."""
    file = folder / "datapackage.json"
    try:
        package = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, [Problem("PACK-002", file.name, "no such file", "a Frictionless data package")]
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        return {}, [Problem("PACK-002", file.name, quote(error), "JSON in UTF-8")]
    if not isinstance(package, dict):
        return {}, [Problem("PACK-002", file.name, "no JSON object", "a Frictionless data package")]
    missing = [
        Problem("PACK-003", file.name, "nothing", "a value", field=name)
        for name in PROPERTIES
        if not package.get(name)
    ]
    return package, missing


def _read_table(file: Path, table: str, known: Mapping[str, dict]) -> tuple[pd.DataFrame, list[Problem]]:
    """One table as typed DataFrame (as far as it can be read), and its problems; ``known`` is from `columns`."""
    try:
        names = header(file)
    except ReviewProblems as unreadable:
        return empty(table), unreadable.problems
    problems = [
        Problem("TABL-002", file.name, "no such column", "the column", row=1, field=name)
        for name, f in known.items()
        if name not in names and is_required(f)
    ]
    for name in dict.fromkeys(names):
        if name not in known or names.count(name) > 1:
            found = "the column twice" if names.count(name) > 1 else "an undeclared column"
            problems.append(
                Problem("TABL-003", file.name, found, "one of " + ", ".join(known), row=1, field=name)
            )
    if problems:
        return empty(table), problems
    fields = {name: known[name] for name in names}
    with uncollected():
        cells, lengths = read_cells(file, names)
        problems = cell_problems(file, table, fields, cells, lengths)
        if unread := [problem for problem in problems if problem.code in UNREAD]:
            return empty(table), unread
        odd = odd_numbers(file, fields, cells)
        places = {(problem.row, problem.field) for problem in odd}
        problems = [problem for problem in problems if (problem.row, problem.field) not in places] + odd
        return typed(cells, known, len(lengths)), problems + blank_cells(file, fields, cells)
