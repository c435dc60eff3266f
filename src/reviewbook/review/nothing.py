"""The words for nothing: four kinds that are never mixed up, and the column that keeps a number's cell as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

NOT_REPORTED = "not_reported"  # somebody looked, and the source does not say
NOT_AVAILABLE = "not_available"  # the document at hand does not hold the part where it would stand
NOT_APPLICABLE = "not_applicable"  # the question does not arise
WORDS = (NOT_REPORTED, NOT_AVAILABLE, NOT_APPLICABLE)  # what a cell may hold in place of a value
NOTHING = ("", *WORDS)  # blank = not charted yet
ABSENT = "rb-absent"  # class of a line in place of what a review does not give; a page says it once (press/missing.py)
AS_CHARTED = "_as_charted"  # suffix of the companion column that keeps a number's cell as it was written


def given(column: pd.Series) -> pd.Series:
    """Which cells of a column hold a value: a boolean Series, false where one is blank or a word for nothing."""
    return column.notna() & ~column.isin(NOTHING)


def is_given(cell: object) -> bool:
    """Whether a cell holds a value: false where it is missing, blank or a word for nothing."""
    import pandas as pd  # takes long to load, and who only asks for the words needs none of it

    return not (pd.isna(cell) or cell in NOTHING)


def written(frame: pd.DataFrame, column: str) -> pd.Series:
    """The cells of a number's column where it holds none, as they were written: a word for nothing, "" where blank.

    A Series of text, "" too where there is a number or where the frame has no companion column.
    """
    import pandas as pd

    companion = column + AS_CHARTED
    there = frame[companion] if companion in frame else None  # noqa: SIM401  # `get` would read the whole table
    cells = pd.Series("", frame.index, "string") if there is None else there.fillna("").astype("string")
    return cells.mask(frame[column].notna(), "")
