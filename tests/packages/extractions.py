"""Sheets of extractions for tests, and what comes of them. Nothing in them exists."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from reviewbook.charting.imports import extraction
from reviewbook.review.problems import ReviewProblems

from . import rows_of

# As Covidence exports: a row a reviewer and study, and the consensus.
COVIDENCE = """Covidence #,Study ID,Title,Reviewer Name,Authors,Publication date,Journal,Type of study design,Share of cases,Tool,Comments
7,Doe 2020,Lanes one,Ann Elm,Doe,Nov-19,Synthetic Roads,Cohort,90%,Stata; R,Time-to-event
7,Doe 2020,Lanes one,Bo Fir,Doe,Nov-19,Synthetic Roads,cohort,90,R; Stata,NA
7,Doe 2020,Lanes one,Consensus,Doe,Nov-19,Synthetic Roads,Cohort,90,Stata; R,NA
8,Roe 2021,Lanes two,Ann Elm,Roe,May-21,Synthetic Roads,Other: trial; of a kind,NR,R,
9,Poe 2021,Lanes three,Ann Elm,Poe,Jun-21,Synthetic Roads,Cohort,12.5%,R,see Table 2
10,Doe 2020,Lanes four,Ann Elm,Doe,Feb-20,Synthetic Roads,Cohort,70%,Stata,
"""


def sheet(folder: Path, text: str, name: str = "sheet.csv") -> Path:
    """A file of text in a folder."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def workbook(
    folder: Path,
    sheets: Mapping[str, Sequence[Sequence[object]]],
    merged: Sequence[str] = (),
    name: str = "sheet.xlsx",
) -> Path:
    """A workbook in a folder; ``merged`` are ranges of its last sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    book.save(folder / name)
    return folder / name


def taken(folder: Path, file: Path, **options) -> tuple[Path, list[str]]:
    """A review made of an extraction alone, and what the import said."""
    review = folder / "review"
    review.mkdir(exist_ok=True)
    return review, extraction.add(review, file, **options).notes


def answers(review: Path, *columns: str) -> dict[tuple[str, ...], str]:
    """The values of the table answers by question, thing and charter, or the columns named."""
    named = columns or ("question_id", "about_id", "charter")
    return {tuple(row[name] for name in named): row["value"] for row in rows_of(review / "answers.csv")}


def questions(review: Path) -> dict[str, str]:
    """The type of each question, in their order."""
    rows = sorted(rows_of(review / "questions.csv"), key=lambda row: int(row["position"]))
    return {row["question_id"]: row["type"] + (f" {row['unit']}" if row["unit"] else "") for row in rows}


def refused(add, *given, **options) -> list[tuple[str, str]]:
    """Code and what was found of each problem that stops an import."""
    with pytest.raises(ReviewProblems) as raised:
        add(*given, **options)
    return [(one.code, one.found) for one in raised.value.problems]


def parts(text: str) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(text)))
