"""Read a review's folder into tidy tables. The only module that reads a review's CSV files.

Structure is checked here (columns, types, allowed values, keys, references between tables); whether the values make sense
together is for the rules (see `reviewbook.check`).
"""

from __future__ import annotations

import csv
import functools
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

import pandas as pd
import yaml

from reviewbook.problems import Problem, ReviewProblems, quote

NOT_REPORTED = "not_reported"
NOT_APPLICABLE = "not_applicable"
NOTHING = ("", NOT_REPORTED, NOT_APPLICABLE)  # blank = not charted yet
AS_CHARTED = "_as_charted"  # suffix of the companion column that keeps a number's cell as it was written
DTYPES = {"integer": "Int64", "number": "Float64"}  # all other types are read as text
# Narrower than Frictionless, which also reads 5_58, full-width digits and NaN: an author who writes these meant something
# else. A count of more than 15 digits is a slip, and would not fit the column.
PLAIN = {"integer": re.compile(r"[+-]?[0-9]{1,15}"), "number": re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")}

# In reading order: the order of the data dictionary and of `check`.
TABLES = [
    "sources",
    "eligibility",
    "flow",
    "records",
    "decisions",
    "agreement",
    "studies",
    "reports",
    "interventions",
    "appraisals",
    "ratings",
    "features",
    "feature_values",
    "tidier",
    "codes",
    "excerpts",
    "excerpt_reports",
    "codings",
    "claims",
    "checklist",
    "editions",
]
UNREAD = ("PACK-002", "TABL-001", "TABL-002", "TABL-003", "TABL-004")  # a table with one of these is left out
PROPERTIES = ("name", "title", "description", "licenses", "contributors", "sources", "questions")


@functools.cache
def schema(table: str) -> dict:
    """The Frictionless table schema of a table (a dict that must not be changed)."""
    text = resources.files("reviewbook").joinpath("schemas", f"{table}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@dataclass(frozen=True)
class Review:
    """A review: its tables as tidy DataFrames, and what its datapackage.json says.

    ``review.reports`` is the table reports. A number's column is Int64 or Float64, missing where there is none; its companion
    ``<column>_as_charted`` keeps the cell as written, so that not_reported and blank stay apart. Text columns keep
    ``not_reported`` and ``not_applicable`` as words and are missing where blank.
    """

    path: Path
    package: Mapping
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    subset: str = "all"
    min_rating: int = 0
    whole: Review | None = field(default=None, repr=False)
    notes_reads: bool = field(default=True, repr=False)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise AttributeError(name)
        if self.notes_reads:
            _note_read(self.path / f"{name}.csv")
        return self.tables[name].copy()

    @property
    def name(self) -> str:
        return self.package["name"]

    @property
    def title(self) -> str:
        return self.package["title"]

    @property
    def full(self) -> Review:
        """The review before any subset was taken."""
        return self.whole or self

    def has(self, *tables: str) -> bool:
        """Whether every one of these tables is there and has a row."""
        return all(len(getattr(self, table)) for table in tables)


def _note_read(path: Path) -> None:
    """Tell the runner which files a notebook depends on (it reruns the notebook when one of them changes)."""
    log = os.environ.get("REVIEWBOOK_READS")
    if log:
        with open(log, "a", encoding="utf-8") as out:
            out.write(f"{path.resolve()}\n")


def find_review(review: str | os.PathLike) -> Path:
    """The folder of a review, given as a path from here, from notebooks/, from the repository or as a name in data/.

    Raises
    ------
    ReviewProblems (PACK-001) naming the places looked at.
    """
    asked = Path(review).expanduser()
    root = Path(__file__).resolve().parents[2]
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
    _note_read(folder / "datapackage.json")
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
            tables[table] = _empty(table)
            if table in declared:
                problems.append(
                    Problem(
                        "PACK-005", "datapackage.json", f"a resource {quote(table)}", f"a file {file.name}"
                    )
                )
    present = {table for table in TABLES if (folder / f"{table}.csv").is_file()}
    problems += _references(tables, present, unread)
    return Review(
        path=folder, package={"name": folder.name, "title": folder.name} | package, tables=tables
    ), problems


def declared_fields(package: Mapping) -> dict[str, list[dict]]:
    """The fields that datapackage.json declares, by resource; none where it declares them in another way."""
    listed, declared = package.get("resources"), {}
    for resource in listed if isinstance(listed, list) else []:
        if isinstance(resource, dict) and isinstance(resource.get("name"), str):
            described_by = resource.get("schema")
            fields = described_by.get("fields") if isinstance(described_by, dict) else None
            named = [f for f in fields if _has_name(f)] if isinstance(fields, list) else []
            declared[resource["name"]] = named
    return declared


def _has_name(field_: object) -> bool:
    return isinstance(field_, dict) and isinstance(field_.get("name"), str)


def columns(table: str, package: Mapping) -> dict[str, dict]:
    """The fields that a table may have, by name: those of its schema, then the author's own of datapackage.json."""
    known = {f["name"]: f for f in schema(table)["fields"]}
    own = declared_fields(package).get(table, [])
    return known | {f["name"]: f for f in own if f["name"] not in known}


def described(table: str, fields: list[dict]) -> dict:
    """A Frictionless schema of a table with these fields: only where a value is required do the words for nothing count."""
    fields = [f if _required(f) else f | {"missingValues": list(NOTHING)} for f in fields]
    return {"fields": fields, "primaryKey": schema(table)["primaryKey"], "missingValues": [""]}


def header(file: Path) -> list[str]:
    """The names in the first row of a CSV file.

    Raises
    ------
    ReviewProblems (TABL-001) where the file is not CSV in UTF-8, or is empty.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            names = next(csv.reader(lines), [])
            lines.read()
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReviewProblems([Problem("TABL-001", file.name, quote(error), "CSV in UTF-8")]) from None
    if not names:
        raise ReviewProblems([Problem("TABL-001", file.name, "an empty file", "a header row")])
    return names


def _required(field_: dict) -> bool:
    constraints = field_.get("constraints")
    return isinstance(constraints, dict) and bool(constraints.get("required"))


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
        return _empty(table), unreadable.problems
    problems = [
        Problem("TABL-002", file.name, "no such column", "the column", row=1, field=name)
        for name, f in known.items()
        if name not in names and _required(f)
    ]
    for name in dict.fromkeys(names):
        if name not in known or names.count(name) > 1:
            found = "the column twice" if names.count(name) > 1 else "an undeclared column"
            problems.append(
                Problem("TABL-003", file.name, found, "one of " + ", ".join(known), row=1, field=name)
            )
    if problems:
        return _empty(table), problems
    problems = _check_cells(file, table, [known[name] for name in names])
    if unreadable := [problem for problem in problems if problem.code in UNREAD]:
        return _empty(table), unreadable
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.reader(lines) if row][1:]
    cells = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    odd = _odd_numbers(file, cells, known)
    places = {(problem.row, problem.field) for problem in odd}
    problems = [problem for problem in problems if (problem.row, problem.field) not in places] + odd
    optional = [name for name in names if not _required(known[name])]
    blank = [
        (at, name)
        for at, row in enumerate(zip(*map(cells.get, optional), strict=True), 2)
        for name, cell in zip(optional, row, strict=True)
        if not cell
    ]
    if blank:
        found = "a blank cell" if len(blank) == 1 else f"{len(blank)} blank cells, the first of them here"
        problems.append(Problem("TABL-012", file.name, found, "a value", *blank[0]))
    return _typed(cells, known, len(rows)), problems


def _empty(table: str) -> pd.DataFrame:
    return _typed({}, {f["name"]: f for f in schema(table)["fields"]}, 0)


def _odd_numbers(file: Path, cells: Mapping[str, list[str]], known: Mapping[str, dict]) -> list[Problem]:
    """Cells of numbers that are not written in plain digits."""
    found = []
    for name, column in cells.items():
        if plain := PLAIN.get(known[name].get("type")):
            nothing = NOTHING[:1] if _required(known[name]) else NOTHING
            for at, cell in enumerate(column, 2):
                if cell.strip() not in nothing and not plain.fullmatch(cell.strip()):
                    found.append(
                        Problem("TABL-006", file.name, quote(cell), _number_words(known[name]), at, name)
                    )
    return found


def _number_words(field_: dict) -> str:
    kind = field_.get("type", "string")
    words = "an integer" if kind == "integer" else f"a {kind}"
    return words if _required(field_) else f"{words} or not_reported"


def _check_cells(file: Path, table: str, fields: list[dict]) -> list[Problem]:
    """Types, allowed values, ranges and keys, cell by cell, by Frictionless."""
    from frictionless import (
        Checklist,
        FrictionlessException,
        Resource,
        Schema,
    )  # slow to import; only a check needs it

    key = schema(table)["primaryKey"]
    try:
        wanted = Schema.from_descriptor(described(table, fields))
    except FrictionlessException as error:  # only the author's own fields can be wrong
        why = quote((error.reasons or [error.error])[0].note)
        expected = f"fields of {table} that Frictionless knows"
        return [Problem("PACK-002", "datapackage.json", why, expected)]
    resource = Resource(path=file.name, basepath=str(file.parent), schema=wanted, encoding="utf-8-sig")
    result = resource.validate(Checklist(), limit_errors=10_000)
    by_name = {f["name"]: f for f in fields}
    problems = []
    for error in result.tasks[0].errors if result.tasks else []:
        row, name, cell = (getattr(error, at, None) for at in ("row_number", "field_name", "cell"))
        place = {"file": file.name, "row": row, "field": name}
        if error.type == "type-error":
            problems.append(
                Problem("TABL-006", found=quote(cell), expected=_number_words(by_name[name]), **place)
            )
        elif error.type == "constraint-error":
            problems.append(_constraint_problem(error.note, by_name[name]["constraints"], cell, place))
        elif error.type == "primary-key":
            if first := re.search(
                r"[0-9]+$", error.note
            ):  # else the key is blank or no number: named already
                found = f"the {', '.join(key)} of row {first[0]} again"
                problems.append(Problem("TABL-009", file.name, found, "a key once", row=row))
        elif error.type == "unique-error":
            problems.append(
                Problem("TABL-009", found=f"{quote(cell)} again", expected="a value once", **place)
            )
        elif error.type in ("extra-cell", "missing-cell"):
            found = "a cell too many" if error.type == "extra-cell" else "a cell missing"
            problems.append(Problem("TABL-004", file.name, found, f"{len(fields)} cells", row=row))
        elif error.type == "blank-row":
            problems.append(Problem("TABL-004", file.name, "a blank row", f"{len(fields)} cells", row=row))
        else:
            problems.append(Problem("TABL-001", file.name, quote(error.message), "a CSV table", row=row))
    return list(dict.fromkeys(problems))


def _constraint_problem(note: str, constraints: dict, cell: object, place: dict) -> Problem:
    kind = note.split('"')[1]
    if kind == "required":
        return Problem("TABL-005", found="nothing", expected="a value", **place)
    if kind == "enum":
        return Problem(
            "TABL-007",
            found=quote(cell),
            expected="one of " + ", ".join(map(str, constraints["enum"])),
            **place,
        )
    words = {"minimum": "at least {}", "maximum": "at most {}", "pattern": "the form {}"}
    expected = words.get(kind, kind + " {}").format(constraints[kind])
    return Problem("TABL-008", found=quote(cell), expected=expected, **place)


def _typed(cells: Mapping[str, list[str]], known: Mapping[str, dict], length: int) -> pd.DataFrame:
    """The cells as the schema's types; what is no plain number is missing, with its cell kept beside it."""
    typed = {}
    for name, f in known.items():
        column = [cell.strip() for cell in cells.get(name, [""] * length)]
        kind = f.get("type", "string")
        if kind in PLAIN:
            read = int if kind == "integer" else float
            numbers = [read(cell) if PLAIN[kind].fullmatch(cell) else None for cell in column]
            typed[name] = pd.array(numbers, dtype=DTYPES[kind])
            typed[name + AS_CHARTED] = pd.array(column, dtype="string")
        else:
            typed[name] = pd.array([cell or None for cell in column], dtype="string")
    return pd.DataFrame(typed)


def _references(tables: Mapping[str, pd.DataFrame], present: set[str], unread: set[str]) -> list[Problem]:
    """Values that name a row of another table which is not there; nothing is said of a table that could not be read."""
    problems = []
    for table in TABLES:
        frame = tables[table]
        required = {f["name"] for f in schema(table)["fields"] if _required(f)}
        for key in schema(table).get("foreignKeys", []):
            (name,), target = key["fields"], key["reference"]["resource"]
            (there,) = key["reference"]["fields"]
            if target in unread:
                continue
            named = frame[name].dropna()
            if name not in required:
                named = named[~named.isin(NOTHING)]
            if len(named) and target not in present:
                problems.append(
                    Problem("TABL-011", f"{table}.csv", f"no {target}.csv", f"the table {target}", field=name)
                )
                continue
            for at, value in named[~named.isin(tables[target][there])].items():
                expected = f"a {there} of {target}.csv"
                problems.append(
                    Problem("TABL-010", f"{table}.csv", quote(value), expected, row=at + 2, field=name)
                )
    return problems


def restrict(review: Review, *, reports: pd.Series, subset: str, min_rating: int) -> Review:
    """The review with only these reports, and of every other table what belongs to them.

    Parameters
    ----------
    reports : Series of report_id to keep.

    Returns
    -------
    Review whose ``whole`` is the review before. Selection, codes, claims, checklist and editions stay whole: they are about
    the review, not about single reports.
    """
    t = dict(review.tables)

    def keep(table: str, column: str, values: pd.Series) -> None:
        frame = getattr(review, table)
        t[table] = frame[frame[column].isin(values)].reset_index(drop=True)

    keep("reports", "report_id", reports)
    keep("studies", "study_id", t["reports"]["study_id"])
    keep("interventions", "intervention_id", t["studies"]["intervention_id"])
    for table in ("appraisals", "ratings", "excerpt_reports"):
        keep(table, "report_id", t["reports"]["report_id"])
    for table in ("feature_values", "tidier"):
        keep(table, "intervention_id", t["interventions"]["intervention_id"])
    for table in ("excerpts", "codings"):
        keep(table, "excerpt_id", t["excerpt_reports"]["excerpt_id"])
    return replace(review, tables=t, subset=subset, min_rating=min_rating, whole=review.full)
