"""The charts of this chapter: matplotlib drawn to SVG whose text stays text."""

from __future__ import annotations

import matplotlib
import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.page.escape import html
from reviewbook.page.figure import INK, axes, inline
from reviewbook.page.grid import absent, page
from reviewbook.review import bibliography
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.studies import periods
from reviewbook.studies.drawing.when import timeline, undated_words
from reviewbook.studies.drawing.where import countries

__all__ = ["countries", "timeline", "years"]

DESIGNS = {
    "qualitative": ("#3579b8", None),
    "mixed_methods": ("#c05a2b", "///"),
    "quantitative": ("#6f6f6f", "xx"),
}
OTHER = ("#ffffff", "..")  # a design that is not charted, not reported or does not apply


def years(review: Review) -> HTML | Markdown:
    """Reports by year of publication, stacked by design; those without a year are named beneath."""
    if line := absent(review, "reports"):
        return page(line)
    table = review.reports.assign(design=review.reports["design"].fillna("")).dropna(subset=["year"])
    if table.empty:
        return page("No report of this review has a year yet.")
    span = range(int(table["year"].min()), int(table["year"].max()) + 1)
    cells = table.groupby(["design", "year"]).size()
    figure, ax = axes(height=2.6)
    bottom = pd.Series(0, index=span)
    drawn = DESIGNS | {design: OTHER for design in sorted(table["design"].unique()) if design not in DESIGNS}
    for design, (fill, hatch) in drawn.items():
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
                label=label(design) if design else "Design not charted yet",
            )
            bottom = bottom + n
    ax.set_ylabel("Reports")
    ax.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    ax.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    ax.legend(
        frameon=False, labelcolor=INK, ncols=3, loc="upper center", bbox_to_anchor=(0.5, 1.2), fontsize=10
    )
    told = [f"{year}: {int(n)}" for year, n in bottom.items() if n]
    undated = undated_words(periods.undated(review.reports), bibliography.labels(review))
    image = inline(
        figure,
        title="Reports by year of publication",
        description=" ".join(filter(None, (f"Reports by year: {', '.join(told)}.", undated))),
    )
    return HTML(f'{image.data}\n<p class="rb-note">{html(undated)}</p>') if undated else image
