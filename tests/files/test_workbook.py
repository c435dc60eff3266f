"""Workbooks from strangers: their sheets as rows."""

import datetime
import zipfile

import openpyxl
import pytest
from openpyxl.styles import Alignment

from reviewbook.files import workbook
from reviewbook.review.problems import ReviewProblems


@pytest.fixture
def file(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Codes"
    book.active.append(["Code", "n", "made", "share", "kept"])
    book.active.append([])
    book.active.append(["child", 2.0, datetime.datetime(2024, 3, 1, 10, 30), 0.5, True])
    book.active["A3"].alignment = Alignment(indent=1)
    book.create_sheet("empty")
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_a_sheet_has_the_rows_that_hold_anything_with_their_numbers(file):
    (codes, rows), (empty, none) = workbook.sheets(file)
    assert (codes, empty, none) == ("Codes", "empty", [])
    assert [(row.line, row.number) for row in rows] == [(1, 1), (3, 3)]


def test_cells_are_text_as_a_person_reads_it_and_indented_ones_have_blanks_before(file):
    (_, rows), _ = workbook.sheets(file)
    assert rows[1].cells == ["  child", "2", "2024-03-01 10:30:00", "0.5", "True"]


def test_shares_are_read_as_they_are_shown(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([0.9, 0.125, 0.9])
    book.active["A1"].number_format = "0%"
    book.active["B1"].number_format = "0.0%"
    book.save(tmp_path / "a.xlsx")
    ((_, rows),) = workbook.sheets(tmp_path / "a.xlsx")
    assert rows[0].cells == ["90%", "12.5%", "0.9"]


def test_merged_cells_are_told_by_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Data"
    book.active["A1"] = "Group"
    book.active.merge_cells("A1:C2")
    book.create_sheet("Other")
    book.save(tmp_path / "a.xlsx")
    assert workbook.merged(tmp_path / "a.xlsx") == {"Data": [(1, 0, 2, 2)], "Other": []}


@pytest.mark.parametrize(("at", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_call_them(at, name):
    assert (workbook.column_called(at), workbook.column_at(name)) == (name, at)


def test_what_is_no_workbook_or_half_of_one_is_refused(file, tmp_path):
    (tmp_path / "b.xlsx").write_bytes(file.read_bytes()[:-200])
    for name in ("b.xlsx", "gone.xlsx"):
        with pytest.raises(ReviewProblems, match="QDAF-001"):
            workbook.sheets(tmp_path / name)


@pytest.mark.parametrize(
    ("cap", "most", "found"),
    [
        ("MOST_ROWS", 2, 'found a row 3 in sheet "Codes", expected at most 2 rows'),
        ("MOST_CELLS", 7, "found 10 cells and more, blank ones too, expected at most 7"),
    ],
)
def test_a_workbook_with_more_than_any_has_is_refused_with_the_bound(file, monkeypatch, cap, most, found):
    monkeypatch.setattr(workbook, cap, most)
    with pytest.raises(ReviewProblems, match=f"QDAF-003 .*{found}"):
        workbook.sheets(file)


def test_the_parts_of_a_workbook_are_named_where_it_is_safe(file, tmp_path):
    assert "xl/workbook.xml" in workbook.parts_of(file)
    with zipfile.ZipFile(file, "a") as zipped:
        zipped.writestr("xl/odd.xml", "<!ENTITY a>")
    with pytest.raises(ReviewProblems, match="QDAF-006"):
        workbook.parts_of(file)


def test_a_workbook_is_read_whatever_its_name_ends_in(file):
    other = file.rename(file.with_suffix(".download"))
    assert [name for name, _ in workbook.sheets(other)] == ["Codes", "empty"]
    assert workbook.merged(other) == {"Codes": [], "empty": []}
