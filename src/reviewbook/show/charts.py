"""The charts of the book: matplotlib drawn to SVG whose text stays text, in the page's own colour and size.

Each function takes a Review and gives the output of a notebook cell. The same numbers stand in a table beside it.
"""

from __future__ import annotations

import hashlib
import io
import re
from html import escape

import matplotlib
import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook import appraisal, interventions
from reviewbook.check import flow_of
from reviewbook.flow import complete
from reviewbook.review import NOTHING, Review
from reviewbook.show import flowchart, interactive
from reviewbook.show.grid import absent, page
from reviewbook.show.tables import records
from reviewbook.show.words import counted, joined, label

INK = "#010203"  # stands for the page's own text colour until the SVG is written; a colour that no chart uses otherwise
# Mid-tones that keep 3:1 against white and against the theme's dark ground; hatches tell them apart without colour.
FILLS = {"yes": "#3579b8", "no": "#c05a2b", "unclear": "#6f6f6f", "not_reported": "none"}
HATCHES = {"yes": None, "no": "///", "unclear": "xx", "not_reported": None}
DESIGNS = {
    "qualitative": ("#3579b8", None),
    "mixed_methods": ("#c05a2b", "///"),
    "quantitative": ("#6f6f6f", "xx"),
}
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "reviewbook",
    "font.family": "sans-serif",
    "font.size": 11,
    "hatch.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    **{key: INK for key in ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")},
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
    """Ratings by design: a circle for each rating that occurs, with the number of reports in it."""
    if line := absent(review, "ratings"):
        return page(line)
    table = (
        review.reports[["report_id", "design"]]
        .join(appraisal.overall(review.ratings), on="report_id")
        .dropna(subset=["rating"])
    )
    designs = [design for design in DESIGNS if (table["design"] == design).any()]
    cells = table.groupby(["design", "rating"]).size()
    most = max(appraisal.MAXIMUM[unit] for unit in table["unit"])
    figure, axes = _axes(height=1 + 0.7 * len(designs))
    for y, design in enumerate(designs):
        for rating, n in cells[design].items():
            axes.scatter(
                [rating], [y], s=420, facecolor=DESIGNS[design][0], edgecolor=INK, linewidth=0.8, zorder=2
            )
            axes.annotate(
                str(n), (rating, y), ha="center", va="center", color="white", fontweight="bold", zorder=3
            )
    axes.set_yticks(range(len(designs)), [label(design) for design in designs])
    axes.set_ylim(len(designs) - 0.5, -0.5)
    axes.set_xlim(-0.03 * most - 0.3, most * 1.03 + 0.3)
    if most <= 5:
        axes.set_xticks(range(most + 1))
    axes.set_xlabel(f"Rating ({label(table['unit'].iloc[0]).lower()}); in each circle the number of reports")
    axes.grid(axis="x", color=INK, alpha=0.15)
    told = [
        f"{label(design)}: "
        + joined(f"{counted(int(n), 'report')} at {int(rating)}" for rating, n in cells[design].items())
        for design in designs
    ]
    return _html(figure, title="Ratings by design", description=". ".join(told) + ".")


def years(review: Review) -> HTML | Markdown:
    """Reports by year of publication, stacked by design."""
    if line := absent(review, "reports"):
        return page(line)
    table = review.reports.dropna(subset=["year"])
    span = range(int(table["year"].min()), int(table["year"].max()) + 1)
    cells = table.groupby(["design", "year"]).size()
    figure, axes = _axes(height=2.6)
    bottom = pd.Series(0, index=span)
    for design, (fill, hatch) in DESIGNS.items():
        if design in cells.index:
            n = cells[design].reindex(span, fill_value=0)
            axes.bar(
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
    axes.set_ylabel("Reports")
    axes.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    axes.legend(
        frameon=False, labelcolor=INK, ncols=3, loc="upper center", bbox_to_anchor=(0.5, 1.2), fontsize=10
    )
    told = [f"{year}: {int(n)}" for year, n in bottom.items() if n]
    return _html(
        figure, title="Reports by year of publication", description=f"Reports by year: {', '.join(told)}."
    )


def fractions(review: Review) -> HTML | Markdown:
    """For each feature, how many interventions have it, do not, or leave it open."""
    if line := absent(review, "features", "feature_values"):
        return page(line)
    table = interventions.fractions(review.feature_values, review.features, review.interventions)
    figure, axes = _axes(height=1.2 + 0.3 * len(table), left=0.5)
    left = pd.Series(0, index=table.index)
    for value, fill in FILLS.items():
        n = table[value].map(len)
        axes.barh(
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
    axes.set_yticks(table.index, [_short(text) for text in table["label"]], fontsize=9)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_xlabel("Interventions")
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    axes.legend(
        frameon=False, labelcolor=INK, ncols=2, loc="lower center", bbox_to_anchor=(0.2, 1.0), fontsize=10
    )
    told = [f"{row.label}: yes {row.k} of {row.n}, no {len(row.no)}" for row in table.itertuples()]
    return _html(figure, title="Features of the interventions", description="; ".join(told) + ".")


def feature_map(review: Review) -> HTML | Markdown:
    """Interventions by features, drawn where the reader can hover, zoom and switch values off."""
    if line := absent(review, "features", "feature_values"):
        return page(line)
    cells = interventions.cells(review.feature_values, review.features, review.interventions)
    cells["group"] = cells["group"].map(label)
    short = review.interventions.set_index("name")["abbreviation"]
    short = short[short.notna() & ~short.isin(NOTHING)]
    cells["intervention"] = cells["intervention"].replace(
        short.to_dict()
    )  # many names side by side need to be short
    return interactive.feature_map(cells, title="Interventions by features", div_id="fig-map-plot")


def _short(text: str) -> str:
    return text if len(text) <= 54 else text[:52].rstrip() + "…"


def _axes(*, height: float, left: float = 0.2):
    # Figures made without pyplot hold no global state and leave nothing open.
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(7, height), layout=None)
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        inch = 1 / height
        figure.subplots_adjust(left=left, right=0.98, bottom=0.62 * inch, top=1 - 0.5 * inch)
    return figure, axes


def _html(figure, *, title: str, description: str) -> HTML:
    """The figure as inline SVG: named and described, in currentColor, the same bytes for the same figure."""
    out = io.StringIO()
    with matplotlib.rc_context(STYLE):
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r"<defs>\s*<style.*?</style>\s*</defs>\s*", "", svg, flags=re.DOTALL
    )  # its rule would reach the whole page
    svg = re.sub(r"font-family: [^;\"]*sans-serif", "font-family: sans-serif", svg)
    svg = svg.replace(INK, "currentColor")
    key = hashlib.sha256(title.encode()).hexdigest()[:8]
    # Two charts on one page must not share ids; width and height come from the page.
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{key}-\1"', svg)
    svg = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{key}-", svg)
    svg = re.sub(
        r'<svg ([^>]*?)\s(?:height|width)="[^"]*"([^>]*?)\s(?:height|width)="[^"]*"',
        r"<svg \1\2",
        svg,
        count=1,
    )
    named = f'role="img" aria-labelledby="{key}-title {key}-desc"'
    told = f'<title id="{key}-title">{escape(title)}</title>\n <desc id="{key}-desc">{escape(description)}</desc>'
    head, rest = svg.split(">", 1)
    return HTML(
        f'<div class="rb-chart" tabindex="0" role="region" aria-label="{escape(title)}">{head} {named}>\n {told}{rest.rstrip()}</div>'
    )
