"""The answers of a review as wide sheets, one CSV for each charter and kind of thing, for people to type in."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from reviewbook.charting import wide
from reviewbook.charting.imports.typed import shown
from reviewbook.files.canonical import as_csv
from reviewbook.files.ledger import Table
from reviewbook.review.model import Review
from reviewbook.review.questions import ABOUT

STANDING = "standing"


def sheets(review: Review) -> dict[str, bytes]:
    """The sheets by the names of their files: "reports-standing.csv" with what stands, "reports-A.csv" of the charter A.

    `reviewbook.charting.imports.typed` takes them in again.
    """
    tables = {name: _as_written(review.path, name) for name, _ in ABOUT.values()}
    found: dict[str, bytes] = {}
    for one in wide.wide(tables, review.answers, review.questions, review.choices):
        name = _named(one, found)
        rows = [[shown(str(cell)) for cell in row] for row in one.cells.itertuples(index=False)]
        found[name] = as_csv([list(one.cells.columns), *rows])
    return found


def _named(one: wide.Wide, taken: dict[str, bytes]) -> str:
    who = STANDING if one.charter is None else re.sub(r"[^\w.-]+", "_", one.charter).strip("._") or "charter"
    name, number = f"{one.table}-{who}.csv", 1
    while name.casefold() in {other.casefold() for other in taken}:
        number += 1
        name = f"{one.table}-{who}-{number}.csv"
    return name


def _as_written(folder: Path, name: str) -> pd.DataFrame:
    table = Table.read(folder, name) if (folder / f"{name}.csv").is_file() else Table(name, [], [])
    key = next(key for other, key in ABOUT.values() if other == name)
    frame = pd.DataFrame(table.rows, columns=table.header or [key], dtype="string")
    return frame.replace("", pd.NA)
