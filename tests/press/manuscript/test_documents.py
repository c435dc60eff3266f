"""The Word documents of the pack."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from packages import OPENED, SYNTHETIC

from reviewbook.press.manuscript import documents, methods
from reviewbook.press.manuscript.documents import Numbered
from reviewbook.press.manuscript.tables import Grid


def made(*grids: Grid):
    found = [Numbered(f"Table {at}", "A chapter", grid) for at, grid in enumerate(grids, 1)]
    return Document(io.BytesIO(documents.tables(OPENED[SYNTHETIC], found)))


def test_captions_and_headings_have_words_own_styles_and_notes_stand_beneath():
    document = made(Grid("Of it", "t", ("a", "b"), (("1", "2"),), ("Before.",), ("After.",)))
    told = [(one.style.name, one.text) for one in document.paragraphs][-4:]
    assert told == [
        ("Heading 1", "A chapter"),
        ("Normal", "Before."),
        ("Caption", "Table 1. Of it"),
        ("Normal", "After."),
    ]
    assert "tblHeader" in document.tables[0].rows[0]._tr.xml


def test_a_wide_table_lies_across_and_a_narrow_one_stands():
    wide = Grid("Wide", "w", ("Interventions",) * 8, (tuple("12345678"),))
    sections = made(Grid("Narrow", "n", ("a",), (("1",),)), wide).sections
    assert [one.orientation for one in sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    small = Grid("Small", "s", tuple("abcdefgh"), (tuple("12345678"),))
    assert len(made(small).sections) == 1  # eight columns of a digit have room on a page that stands


def test_parts_of_a_table_are_even_and_a_title_of_rows_goes_across():
    head = ("Feature", *(f"Intervention {at}" for at in range(14)))
    rows = (("Group",), tuple(map(str, range(15))))
    tables = made(Grid("Many", "m", head, rows)).tables
    assert [len(one.columns) for one in tables] == [8, 8]
    for one in tables:
        assert {cell.text for cell in one.rows[1].cells} == {"Group"} and len(one.rows[1]._tr.tc_lst) == 1
        assert one.rows[0].cells[0].paragraphs[0].paragraph_format.keep_with_next


def test_columns_that_no_page_has_room_for_go_on_in_a_table_beside_the_same_first_one():
    head = ("Report", *(f"Column number {at}" for at in range(40)))
    tables = made(Grid("Many", "m", head, (tuple(map(str, range(41))),))).tables
    assert len(tables) > 1 and all(one.rows[0].cells[0].text == "Report" for one in tables)
    assert [cell.text for one in tables for cell in one.rows[0].cells[1:]] == list(head[1:])


def test_every_sentence_leads_to_its_row_and_open_ones_have_none():
    said = methods.sentences(OPENED[SYNTHETIC])
    document = Document(io.BytesIO(documents.methods_and_results(OPENED[SYNTHETIC], said)))
    rows = document.tables[0].rows[1:]
    assert [row.cells[1].text for row in rows] == [one.text for one in said if not one.is_open]
    assert all(row.cells[2].text.endswith(".csv") and row.cells[3].text for row in rows)
