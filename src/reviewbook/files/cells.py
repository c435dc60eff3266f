"""Texts of a review in tables for other programs: a spreadsheet must find no formula in them.

Of a review's own tables, which are published as they are written and read again, nothing is changed.
"""

from __future__ import annotations

import pandas as pd

from reviewbook.files.replace import as_csv
from reviewbook.review.characters import cell

__all__ = ["cell", "for_spreadsheets"]


def for_spreadsheets(frame: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8 (`files.replace.as_csv`) in which no text is a formula."""
    safe = frame.copy(deep=False)
    for name in frame:
        if not pd.api.types.is_numeric_dtype(frame[name].dtype):
            safe[name] = frame[name].map(lambda one: cell(one) if isinstance(one, str) else one)
    return as_csv(safe)
