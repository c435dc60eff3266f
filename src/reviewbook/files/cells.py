"""Texts of a review in tables for other programs: a spreadsheet must find no formula in them.

Of a review's own tables, which are published as they are written and read again, nothing is changed.
"""

from __future__ import annotations

import re

import pandas as pd

from reviewbook.files.replace import as_csv

# What makes a formula of a cell, in some spreadsheets also where it is as wide as a Chinese letter.
_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def cell(text: str) -> str:
    """Text as a cell that is shown and not worked out: with an apostrophe before what would make it a formula.

    Examples
    --------
    >>> cell("=1+1"), cell("-3"), cell("a=b")
    ("'=1+1", '-3', 'a=b')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def for_spreadsheets(frame: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8 (`files.replace.as_csv`) in which no text is a formula."""
    safe = frame.copy(deep=False)
    for name in frame:
        if not pd.api.types.is_numeric_dtype(frame[name].dtype):
            safe[name] = frame[name].map(lambda one: cell(one) if isinstance(one, str) else one)
    return as_csv(safe)
