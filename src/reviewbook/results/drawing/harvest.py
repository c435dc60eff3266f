"""The harvest plot: for each outcome domain the studies as bars under the direction that they speak for (Ogilvie et al. 2008)."""

from __future__ import annotations

from collections.abc import Mapping

from IPython.display import HTML

from reviewbook.page.escape import html
from reviewbook.page.figure import INK, OTHER, Look, axes, inline, looks
from reviewbook.page.svg import wrap
from reviewbook.results.directions import AGAINST, CONFLICTING, FAVOURS, NO_DIFFERENCE, UNCLEAR
from reviewbook.results.drawing.laid_out import LaidOut, cut, described, laid_out, short
from reviewbook.results.of_review import Study
from reviewbook.review.designs import designs
from reviewbook.review.model import Review

MOST_DOMAINS = 12
MOST_BARS = 16  # in one cell
ROW, LEFT = 0.95, 0.2  # inches; share of the width for the names of domains
TOP, BOTTOM = 0.62, 0.5  # inches for the heads, for the key
TALLEST, STUB = 0.56, 0.05  # of a row: the highest rating, and a study that is not rated
COLUMNS = {
    "Against": (AGAINST,),
    "No difference,\nor not clear": (NO_DIFFERENCE, CONFLICTING, UNCLEAR),
    "Favours": (FAVOURS,),
}
NO_DESIGN, OTHERS = "Design not given", "Other designs"


def harvest(review: Review) -> HTML | None:
    """For each outcome domain a bar for each study, as high as its rating, under its direction; None where there is none."""
    drawn = laid_out(review, most_domains=MOST_DOMAINS)
    if not drawn.studies:
        return None
    studies = {one.study_id: one for one in drawn.studies}
    cells = {
        (domain, column): [
            studies[row.study_id]
            for row in drawn.cells.itertuples()
            if row.domain == domain and row.direction in those
        ]
        for domain in drawn.domains
        for column, those in COLUMNS.items()
    }
    drawn_as = looks(list(designs(review).words.values()))
    slots = max(4, min(MOST_BARS, max(map(len, cells.values()))))
    height = TOP + BOTTOM + ROW * len(drawn.domains)
    figure, ax = axes(height=height, left=LEFT)
    figure.subplots_adjust(bottom=BOTTOM / height, top=1 - TOP / height)
    ax.set_xlim(0, 3 * (slots + 1))
    ax.set_ylim(-len(drawn.domains) + 0.72, 0.78)
    for at, column in enumerate(COLUMNS):
        left = at * (slots + 1)
        ax.text(
            left + (slots + 1) / 2, 0.84, column, fontsize=10, fontweight="bold", color=INK, ha="center", va="bottom"
        )  # fmt: skip
        if at:
            ax.axvline(left, color=INK, linewidth=0.4)
        for row, domain in enumerate(drawn.domains):
            _bars(ax, cells[domain, column], left + 1, -row, drawn_as)
    for row, domain in enumerate(drawn.domains):
        ax.axhline(-row, color=INK, linewidth=0.8)
        lines = wrap(domain, 72 * 7 * LEFT - 12, size=10)
        ax.text(
            -0.12, -row + 0.25, "\n".join(cut(lines, 4)), fontsize=10, color=INK, ha="right", va="center"
        )  # fmt: skip
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    _key(ax, drawn, height, drawn_as)
    image = inline(figure, title="Harvest plot", description=described(drawn))
    names = "; ".join(f"{one.place} {short(one.name, 60)}" for one in drawn.studies)
    note = " ".join(
        part
        for part in (_height(drawn), f"Below each bar the number of its study: {names}.", drawn.left_out)
        if part
    )
    return HTML(f'{image.data}\n<p class="rb-note" style="text-align:start">{html(note)}</p>')


def _bars(ax, studies: list[Study], left: float, base: float, drawn_as: Mapping[str, Look]) -> None:
    """The bars of one cell, best rated first, with rating above and number below; what has no room is counted."""
    for at, one in enumerate(studies[:MOST_BARS]):
        fill, hatch = drawn_as.get(one.design, OTHER)
        tall = STUB if one.points is None or not one.of else max(STUB, TALLEST * one.points / one.of)
        x = left + at
        ax.bar([x], [tall], bottom=base, width=0.7, color=fill, hatch=hatch, edgecolor=INK, linewidth=0.6)
        rating = "–" if one.points is None else f"{one.points:g}"
        ax.text(x, base + tall + 0.02, rating, fontsize=8, color=INK, ha="center", va="bottom")
        ax.text(
            x, base - 0.03, str(one.place), fontsize=8, fontweight="bold", color=INK, ha="center", va="top"
        )
    if (more := len(studies) - MOST_BARS) > 0:
        ax.text(left + MOST_BARS - 0.5, base + 0.7, f"{more} more", fontsize=8, color=INK, ha="right")


def _key(ax, drawn: LaidOut, height: float, drawn_as: Mapping[str, Look]) -> None:
    """Which fill is which design, of those that are drawn."""
    from matplotlib.patches import Patch

    there = {one.design for one in drawn.studies}
    shown = {name: look for name, look in drawn_as.items() if name in there and look != OTHER}
    if "" in there:
        shown[NO_DESIGN] = OTHER
    if there - set(shown) - {""}:
        shown = {name: look for name, look in shown.items() if look != OTHER}
        shown[f"{OTHERS}, or not given" if "" in there else OTHERS] = OTHER
    handles = [
        Patch(facecolor=fill, hatch=hatch, edgecolor=INK, linewidth=0.6, label=name)
        for name, (fill, hatch) in shown.items()
    ]
    below = -0.16 / (height - TOP - BOTTOM)
    ax.legend(
        handles=handles, frameon=False, labelcolor=INK, ncols=4, fontsize=9, loc="upper left",
        bbox_to_anchor=(0, below), borderaxespad=0,
    )  # fmt: skip


def _height(drawn: LaidOut) -> str:
    """What the height of a bar says."""
    rated = [one for one in drawn.studies if one.points is not None]
    if not rated:
        return "No study is rated, so that all bars are of one height."
    unit = "per cent" if rated[0].of == 100 else f"points of {rated[0].of:g}"
    said = f"The height of a bar, and the number above it, is the rating in {unit}; of several reports the lowest."
    return said if len(rated) == len(drawn.studies) else f"{said} “–” marks a study that is not rated."
