"""Features held together: an UpSet-style chart (Lex et al. 2014), and the tables of the same numbers."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.interventions import combinations as rules
from reviewbook.page.escape import html
from reviewbook.page.figure import INK, axes, inline
from reviewbook.page.grid import absent, folded, grid, in_place, needs, page
from reviewbook.page.links import naming, short_names
from reviewbook.page.words import counted, escape, joined
from reviewbook.review.model import Review

LEAST_FEATURES, MOST_FEATURES = 5, 15  # rows and columns that can still be told apart on a page 7 inches wide
MOST_COMBINATIONS = 20
MOST_ACROSS = 30  # features of a matrix of pairs; more are not read across
MOST_PAIRS = 50
IN_CELLS = (
    "In each cell: the interventions that have both, of those on which both are settled (yes or no); "
    "on the diagonal, those that have the feature. – : on no intervention are both settled."
)
FILL = "#3579b8"  # keeps 3:1 against white and against the theme's dark ground
RING = "#8a8f96"

# Inches
ROW, TWO_LINES = 0.28, 0.36
BAR, SIZES, MARGIN = 1.15, 0.6, 0.1
COLUMN = 0.3
WIDTH, LEFT, RIGHT = 7, 0.4, 0.98
LABEL = 40  # characters a line of a feature's label


def combinations(review: Review, *, group: str | None = None, most: int | None = None) -> HTML | Markdown:
    """Which features the interventions hold together: a column a combination, dots for its features, a bar for its interventions.

    ``group`` shows the features of one group alone. The features are those that most interventions have, ``most`` of them; without it
    5 to 15, as many as leave half of the interventions a combination that they share. The 20 largest combinations are
    drawn. A line beneath says what is left out.
    """
    if line := absent(review, "features", "feature_values"):
        return page(line)
    table, wanted, left_out = _combinations(review, group, most)
    if not wanted:
        return page(_no_feature(group))
    labels = _labels(review)
    held = _held(review)
    shown, n = table.head(MOST_COMBINATIONS), len(review.interventions)

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
    for line, up in (("Interventions with", 0.58), ("exactly these", 0.42)):
        ax.text(begin - 0.1, -up * BAR, line, fontsize=9, color=INK, ha="right", va="center")

    note = f"{_sizes(table)} {left_out}".strip()
    told = f"{counted(len(wanted), 'feature')} and {counted(len(table), 'combination')} of them."
    sizes = "; ".join(f"{labels[feature]} {held.get(feature, 0)} of {n}" for feature in wanted)
    largest = "; ".join(
        f"{_words(row.features, labels)}: {row.n}" for row in shown[shown["n"] > 1].head(5).itertuples()
    )
    description = f"{told} {_sizes(table)} Interventions that have each: {sizes}."
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
    caption=lambda group=None, most=None: escape(_title(group)),
    name=lambda group=None, most=None: _name("tbl-combinations", group),
)
def combinations_table(review: Review, *, group: str | None = None, most: int | None = None) -> Markdown:
    """The combinations of the chart as a table: the features, how many interventions have exactly these, and which."""
    table, wanted, left_out = _combinations(review, group, most)
    caption, name = escape(_title(group)), _name("tbl-combinations", group)
    if not wanted:
        return in_place(_no_feature(group), caption=caption, name=name)
    labels, n = _labels(review), len(review.interventions)
    short, shown = short_names(review), table.head(MOST_COMBINATIONS)
    tell, note = naming("interventions", shown["interventions"], all_in=_csv(review))
    rows = [
        [
            " · ".join(escape(labels[feature]) for feature in row.features) or "(none of these features)",
            f"{row.n:,}/{n:,}",
            f"{row.settled:,}/{row.n:,}",
            tell(row.interventions, short),
        ]
        for row in shown.itertuples()
    ]
    head = ["Exactly these features", "Interventions (n/N)", "Settled", "Which"]
    settled = (
        "*Settled* counts the interventions of which the source says yes or no on every feature shown: "
        "the others may have more than their row says."
    )
    line = _sizes(table)
    if left_out:
        line += f" {left_out} All follow from {_csv(review)}."
    return page(
        grid(head, rows, caption=caption, name=name, css="rb-wide", widths=[46, 15, 11, 28]),
        f"{line} {settled} {note}".rstrip(),
    )


def _pairs_title(group: str | None) -> str:
    return "Pairs of features held by the same intervention" + (f": {group}" if group else "")


@needs(
    "features",
    "feature_values",
    caption=lambda group=None: escape(_pairs_title(group)),
    name=lambda group=None: _name("tbl-together", group),
)
def together_table(review: Review, *, group: str | None = None) -> Markdown:
    """How often two features are held by the same intervention: the pairs with names, and up to 30 features as a matrix."""
    table = rules.together(review.feature_values, review.features, group=group)
    caption, name = escape(_pairs_title(group)), _name("tbl-together", group)
    if table.empty:
        line = "There are no two features to hold together" + (
            f" in the group {escape(group)}." if group else "."
        )
        return in_place(line, caption=caption, name=name)
    labels = _labels(review)
    held = table[table["both"] > 0]
    short, shown = short_names(review), held.head(MOST_PAIRS)
    tell, note = naming("interventions", shown["interventions"], all_in=_csv(review))
    rows = [
        [
            escape(labels[row.a]),
            escape(labels[row.b]),
            f"{row.both:,}/{row.said:,}",
            f"{row.both:,}/{row.of_a:,}",
            f"{row.both:,}/{row.of_b:,}",
            tell(row.interventions, short),
        ]
        for row in shown.itertuples()
    ]
    head = [
        "Feature",
        "With",
        "Both, of those said",
        "Of those with the first",
        "Of those with the second",
        "Which",
    ]
    line = f"{counted(len(held), 'pair')} of {len(table):,} {'is' if len(held) == 1 else 'are'} held by some intervention"
    if len(held) > MOST_PAIRS:
        line += (
            f"; the {MOST_PAIRS} that most interventions hold are listed, and all follow from {_csv(review)}"
        )
    line = f"{line}. {note}".rstrip()
    features = rules.most_held(review.feature_values, review.features, group=group)
    if not rows and len(features) > MOST_ACROSS:
        return in_place(line, caption=caption, name=name)
    if len(features) > MOST_ACROSS:
        return page(grid(head, rows, caption=caption, name=name, css="rb-sticky rb-wide"), line)
    matrix = _matrix(table, features, labels, caption=caption, name=name)
    if not rows:
        return page(matrix, f"{IN_CELLS} {line}")
    listed = f"{caption}, with names"
    pairs = grid(head, rows, caption=listed, name=f"{name}-names", css="rb-sticky rb-wide")
    return page(matrix, f"{IN_CELLS} {line}", folded(listed, pairs))


def _matrix(
    table: pd.DataFrame, features: Sequence[str], labels: dict[str, str], *, caption: str, name: str
) -> str:
    cells: dict[tuple[str, str], str] = {}
    for row in table.itertuples():
        cells[row.a, row.b] = cells[row.b, row.a] = f"{row.both:,}/{row.said:,}" if row.said else "–"
        cells[row.a, row.a], cells[row.b, row.b] = f"**{row.of_a:,}**", f"**{row.of_b:,}**"
    rows = [[escape(labels[a]), *(cells[a, b] for b in features)] for a in features]
    head = ["Feature", *(escape(labels[b]) for b in features)]
    return grid(head, rows, caption=caption, name=name, css="rb-sticky rb-matrix")


def _combinations(review: Review, group: str | None, most: int | None) -> tuple[pd.DataFrame, list[str], str]:
    """The combinations of the features shown, these features, and what is left out in plain words."""
    tables = review.feature_values, review.features
    every = len(rules.most_held(*tables, group=group))
    whole = *tables, review.interventions
    upper = min(MOST_FEATURES, every)
    chosen = most or rules.shared(*whole, group=group, least=min(LEAST_FEATURES, upper), most=upper)
    table = rules.combinations(*whole, group=group, most=chosen)
    wanted = rules.most_held(*tables, group=group, most=chosen)
    parts = []
    if every > len(wanted):
        line = (
            f"Of {every:,} features the {len(wanted)} that most interventions have are shown, "
            "and combinations are of these alone"
        )
        if most is None and chosen < upper:
            line += "; with one more, fewer than half of the interventions would share theirs with another"
        parts.append(f"{line}.")
    rest = table["n"].iloc[MOST_COMBINATIONS:]
    if len(rest):
        parts.append(
            f"The {MOST_COMBINATIONS} largest of {len(table):,} combinations are shown; "
            f"{counted(int(rest.sum()), 'intervention')} have one of the other {len(rest):,}."
        )
    return table, wanted, " ".join(parts)


def _sizes(table: pd.DataFrame) -> str:
    alone = int((table["n"] == 1).sum())
    return counted(len(table), "combination") + (f", {alone:,} of one intervention alone." if alone else ".")


def _no_feature(group: str | None) -> str:
    return (
        f"This review has no feature in the group {escape(group)}."
        if group
        else "This review has no feature."
    )


def _labels(review: Review) -> dict[str, str]:
    return dict(zip(review.features["feature_id"], review.features["label"], strict=True))


def _held(review: Review) -> dict[str, int]:
    values = review.feature_values
    known = values["intervention_id"].isin(review.interventions["intervention_id"])
    return values.loc[known & (values["value"] == "yes"), "feature_id"].value_counts().to_dict()


def _words(features: Sequence[str], labels: dict[str, str]) -> str:
    return joined(labels[feature] for feature in features) or "none of these features"


def _csv(review: Review) -> str:
    return f'<a href="../data/{review.name}/feature_values.csv" download>feature_values.csv</a>'
