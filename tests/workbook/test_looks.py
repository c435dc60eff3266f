"""How the cells of a workbook look."""

import openpyxl

from reviewbook.workbook.looks import Style, text_cell


def test_a_cell_is_text_and_a_blank_one_holds_nothing():
    page = openpyxl.Workbook(write_only=True).create_sheet()
    style = Style(page)
    cell = text_cell(page, "=1+1", style.free)
    assert (cell.value, cell.data_type, cell.number_format) == ("=1+1", "s", "@")
    assert text_cell(page, "", style.free).value is None
    assert text_cell(page, "a\x01b", style.free).value == "a_x0001_b"
    assert style.key.protectionId != style.free.protectionId
