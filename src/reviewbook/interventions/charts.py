"""The charts of this chapter: matplotlib drawn to SVG whose text stays text."""

from __future__ import annotations

import textwrap

import pandas as pd
from IPython.display import HTML, Markdown
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator

from reviewbook.interventions import of_review
from reviewbook.interventions.drawing.features import features
from reviewbook.interventions.drawing.printed import beside, open_kinds
from reviewbook.interventions.drawing.tidier import tidier_completeness
from reviewbook.interventions.drawing.upset import combinations
from reviewbook.interventions.feature_counts import NOT_CHARTED
from reviewbook.page.figure import INK, axes, inline
from reviewbook.page.grid import absent, page
from reviewbook.page.words import of_all
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_AVAILABLE, NOT_REPORTED

__all__ = ["combinations", "features", "fractions", "tidier_completeness"]

ROW = 0.3  # inches
YES = "#3579b8"  # a mid-tone that keeps 3:1 against white and against the theme's dark ground
PALE = 0.22  # how much of it a cell has that is open: what may be so is drawn paler than what is
# What tells the open kinds apart without colour; no is the empty end of the bar.
HATCHES = {"unclear": "xx", NOT_REPORTED: "..", NOT_AVAILABLE: "//", NOT_CHARTED: None}


def fractions(review: Review) -> HTML | Markdown:
    """For each feature a bar: solid to the number of interventions that surely have it, palest to the number that may."""
    if line := absent(review, "features", "feature_values"):
        return page(line)
    table, told = of_review.fractions(review), beside(review)
    lines = [2 if feature in told else 1 for feature in table["feature_id"]]
    ends = pd.Series(lines, index=table.index, dtype=float).mul(ROW).cumsum()
    y = ends - pd.Series(lines, index=table.index).mul(ROW / 2)
    figure, ax = axes(height=1.5 + ends.max(), left=0.4)
    left = pd.Series(0, index=table.index)
    for kind in ["yes", *open_kinds(table), "no"]:
        n = table[kind].str.len()
        ax.barh(
            y,
            n,
            height=0.62 * ROW,
            left=left,
            facecolor={"yes": YES, "no": "none"}.get(kind, (*to_rgb(YES), PALE)),
            hatch=HATCHES.get(kind),
            edgecolor=INK,
            linewidth=0.6,
            label=label(kind),
        )
        left = left + n
    most = max(int(table["n"].max()), 1) if len(table) else 1
    said = []
    for row, place in zip(table.itertuples(), y, strict=True):
        printed = f"printed {'; printed '.join(told[row.feature_id])}" if row.feature_id in told else ""
        text = of_all(row.low, row.high, row.n)
        said.append(f"{row.label}: {f'{printed}; ' if printed else ''}yes {text}")
        shown = textwrap.wrap(printed, 44, max_lines=2, placeholder=" …")
        ax.text(1.02 * most, place, "\n".join([*shown, text]), fontsize=8, color=INK, va="center")
    ax.set_yticks(y, [_short(text) for text in table["label"]], fontsize=9)
    ax.set_ylim(ends.max() + 0.1, -0.1)
    ax.set_xlim(0, 1.75 * most)
    ax.set_xlabel("Interventions", loc="left")
    ax.set_xticks([at for at in MaxNLocator(integer=True).tick_values(0, most) if 0 <= at <= most])
    ax.spines.bottom.set_bounds(0, most)
    ax.legend(
        frameon=False, labelcolor=INK, ncols=3, loc="lower center", bbox_to_anchor=(0.2, 1.0), fontsize=10
    )
    return inline(figure, title="Interventions by feature", description="; ".join(said) + ".")


def _short(text: str) -> str:
    return text if len(text) <= 54 else text[:52].rstrip() + "…"
