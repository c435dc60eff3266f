"""Tables under headings that are known by their names, from CSV files and workbooks."""

import openpyxl
import pytest

from reviewbook.files import sheets
from reviewbook.review.problems import ReviewProblems

NAMES = {"code": "code name", "memo": "memo description"}
ROWS = [["My codes"], ["Code", "Memo", "Colour"], ["hope", "looking ahead", "red"], ["", "total 2", ""]]


def written(folder, name: str, rows, mark: str = ",", encoding: str = "utf-8"):
    file = folder / name
    if name.endswith(".xlsx"):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(file)
    else:
        file.write_bytes("".join(mark.join(row) + "\n" for row in rows).encode(encoding))
    return file


@pytest.mark.parametrize(
    ("name", "mark", "encoding"),
    [
        ("a.csv", ",", "utf-8"),
        ("a.csv", ";", "utf-8-sig"),
        ("a.txt", "\t", "utf-16"),
        ("a.csv", "|", "cp1252"),
        ("a.xlsx", "", ""),
    ],
)
def test_a_table_is_the_same_from_every_kind_of_file(tmp_path, name, mark, encoding):
    (sheet,) = sheets.read(written(tmp_path, name, ROWS, mark, encoding), NAMES)
    assert (sheet.header, sheet.columns) == (["Code", "Memo", "Colour"], {"code": 0, "memo": 1})
    assert sheet.rows == [(3, ["hope", "looking ahead", "red"]), (4, ["", "total 2", ""])]
    assert sheet.above == ["My codes"] and sheet.cell(sheet.rows[0][1], "memo") == "looking ahead"


def test_what_is_not_used_is_left_by_column_and_by_row(tmp_path):
    (sheet,) = sheets.read(written(tmp_path, "a.csv", ROWS), NAMES)
    left = [*sheet.left("no place", "code", "memo"), *sheet.unplaced(sheet.rows[:1])]
    assert [(one.what, one.n, one.example) for one in left] == [
        ("rows above the header", 1, "My codes"),
        ("the column Colour", 1, "red"),
        ("rows without a code", 1, "total 2"),
    ]


def test_of_two_columns_of_one_kind_the_better_name_wins(tmp_path):
    (sheet,) = sheets.read(written(tmp_path, "a.csv", [["Name", "Code"], ["a", "b"]]), NAMES)
    assert sheet.columns == {"code": 1}


def test_short_rows_are_filled_up_and_long_ones_are_problems_with_their_number(tmp_path):
    rows = [["Code", "Memo"], ["a"], ["b", "m", "more"], ["c", "m", "", ""]]
    (sheet,) = sheets.read(written(tmp_path, "a.csv", rows), NAMES)
    assert [cells for _, cells in sheet.rows] == [["a", ""], ["b", "m"], ["c", "m"]]
    assert [(p.code, p.row, p.found) for p in sheet.problems] == [("QDAF-021", 3, "3 cells")]


def test_a_table_without_a_known_heading_has_its_rows_and_no_columns(tmp_path):
    (sheet,) = sheets.read(written(tmp_path, "a.csv", [["x", "y"], ["1", "2"]]), NAMES)
    assert (sheet.columns, sheet.rows) == ({}, [(1, ["x", "y"]), (2, ["1", "2"])])
    assert sheets.other(tmp_path / "a.csv", [sheet], "a table").found == "no column that is known"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.qdpx", "Code\n", "QDAF-020"),
        ("a.csv", "TY  - JOUR\n", "QDAF-020"),
        ("a.csv", 'Code,Memo\n"a,b\n', "QDAF-021"),
        ("a.csv", "", "IMPT-001"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, name, text, code):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(ReviewProblems, match=code):
        sheets.read(tmp_path / name, NAMES)
