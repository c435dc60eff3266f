"""A workbook as people give it back."""

import contextlib
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import SYNTHETIC, only
from packages.examples import examples
from packages.workbooks import changed, written

from reviewbook.review.problems import ReviewProblems
from reviewbook.workbook import noting, reading
from reviewbook.workbook.meaning import Cell
from reviewbook.workbook.reading import Row


@pytest.fixture
def file(tmp_path):
    return written(only("studies", "sources", of=SYNTHETIC, to=tmp_path))


@pytest.fixture(scope="module")
def parts(tmp_path_factory) -> dict[str, bytes]:
    """The parts of a workbook by their names."""
    file = written(only("studies", "sources", of=SYNTHETIC, to=tmp_path_factory.mktemp("parts")))
    with zipfile.ZipFile(file) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def refused(file) -> list[tuple[str, str]]:
    with pytest.raises(ReviewProblems) as raised:
        reading.read(file, "synthetic")
    return [(one.code, one.found) for one in raised.value.problems]


def with_part(file, name: str, data: bytes = b"x"):
    with zipfile.ZipFile(file, "a") as zipped:
        zipped.writestr(name, data)
    return file


def test_its_pages_hold_the_rows_under_their_headings(file):
    found = reading.read(file, "synthetic")
    assert list(found.pages) == ["sources", "studies", "interventions"] and found.problems == found.said == []
    page = found.pages["studies"]
    assert page.rows[0] == Row(2, {name: page.rows[0].cells[name] for name in page.at})
    assert page.rows[0].cells["study_id"] == Cell("flex_trial", "s", "@")
    assert page.place(7, "label") == "studies!C7"


def test_a_sheet_is_known_by_whatever_name_and_wherever_its_columns_and_rows_stand(file):
    def change(book):
        page = book["studies"]
        page.title = "My studies"
        book.defined_names["reviewbook_2"].attr_text = "'My studies'!$A$1"  # as a spreadsheet does by itself
        page.insert_rows(1)
        page.insert_rows(4, 2)
        page.insert_cols(1, 2)
        page.row_dimensions[5].hidden = True
        book.move_sheet(page, -3)
        book.create_sheet("mine").append(["a note"])

    found = reading.read(changed(file, change), "synthetic")
    page = found.pages["studies"]
    assert page.title == "My studies" and page.place(8, "study_id") == "'My studies'!C8"
    assert [(row.number, row.cells["study_id"].value) for row in page.rows][:2] == [
        (3, "flex_trial"),
        (6, "move_cohort"),
    ]
    assert found.said == ["Sheets that are none of the review's, and are left: mine"]


def test_a_sheet_whose_name_a_program_forgot_is_known_by_its_headings(file, tmp_path):
    def change(book):
        book.defined_names.clear()
        book["studies"].title = "renamed"

    assert reading.read(changed(file, change), "synthetic").pages["studies"].title == "renamed"


@pytest.mark.parametrize("title", ["It's mine", "a!b", "x-y"])
def test_a_sheet_may_be_called_anything(file, title):
    def change(book):
        page = book["studies"]
        page.title = title
        page.insert_cols(1)
        quoted = title.replace("'", "''")
        book.defined_names["reviewbook_2"].attr_text = f"'{quoted}'!$B$1"

    assert reading.read(changed(file, change), "synthetic").pages["studies"].title == title


def test_a_name_that_names_no_cell_is_passed_over(file):
    def change(book):
        book.defined_names["reviewbook_2"].attr_text = "'open[1!$"

    assert reading.read(changed(file, change), "synthetic").pages["studies"].title == "studies"


def test_what_is_not_there_any_more_is_named_and_stays(file):
    def change(book):
        del book["sources"]
        book["studies"].delete_cols(4)
        book["studies"]["J1"] = "colour"

    found = reading.read(changed(file, change), "synthetic")
    assert found.said == [
        "The sheet sources is not in the workbook: what it had stays as it is",
        "Columns that are not in the sheet studies, and stay as they are: country",
        "Columns of the sheet studies that the table has not, and that are left: colour",
    ]


def test_headings_and_merged_cells_that_cannot_be_read_are_named(file):
    def change(book):
        book["studies"]["A1"] = "study"
        book["sources"]["C1"] = "name"
        book["interventions"].merge_cells("B2:B3")

    found = reading.read(changed(file, change), "synthetic")
    assert [(one.code, one.field, one.found) for one in found.problems] == [
        ("WORK-002", "sources!C1", 'the heading "name" again'),
        ("WORK-002", "studies", "no column study_id"),
        ("WORK-002", "interventions!B2:B3", "merged cells"),
    ]


def test_a_sheet_that_was_emptied_lacks_its_columns(file):
    found = reading.read(changed(file, lambda book: book["studies"].delete_rows(1, 20)), "synthetic")
    assert [(one.code, one.found) for one in found.problems] == [("WORK-002", "no column study_id")]


def test_another_workbook_is_refused(file, tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    assert refused(tmp_path / "other.xlsx") == [("WORK-001", "a workbook without the notes of one of ours")]
    (tmp_path / "none.xlsx").write_text("report_id\n")
    assert [code for code, _ in refused(tmp_path / "none.xlsx")] == ["IMPT-001"]
    with pytest.raises(
        ReviewProblems, match='found a workbook of the review "synthetic", expected one of "mine"'
    ):
        reading.read(file, "mine")
    found = refused(changed(file, lambda book: book.remove(book[noting.TITLE])))
    assert found == [("WORK-001", "a workbook without the notes of one of ours")]


def test_a_workbook_that_is_cut_is_refused(file):
    data = file.read_bytes()
    for length in (len(data) // 3, len(data) - 30, 100):
        file.write_bytes(data[:length])
        assert [code for code, _ in refused(file)] == ["IMPT-001"]


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/externalLinks/externalLink1.xml", "a link to another file"),
        ("xl/connections.xml", "a link to another file"),
        ("xl/embeddings/a.bin", "embedded files"),
    ],
)
def test_what_runs_or_fetches_is_refused(file, part, what):
    assert refused(with_part(file, part)) == [("WORK-001", f'{what}, in "{part}"')]


def test_a_document_type_is_refused(file):
    assert [code for code, _ in refused(with_part(file, "xl/more.xml", b"<!DOCTYPE x>"))] == ["IMPT-001"]


def test_a_sheet_without_end_is_refused(file, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    changed(file, lambda book: [book["studies"].append([f"s{n}"]) for n in range(9)])
    assert refused(file) == [("WORK-001", 'more than 6 rows in sheet "studies"')]
    monkeypatch.setattr(reading, "MOST_CELLS", 60)
    assert refused(file) == [("WORK-001", '68 cells and more, in sheet "studies"')]


def test_a_last_row_far_below_costs_no_more_than_its_cap(file, monkeypatch):
    changed(file, lambda book: book["studies"].cell(1_048_576, 16_384, "x"))
    monkeypatch.setattr(reading, "MOST_CELLS", 10_000)
    assert "cells and more, in sheet" in refused(file)[0][1]


@pytest.mark.hypothesis
@given(
    st.integers(0, 10**6),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(32, 126)), min_size=1, max_size=8),
)
@examples(30)
def test_a_damaged_part_is_read_or_refused_and_is_no_fault_of_ours(parts, which, damage):
    names = sorted(parts)
    name = names[which % len(names)]
    data = bytearray(parts[name])
    for place, sign in damage:
        data[place % len(data)] = sign
    with tempfile.TemporaryDirectory() as aside:
        file = Path(aside) / "review.xlsx"
        with zipfile.ZipFile(file, "w") as zipped:
            for other in names:
                zipped.writestr(other, bytes(data) if other == name else parts[other])
        with contextlib.suppress(ReviewProblems):
            reading.read(file, "synthetic")
