"""Read a review's folder into tidy tables. The only module that reads a review's CSV files.

Structure is checked here (columns, types, allowed values, keys, references between tables); whether the values make sense
together is for the rules (see `reviewbook.check`).
"""

from __future__ import annotations

import csv
import functools
import json
import os
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
DTYPES = {"integer": "Int64", "number": "Float64", "date": "string", "string": "string"}

# In reading order: the order of the data dictionary and of `check`.
TABLES = (
    "sources eligibility flow records decisions agreement studies reports interventions appraisals ratings features "
    "feature_values tidier codes excerpts excerpt_reports codings claims checklist editions"
).split()
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
        [Problem("PACK-001", str(review), "no datapackage.json and no CSV table there", "the folder of a review")]
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
    package, problems = _read_package(folder)
    declared = {r.get("name"): r for r in package.get("resources", []) if isinstance(r, dict)}
    tables = {}
    for file in sorted(folder.glob("*.csv")):
        if file.stem not in TABLES:
            problems.append(Problem("PACK-004", file.name, quote(file.stem), "one of " + ", ".join(TABLES)))
    for table in TABLES:
        file = folder / f"{table}.csv"
        if file.is_file():
            extra = declared.get(table, {}).get("schema", {}).get("fields", [])
            tables[table], found = _read_table(file, table, extra)
            problems += found
            if declared and table not in declared:
                problems.append(Problem("PACK-005", "datapackage.json", f"no resource {quote(table)}", f"one for {file.name}"))
        else:
            tables[table] = _typed(pd.DataFrame(columns=[f["name"] for f in schema(table)["fields"]], dtype="string"), table)
            if table in declared:
                problems.append(Problem("PACK-005", "datapackage.json", f"a resource {quote(table)}", f"a file {file.name}"))
    present = {table for table in TABLES if (folder / f"{table}.csv").is_file()}
    problems += _references(tables, present)
    return Review(path=folder, package={"name": folder.name, "title": folder.name} | package, tables=tables), problems


def _read_package(folder: Path) -> tuple[dict, list[Problem]]:
    file = folder / "datapackage.json"
    try:
        package = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, [Problem("PACK-002", file.name, "no such file", "a Frictionless data package")]
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        return {}, [Problem("PACK-002", file.name, quote(error), "JSON in UTF-8")]
    if not isinstance(package, dict):
        return {}, [Problem("PACK-002", file.name, "no JSON object", "a Frictionless data package")]
    missing = [Problem("PACK-003", file.name, "nothing", "a value", field=name) for name in PROPERTIES if not package.get(name)]
    return package, missing


def _read_table(file: Path, table: str, extra: list[dict]) -> tuple[pd.DataFrame, list[Problem]]:
    """One table as typed DataFrame (as far as it can be read), and its problems."""
    known = {f["name"]: f for f in schema(table)["fields"]}
    known |= {f["name"]: f for f in extra if f.get("name") not in known}
    empty = _typed(pd.DataFrame(columns=list(known), dtype="string"), table)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            header = next(csv.reader(lines), [])
            lines.read()
    except (UnicodeDecodeError, csv.Error) as error:
        return empty, [Problem("TABL-001", file.name, quote(error), "CSV in UTF-8")]
    if not header:
        return empty, [Problem("TABL-001", file.name, "an empty file", "a header row")]
    problems = [
        Problem("TABL-002", file.name, "no such column", "the column", row=1, field=name)
        for name, f in known.items()
        if name not in header and f.get("constraints", {}).get("required")
    ]
    for name in dict.fromkeys(header):
        if name not in known or header.count(name) > 1:
            found = "the column twice" if header.count(name) > 1 else "an undeclared column"
            problems.append(Problem("TABL-003", file.name, found, "one of " + ", ".join(known), row=1, field=name))
    if problems:
        return empty, problems
    problems = _check_cells(file, table, [known[name] for name in header])
    if any(problem.code in ("TABL-001", "TABL-004") for problem in problems):
        return empty, problems
    raw = pd.read_csv(file, dtype="string", keep_default_na=False, encoding="utf-8-sig")
    blank = int((raw == "").sum().sum())
    required = [name for name in header if known[name].get("constraints", {}).get("required")]
    blank -= int((raw[required] == "").sum().sum())
    if blank:
        problems.append(Problem("TABL-012", file.name, f"{blank} blank cell{'' if blank == 1 else 's'}", "a value in each"))
    for name in known:
        if name not in raw:
            raw[name] = ""
    return _typed(raw, table, known), problems


def _check_cells(file: Path, table: str, fields: list[dict]) -> list[Problem]:
    """Types, allowed values, ranges and keys, cell by cell, by Frictionless."""
    from frictionless import Checklist, Resource, Schema  # slow to import; only a check needs it

    fields = [f if f.get("constraints", {}).get("required") else f | {"missingValues": list(NOTHING)} for f in fields]
    key = schema(table)["primaryKey"]
    described = Schema.from_descriptor({"fields": fields, "primaryKey": key, "missingValues": [""]})
    resource = Resource(path=file.name, basepath=str(file.parent), schema=described, encoding="utf-8-sig")
    result = resource.validate(Checklist(), limit_errors=10_000)
    by_name = {f["name"]: f for f in fields}
    problems = []
    for error in result.tasks[0].errors if result.tasks else []:
        row, name, cell = (getattr(error, at, None) for at in ("row_number", "field_name", "cell"))
        place = {"file": file.name, "row": row, "field": name}
        if error.type == "type-error":
            article = "an integer" if by_name[name]["type"] == "integer" else f"a {by_name[name]['type']}"
            problems.append(Problem("TABL-006", found=quote(cell), expected=f"{article} or not_reported", **place))
        elif error.type == "constraint-error":
            problems.append(_constraint_problem(error.note, by_name[name]["constraints"], cell, place))
        elif error.type == "primary-key":
            problems.append(
                Problem("TABL-009", file.name, f"the {', '.join(key)} of row {error.note.split()[-1]} again", "a key once", row=row)
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
        return Problem("TABL-007", found=quote(cell), expected="one of " + ", ".join(constraints["enum"]), **place)
    expected = {"minimum": "at least {}", "maximum": "at most {}", "pattern": "the form {}"}[kind].format(constraints[kind])
    return Problem("TABL-008", found=quote(cell), expected=expected, **place)


def _typed(raw: pd.DataFrame, table: str, known: Mapping[str, dict] | None = None) -> pd.DataFrame:
    """The cells as the schema's types; what is no number or date becomes missing, with its cell kept beside it."""
    known = known or {f["name"]: f for f in schema(table)["fields"]}
    typed = {}
    for name, f in known.items():
        cells = raw[name].astype("string").str.strip()
        kind = DTYPES.get(f.get("type", "string"), "string")
        if kind in ("Int64", "Float64"):
            numbers = pd.to_numeric(cells.where(~cells.isin(NOTHING)), errors="coerce")
            whole = numbers.where(numbers.isna() | (numbers % 1 == 0)) if kind == "Int64" else numbers
            typed[name] = whole.astype("Float64").astype(kind)
            typed[name + AS_CHARTED] = cells
        else:
            typed[name] = cells.mask(cells == "")
    return pd.DataFrame(typed)


def _references(tables: Mapping[str, pd.DataFrame], present: set[str]) -> list[Problem]:
    """Values that name a row of another table which is not there."""
    problems = []
    for table in TABLES:
        frame = tables[table]
        for key in schema(table).get("foreignKeys", []):
            (name,), target = key["fields"], key["reference"]["resource"]
            (there,) = key["reference"]["fields"]
            named = frame[name].dropna()
            named = named[~named.isin(NOTHING)]
            if len(named) and target not in present:
                problems.append(Problem("TABL-011", f"{table}.csv", f"no {target}.csv", f"the table {target}", field=name))
                continue
            for at, value in named[~named.isin(tables[target][there])].items():
                expected = f"a {there} of {target}.csv"
                problems.append(Problem("TABL-010", f"{table}.csv", quote(value), expected, row=at + 2, field=name))
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
