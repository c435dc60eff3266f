"""Features held together: an UpSet-style chart (Lex et al. 2014), and the tables of the same numbers.

All of it is of features and interventions that are settled; where they are too few, one line says so in place of it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.interventions import combinations as rules
from reviewbook.page.escape import html
from reviewbook.page.figure import INK, axes, inline
from reviewbook.page.grid import absent, grid, in_place, needs, page
from reviewbook.page.links import naming, short_names
from reviewbook.page.words import counted, do, escape, fraction, in_words, joined
from reviewbook.review.model import Review
from reviewbook.review.nouns import ONE

MOST_FEATURES = 15  # rows that can still be told apart on a page 7 inches wide
MOST_COMBINATIONS = 20
MOST_PAIRS = 50
TOLD = (
    "both features are settled (yes or no) for at least half of the interventions, and neither is held by all or by none of "
    "these. Of features that just the same interventions have, the first stands for all."
)
FILL = "#3579b8"  # keeps 3:1 against white and against the theme's dark ground
RING = "#8a8f96"

# Inches
ROW, TWO_LINES = 0.28, 0.36
BAR, SIZES, MARGIN = 1.15, 0.6, 0.1
COLUMN = 0.3
WIDTH, LEFT, RIGHT = 7, 0.4, 0.98
LABEL = 40  # characters a line of a feature's label


def combinations(review: Review, *, group: str | None = None, most: int = MOST_FEATURES) -> HTML | Markdown:
    """Which features the interventions hold together: a column a combination, dots for its features, a bar for its interventions.

    ``group`` shows the features of one group alone, ``most`` at most so many (`rules.compared` says which). The 20 largest
    combinations are drawn. A line beneath says what is left out.
    """
    if line := absent(review, "features", "feature_values"):
        return page(line)
    about, table, left_out = _combinations(review, group, most)
    if not about.features:
        return page(_too_few(group, review.nouns.many))
    labels = _labels(review)
    wanted = about.features
    among = [set(row) for row in table["features"]]
    held = {
        feature: int(sum(n for n, row in zip(table["n"], among, strict=True) if feature in row))
        for feature in wanted
    }
    shown, n = table.head(MOST_COMBINATIONS), len(about.interventions)

    rows = [textwrap.wrap(labels[f], LABEL, max_lines=2, placeholder=" …") or [""] for f in wanted]
    row = TWO_LINES if any(len(lines) > 1 for lines in rows) else ROW
    height = BAR + row * len(wanted) + MARGIN
    figure, ax = axes(height=height, left=LEFT)
    figure.subplots_adjust(bottom=0, top=1)  # no axis is labelled
    # Both axes in inches, downwards: bars, dots and the sizes of the features share one plane.
    across = WIDTH * (RIGHT - LEFT)
    ax.set_xlim(0, across)
    ax.set_ylim(height - BAR, -BAR)
    ax.spines[:].set_visible(False)
    ax.set_xticks([])
    y = [row * (at + 0.5) for at in range(len(wanted))]
    ax.set_yticks(y, ["\n".join(lines) for lines in rows], fontsize=9)
    ax.tick_params(length=0)
    begin = SIZES + 0.12 + 0.062 * len(f"{n:,}/{n:,}")  # room for the longest number
    step = min(COLUMN, (across - begin) / max(len(shown), 1))
    x = [begin + step * (at + 0.5) for at in range(len(shown))]

    for at in range(0, len(wanted), 2):
        wide = (begin + step * len(shown)) / across
        ax.axhspan(row * at, row * (at + 1), xmax=wide, color=INK, alpha=0.06, linewidth=0)
    most = max(held.get(feature, 0) for feature in wanted) or 1
    for feature, place in zip(wanted, y, strict=True):
        k = held.get(feature, 0)
        ax.barh(place, SIZES * k / most, height=0.5 * row, color=FILL, edgecolor=INK, linewidth=0.6)
        ax.text(SIZES * k / most + 0.04, place, f"{k:,}/{n:,}", fontsize=8, color=INK, va="center")
    tallest = max(shown["n"].max(), 1) if len(shown) else 1
    for place, combination in zip(x, shown.itertuples(), strict=True):
        tall = 0.8 * BAR * combination.n / tallest
        ax.bar(place, -tall, width=0.6 * step, bottom=-0.06, color=FILL, edgecolor=INK, linewidth=0.6)
        ax.text(place, -tall - 0.1, f"{combination.n:,}", fontsize=8, color=INK, ha="center", va="bottom")
        dots = [
            where for feature, where in zip(wanted, y, strict=True) if feature in set(combination.features)
        ]
        rest = [where for where in y if where not in dots]
        size = (72 * min(0.13, 0.8 * step)) ** 2  # points squared
        ax.scatter([place] * len(rest), rest, s=0.3 * size, color=RING)
        if dots:
            ax.plot([place, place], [dots[0], dots[-1]], color=INK, linewidth=1.6)
            ax.scatter([place] * len(dots), dots, s=size, color=INK, zorder=3)
    for line, up in ((f"{review.nouns.several} with", 0.58), ("exactly these", 0.42)):
        ax.text(begin - 0.1, -up * BAR, line, fontsize=9, color=INK, ha="right", va="center")

    note = f"{_sizes(table, review)} {left_out}"
    told = f"{counted(len(wanted), 'feature')} and {counted(len(table), 'combination')} of them."
    sizes = "; ".join(f"{labels[feature]} {held.get(feature, 0)} of {n}" for feature in wanted)
    largest = "; ".join(
        f"{_words(row.features, labels)}: {row.n}" for row in shown[shown["n"] > 1].head(5).itertuples()
    )
    description = f"{told} {_sizes(table, review)} {review.nouns.several} that have each: {sizes}."
    if largest:
        description += f" Held together by most: {largest}."
    drawn = inline(figure, title=_title(group), description=description)
    return HTML(f'{drawn.data}\n<p class="rb-note">{html(note)}</p>')


def _title(group: str | None) -> str:
    return "Features held together" + (f": {group}" if group else "")


def _name(name: str, group: str | None) -> str:
    return name + (f"-{re.sub(r'[^a-z0-9]+', '-', group.lower()).strip('-')}" if group else "")


@needs(
    "features",
    "feature_values",
    caption=lambda group=None, most=MOST_FEATURES: escape(_title(group)),
    name=lambda group=None, most=MOST_FEATURES: _name("tbl-combinations", group),
)
def combinations_table(
    review: Review, *, group: str | None = None, most: int = MOST_FEATURES
) -> Markdown | None:
    """The combinations of the chart as a table: the features, how many interventions have exactly these, and which; nothing where
    the chart says that they are left out.
    """
    about, table, left_out = _combinations(review, group, most)
    caption, name = escape(_title(group)), _name("tbl-combinations", group)
    if not about.features:
        return None  # the chart says so
    labels, n = _labels(review), len(about.interventions)
    short, shown = short_names(review), table.head(MOST_COMBINATIONS)
    tell, note = naming("interventions", review.nouns.pair, shown["interventions"], all_in=_csv(review))
    rows = [
        [
            " · ".join(escape(labels[feature]) for feature in row.features) or "(none of these features)",
            fraction(row.n, n),
            tell(row.interventions, short),
        ]
        for row in shown.itertuples()
    ]
    head = ["Exactly these features", f"{review.nouns.several} (n/N)", "Which"]
    return page(
        grid(head, rows, caption=caption, name=name, css="rb-wide", widths=[52, 16, 32]),
        f"{_sizes(table, review)} {left_out} All follow from {_csv(review)}. {note}".rstrip(),
    )


def _pairs_title(group: str | None, one: str = ONE) -> str:
    return f"Pairs of features held by the same {one}" + (f": {group}" if group else "")


@needs(
    "features",
    "feature_values",
    caption=lambda group=None: escape(_pairs_title(group)),
    name=lambda group=None: _name("tbl-together", group),
)
def together_table(review: Review, *, group: str | None = None) -> Markdown:
    """How often two features are held by the same intervention, of the pairs that are settled: both, one, the other, neither."""
    table = rules.together(review.feature_values, review.features, review.interventions, group=group)
    caption, name = escape(_pairs_title(group, review.nouns.one)), _name("tbl-together", group)
    if table.empty:
        line = f"No two features{_of(group)} can be compared. Pairs are told where {review.nouns.told(TOLD)}"
        return in_place(line, caption=caption, name=name)
    labels, n = _labels(review), len(review.interventions)
    short, shown = short_names(review), table.head(MOST_PAIRS)
    tell, note = naming("interventions", review.nouns.pair, shown["interventions"], all_in=_csv(review))
    rows = [
        [
            escape(labels[row.a]),
            escape(labels[row.b]),
            *(f"{count:,}" for count in (row.both, row.first, row.second, row.neither)),
            fraction(row.said, n),
            tell(row.interventions, short),
        ]
        for row in shown.itertuples()
    ]
    head = [
        "Feature",
        "With",
        "Both",
        "Only the first",
        "Only the second",
        "Neither",
        "Compared",
        "Both: which",
    ]
    line = f"{counted(len(table), 'pair')} {do(len(table), 'are')} told, where {review.nouns.told(TOLD)}"
    if len(table) > MOST_PAIRS:
        line += f" The {MOST_PAIRS} that most {review.nouns.many} hold are listed; all follow from {_csv(review)}."
    return page(
        grid(head, rows, caption=caption, name=name, css="rb-sticky rb-wide"), f"{line} {note}".rstrip()
    )


def _combinations(review: Review, group: str | None, most: int) -> tuple[rules.Compared, pd.DataFrame, str]:
    """What is compared, its combinations, and what is left out in plain words."""
    tables = review.feature_values, review.features, review.interventions
    about = rules.compared(*tables, group=group, most=most)
    table = rules.combinations(review.feature_values, about)
    every = review.features if group is None else review.features[review.features["group"] == group]
    line = (
        f"Of {counted(len(every), 'feature')} the {len(about.features)} that tell {review.nouns.many} apart and are settled together are "
        f"compared, over the {len(about.interventions):,} of {review.nouns.counted(len(review.interventions))} on which they are."
    )
    rest = table["n"].iloc[MOST_COMBINATIONS:]
    if len(rest):
        line += (
            f" The {MOST_COMBINATIONS} largest of {len(table):,} combinations are shown; "
            f"{review.nouns.counted(int(rest.sum()))} {do(int(rest.sum()), 'have')} one of the other {len(rest):,}."
        )
    return about, table, line


def _sizes(table: pd.DataFrame, review: Review) -> str:
    alone = int((table["n"] == 1).sum())
    return counted(len(table), "combination") + (
        f", {alone:,} of one {review.nouns.one} alone." if alone else "."
    )


def _of(group: str | None) -> str:
    return f" in the group {escape(group)}" if group else ""


def _too_few(group: str | None, many: str) -> str:
    return (
        f"Combinations are left out: fewer than {in_words(rules.LEAST)} features{_of(group)} tell {many} apart and are "
        "settled (yes or no) for the same half of them. Over open cells a combination would say more than the source does."
    )


def _labels(review: Review) -> dict[str, str]:
    return dict(zip(review.features["feature_id"], review.features["label"], strict=True))


def _words(features: Sequence[str], labels: dict[str, str]) -> str:
    return joined(labels[feature] for feature in features) or "none of these features"


def _csv(review: Review) -> str:
    return f'<a href="../data/{review.name}/feature_values.csv" download>feature_values.csv</a>'
