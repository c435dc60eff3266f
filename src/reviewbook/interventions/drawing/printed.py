"""Chapter 04: the fractions that the authors print, beside those that the tables give."""

from __future__ import annotations

from typing import Any

import pandas as pd
from IPython.display import Markdown

from reviewbook.interventions import feature_counts
from reviewbook.page.grid import grid, in_place, needs, page
from reviewbook.page.links import links, short_names
from reviewbook.page.words import escape, fraction, symbol
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING

CAPTION, NAME = "Fractions as printed and as counted", "tbl-printed"


@needs("features", "feature_values", "claims", caption=CAPTION, name=NAME, whole=True)
def printed(review: Review) -> Markdown:
    """Each printed fraction of a feature with ours, the interventions behind it, and why the two cannot agree."""
    from reviewbook.claims.asking import Limits
    from reviewbook.claims.verdicts import evaluate  # loads DuckDB

    whole = review.full
    checked = evaluate(
        whole.claims, {name: getattr(whole, name) for name in whole.tables}, limits=Limits.of(whole.package)
    )
    table = feature_counts.printed(checked, whole.feature_values, whole.features, whole.interventions)
    if table.empty:
        return in_place(
            "No printed number of this review names a feature (column `feature_id` of the table `claims`).",
            caption=CAPTION,
            name=NAME,
        )
    names = short_names(whole)

    rows = []
    for row in table.itertuples():
        who = "all" if pd.isna(row.worker_role) else escape(label(row.worker_role).lower())
        why = [escape(text) for text in (row.why, row.note) if pd.notna(text) and text not in NOTHING]
        rows.append(
            [
                f"{escape(row.label)} ({who})",
                f"{escape(row.reported)} {escape(row.unit)}",
                _of(row),
                " ".join([symbol(row.verdict), *why]),
                links("interventions", row.yes, names),
                links("interventions", row.open, names),
            ]
        )
    head = ["Feature", "Printed", "Counted", "Verdict", "Yes", "Left open"]
    widths = [17, 12, 13, 28, 16, 14]
    return page(grid(head, rows, caption=CAPTION, name=NAME, css="rb-sticky rb-wide", widths=widths))


def _of(row: Any) -> str:
    """How many have the feature, of those on which the source says yes or no, and of all."""
    if not row.n:
        return "the group is not charted yet"
    said = f"{fraction(row.k, row.said)} of those said" if row.said else "of none it is said"
    return f"{said}, {fraction(row.k, row.n)} of all"
