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

ROW, LINE = 0.3, 0.13  # inches: a row, and each further line of one
YES = "#3579b8"  # a mid-tone that keeps 3:1 against white and against the theme's dark ground
PALE = 0.22  # how much of it a cell has that is open: what may be so is drawn paler than what is
# What tells the open kinds apart without colour; no is the empty end of the bar.
HATCHES = {"unclear": "xx", NOT_REPORTED: "..", NOT_AVAILABLE: "//", NOT_CHARTED: None}


def fractions(review: Review) -> HTML | Markdown:
    """For each feature a bar: solid to the number of interventions that surely have it, palest to the number that may."""
    if line := absent(review, "features", "feature_values"):
        return page(line)
    table, told = of_review.fractions(review), beside(review)
    labels = [textwrap.wrap(text, 38, max_lines=2, placeholder="…") or [""] for text in table["label"]]
    printed = [[f"printed {said}" for said in told.get(key, [])] for key in table["feature_id"]]
    notes = [[line for said in own for line in textwrap.wrap(said, 42)] for own in printed]
    deep = [max(len(one), 1 + len(other)) for one, other in zip(labels, notes, strict=True)]
    tall = pd.Series([ROW + LINE * (lines - 1) for lines in deep], index=table.index)
    y = tall.cumsum() - tall / 2
    figure, ax = axes(height=1.5 + tall.sum(), left=0.38)
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
    for row, own, lines, place in zip(table.itertuples(), printed, notes, y, strict=True):
        text = of_all(row.low, row.high, row.n)
        said.append(f"{row.label}: {'; '.join([*own, f'yes {text}'])}")
        ax.text(1.02 * most, place, "\n".join([*lines, text]), fontsize=8, color=INK, va="center")
    ax.set_yticks(y, ["\n".join(lines) for lines in labels], fontsize=9)
    ax.set_ylim(tall.sum() + 0.1, -0.1)
    ax.set_xlim(0, 2.4 * most)
    ax.set_xlabel(review.nouns.several, loc="left")
    ax.set_xticks([at for at in MaxNLocator(integer=True).tick_values(0, most) if 0 <= at <= most])
    ax.spines.bottom.set_bounds(0, most)
    ax.legend(
        frameon=False, labelcolor=INK, ncols=3, loc="lower center", bbox_to_anchor=(0.2, 1.0), fontsize=10
    )
    return inline(figure, title=f"{review.nouns.several} by feature", description="; ".join(said) + ".")
