"""Read a review's folder into tidy tables. The only module that reads a review's CSV files.

Structure is checked here (columns, types, allowed values, keys, references between tables); whether the values make sense
together is for the rules (see `reviewbook.check`).
"""

from __future__ import annotations

import csv
import functools
import gc
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import yaml

from reviewbook.review.problems import Problem, ReviewProblems, quote

NOT_REPORTED = "not_reported"
NOT_APPLICABLE = "not_applicable"
NOTHING = ("", NOT_REPORTED, NOT_APPLICABLE)  # blank = not charted yet
AS_CHARTED = "_as_charted"  # suffix of the companion column that keeps a number's cell as it was written
DTYPES = {"integer": "Int64", "number": "Float64"}  # all other types are read as text
# Narrower than Frictionless, which also reads 5_58, full-width digits and NaN: an author who writes these meant something
# else. A count of more than 15 digits is a slip, and would not fit the column.
PLAIN = {"integer": re.compile(r"[+-]?[0-9]{1,15}"), "number": re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")}

MOST = 10_000  # faults of its cells that are told of one table
IN_KEY_WHERE_BLANK = {"turn": 1}  # a decision without a turn is the reviewer's first
LONGEST = 2**31 - 1  # characters of a cell; of itself csv refuses more than 131,072

# In reading order: the order of the data dictionary and of `check`.
TABLES = [
    "sources",
    "eligibility",
    "flow",
    "records",
    "decisions",
    "imports",
    "set_aside",
    "merges",
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
    "documents",
    "excerpts",
    "excerpt_reports",
    "finding_excerpts",
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
    text = (
        resources.files("reviewbook.review").joinpath("schemas", f"{table}.yaml").read_text(encoding="utf-8")
    )
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
    min_rating: int = (
        0  # points; the reports rated lower are contrasted with all, see reviewbook.appraisal.sensitivity
    )
    whole: Review | None = field(default=None, repr=False)
    notes_reads: bool = field(default=True, repr=False)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise AttributeError(name)
        if self.notes_reads:
            _note_read(self.path / f"{name}.csv")
        return self.tables[name].copy(deep=False)  # pandas copies what the caller changes

    @property
    def name(self) -> str:
        return self.package["name"]

    @property
    def title(self) -> str:
        return self.package["title"]

    @property
    def full(self) -> Review:
        """The review before any report was left out."""
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
    names = {f["name"] for f in fields}
    key = [name for name in schema(table)["primaryKey"] if name in names]  # some may be left out
    return {"fields": fields, "primaryKey": key, "missingValues": [""]}


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
    fields = {name: known[name] for name in names}
    with _uncollected():
        cells, lengths = _cells(file, names)
        problems = _check_cells(file, table, fields, cells, lengths)
        if unreadable := [problem for problem in problems if problem.code in UNREAD]:
            return _empty(table), unreadable
        odd = _odd_numbers(file, fields, cells)
        places = {(problem.row, problem.field) for problem in odd}
        problems = [problem for problem in problems if (problem.row, problem.field) not in places] + odd
        return _typed(cells, known, len(lengths)), problems + _blank_cells(file, fields, cells)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: rows make none that needs one, and among millions of cells each search is long."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Column:
    """The cells of a column, each distinct one once, and for each row the number of its cell.

    That keeps a million rows small, and a rule need only look at the distinct cells. A column in which most cells differ,
    such as titles, is kept cell by cell: looking each one up would cost more than it saves.
    """

    def __init__(self) -> None:
        self.cells: list[str] = []
        self._codes: list[np.ndarray] = []
        self._known: defaultdict[str, int] | None = defaultdict()
        self._known.default_factory = self._known.__len__  # a new cell gets the next number
        self._rows = 0

    def extend(self, cells: Sequence[str]) -> None:
        """Add the cells of further rows."""
        self._rows += len(cells)
        if self._known is None:
            self._codes.append(np.arange(len(self.cells), len(self.cells) + len(cells), dtype=np.int32))
            self.cells.extend(cells)
            return
        self._codes.append(np.fromiter(map(self._known.__getitem__, cells), np.int32, len(cells)))
        if len(self._known) > max(5000, self._rows / 2):
            self.close()

    def close(self) -> None:
        """Look no more cells up."""
        if self._known is not None:
            self.cells = list(self._known)
            self._known.default_factory = None  # it refers to the dictionary, which would outlive its use
            self._known = None

    @functools.cached_property
    def codes(self) -> np.ndarray:
        """The number of each row's cell."""
        return np.concatenate([np.empty(0, np.int32), *self._codes])

    def rows_with(self, numbers: list[int]) -> np.ndarray:
        """The rows, from 0, whose cell has one of these numbers."""
        return np.flatnonzero(np.isin(self.codes, numbers)) if numbers else np.empty(0, np.int64)

    def __getitem__(self, row: int) -> str:
        return self.cells[self.codes[row]]


def _cells(file: Path, names: list[str]) -> tuple[dict[str, _Column], np.ndarray]:
    """The cells of a CSV file by column, as written, and the length of each row; a short row is filled up with blanks."""
    columns_ = {name: _Column() for name in names}
    lengths = [np.empty(0, np.int32)]
    csv.field_size_limit(LONGEST)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        # Few at a time: twice as fast as many, which would not stay in the processor's cache.
        while some := list(islice(rows, 1000)):
            lengths.append(np.fromiter(map(len, some), np.int32, len(some)))
            for at in np.flatnonzero(lengths[-1] != len(names)):
                some[at] = (some[at] + [""] * len(names))[: len(names)]
            for column, cells in zip(columns_.values(), zip(*some, strict=True), strict=True):
                column.extend(cells)
    for column in columns_.values():
        column.close()
    return columns_, np.concatenate(lengths)


def _blank_cells(file: Path, fields: Mapping[str, dict], cells: Mapping[str, _Column]) -> list[Problem]:
    """One notice of all the cells that are not charted yet, at the first of them."""
    count, first = 0, []
    for at, name in enumerate(fields):
        if not _required(fields[name]):
            rows = cells[name].rows_with([code for code, cell in enumerate(cells[name].cells) if not cell])
            count += len(rows)
            first += [(int(row) + 2, at, name) for row in rows[:1]]
    if not count:
        return []
    found = "a blank cell" if count == 1 else f"{count} blank cells, the first of them here"
    row, _, name = min(first)
    return [Problem("TABL-012", file.name, found, "a value", row, name)]


def _empty(table: str) -> pd.DataFrame:
    return _typed({}, {f["name"]: f for f in schema(table)["fields"]}, 0)


def _odd_numbers(file: Path, fields: Mapping[str, dict], cells: Mapping[str, _Column]) -> list[Problem]:
    """Cells of numbers that are not written in plain digits."""
    found = []
    for name, field_ in fields.items():
        if plain := PLAIN.get(field_.get("type")):
            nothing = NOTHING[:1] if _required(field_) else NOTHING
            odd = [
                code
                for code, cell in enumerate(cells[name].cells)
                if cell.strip() not in nothing and not plain.fullmatch(cell.strip())
            ]
            for at in cells[name].rows_with(odd):
                found.append(
                    Problem(
                        "TABL-006",
                        file.name,
                        quote(cells[name][at]),
                        _number_words(field_),
                        int(at) + 2,
                        name,
                    )
                )
    return found


def _number_words(field_: dict) -> str:
    kind = field_.get("type", "string")
    words = "an integer" if kind == "integer" else f"a {kind}"
    return words if _required(field_) else f"{words} or not_reported"


def _check_cells(
    file: Path,
    table: str,
    fields: Mapping[str, dict],
    cells: Mapping[str, _Column],
    lengths: np.ndarray,
) -> list[Problem]:
    """Types, allowed values, ranges and keys: the first `MOST` faults in the order of rows.

    Frictionless reads each distinct cell of a column once, so that its rules are the rules.
    """
    from frictionless import FrictionlessException, Schema  # slow to import; only a check needs it

    try:
        wanted = Schema.from_descriptor(described(table, list(fields.values())))
        judged = {field_.name: _judged(field_, cells[field_.name].cells) for field_ in wanted.fields}
    except (FrictionlessException, re.error) as error:  # only the author's own fields can be wrong
        reasons = getattr(error, "reasons", None) or [getattr(error, "error", None)]
        why = quote(getattr(reasons[0], "note", error))
        expected = f"fields of {table} that Frictionless knows"
        return [Problem("PACK-002", "datapackage.json", why, expected)]
    if broken := _broken_rows(file, cells, lengths, judged):
        return broken
    unique = [name for name, f in fields.items() if f.get("constraints", {}).get("unique")]
    faults: list[tuple[np.ndarray, Callable[[int], Problem]]] = []
    for name in dict.fromkeys([*unique, *wanted.primary_key, *fields]):
        for kind in ("type", *wanted.get_field(name).supported_constraints):
            wrong = [code for code, kinds in judged[name].wrong.items() if kind in kinds]
            fault = functools.partial(_cell_problem, file, kind, fields[name], cells[name])
            faults.append((cells[name].rows_with(wrong), fault))
    for name in unique:
        again = _repeated(_identities(cells[name], judged[name].values))
        found = functools.partial(_value_again, file, name, cells[name], judged[name].values)
        faults.append((again.index.to_numpy(), found))
    key = wanted.primary_key
    again = _repeated(
        *(_identities(cells[name], judged[name].values, IN_KEY_WHERE_BLANK.get(name)) for name in key)
    )
    faults.append((again.index.to_numpy(), functools.partial(_key_again, file, key, again)))
    return _first(faults)


class _Judged(NamedTuple):
    """What Frictionless reads in each cell (None: nothing), and by the cell's number the rules that it breaks."""

    values: list
    wrong: dict[int, list[str]]


def _judged(field_, cells: list[str]) -> _Judged:
    """A Frictionless field's judgement of cells."""
    read_cell = field_.create_cell_reader()
    if field_.type == "string" and field_.format == "default" and not set(field_.constraints) - {"required"}:
        # Most cells of a large table are free text: all that can be wrong with them is to be nothing.
        nothing = {cell for cell in (*NOTHING, *field_.missing_values) if read_cell(cell)[0] is None}
        values = [None if cell in nothing else cell for cell in cells]
        return _Judged(
            values,
            {code: ["required"] for code, value in enumerate(values) if value is None}
            if field_.required
            else {},
        )
    values, wrong = [], {}
    for code, cell in enumerate(cells):
        value, notes = read_cell(cell)
        values.append(value)
        if notes:
            wrong[code] = list(notes)
    return _Judged(values, wrong)


def _broken_rows(
    file: Path, cells: Mapping[str, _Column], lengths: np.ndarray, judged: Mapping[str, _Judged]
) -> list[Problem]:
    """Rows that are blank, too short or too long."""
    blank = np.arange(len(lengths))
    for name, (values, wrong) in judged.items():
        if not len(blank):
            break
        nothing = np.array(
            [value is None and "type" not in wrong.get(code, ()) for code, value in enumerate(values)]
        )
        blank = blank[nothing[cells[name].codes[blank]]]
    problems = []
    for row in np.union1d(blank, np.flatnonzero(lengths != len(cells)))[:MOST]:
        if row in blank:
            found = "a blank row"
        else:
            found = "a cell too many" if lengths[row] > len(cells) else "a cell missing"
        problems.append(Problem("TABL-004", file.name, found, f"{len(cells)} cells", row=int(row) + 2))
    return problems


def _identities(column: _Column, values: list, blank: object = None) -> np.ndarray:
    """For each row a number that equal values share (1 and 01 are one number), -1 where there is none.

    ``blank`` is the value that a blank cell stands for.
    """
    given = (
        blank if value is None else value if isinstance(value, Hashable) else str(value) for value in values
    )
    return pd.factorize(pd.Series(list(given), dtype="object"))[0][column.codes]


def _repeated(*columns: np.ndarray) -> pd.Series:
    """Of rows that have the same values as a row before, the row before; rows without any value are left out."""
    one, given = np.zeros(len(columns[0]), np.int64), np.zeros(len(columns[0]), bool)
    for column in columns:
        one = pd.factorize(one * (column.max(initial=0) + 2) + column + 1)[0]
        given |= column >= 0
    rows = pd.Series(one)[given]
    rows = rows[rows.duplicated(keep=False)]
    before = rows.index.to_series().groupby(rows).shift()
    return before.dropna().astype("int64")


def _first(faults: list[tuple[np.ndarray, Callable[[int], Problem]]]) -> list[Problem]:
    """The first `MOST` faults, row by row."""
    at = np.concatenate([rows for rows, _ in faults])
    which = np.repeat(np.arange(len(faults)), [len(rows) for rows, _ in faults])
    return list(dict.fromkeys(faults[which[n]][1](int(at[n])) for n in np.lexsort((which, at))[:MOST]))


def _cell_problem(file: Path, kind: str, field_: dict, column: _Column, at: int) -> Problem:
    place = {"file": file.name, "row": at + 2, "field": field_["name"]}
    if kind == "type":
        return Problem("TABL-006", found=quote(column[at]), expected=_number_words(field_), **place)
    return _constraint_problem(kind, field_["constraints"], column[at], place)


def _value_again(file: Path, name: str, column: _Column, values: list, at: int) -> Problem:
    found = f"{quote(values[column.codes[at]])} again"
    return Problem("TABL-009", file.name, found, "a value once", row=at + 2, field=name)


def _key_again(file: Path, key: list[str], before: pd.Series, at: int) -> Problem:
    found = f"the {', '.join(key)} of row {before[at] + 2} again"
    return Problem("TABL-009", file.name, found, "a key once", row=at + 2)


def _constraint_problem(kind: str, constraints: dict, cell: str, place: dict) -> Problem:
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


def _typed(cells: Mapping[str, _Column], known: Mapping[str, dict], length: int) -> pd.DataFrame:
    """The cells as the schema's types; what is no plain number is missing, with its cell kept beside it."""
    typed = {}
    absent = _Column()
    absent.extend([""] * length)
    absent.close()
    for name, f in known.items():
        column = cells.get(name, absent)
        distinct = [cell.strip() for cell in column.cells]
        kind = f.get("type", "string")
        if kind in PLAIN:
            read = int if kind == "integer" else float
            numbers = [read(cell) if PLAIN[kind].fullmatch(cell) else None for cell in distinct]
            typed[name] = pd.array(numbers, dtype=DTYPES[kind]).take(column.codes)
            typed[name + AS_CHARTED] = pd.array(distinct, dtype="string").take(column.codes)
        else:
            typed[name] = pd.array([cell or None for cell in distinct], dtype="string").take(column.codes)
    return pd.DataFrame(typed, copy=False)


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


def restrict(review: Review, *, reports: pd.Series, subset: str) -> Review:
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
    left_out = set(review.reports["report_id"]) - set(t["reports"]["report_id"])
    t["tidier"] = t["tidier"][~t["tidier"]["report_id"].isin(left_out)].reset_index(drop=True)
    for table in ("excerpts", "codings"):
        keep(table, "excerpt_id", t["excerpt_reports"]["excerpt_id"])
    there = review.finding_excerpts[["finding_id", "excerpt_id"]].isin(list(t["excerpts"]["excerpt_id"]))
    t["finding_excerpts"] = review.finding_excerpts[there.all(axis=1)].reset_index(drop=True)
    t["documents"] = review.documents[~review.documents["report_id"].isin(left_out)].reset_index(drop=True)
    return replace(review, tables=t, subset=subset, whole=review.full)
