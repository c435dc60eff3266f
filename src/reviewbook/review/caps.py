"""How large a table of a review may be. What is larger is not read, and is told with the cap that it meets (TABL-014)."""

from __future__ import annotations

import csv
from pathlib import Path

from reviewbook.review.problems import Problem, ReviewProblems

CHARACTERS = 1_000_000  # of a cell; of itself csv refuses more than 131,072
ROWS = 5_000_000  # blank ones too
COLUMNS = 1_000
BYTES = 2 * 10**9
# Up to this length a cell that is too long is measured, and its column named.
MEASURED = 100 * CHARACTERS


def refused(
    file: Path, found: str, most: int, what: str, row: int | None = None, field: str | None = None
) -> ReviewProblems:
    """The problem of a table that is too large: ``most`` of ``what`` it may have."""
    return ReviewProblems([Problem("TABL-014", file.name, found, f"at most {most:,} {what}", row, field)])


def require_small(file: Path) -> None:
    """Raise ReviewProblems (TABL-014) where a file is larger than any table."""
    if (size := file.stat().st_size) > BYTES:
        raise refused(file, f"a file of {size:,} bytes", BYTES, "bytes")


def is_long_cell(error: csv.Error) -> bool:
    """Whether csv stopped at a cell that is longer than it was told to read."""
    return "field limit" in str(error)
