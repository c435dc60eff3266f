"""Chapter 04: for each feature a bar, full to the number of interventions that surely have it, pale to the number that may."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.interventions import of_review
from reviewbook.interventions.drawing.printed import beside
from reviewbook.interventions.feature_counts import KINDS
from reviewbook.page.drawing import Bars, Sheet, both, key
from reviewbook.page.figure import Data, framed
from reviewbook.page.finding import NAMED, Span, leaders
from reviewbook.page.grid import absent, page
from reviewbook.page.words import joined, of_all
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nouns import Nouns

KEY = (("v", "surely"), ("p", "possibly: unclear, not reported or not charted yet"), ("g", "no"))


def fractions(review: Review) -> HTML | Markdown:
    """For each feature a bar: full to the number of interventions that surely have it, pale to the number that may; most first."""
    if line := absent(review, "features", "feature_values"):
        return page(line)
    table, told, nouns = of_review.fractions(review), beside(review), review.nouns
    table = table.sort_values(["low", "high"], ascending=False, kind="stable")
    most = max(int(table["n"].max()), 1) if len(table) else 1
    rows = list(table.itertuples())
    numbers = [of_all(row.low, row.high, row.n) for row in rows]
    printed = [[f"printed {said}" for said in told.get(row.feature_id, [])] for row in rows]

    def draw(sheet: Sheet) -> None:
        key(sheet, [(css, words) for css, words in KEY if css != "p" or (table["high"] > table["low"]).any()])
        bars = Bars(sheet, [row.label for row in rows], numbers, most)
        for row, said, notes in zip(rows, numbers, printed, strict=True):
            bars.row(row.label, [("v", row.low), ("p", row.high - row.low)], said, notes=notes, of=row.n)

    said = [
        f"{row.label}: {'; '.join([*own, f'yes {number}'])}"
        for row, number, own in zip(rows, numbers, printed, strict=True)
    ]
    title = f"{nouns.several} by feature"
    drawn = both(draw, title=title, description="; ".join(said) + ".", name="fractions")
    data = Data(
        ["Feature", "At least", "At most", "Of", *map(label, KINDS)],
        [[row.label, row.low, row.high, row.n, *(len(getattr(row, kind)) for kind in KINDS)] for row in rows],
    )
    return HTML(
        framed(
            review,
            drawn,
            name="fractions",
            finding=finding(table, nouns),
            unit=unit(table, nouns),
            tables=["features", "feature_values"],
            data=data,
        )
    )


def finding(table: pd.DataFrame, nouns: Nouns) -> str:
    """Which features surely most have, and in how many; of `feature_counts.fractions`."""
    whole = table[(table["low"] == table["n"]) & (table["n"] > 1)]
    if 0 < len(whole) <= NAMED:
        n = int(whole["n"].iloc[0])
        return (
            f"{joined(whole['label'])}: in all {n:,} {nouns.many}"
            if whole["n"].nunique() == 1
            else (f"{joined(whole['label'])}: in all {nouns.many} that were asked")
        )
    low = int(table["low"].max()) if len(table) else 0
    best = table[table["low"] == low]
    if not low or len(best) > NAMED or best["n"].nunique() > 1:
        return f"{nouns.several} by feature"
    each = " each" if len(best) > 1 else ""
    said = f"{low:,} of {int(best['n'].iloc[0]):,} {nouns.many}{each}"
    spans = [Span(row.label, row.low, row.high) for row in table.itertuples()]
    settled = leaders(spans) == list(best["label"]) and (best["high"] == low).all()
    other = ", more than any other feature" if len(table) > len(best) else ""
    return (
        f"{joined(best['label'])}: {said}{other}" if settled else f"{joined(best['label'])}: at least {said}"
    )


def unit(table: pd.DataFrame, nouns: Nouns) -> str:
    """What is counted."""
    n = int(table["n"].max()) if len(table) else 0
    line = f"{nouns.several} with each feature, of {nouns.counted(n)}; most first"
    if (table["n"] < n).any():
        line += "; fewer where a feature is not asked of all"
    return line
