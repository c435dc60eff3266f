"""How a rating is said, as plain text."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewbook.appraisal import answering
from reviewbook.review.labels import UNSAID, label

MOST_DOTS = 8


def out_of(value: object, unit: str) -> str:
    """A rating in its unit: "3/4", "75 %"."""
    return f"{value} %" if unit == "percent" else f"{value}/{answering.maximum(unit)}"


def of_row(row: Mapping) -> str:
    """A report's rating: "3/4", with the component where it is of one alone, or a judgement in words, and whether it was computed.

    Plain text, which `said` makes MyST; a word for nothing where there is none, blank where the cell is blank: that is not charted yet.

    Parameters
    ----------
    row : a row of `reviewbook.appraisal.of_review.rated`
    """
    basis = " (computed)" if row["basis"] == "computed" else ""
    if pd.notna(row["judgement"]):
        return f"{row['judgement']}{basis}"
    if pd.isna(row["rating"]):
        if row["basis"] == "reported":
            return "" if pd.isna(row["note"]) else str(row["note"])
        if pd.isna(row["note"]):
            return "by criterion only"
        return f"none{'' if row['note'].startswith(answering.FAILED) else ' yet'}: {row['note']}"
    whole = row["component"] == answering.OVERALL
    part = "" if whole else f" ({label(row['component']).lower()} component only)"
    return f"{out_of(row['rating'], row['unit'])}{part}{basis}"


def by_report(rated: pd.DataFrame, reports: pd.Series) -> list[str]:
    """The rating of each report in words: "3/4", "2/4 (computed)", "not reported", "not charted yet"."""
    told = dict(zip(rated.index, map(of_row, rated.to_dict("records")), strict=True))
    words = [told.get(report, "") for report in reports]
    return [UNSAID.get(one, one) for one in words]


def of_report(report: str, rated: pd.DataFrame) -> str:
    """The rating of one report as `of_row` says it; blank where none is charted. ``rated`` is indexed by report_id."""
    return of_row(rated.loc[report]) if report in rated.index else ""


def dots(row: Mapping) -> str:
    """A report's points as dots: "●●○○"; "" where its rating is no number of points, or too many to count at a glance."""
    if pd.isna(row["rating"]) or row["unit"] == "percent":
        return ""
    points, most = int(row["rating"]), answering.maximum(row["unit"])
    return "●" * points + "○" * (most - points) if points <= most <= MOST_DOTS else ""


def dots_of(report: str, rated: pd.DataFrame) -> str:
    """The points of one report as dots; "" where none is charted. ``rated`` is indexed by report_id."""
    return dots(rated.loc[report]) if report in rated.index else ""
