"""A review in one file: its tables as a workbook or a Frictionless data package, its flow as PRISMA2020 takes it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from reviewbook.files import word, xlsx
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
        return xlsx.of_files(tables(folder.glob("*.csv")), title=review.title, day=word.dated(review))


def tables(files: Iterable[Path]) -> list[tuple[Path, str]]:
    """Published tables in the order of the dictionary, each with what it is called there; the author's own last."""
    there = {file.stem: file for file in files}
    names = [*(one for one in TABLES if one in there), *(one for one in sorted(there) if one not in TABLES)]
    return [(there[name], schema(name)["title"] if name in TABLES else "") for name in names]


def archive(review: Review) -> bytes:
    """The review's files as they are published, in a zip whose datapackage.json describes them; the same bytes each time."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        downloads.write(review, folder)
        return zipped({one.relative_to(folder).as_posix(): one for one in folder.rglob("*") if one.is_file()})


def zipped(files: Mapping[str, Path]) -> bytes:
    """Files under their names in a zip, without dates: the same bytes each time."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        for name, file in sorted(files.items()):
            part = zipfile.ZipInfo(name, xlsx.UNDATED.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(part, file.read_bytes())
    return whole.getvalue()


def prisma2020(review: Review) -> tuple[str, list[str]]:
    """The flow as the CSV template of the R package PRISMA2020, and in words what it has no place for."""
    found = flow_of(review.full)
    return write_template(complete(found.boxes, found.layout), found.layout)
