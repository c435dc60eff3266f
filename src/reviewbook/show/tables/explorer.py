"""Chapter 07: every report in one table to sort and filter."""

from __future__ import annotations

from IPython.display import Markdown

from reviewbook import studies
from reviewbook.check import rated
from reviewbook.review import NOT_REPORTED, Review
from reviewbook.show.grid import grid, needs, page
from reviewbook.show.tables.appraisal import rating_cell
from reviewbook.show.words import (
    charted,
    cite,
    coded,
    said,
    symbol,
)


@needs("reports", caption="All reports", name="tbl-explorer")
def explorer(review: Review) -> Markdown:
    """Every report in one table that readers sort and filter, each value leading to the chapter that explains it."""
    table = studies.joined(review.reports, review.studies, review.interventions)
    ratings_ = rated(review)
    head = [
        "Report",
        "Year",
        "Design",
        "Country",
        "Region",
        "Intervention",
        "Delivery",
        "Used with",
        "Participants",
        "Workers",
        "Rating",
    ]
    rows = []
    for _, row in table.iterrows():
        role = row["role"].replace("_", "-")
        rows.append(
            [
                cite([row["report_id"]]),
                said(row["year_as_charted"]),
                f"[{coded(row['design'])}](#tbl-by-design)",
                coded(row["country"]),
                coded(row["region"]),
                f"[{said(row['intervention'])}](#tbl-per-intervention)",
                coded(row["delivery"]),
                f"[{coded(row['role'])}](#tbl-characteristics-{role})",
                charted(row, "participants_n"),
                charted(row, "workers_n"),
                f"[{rating_cell(row['report_id'], ratings_)}](#tbl-ratings)"
                if review.has("ratings") or review.has("appraisals")
                else symbol(NOT_REPORTED),
            ]
        )
    return page(grid(head, rows, caption="All reports", name="tbl-explorer", css="rb-sticky rb-explore"))
