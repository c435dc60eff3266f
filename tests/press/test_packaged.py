"""All tables of a review in one file."""

import io
import zipfile

import openpyxl
import pytest
from frictionless import Package
from packages import OPENED, SYNTHETIC, WILLIAMS, rows_of

from reviewbook.press import packaged
from reviewbook.selection.flow import complete
from reviewbook.selection.imports import counts
from reviewbook.selection.layout import load_layout
from reviewbook.selection.of_review import flow_of


def test_the_workbook_has_a_sheet_a_table_with_the_same_cells():
    made = packaged.workbook(OPENED[SYNTHETIC])
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert {"reports", "studies", "tidier"} <= set(book.sheetnames)
    _, head, *rows = book["reports"].iter_rows(values_only=True)
    written = rows_of(SYNTHETIC / "reports.csv")
    assert list(head) == list(written[0])
    told = [
        {name: "" if cell is None else str(cell) for name, cell in zip(head, row, strict=True)}
        for row in rows
    ]
    assert told == [dict(row) for row in written]
    assert isinstance(rows[0][head.index("year")], int)
    assert packaged.workbook(OPENED[SYNTHETIC]) == made, "the same bytes each time"


def test_the_archive_is_a_valid_data_package(tmp_path):
    made = packaged.archive(OPENED[SYNTHETIC])
    assert packaged.archive(OPENED[SYNTHETIC]) == made, "the same bytes each time"
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {"datapackage.json", "reports.csv"} <= set(parts.namelist())
        parts.extractall(tmp_path)
    assert Package(str(tmp_path / "datapackage.json")).validate().valid
    (tmp_path / "reports.csv").write_text("report_id\n\n\n", encoding="utf-8")
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


@pytest.mark.parametrize("review", [WILLIAMS, SYNTHETIC], ids=lambda one: one.name)
def test_the_flow_is_read_again_as_the_template_of_prisma2020(tmp_path, review):
    text, lost = packaged.prisma2020(OPENED[review])
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    again = {
        (one.step, one.unit): one.n
        for one in counts.read(tmp_path / "a.csv", load_layout()).boxes
        if one.reason == "not_applicable"
    }
    found = flow_of(OPENED[review])
    boxes = complete(found.boxes, found.layout)
    for step, unit in (("assessed", "reports"), ("included", "reports"), ("included", "studies")):
        assert again[step, unit] == next(one.n for one in boxes if (one.step, one.unit) == (step, unit))
    assert any("Interventions included" in line for line in lost)
