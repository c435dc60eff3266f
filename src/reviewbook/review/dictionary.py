"""The tables that a review may have: their names in reading order, their columns, types and keys (schemas/*.yaml)."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from reviewbook.review import shipped
from reviewbook.review.nothing import NOTHING

DTYPES = {"integer": "Int64", "number": "Float64"}  # all other types are read as text
# Narrower than Frictionless, which also reads 5_58, full-width digits and NaN: an author who writes these meant something
# else. A count of more than 15 digits is a slip, and would not fit the column.
PLAIN = {"integer": re.compile(r"[+-]?[0-9]{1,15}"), "number": re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")}
# In reading order: the order of the data dictionary and of `check`.
TABLES = [
    "protocol",
    "sources",
    "searches",
    "eligibility",
    "flow",
    "records",
    "decisions",
    "reasons",
    "imports",
    "set_aside",
    "merges",
    "agreement",
    "studies",
    "reports",
    "report_studies",
    "interventions",
    "questions",
    "choices",
    "answers",
    "appraisals",
    "ratings",
    "features",
    "feature_values",
    "tidier",
    "results",
    "codes",
    "documents",
    "excerpts",
    "excerpt_reports",
    "finding_excerpts",
    "codings",
    "confidence",
    "claims",
    "disagreements",
    "disagreement_cells",
    "checklist",
    "people",
    "editions",
]


class Moved(NamedTuple):
    """Columns that a table of an earlier version had and that are a table of their own now, one row (key, the first of them)."""

    key: str
    columns: tuple[str, ...]
    table: str


# `reviewbook migrate` moves them. No author's own column may bear such a name: it would be taken for one that was not moved.
MOVED = {"reports": Moved("report_id", ("study_id", "sample_of"), "report_studies")}
# Columns in which a blank cell is no gap: of the charting form, what a question does not need, of an answer what nobody noted, and of a
# code or a feature that it was brought to all; of an entity its kind, as most reviews are about one kind; of records and decisions what
# the database or the software for screening did not give.
MAY_BE_BLANK: Mapping[str, tuple[str, ...]] = {
    "questions": ("group", "help", "unit", "asked_of", "table_1", "filter", "axis", "grouping", "locator"),
    "choices": ("position", "label", "counts_as", "category", "description"),
    "answers": ("comment", "charted_at", "settled_by"),
    "codes": ("asked_of",),
    "features": ("asked_of",),
    "interventions": ("kind",),
    "records": (
        "doi",
        "authors",
        "journal",
        "volume",
        "issue",
        "pages",
        "abstract",
        "record_type",
        "language",
        "pmid",
        "isbn",
        "url",
    ),
    "decisions": ("reason", "other_reasons", "decided_at", "note"),
    # Of a search, what its first line says for all.
    "searches": ("run_at", "limits", "run_by", "peer_reviewed"),
}
ASKED_OF = (
    "asked_of"  # of a column that is a question: of which rows it is asked; no part of a published schema
)
PROPERTIES = ("name", "title", "description", "licenses", "contributors", "sources", "questions")
# Properties that may be left out, and what each may say; the first holds where it is.
# abstracts: whether the publishers' abstracts of records are published with the book.
CHOICES = {"abstracts": ("withheld", "published")}


@functools.cache
def schema(table: str) -> dict:
    """The Frictionless table schema of a table (a dict that must not be changed)."""
    return shipped.read(Path(__file__).with_name("schemas") / f"{table}.yaml")


def declared_fields(package: Mapping) -> dict[str, list[dict]]:
    """The fields that datapackage.json declares, by resource; none where it declares them in another way."""
    return {name: _fields_of(name, resource) for name, resource in _resources(package).items()}


def _resources(package: Mapping) -> dict[str, dict]:
    """What datapackage.json lists, by name."""
    listed = package.get("resources")
    named = filter(_has_name, listed if isinstance(listed, list) else [])
    return {resource["name"]: resource for resource in named}


def _fields_of(table: str, resource: dict) -> list[dict]:
    described_by = resource.get("schema")
    fields = described_by.get("fields") if isinstance(described_by, dict) else None
    named = list(filter(_has_name, fields)) if isinstance(fields, list) else []
    return [field for field in named if field["name"] not in earlier(table)]


def _has_name(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("name"), str)


def earlier(table: str) -> tuple[str, ...]:
    """The columns that a table had in an earlier version, and has no longer."""
    return MOVED[table].columns if table in MOVED else ()


def columns(table: str, package: Mapping) -> dict[str, dict]:
    """The fields that a table may have, by name: those of its schema, then the author's own of datapackage.json."""
    known = {f["name"]: f for f in schema(table)["fields"]}
    own = _fields_of(table, _resources(package).get(table, {}))
    return known | {f["name"]: f for f in own if f["name"] not in known}


def described(table: str, fields: list[dict]) -> dict:
    """A Frictionless schema of a table with these fields: only where a value is required do the words for nothing count."""
    fields = [{name: part for name, part in f.items() if name != ASKED_OF} for f in fields]
    fields = [f if is_required(f) else f | {"missingValues": list(NOTHING)} for f in fields]
    names = {f["name"] for f in fields}
    key = [name for name in schema(table)["primaryKey"] if name in names]  # some may be left out
    return {"fields": fields, "primaryKey": key, "missingValues": [""]}


def is_required(field_: dict) -> bool:
    constraints = field_.get("constraints")
    return isinstance(constraints, dict) and bool(constraints.get("required"))
