"""The charts of this chapter: matplotlib drawn to SVG whose text stays text."""

from __future__ import annotations

import itertools

import matplotlib
import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.page.escape import html
from reviewbook.page.figure import INK, axes, inline
from reviewbook.page.grid import absent, nothing, page
from reviewbook.review import bibliography, form
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.studies import of_review, periods
from reviewbook.studies.drawing.strips import numbers
from reviewbook.studies.drawing.when import timeline, undated_words
from reviewbook.studies.drawing.where import countries

__all__ = ["countries", "numbers", "timeline", "years"]

DESIGNS = {
    "qualitative": ("#3579b8", None),
    "mixed_methods": ("#c05a2b", "///"),
    "quantitative": ("#6f6f6f", "xx"),
}
LINE = 0.24  # inches of a line of the legend
OTHER = ("#ffffff", "..")  # a design that is not charted, not reported or does not apply
# What the review's own designs are drawn with, in their order; further ones begin again.
OWN = (*DESIGNS.values(), ("#d9a441", "\\\\\\"), ("#5a9367", "++"), ("#8c6bb1", "oo"))


def years(review: Review) -> HTML | Markdown:
    """Reports by year of publication, stacked by design; those without a year are named beneath."""
    if line := absent(review, "reports"):
        return page(line)
    designs = _designs(review)
    table = review.reports.assign(design=review.reports["design"].fillna("") if designs else "")
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
    for design, (text, fill, hatch) in (designs or {"": ("Reports", *OWN[0])}).items():
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
    if designs:
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
    own = of_review.question(review, "design")
    if len(review.questions) and own is None and not of_review.holds(review, "reports", "design"):
        return {}
    there = sorted(review.reports["design"].dropna().unique())
    words = form.words(own, review.choices) if own else {}
    named = [one for one in words or DESIGNS if one in there]
    fills = dict(zip(words, itertools.cycle(OWN), strict=False)) if words else DESIGNS
    rest = [one for one in there if one not in named]
    known = {one: (words.get(one, label(one)), *fills[one]) for one in named}
    return known | {one: (label(one), *OTHER) for one in rest} | {"": ("Design not charted yet", *OTHER)}
