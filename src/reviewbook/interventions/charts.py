"""The charts of this chapter: matplotlib drawn to SVG whose text stays text."""

from __future__ import annotations

import matplotlib
import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.interventions import of_review
from reviewbook.interventions.drawing.features import features
from reviewbook.interventions.drawing.tidier import tidier_completeness
from reviewbook.interventions.drawing.upset import combinations
from reviewbook.page.figure import INK, axes, inline
from reviewbook.page.grid import absent, page
from reviewbook.review.labels import label
from reviewbook.review.model import Review

__all__ = ["combinations", "features", "fractions", "tidier_completeness"]

# Mid-tones that keep 3:1 against white and against the theme's dark ground; hatches tell them apart without colour.
FILLS = {"yes": "#3579b8", "no": "#c05a2b", "unclear": "#6f6f6f", "not_reported": "none"}
HATCHES = {"yes": None, "no": "///", "unclear": "xx", "not_reported": None}


def fractions(review: Review) -> HTML | Markdown:
    """For each feature, how many interventions have it, do not, or leave it open."""
    if line := absent(review, "features", "feature_values"):
        return page(line)
    table = of_review.fractions(review)
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
