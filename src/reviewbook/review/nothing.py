"""The words for nothing: four kinds that are never mixed up, and the column that keeps a number's cell as it was written."""

from __future__ import annotations

NOT_REPORTED = "not_reported"
NOT_APPLICABLE = "not_applicable"
NOTHING = ("", NOT_REPORTED, NOT_APPLICABLE)  # blank = not charted yet
AS_CHARTED = "_as_charted"  # suffix of the companion column that keeps a number's cell as it was written
