"""What the tests of several readers of decisions use."""

import pytest

from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import decisions
from reviewbook.selection.imports.decision_rows import OF


def written(folder, name: str, text: str, encoding: str = "utf-8"):
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def said(export, *columns: str) -> list[tuple]:
    """The decisions of an export, the columns asked for."""
    columns = columns or ("source_key", "reviewer", "stage", "decision")
    return list(export.decisions[list(columns)].fillna("").itertuples(index=False, name=None))


def aside(export) -> list[tuple]:
    return [(piece.line, piece.entry, piece.field, piece.found) for piece in export.set_aside]


def problems_of(reader, *args, **options) -> list[tuple]:
    with pytest.raises(ReviewProblems) as wrong:
        reader(*args, **options)
    return [(p.code, p.file, p.row, p.field, p.found) for p in wrong.value.problems]


def bib(*notes: str) -> str:
    return "".join(
        f"@article{{rayyan-{at},\n  title={{Title {at}}},\n  note={{{note}}}\n}}\n\n"
        for at, note in enumerate(notes, 1)
    )


def wide(folder, text: str, **options) -> list[tuple]:
    export = decisions.read(written(folder, "d.csv", text), **{"stage": "title"} | options)
    return said(export, "source_key", "reviewer", "stage", "decision", "reason")


def of_rows(export) -> list[tuple]:
    """The decisions of an export with the titles of the records that they are about."""
    titles = export.records["title"]
    return [(titles[of], decision) for of, decision in said(export, OF, "decision")]
