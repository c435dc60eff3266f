"""How the number of a result is said, as plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.review.nothing import AS_CHARTED, NOTHING

PERCENT = "percent"


def amount(row: Mapping[str, Any]) -> str | None:
    """The value of a result with its unit, as precise as it was charted: "93 %", "−12.5 points less than before".

    Where there is no number, the word for nothing that was charted, None where the cell is blank.

    Parameters
    ----------
    row : value, value_as_charted and unit of a row of results
    """
    as_charted = row["value" + AS_CHARTED]
    if pd.isna(row["value"]):
        return None if pd.isna(as_charted) or as_charted == "" else str(as_charted)
    number = str(as_charted).strip().removeprefix("+").replace("-", "−")
    unit = row["unit"]
    if pd.isna(unit) or unit in NOTHING:
        return number
    return f"{number} %" if unit == PERCENT else f"{number} {unit}"
