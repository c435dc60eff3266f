"""Features held together: an UpSet-style chart (Lex et al. 2014), and the tables of the same numbers.

All of it is of features and interventions that are settled; where they are too few, one line says so in place of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.interventions import combinations as rules
from reviewbook.page.drawing import GAP, SIZE, SMALL, Bars, Sheet, both, cut, widest
from reviewbook.page.figure import Data, framed
from reviewbook.page.grid import absent, grid, in_place, needs, nothing, page
from reviewbook.page.links import naming, short_names
from reviewbook.page.svg import number, wrap
from reviewbook.page.words import counted, do, escape, fraction, in_words, joined
from reviewbook.review.model import Review
from reviewbook.review.nouns import ONE, Nouns

MOST_FEATURES = 15  # rows that can still be told apart on a page 7 inches wide
MOST_COMBINATIONS = 20
MOST_PAIRS = 50
TOLD = (
    "both features are known (yes or no) for at least half of the interventions, and neither is held by all or by none of "
    "these. Of features that just the same interventions have, the first stands for all."
)
BAR, SIZES = 96.0, 54.0  # of the highest bar, and of the widest of the features
LABEL = 230.0  # the most room of a feature's label


def combinations(review: Review, *, group: str | None = None, most: int = MOST_FEATURES) -> HTML | Markdown:
    """Which features the interventions hold together: a column a combination, dots for its features, a bar for its interventions.

    ``group`` shows the features of one group alone, ``most`` at most so many (`rules.compared` says which). The 20 largest
    combinations are drawn. A line beneath says what is left out.
    """
    if line := absent(review, "features", "feature_values"):
        return page(line)
    about, table, left_out = _combinations(review, group, most)
    if not about.features:
        return page(nothing(_too_few(group, review.nouns.many)))
    labels = _labels(review)
    wanted = about.features
    among = [set(row) for row in table["features"]]
    held = {
        feature: int(sum(n for n, row in zip(table["n"], among, strict=True) if feature in row))
        for feature in wanted
    }
    shown, n = table.head(MOST_COMBINATIONS), len(about.interventions)

    def draw(sheet: Sheet) -> None:
        if sheet.narrow:
            _as_list(sheet, shown, labels)
        else:
            _as_dots(sheet, shown, wanted, labels, held, n)

    note = f"{_sizes(table, review)} {left_out}"
    told = f"{counted(len(wanted), 'feature')} and {counted(len(table), 'combination')} of them."
    sizes = "; ".join(f"{labels[feature]} {held.get(feature, 0)} of {n}" for feature in wanted)
    largest = "; ".join(
        f"{_words(row.features, labels)}: {row.n}" for row in shown[shown["n"] > 1].head(5).itertuples()
    )
    description = f"{told} {_sizes(table, review)} {review.nouns.several} that have each: {sizes}."
    if largest:
        description += f" Held together by most: {largest}."
    name = _name("combinations", group)
    drawn = both(draw, title=_title(group), description=description, name=name)
    data = Data(
        ["Exactly these features", review.nouns.several, "Of"],
        [[_words(row.features, labels), row.n, n] for row in table.itertuples()],
    )
    return HTML(
        framed(
            review,
            drawn,
            name=name,
            finding=finding(table, labels, review.nouns),
            unit=f"{review.nouns.several} with exactly these features; most first",
            tables=["features", "feature_values"],
            note=note,
            data=data,
        )
    )


def finding(table: pd.DataFrame, labels: Mapping[str, str], nouns: Nouns) -> str:
    """Which features are held together most often; of `rules.combinations`."""
    n, most = int(table["n"].sum()), int(table["n"].max())
    best = table[table["n"] == most]
    if most == 1:
        return f"No two of {nouns.counted(n)} have the same features"
    if len(best) == 1:
        which = _words(best["features"].iloc[0], labels)
        return f"{most:,} of {nouns.counted(n)} have just the same features: {which}"
    return (
        f"At most {most:,} of {nouns.counted(n)} have just the same features, in {len(best):,} combinations"
    )


def _as_list(sheet: Sheet, shown: pd.DataFrame, labels: Mapping[str, str]) -> None:
    """A bar a combination, under the names of its features: where dots in columns have no room."""
    most = max(int(shown["n"].max()), 1) if len(shown) else 1
    bars = Bars(sheet, [], [f"{n:,}" for n in shown["n"]], most)
    for row in shown.itertuples():
        bars.row(_words(row.features, labels), [("v", row.n)], f"{row.n:,}", most_lines=6)


def _as_dots(
    sheet: Sheet,
    shown: pd.DataFrame,
    wanted: Sequence[str],
    labels: Mapping[str, str],
    held: Mapping[str, int],
    n: int,
) -> None:
    """A column a combination, dots for its features, above them a bar; at the left how many have each feature."""
    names = [cut(wrap(labels[f], LABEL, size=SIZE), 2) for f in wanted]
    row = 32.0 if any(len(lines) > 1 for lines in names) else 24.0
    numbers = [f"{held.get(f, 0):,}/{n:,}" for f in wanted]
    left = min(LABEL, widest(line for lines in names for line in lines)) + 2 * GAP
    begin = left + SIZES + widest(numbers, size=SMALL) + 2.5 * GAP
    step = min(26.0, (sheet.width - begin) / max(len(shown), 1))
    top = sheet.y + BAR + 22
    for at in range(0, len(wanted), 2):
        sheet.bar(0, top + row * at, begin + step * len(shown), row, "band")
    most = max(held.values(), default=0) or 1
    y = {f: top + row * (at + 0.5) for at, f in enumerate(wanted)}
    for feature, lines, said in zip(wanted, names, numbers, strict=True):
        sheet.lines(lines, 0, y[feature] + 4.5 - 8 * (len(lines) - 1))
        wide = SIZES * held.get(feature, 0) / most
        sheet.bar(left, y[feature] - 5, wide, 10, "w")
        sheet.text(said, left + wide + 5, y[feature] + 4, "s")
    tallest = max(int(shown["n"].max()), 1) if len(shown) else 1
    size = min(5.0, 0.32 * step)
    rest: list[tuple[float, float]] = []
    dots: list[tuple[float, float]] = []
    for at, combination in enumerate(shown.itertuples()):
        x, own = begin + step * (at + 0.5), set(combination.features)
        tall = BAR * combination.n / tallest
        sheet.bar(x - 0.3 * step, top - 6 - tall, 0.6 * step, tall)
        sheet.text(f"{combination.n:,}", x, top - 10 - tall, "b s m")
        mine = [y[f] for f in wanted if f in own]
        dots += [(x, at) for at in mine]
        rest += [(x, y[f]) for f in wanted if f not in own]
        if len(mine) > 1:
            sheet.path(f"M{number(x)} {number(mine[0])}V{number(mine[-1])}", "k")
    sheet.marks(rest, "dot", size=0.55 * size)
    sheet.marks(dots, "v", size=size)
    sheet.y = top + row * len(wanted) + 2


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
        f"Of {counted(len(every), 'feature')} the {len(about.features)} that tell {review.nouns.many} apart and are known together are "
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
        "known (yes or no) for the same half of them. Over open answers a combination would say more than the source does."
    )


def _labels(review: Review) -> dict[str, str]:
    return dict(zip(review.features["feature_id"], review.features["label"], strict=True))


def _words(features: Sequence[str], labels: Mapping[str, str]) -> str:
    return joined(labels[feature] for feature in features) or "none of these features"


def _csv(review: Review) -> str:
    return f'<a href="../data/{review.name}/feature_values.csv" download>feature_values.csv</a>'
