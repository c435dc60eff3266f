"""List a review's tables in its datapackage.json, so that any Frictionless tool can read and check them."""

from __future__ import annotations

import json
import os
from copy import deepcopy
from pathlib import Path

from reviewbook.files.replace import whole
from reviewbook.review import dictionary
from reviewbook.review.dictionary import TABLES
from reviewbook.review.package import read_package
from reviewbook.review.place import find_review
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.questions import columns
from reviewbook.review.table import headings

PACKAGE = "datapackage.json"


def describe(path: str | os.PathLike) -> dict:
    """What datapackage.json says, with its tables listed anew from the files there and the library's schemas.

    Parameters
    ----------
    path : folder of the review: a path, or the name of a folder in data/.

    Returns
    -------
    dict, the content of datapackage.json
        ``resources`` holds one resource a table, in the order of the data dictionary, then what else the authors listed
        (a resource that is no table of a review). Of a table that was listed before, the author's own fields are kept;
        all else is written anew. References to tables that are not there are left out.

    Raises
    ------
    ReviewProblems where datapackage.json (PACK-002) or the header of a table (TABL-001) cannot be read.
    """
    folder = find_review(path)
    package, problems = read_package(folder)
    if unreadable := [problem for problem in problems if problem.code == "PACK-002"]:
        raise ReviewProblems(unreadable)
    present = [table for table in TABLES if (folder / f"{table}.csv").is_file()]
    tables = [_resource(folder, table, package, present) for table in present]
    listed = package.get("resources")
    others = [r for r in listed if _is_other(r)] if isinstance(listed, list) else []
    return deepcopy(package | {"resources": tables + others})  # the schemas are the library's own objects


def write(path: str | os.PathLike, package: dict | None = None) -> Path:
    """Write ``package``, else what `describe` returns, to the review's datapackage.json, whole or not at all (PACK-006); gives the
    file's path."""
    file = find_review(path) / PACKAGE
    whole({file: _as_json(describe(path) if package is None else package)})
    return file


def written(path: str | os.PathLike) -> bytes:
    """What `describe` returns, as it stands in datapackage.json."""
    return _as_json(describe(path))


def _as_json(package: dict) -> bytes:
    return (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()


def _resource(folder: Path, table: str, package: dict, present: list[str]) -> dict:
    """One table as a Frictionless resource: its columns in the order of the file, undeclared ones left out.

    A file that is not canonical is described as `reviewbook tidy` would write it.
    """
    file = folder / f"{table}.csv"
    known = columns(folder, table, package)
    names = [name for name in headings(file, known) if name in known]
    about = dictionary.schema(table)
    described = dictionary.described(table, [known[name] for name in names])
    keys = [_reference(table, key) for key in about.get("foreignKeys", []) if _stands(key, names, present)]
    if keys:
        described["foreignKeys"] = keys
    return {
        "name": table,
        "path": file.name,
        "title": about["title"],
        "description": about["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": described,
    }


def _reference(table: str, key: dict) -> dict:
    """A foreign key as the standard writes it: a table names itself by an empty word."""
    target = key["reference"]["resource"]
    return key | {"reference": key["reference"] | {"resource": "" if target == table else target}}


def _stands(key: dict, names: list[str], present: list[str]) -> bool:
    return key["reference"]["resource"] in present and set(key["fields"]) <= set(names)


def _is_other(resource: object) -> bool:
    return not isinstance(resource, dict) or resource.get("name") not in TABLES
