"""Assessments of confidence written in a test."""

import pandas as pd

from reviewbook.confidence.assessing import COMPONENTS, JUDGED, reason

WHOLE = dict.fromkeys(COMPONENTS, "minor") | {"level": "moderate"}


def assessments(*rows: dict) -> pd.DataFrame:
    """The table confidence: of each row what differs from nothing; ``whole`` judges all, each with a reason."""
    names = [name for column in JUDGED for name in (column, reason(column))]
    columns = ["about_kind", "about_id", "assessor", "summary", *names, "assessed_on", "locator"]
    return pd.DataFrame([{"about_kind": "code"} | row for row in rows], columns=columns).astype("string")


def whole(about: str, assessor: str = "AA", **other: str) -> dict:
    """A row that is whole; ``other`` are cells with another value."""
    reasons = {reason(column): f"Because of {column}." for column in JUDGED}
    return WHOLE | reasons | {"about_id": about, "assessor": assessor, "assessed_on": "2022-02-01"} | other
