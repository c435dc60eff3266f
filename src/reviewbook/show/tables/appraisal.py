"""Chapter 03: ratings and answers by criterion."""

from __future__ import annotations

import pandas as pd
from IPython.display import Markdown

from reviewbook import appraisal
from reviewbook.instruments import instrument
from reviewbook.review import NOT_REPORTED, Review
from reviewbook.show.grid import grid, needs, page
from reviewbook.show.words import (
    cite,
    coded,
    escape,
    label,
    number,
    span,
    symbol,
)


def rating_cell(report: str, ratings: pd.DataFrame) -> str:
    """A report's rating as a cell: "3/4", with the component where it is of one alone."""
    if report not in ratings.index or pd.isna(ratings.at[report, "rating"]):
        return symbol(NOT_REPORTED)
    row = ratings.loc[report]
    of = f"/{appraisal.MAXIMUM[row['unit']]}" if row["unit"] != "percent" else " %"
    part = "" if row["component"] == "overall" else f" ({label(row['component']).lower()} component only)"
    return f"{row['rating']}{of}{part}"


@needs("ratings", caption="Ratings by design", name="tbl-ratings-by-design")
def by_design(review: Review) -> Markdown:
    """Lowest, highest and median rating of each design."""
    rows = [
        [
            label(row.design),
            f"{row.rated}/{row.reports}",
            span(row.minimum, row.maximum),
            number(row.median),
        ]
        for row in appraisal.by_design(review.ratings, review.reports).itertuples()
    ]
    head = ["Design", "Reports rated", "Range", "Median"]
    return page(grid(head, rows, caption="Ratings by design", name="tbl-ratings-by-design"))


@needs("ratings", caption="Rating of each report", name="tbl-ratings")
def ratings(review: Review) -> Markdown:
    """The rating of each report, with what it is a rating of and where it is printed."""
    table = appraisal.overall(review.ratings)
    where = review.ratings.set_index("report_id")["locator"].groupby(level=0).first()
    rows = []
    for report, design in review.reports[["report_id", "design"]].itertuples(index=False):
        tool = instrument(table.at[report, "tool"])["title"] if report in table.index else "–"
        rows.append(
            [
                cite([report]),
                coded(design),
                rating_cell(report, table),
                escape(tool),
                escape(where.get(report, "–")),
            ]
        )
    head = ["Report", "Design", "Rating", "Tool", "Where it says so"]
    return page(grid(head, rows, caption="Rating of each report", name="tbl-ratings"))


def criteria(review: Review) -> Markdown:
    """Answers by criterion: one table a tool and category, a row a report, a column a criterion."""
    if not review.has("appraisals"):
        return page(
            "This review gives no answers by criterion (table `appraisals`): the source prints ratings alone, if any."
        )
    answers = appraisal.standing(review.appraisals)
    parts = []
    for (tool, category), own in answers.groupby(["tool", "category"], sort=False):
        items = appraisal.criteria(tool)[category]
        wide = own.pivot(index="report_id", columns="criterion", values="answer")
        rows = [
            [
                cite([report]),
                *(symbol(line[item]) if item in wide and pd.notna(line[item]) else "–" for item in items),
            ]
            for report, line in wide.iterrows()
        ]
        caption = f"{escape(instrument(tool)['title'])}: {label(category).lower()}"
        head = ["Report", *(f"{item} {escape(text)}" for item, text in items.items())]
        parts.append(
            grid(
                head,
                rows,
                caption=caption,
                name=f"tbl-criteria-{tool}-{category.replace('_', '-')}",
                css="rb-sticky",
            )
        )
    return page(*parts)


def compared_ratings(review: Review) -> Markdown:
    """Ratings as reported beside those that the answers give."""
    if not review.has("appraisals", "ratings"):
        return page(
            "Ratings cannot be recomputed: that needs both the answers by criterion and the reported ratings."
        )
    table = appraisal.compared(review.appraisals, review.ratings)
    if table.empty:
        return page("No report has both a reported rating and answers that its tool scores.")
    rows = [
        [
            cite([row.report_id]),
            number(row.reported),
            number(row.computed),
            symbol("holds" if row.reported == row.computed else "differs"),
        ]
        for row in table.itertuples()
    ]
    head = ["Report", "Reported (points of 4)", "Computed from the answers", "Verdict"]
    return page(grid(head, rows, caption="Ratings reported and computed", name="tbl-ratings-compared"))
