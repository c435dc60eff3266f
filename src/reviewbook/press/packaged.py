"""A review in one file: its tables as a workbook or a Frictionless data package, its flow as PRISMA2020 takes it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from reviewbook.files import word, xlsx
from reviewbook.files.ledger import Table
from reviewbook.press import downloads
from reviewbook.review.dictionary import TABLES, schema
from reviewbook.review.model import Review
from reviewbook.selection.flow import complete
from reviewbook.selection.imports.counts import write_template
from reviewbook.selection.of_review import flow_of


def workbook(review: Review) -> bytes:
    """Every table of the review as it is charted and published, a sheet each, in the order of the dictionary; numbers are numbers."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        downloads.write(review, folder)
        return xlsx.written(_sheets(folder), title=review.title, day=word.dated(review))


def archive(review: Review) -> bytes:
    """The review's files as they are published, in a zip whose datapackage.json describes them; the same bytes each time."""
    whole = io.BytesIO()
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        folder = Path(place)
        downloads.write(review, folder)
        for file in sorted(one for one in folder.rglob("*") if one.is_file()):
            part = zipfile.ZipInfo(file.relative_to(folder).as_posix(), xlsx.UNDATED.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(part, file.read_bytes())
    return whole.getvalue()


def prisma2020(review: Review) -> tuple[str, list[str]]:
    """The flow as the CSV template of the R package PRISMA2020, and in words what it has no place for."""
    found = flow_of(review.full)
    return write_template(complete(found.boxes, found.layout), found.layout)


def _sheets(folder: Path) -> Iterator[xlsx.Sheet]:
    there = sorted(file.stem for file in folder.glob("*.csv"))
    for name in [*(one for one in TABLES if one in there), *(one for one in there if one not in TABLES)]:
        table = Table.read(folder, name)
        about = [schema(name)["title"]] if name in TABLES else []
        yield xlsx.Sheet(
            name, about, table.header, ([row.get(one, "") for one in table.header] for row in table.rows)
        )
