"""Small projects of coded material, and the reviews that tests take them into."""

import json
from pathlib import Path

import pytest

from packages import SYNTHETIC, rows_of
from reviewbook.files.pieces import Left
from reviewbook.review.problems import ReviewProblems
from reviewbook.themes.imports import project as qda
from reviewbook.themes.imports.project import Project, frame

TEXT = "I would rather\nmeet a person. Every week."


def project(codes=(), documents=(), excerpts=(), codings=(), cases=(), left=(), relations=()) -> Project:
    """A project from short rows; every second thing that a program says is left out."""

    def rows(table, columns, given):
        return frame(table, [dict(zip(columns.split(), row, strict=False)) for row in given])

    return Project(
        "Tried 1.0",
        "Tried",
        rows("codes", "key parent name description codable scheme code_id", codes),
        rows("documents", "key name kind text file document_id report_id locator", documents),
        rows("excerpts", " ".join(qda.COLUMNS["excerpts"]), excerpts),
        rows("codings", "excerpt code coder", codings),
        rows("cases", "name document excerpt", cases),
        tuple(left),
        rows("relations", "finding excerpt relation", relations),
    )


CODES = [
    ("c1", None, "Contact", "Being in touch.", False),
    ("c2", "c1", "Face to face", None, True),
    ("c3", "c1", "By text", None, True),
]
ONE = project(
    CODES,
    [("d1", "Interview 1.docx", "text", TEXT, "sources/9f.txt")],
    [("e1", "d1", 0, 29), ("e2", "d1", 30, 41, "Every week.")],
    [("e1", "c2", "Ann"), ("e2", "c3", "Ann"), ("e2", "c2", "Bob")],
    left=[Left("sets", 3, "Clinics", "a review has no sets")],
)


def empty(folder: Path) -> Path:
    """A review that has its datapackage.json and no table."""
    folder.mkdir()
    package = json.loads((SYNTHETIC / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps(package | {"resources": []}), "utf-8")
    return folder


def cells(review, table, *columns):
    return [tuple(row[name] for name in columns) for row in rows_of(review / f"{table}.csv")]


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refused(review, add, *given, **options):
    before = bytes_of(review)
    with pytest.raises(ReviewProblems) as wrong:
        add(review, *given, **options)
    assert bytes_of(review) == before
    return [(p.code, p.file, p.found) for p in wrong.value.problems]


def own(
    key, kind, speaker=None, page=None, *, at=(None, None, None), text=None, document_id=None, grounds=()
):
    """An excerpt of a review as its export is read."""
    return (
        key,
        *at,
        text or f"Words of {key}",
        key,
        None,
        kind,
        speaker,
        page,
        document_id,
        "p. 7",
        *grounds,
    )
