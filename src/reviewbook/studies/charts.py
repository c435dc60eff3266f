"""The charts of this chapter: matplotlib drawn to SVG whose text stays text."""

from __future__ import annotations

import matplotlib
import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.page.escape import html
from reviewbook.page.figure import INK, LOOKS, OTHER, axes, inline, looks
from reviewbook.page.grid import absent, nothing, page
from reviewbook.review import bibliography
from reviewbook.review.designs import designs
from reviewbook.review.model import Review
from reviewbook.studies import of_review, periods
from reviewbook.studies.drawing.strips import numbers
from reviewbook.studies.drawing.when import timeline, undated_words
from reviewbook.studies.drawing.where import countries

__all__ = ["countries", "numbers", "timeline", "years"]

LINE = 0.24  # inches of a line of the legend


def years(review: Review) -> HTML | Markdown:
    """Reports by year of publication, stacked by design; those without a year are named beneath."""
    if line := absent(review, "reports"):
        return page(line)
    known = _designs(review)
    table = review.reports.assign(design=review.reports["design"].fillna("") if known else "")
    table = table.dropna(subset=["year"])
    if table.empty:
        return page(nothing("No report of this review has a year yet."))
    span = range(int(table["year"].min()), int(table["year"].max()) + 1)
    cells = table.groupby(["design", "year"]).size()
    lines = -(-len(set(table["design"])) // 3)  # of the legend, which has three designs side by side
    height = 2.6 + LINE * (lines - 1)
    figure, ax = axes(height=height)
    figure.subplots_adjust(top=1 - (0.5 + LINE * (lines - 1)) / height)
    bottom = pd.Series(0, index=span)
    for design, (text, fill, hatch) in (known or {"": ("Reports", *LOOKS[0])}).items():
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
                label=text,
            )
            bottom = bottom + n
    ax.set_ylabel("Reports")
    ax.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    ax.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    if known:
        room = {"loc": "upper center", "bbox_to_anchor": (0.5, 1.2)}
        if lines > 1:
            room = {"loc": "lower center", "bbox_to_anchor": (0.5, 1.0)}
        ax.legend(frameon=False, labelcolor=INK, ncols=3, fontsize=10, **room)
    told = [f"{year}: {int(n)}" for year, n in bottom.items() if n]
    undated = undated_words(periods.undated(review.reports), bibliography.labels(review))
    image = inline(
        figure,
        title="Reports by year of publication",
        description=" ".join(filter(None, (f"Reports by year: {', '.join(told)}.", undated))),
    )
    return HTML(f'{image.data}\n<p class="rb-note">{html(undated)}</p>') if undated else image


def _designs(review: Review) -> dict[str, tuple[str, str, str | None]]:
    """The designs of the reports, each with its words, its fill and its hatch; none where the review's form does not ask for them."""
    asked = of_review.question(review, "design") is not None
    if len(review.questions) and not asked and not review.holds("reports", "design"):
        return {}
    own, there = designs(review), review.reports["design"].dropna().unique()
    drawn = looks(list(own.words))
    known = {one: (own.word(one), *drawn.get(one, OTHER)) for one in own.in_order(there)}
    return known | {"": ("Design not charted yet", *OTHER)}
