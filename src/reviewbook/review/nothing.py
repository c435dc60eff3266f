"""The words for nothing: four kinds that are never mixed up, and the column that keeps a number's cell as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

NOT_REPORTED = "not_reported"
NOT_AVAILABLE = "not_available"  # the document at hand does not hold it
NOT_APPLICABLE = "not_applicable"
NOTHING = ("", NOT_REPORTED, NOT_AVAILABLE, NOT_APPLICABLE)  # blank = not charted yet
AS_CHARTED = "_as_charted"  # suffix of the companion column that keeps a number's cell as it was written


def given(column: pd.Series) -> pd.Series:
    """Which cells of a column hold a value: a boolean Series, false where one is blank or a word for nothing."""
    return column.notna() & ~column.isin(NOTHING)
