"""Workbooks as they are written."""

import io

import openpyxl
import pytest

from reviewbook.files.xlsx import Sheet, sheet_name, value, written


def opened(*sheets: Sheet):
    return openpyxl.load_workbook(io.BytesIO(written(sheets, title="T")))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-x", "@SUM(A1)", "=HYPERLINK(1)", "007", "3/4", "1e5", "2017-03", "−"]
)
def test_what_is_no_number_is_text_letter_by_letter(text):
    cell = opened(Sheet("a", [], ["n"], [[text]]))["a"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("1,204", 1204), ("−3.5", -3.5), ("-2", -2), ("12345", 12345)]
)
def test_a_number_is_a_number(text, number):
    assert value(text) == number
    assert opened(Sheet("a", [], ["n"], [[text]]))["a"]["A2"].value == number


def test_a_heading_that_is_a_number_stays_text_and_the_head_stays_in_view():
    sheet = opened(Sheet("a", ["Table 1. Of it"], ["Year", "2008"], [["A", "1"]], ["A note."]))["a"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Table 1. Of it", None], ["Year", "2008"], ["A", 1], ["A note.", None],
    ]  # fmt: skip
    assert sheet.freeze_panes == "B3"


def test_sheets_are_named_apart_and_without_what_no_name_may_hold():
    taken: set[str] = set()
    assert [sheet_name(one, taken) for one in ("a:b", "A b", "x" * 40, "x" * 40, "")] == [
        "a b", "A b 2", "x" * 31, f"{'x' * 29} 2", "Sheet",
    ]  # fmt: skip


def test_the_same_tables_give_the_same_bytes():
    one = [Sheet("a", [], ["n"], [["1"]])]
    assert written(one, title="T") == written(one, title="T")
