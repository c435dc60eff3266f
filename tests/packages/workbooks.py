"""Workbooks of reviews, as people change them: a cell typed into, rows moved, sheets renamed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from reviewbook.review.problems import ReviewProblems
from reviewbook.workbook import whole
from reviewbook.workbook.imports import taking


def written(review: Path, to: Path | None = None, **asked) -> Path:
    """The workbook of a review, in a file."""
    file = to or review.parent / "review.xlsx"
    file.write_bytes(whole.made(review, **asked).data)
    return file


def changed(file: Path, change: Callable[[openpyxl.Workbook], object]) -> Path:
    """A workbook after somebody changed it."""
    book = openpyxl.load_workbook(file)
    change(book)
    book.save(file)
    return file


def header_of(page) -> int:
    """The row of the headings: the second where labels stand above them."""
    return 2 if page.freeze_panes.endswith("3") else 1


def at(page, key: str, column: str):
    """The cell of a row, known by its first identifier, in a column."""
    header = header_of(page)
    names = {cell.value: cell.column for cell in page[header]}
    rows = {cell.value: cell.row for cell in page["A"]}
    return page.cell(rows[key], names[column])


def typed(file: Path, sheet: str, key: str, column: str, value: object) -> Path:
    """A workbook after somebody typed a value into one of its cells."""

    def change(book: openpyxl.Workbook) -> None:
        cell = at(book[sheet], key, column)
        cell.value = value
        if isinstance(value, str):  # as a cell of the format Text has it
            cell.data_type = "s"

    return changed(file, change)


def told(review: Path, file: Path, **options) -> list[tuple[str, str | None, str]]:
    """The code, the place and what was found of each problem that keeps a workbook out, which then changed nothing."""
    before = {one.name: one.read_bytes() for one in review.iterdir() if one.is_file()}
    with pytest.raises(ReviewProblems) as raised:
        taking.add(review, file, **options)
    assert before == {one.name: one.read_bytes() for one in review.iterdir() if one.is_file()}
    return [(one.code, one.field, one.found) for one in raised.value.problems]


def notes(review: Path, file: Path, **options) -> list[str]:
    """What taking a workbook in says."""
    return [line.strip() for line in taking.add(review, file, **options).notes]
