"""The reviews that tests read: a synthetic one, broken copies of it, the repository's own; and tables written in a test."""

from __future__ import annotations

import csv
import functools
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

from reviewbook.appraisal import of_review
from reviewbook.check import open_review
from reviewbook.review.dictionary import schema
from reviewbook.review.model import Review, restrict
from reviewbook.review.reading import load_review

HERE = Path(__file__).parent
ROOT = HERE.parents[1]  # the repository
SYNTHETIC = HERE / "synthetic"
SAMPLES = HERE / "synthetic_samples"  # a report tells of two studies, one of which has a second report
MEASURES = HERE / "synthetic_measures"  # its entity is a measure; no workers; two charters
BROKEN = HERE / "broken"
WILLIAMS = ROOT / "data" / "williams-2019"
REVIEWS = pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=lambda path: path.name)
SHARED = ROOT.parent / "shared"  # beside the checkout: the seed paper's text and published appraisals


class _Opened(dict):
    """Reviews read on first use and once for all tests that only look at them."""

    def __missing__(self, review: Path) -> Review:
        self[review] = load_review(review)
        return self[review]


OPENED = _Opened()
# Checked, and cut to a part: a Review never changes, and opening one takes a while.
open_once = functools.cache(open_review)


def shared(name: str) -> Path:
    """A file of the folder beside the checkout; without it, the test that asks is skipped and says so."""
    if not (SHARED / name).is_file():
        pytest.skip(f"{SHARED / name} is not there: this test needs the seed folder beside the checkout")
    return SHARED / name


def copied(review: Path, to: Path) -> Path:
    """A copy of a review that a test may change, with its bibliography where the review looks for it."""
    there = to / "data" / review.name
    shutil.copytree(review, there)
    if review == WILLIAMS:
        (to / "book").mkdir()
        shutil.copy(review.parents[1] / "book" / "references.bib", to / "book")
    return there


def only(*tables: str, of: Path = SYNTHETIC, to: Path) -> Path:
    """Some tables of a review, and those that they refer to, in a folder of their own: quicker to read than all of them."""
    tables = _with_named(tables)
    folder = to / of.name
    folder.mkdir()
    for table_ in tables:
        shutil.copy(of / f"{table_}.csv", folder)
    package = json.loads((of / "datapackage.json").read_text("utf-8"))
    package["resources"] = [resource for resource in package["resources"] if resource["name"] in tables]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    return folder


def _with_named(tables: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(tables))
    for table_ in found:  # grows meanwhile
        named = (key["reference"]["resource"] for key in schema(table_).get("foreignKeys", []))
        found += [one for one in named if one not in found]
    return found


def broken(code: str, to: Path) -> Path:
    """The synthetic review with the files of one broken review laid over it.

    DELETE lists files to take away, PACKAGE.json properties of datapackage.json that are others (null: that are not there).
    """
    return overlay(code, copied(SYNTHETIC, to))


def overlay(code: str, there: Path) -> Path:
    """Lay the files of one broken review over a copy of the synthetic one."""
    for file in sorted((BROKEN / code).iterdir()):
        if file.name == "PACKAGE.json":
            package = json.loads((there / "datapackage.json").read_text("utf-8"))
            package |= json.loads(file.read_text("utf-8"))
            said = {name: value for name, value in package.items() if value is not None}
            (there / "datapackage.json").write_text(json.dumps(said, indent=2, ensure_ascii=False), "utf-8")
            continue
        if file.name == "DELETE":
            for name in file.read_text(encoding="utf-8").split():
                (there / name).unlink()
        elif file.is_dir():
            shutil.copytree(file, there / file.name, dirs_exist_ok=True)
        else:
            shutil.copy(file, there)
    return there


def set_cell(file: Path, column: str, value: str, *, row: int) -> None:
    """Write one cell of a CSV file; ``row`` counts as a spreadsheet does."""
    with file.open(encoding="utf-8", newline="") as lines:
        cells = list(csv.reader(lines))
    cells[row - 1][cells[0].index(column)] = value
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(cells)


def rows_of(file: Path) -> list[dict[str, str]]:
    """A CSV file as the csv module reads it, so that a test does not lean on the library that it tests."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def table(columns: str, *rows: tuple) -> pd.DataFrame:
    """A small table written in a test: whole numbers become Int64, everything else text, None is missing."""
    frame = pd.DataFrame(list(rows), columns=columns.split(), dtype="object")
    for name in frame:
        given = [value for value in frame[name] if value is not None]
        whole = bool(given) and all(isinstance(value, int) for value in given)
        frame[name] = frame[name].astype("Int64" if whole else "string")
    return frame


def without_low(review: Review) -> Review:
    """A review without its low-rated reports and what belongs to them alone: what a contrast must come to."""
    low, reports = of_review.low_rated(review), review.reports["report_id"]
    return restrict(review, reports=reports[~reports.isin(low)], subset=review.subset)
