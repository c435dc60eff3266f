"""All tables of a review in one file."""

import io
import zipfile

import openpyxl
from frictionless import Package
from packages import OPENED, SYNTHETIC, rows_of

from reviewbook.press import packaged


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
