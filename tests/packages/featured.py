"""What the tests of several modules that take in a matrix of features use."""

import json
from pathlib import Path

import pytest

from packages import SYNTHETIC, rows_of
from reviewbook.interventions.imports import feature_matrix
from reviewbook.review.problems import ReviewProblems

WIDE = "Intervention,Web,Chat\nAlpha,yes,no\nBeta,NR,?\n"
OF_WIDE = {
    ("alpha", "web"): "yes",
    ("alpha", "chat"): "no",
    ("beta", "web"): "not_reported",
    ("beta", "chat"): "unclear",
}


def empty(folder: Path) -> Path:
    """A review that has its datapackage.json and no table."""
    folder.mkdir()
    package = json.loads((SYNTHETIC / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps(package | {"resources": []}), "utf-8")
    return folder


def add(review: Path, text: str | bytes, *, name: str = "m.csv", **options) -> feature_matrix.Report:
    file = review.parent / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return feature_matrix.add(review, file, **options)


def values(review: Path, column: str = "value") -> dict[tuple[str, str], str]:
    rows = rows_of(review / "feature_values.csv")
    return {(row["intervention_id"], row["feature_id"]): row[column] for row in rows}


def refused(review: Path, text: str | bytes, **options) -> list[tuple]:
    """Code, row, field and found of each problem of an import that must leave the folder as it is."""
    before = {path.name: path.read_bytes() for path in review.iterdir()}
    with pytest.raises(ReviewProblems) as wrong:
        add(review, text, **options)
    assert {path.name: path.read_bytes() for path in review.iterdir()} == before
    return [(p.code, p.row, p.field, p.found) for p in wrong.value.problems]
