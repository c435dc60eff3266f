"""The text of a table, from a file of text or a workbook."""

import openpyxl
import pytest

from reviewbook.files import grids
from reviewbook.review.problems import ReviewProblems


def known(cells):
    return len({"name", "year"} & set(cells))


@pytest.fixture
def workbook(tmp_path):
    def write(**sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "a.xlsx")
        return tmp_path / "a.xlsx"

    return write


def test_a_file_of_text_is_its_own_text(tmp_path):
    (tmp_path / "a.csv").write_bytes("name;year\nZoë;2001\n".encode("cp1252"))
    assert grids.read_text(tmp_path / "a.csv", known) == ("name;year\nZoë;2001\n", "cp1252")


def test_the_sheet_with_the_names_of_columns_is_read_and_the_others_are_said(workbook):
    file = workbook(Notes=[["what we did"]], Found=[["name", "year"], [], ["One,\ntwo", 2001]], Blank=[])
    assert grids.read_text(file, known) == (
        'name,year\n\n"One,\u2028two",2001\n',
        "the sheet Found (not read: Notes, 1 row)",
    )


def test_a_workbook_that_holds_nothing_or_is_damaged_is_refused(workbook, tmp_path):
    with pytest.raises(ReviewProblems, match=r"IMPT-001  a.xlsx: found a workbook whose sheets hold nothing"):
        grids.read_text(workbook(Blank=[]), known)
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04half")
    with pytest.raises(ReviewProblems, match=r"IMPT-001  b\.xlsx"):
        grids.read_text(tmp_path / "b.xlsx", known)


def test_where_one_table_is_asked_for_several_sheets_are_refused_by_name(workbook, tmp_path):
    told = {"code": "APPR-007", "expected": "a table"}
    with pytest.raises(
        ReviewProblems, match=r"APPR-007  a.xlsx: found .* several sheets hold something: A, B"
    ):
        grids.text_of_one(workbook(A=[["x"]], B=[["y"]]), **told)
    assert grids.text_of_one(workbook(A=[["x", 1]], B=[]), **told) == "x,1\n"
    (tmp_path / "a.ris").write_text("TY  - JOUR\n", "utf-8")
    with pytest.raises(ReviewProblems, match=r"APPR-007  a.ris: found a file of another kind: ris"):
        grids.text_of_one(tmp_path / "a.ris", **told)
