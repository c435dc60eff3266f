"""The charts of the book: matplotlib drawn to SVG whose text stays text, in the page's own colour and size.

Each function takes a Review and gives the output of a notebook cell. The same numbers stand in a table beside it.
"""

from __future__ import annotations

from html import escape

import matplotlib
import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.appraisal.answering import standing
from reviewbook.appraisal.drawing import panels, quality
from reviewbook.appraisal.of_review import rated, tools_of
from reviewbook.evidence_map.charts import evidence_map
from reviewbook.interventions import feature_counts
from reviewbook.interventions.drawing.matrix import features
from reviewbook.interventions.drawing.tidier import tidier_completeness
from reviewbook.interventions.drawing.upset import combinations
from reviewbook.page.figure import INK, axes, inline
from reviewbook.page.grid import absent, page
from reviewbook.page.words import out_of
from reviewbook.review.bibliography import labels
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.selection.drawing import flowchart, records
from reviewbook.selection.flow import complete
from reviewbook.selection.of_review import flow_of
from reviewbook.studies.drawing.where import countries, timeline
from reviewbook.themes.drawing.coded_matrix import coded_matrix
from reviewbook.themes.drawing.saturation import chart as saturation
from reviewbook.themes.drawing.summary import thematic_summary
from reviewbook.themes.drawing.theme_map import theme_map

__all__ = [
    "appraisal",
    "coded_matrix",
    "combinations",
    "countries",
    "evidence_map",
    "features",
    "flow",
    "fractions",
    "ratings",
    "saturation",
    "thematic_summary",
    "theme_map",
    "tidier_completeness",
    "timeline",
    "years",
]

# Mid-tones that keep 3:1 against white and against the theme's dark ground; hatches tell them apart without colour.
FILLS = {"yes": "#3579b8", "no": "#c05a2b", "unclear": "#6f6f6f", "not_reported": "none"}
HATCHES = {"yes": None, "no": "///", "unclear": "xx", "not_reported": None}
DESIGNS = {
    "qualitative": ("#3579b8", None),
    "mixed_methods": ("#c05a2b", "///"),
    "quantitative": ("#6f6f6f", "xx"),
}
# Where the included are listed if not record by record.
LISTS = {
    ("included", "reports"): "07-evidence-map.html#tbl-explorer",
    ("included", "studies"): "02-studies.html#tbl-people",
    ("included", "interventions"): "02-studies.html#tbl-per-intervention",
}


def flow(review: Review) -> HTML | Markdown:
    """The flow chart of the whole review (a subset has no flow of its own); a box leads to its list."""
    found = flow_of(review.full)
    if not found.boxes:
        return page(absent(review.full, "flow"))
    boxes = [
        box._replace(href=f"../book/records.html#{records.anchor(box)}")
        if records.has_list(box, found)
        else box._replace(href=LISTS.get((box.step, box.unit), ""))
        for box in complete(found.boxes, found.layout)
    ]
    title = "Flow of records and reports through the review"
    return HTML(flowchart.figure(boxes, found.layout, title=title))


def ratings(review: Review) -> HTML | Markdown:
    """Ratings by design: how many reports of each design have each rating, in points of the tool's scale."""
    table = rated(review).dropna(subset=["points"]) if review.has("reports") else None
    if table is None or table.empty:
        return page(absent(review, "ratings") or "No report of this review has a rating.")
    tools, designs = (
        tools_of(review),
        dict(zip(review.reports["report_id"], review.reports["design"], strict=True)),
    )
    parts = []
    for name, own in table.groupby("tool"):
        tool = tools[name]
        spreads = panels.spreads(own["points"].to_dict(), designs=designs)
        maximum, title = tool["scoring"]["maximum"], f"Ratings by design, {tool['title']}"
        parts.append(
            quality.figure([], spreads, tool=tool, title=title, maximum=maximum, name=f"ratings-{name}")
        )
    return HTML("\n".join(parts))


def appraisal(review: Review) -> HTML | Markdown:
    """Every answer to every criterion: for each tool a summary by criterion, and the reports, category by category."""
    if line := absent(review, "appraisals"):
        return page(line)
    answers, names, table = standing(review.appraisals), labels(review), rated(review)
    shown = {
        report: out_of(row.rating, row.unit)
        for report, row in zip(table.index, table.itertuples(), strict=True)
        if pd.notna(row.rating)
    }
    parts = []
    for name, tool in tools_of(review).items():
        own = answers[answers["tool"] == name]
        if len(own):
            drawn = panels.panels(own, tool=tool, labels=names, ratings=shown)
            title = f"Answers by criterion, {tool['title']}"
            parts.append(f'<p style="margin:2rem 0 .5rem"><strong>{escape(tool["title"])}</strong></p>')
            parts.append(quality.figure(drawn, [], tool=tool, title=title, name=f"appraisal-{name}"))
    return HTML("\n".join(parts))


def years(review: Review) -> HTML | Markdown:
    """Reports by year of publication, stacked by design."""
    if line := absent(review, "reports"):
        return page(line)
    table = review.reports.dropna(subset=["year"])
    span = range(int(table["year"].min()), int(table["year"].max()) + 1)
    cells = table.groupby(["design", "year"]).size()
    figure, ax = axes(height=2.6)
    bottom = pd.Series(0, index=span)
    for design, (fill, hatch) in DESIGNS.items():
        if design in cells.index:
            n = cells[design].reindex(span, fill_value=0)
            ax.bar(
                list(span),
                n,
                bottom=bottom,
                color=fill,
                hatch=hatch,
                edgecolor=INK,
                linewidth=0.6,
                label=label(design),
            )
            bottom = bottom + n
    ax.set_ylabel("Reports")
    ax.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    ax.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    ax.legend(
        frameon=False, labelcolor=INK, ncols=3, loc="upper center", bbox_to_anchor=(0.5, 1.2), fontsize=10
    )
    told = [f"{year}: {int(n)}" for year, n in bottom.items() if n]
    return inline(
        figure, title="Reports by year of publication", description=f"Reports by year: {', '.join(told)}."
    )


def fractions(review: Review) -> HTML | Markdown:
    """For each feature, how many interventions have it, do not, or leave it open."""
    if line := absent(review, "features", "feature_values"):
        return page(line)
    table = feature_counts.fractions(review.feature_values, review.features, review.interventions)
    figure, ax = axes(height=1.2 + 0.3 * len(table), left=0.5)
    left = pd.Series(0, index=table.index)
    for value, fill in FILLS.items():
        n = table[value].map(len)
        ax.barh(
            table.index,
            n,
            left=left,
            color=fill,
            hatch=HATCHES[value],
            edgecolor=INK,
            linewidth=0.6,
            label=label(value),
        )
        left = left + n
    ax.set_yticks(table.index, [_short(text) for text in table["label"]], fontsize=9)
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_xlabel("Interventions")
    ax.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    ax.legend(
        frameon=False, labelcolor=INK, ncols=2, loc="lower center", bbox_to_anchor=(0.2, 1.0), fontsize=10
    )
    told = [f"{row.label}: yes {row.k} of {row.n}, no {len(row.no)}" for row in table.itertuples()]
    return inline(figure, title="Interventions by feature", description="; ".join(told) + ".")


def _short(text: str) -> str:
    return text if len(text) <= 54 else text[:52].rstrip() + "…"
