"""What a review begins with: tables of which only the headings are there, a charting form, its description, and help beside it."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reviewbook.files import describe
from reviewbook.press.repository import asked as words
from reviewbook.press.repository.asked import Asked
from reviewbook.review.dictionary import TABLES, schema

TEMPLATES = Path(__file__).with_name("templates")
# What every review has, and what each part of it needs.
ALWAYS = (
    "protocol", "sources", "searches", "eligibility", "flow", "studies", "reports", "report_studies", "questions", "choices",
    "answers", "checklist", "people", "editions",
)  # fmt: skip
OF_PARTS: Mapping[str, tuple[str, ...]] = {
    "screening": ("records", "decisions", "reasons", "agreement"),
    "appraisal": ("appraisals", "ratings"),
    "interventions": ("interventions", "features", "feature_values", "tidier"),
    "themes": ("codes", "documents", "excerpts", "excerpt_reports", "codings"),
    "results": ("results",),
}
# A column of a table that belongs to a part: without it, nobody is asked for what the review does not have.
COLUMNS_OF: Mapping[tuple[str, str], str] = {
    ("studies", "intervention_id"): "interventions",
    ("reports", "record_id"): "screening",
}
# What these tables begin with: all else of a report or a study is asked by the charting form.
BARE: Mapping[str, tuple[str, ...]] = {
    "reports": ("report_id", "record_id", "reference", "year", "year_basis", "doi", "role", "locator"),
    "studies": ("study_id", "intervention_id", "label", "locator"),
}


def needed(one: Asked) -> list[str]:
    """The tables that a review begins with, in the order of the data dictionary."""
    wanted = {*ALWAYS, *(table for part in one.parts for table in OF_PARTS[part])}
    return [table for table in TABLES if table in wanted]


def headings(table: str, one: Asked) -> list[dict[str, Any]]:
    """The columns that a table begins with, as its schema describes them."""
    described = [f for f in schema(table)["fields"] if f["name"] in BARE.get(table, (f["name"],))]
    return [f for f in described if COLUMNS_OF.get((table, f["name"]), "") in ("", *one.parts)]


def begun(one: Asked) -> dict[str, bytes]:
    """The files of the folder of a new review, by name: its tables and datapackage.json."""
    files = {f"{table}.csv": _csv([[f["name"] for f in headings(table, one)]]) for table in needed(one)}
    for table in ("questions", "choices"):
        form = TEMPLATES / "form" / f"{one.framework}-{table}.csv"
        files[f"{table}.csv"] = form.read_bytes()
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside, one.name)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        (folder / describe.PACKAGE).write_text(json.dumps(package(one), ensure_ascii=False), encoding="utf-8")
        return files | {describe.PACKAGE: describe.written(folder)}


def package(one: Asked) -> dict[str, Any]:
    """What the datapackage.json of a new review says: what its authors said, and no more."""
    title, path = words.LICENCES[one.licence]
    people: list[dict[str, str]] = [{"title": name, "role": "author"} for name in one.people]
    if one.contact:
        who = one.people[0] if one.people else one.title
        people.append({"title": who, "role": "contact", **words.contact(one.contact)})
    question = words.in_words(one)
    said: dict[str, Any] = {
        "name": one.name,
        "title": one.title,
        "description": one.description,
        "licenses": [{"name": one.licence, "title": title, "path": path}],
        "contributors": people,
        "sources": [],
        "relation": "own",
        "review_type": one.kind,
        "questions": [question] if question else [],
        "bibliography": "../../book/references.bib",
        "resources": [],
    }
    if one.entity:
        said["entity"] = {"singular": one.entity[0], "plural": one.entity[-1]}
    return said


def help_beside(one: Asked) -> dict[str, bytes]:
    """A sheet of help for each table: its headings, what each column holds, and what may stand there."""
    return {
        f"{table}.csv": _csv(
            [
                [f["name"] for f in fields],
                [str(f.get("description", "")) for f in fields],
                [_allowed(f) for f in fields],
            ]
        )
        for table in needed(one)
        if (fields := headings(table, one))
    }


def _allowed(field: Mapping[str, Any]) -> str:
    """What may stand in a cell, in words.

    >>> _allowed({"name": "year", "type": "integer", "constraints": {"required": True}})
    'A whole number. In every row.'
    """
    limits = field.get("constraints", {})
    kind = {"integer": "A whole number", "number": "A number", "date": "A date such as 2024-05-31"}
    values = limits.get("enum")
    said = f"One of {', '.join(map(str, values))}" if values else kind.get(field["type"], "A text")
    if limits.get("required"):
        return f"{said}. In every row."
    return f"{said}. Blank: not charted yet; not_reported: the source does not say."


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()
