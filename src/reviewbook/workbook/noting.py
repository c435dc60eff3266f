"""What a workbook notes of itself in a hidden sheet: of which review it is, and what stood in each sheet when it was written.

So what was changed in the workbook and what in the tables since can be told apart, cell by cell. The lines are JSON; a long one
goes on in the next cell of its row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reviewbook.workbook.sheets import Sheet

TITLE = "reviewbook"  # of the sheet
MADE_BY = "reviewbook workbook"
VERSION = 1
NAME = "reviewbook_{}"  # a name that the workbook gives to the first cell of a sheet, and that stays when the sheet is renamed
LONGEST = 30_000  # characters of a cell


@dataclass
class Noted:
    """What stood in a sheet when the workbook was written."""

    name: str
    title: str
    table: str
    columns: list[str]
    keys: int  # how many of the columns, from the first, its rows are known by
    rows: list[dict[str, str]] = field(default_factory=list, repr=False)


@dataclass
class Notes:
    """What a workbook notes of itself: the name of the review, who was asked to chart, and its sheets."""

    review: str
    charters: list[str]
    also: list[str]
    sheets: list[Noted]


def lines(
    review: str, sheets: Sequence[Sheet], charters: Sequence[str], also: Sequence[str]
) -> Iterator[list[str]]:
    """The rows of the hidden sheet."""
    head = {
        "made_by": MADE_BY,
        "version": VERSION,
        "review": review,
        "charters": [*charters],
        "also": [*also],
    }
    yield _cells(head)
    for sheet in sheets:
        names = [column.name for column in sheet.columns]
        yield _cells(
            {
                "sheet": sheet.name,
                "title": sheet.title,
                "table": sheet.table,
                "columns": names,
                "keys": len(sheet.key),
            }
        )
        for row in sheet.rows:
            yield _cells([row.get(name, "") for name in names])


def _cells(line: object) -> list[str]:
    # In ASCII: no program changes a character of it.
    text = json.dumps(line, separators=(",", ":"), sort_keys=True)
    return [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)]


def read(rows: Iterable[Sequence[object]]) -> Notes | None:
    """What a hidden sheet says; None where it is none of ours, or was changed."""
    notes = None
    try:
        for cells in rows:
            text = "".join(str(cell) for cell in cells if cell is not None)
            if not text:
                continue
            line = json.loads(text)
            if notes is None:
                if line["made_by"] != MADE_BY or line["version"] != VERSION:
                    return None
                notes = Notes(line["review"], line["charters"], line["also"], [])
            elif isinstance(line, dict):
                notes.sheets.append(
                    Noted(line["sheet"], line["title"], line["table"], line["columns"], line["keys"])
                )
            else:
                own = notes.sheets[-1]
                own.rows.append(dict(zip(own.columns, line, strict=True)))
    except (ValueError, LookupError, TypeError):
        return None
    return notes
