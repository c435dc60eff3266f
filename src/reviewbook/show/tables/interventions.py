"""Chapter 04: features, fractions, evidence, TIDieR."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from IPython.display import Markdown

from reviewbook import interventions
from reviewbook.instruments import instrument
from reviewbook.review import Review
from reviewbook.show.grid import folded, grid, needs, page
from reviewbook.show.words import (
    coded,
    escape,
    joined,
    label,
    said,
    symbol,
)


@needs("features", "feature_values", caption="Features", name=lambda name="tbl-features": name)
def features(review: Review, name: str = "tbl-features") -> Markdown:
    """Interventions by features, one table a group of features: symbol and word in each cell.

    ``name`` begins the name of each table, so that a second page can show them too.
    """
    wide = review.feature_values.pivot(index="intervention_id", columns="feature_id", values="value")
    parts = []
    table = review.features.sort_values("position")
    for group in table["group"].unique():
        own = table[table["group"] == group]
        rows = [
            [escape(shown), *(symbol(wide.at[key, feature]) for feature in own["feature_id"])]
            for key, shown in review.interventions[["intervention_id", "name"]].itertuples(index=False)
        ]
        head = ["Intervention", *map(escape, own["label"])]
        slug = "".join(c if c.isalnum() else "-" for c in group.lower())
        parts.append(
            grid(
                head,
                rows,
                caption=f"Features: {escape(group.lower())}",
                name=f"{name}-{slug}",
                css="rb-sticky rb-matrix",
            )
        )
    return page(*parts)


def _fractions(by: str | None = None) -> tuple[str, str]:
    caption = "Interventions with each feature" + (f", by {label(by).lower()}" if by else "")
    return caption, "tbl-fractions" + (f"-by-{by.replace('_', '-')}" if by else "")


@needs(
    "features",
    "feature_values",
    caption=lambda by=None: _fractions(by)[0],
    name=lambda by=None: _fractions(by)[1],
)
def fractions(review: Review, by: str | None = None) -> Markdown:
    """How many interventions have each feature, with the list behind each fraction."""
    table = interventions.fractions(review.feature_values, review.features, review.interventions, by=by)
    names = dict(zip(review.interventions["intervention_id"], review.interventions["name"], strict=True))

    def listed(ids: list[str]) -> str:
        return joined(escape(names[i]) for i in ids) or "–"

    head = [
        "Feature",
        *([label(by)] if by else []),
        "Yes, of those said",
        "Yes, of all",
        "Yes",
        "No",
        "Unclear or not reported",
    ]
    rows = [
        [
            escape(row["label"]),
            *([coded(row[by])] if by else []),
            f"{row['k']}/{row['said']}",
            f"{row['k']}/{row['n']}",
            listed(row["yes"]),
            listed(row["no"]),
            listed(row["unclear"] + row["not_reported"]),
        ]
        for _, row in table.iterrows()
    ]
    caption, name = _fractions(by)
    return page(grid(head, rows, caption=caption, name=name, css="rb-sticky rb-wide"))


@needs("features", "feature_values", caption="Evidence for features", name="tbl-evidence")
def evidence(review: Review) -> Markdown:
    """What each feature value rests on: every cell with its evidence and locator, folded away by intervention."""
    labels = dict(zip(review.features["feature_id"], review.features["label"], strict=True))
    return _sheets(
        review,
        review.feature_values,
        lambda row: [
            escape(labels[row.feature_id]),
            symbol(row.value),
            said(row.evidence),
            said(row.locator),
        ],
        head=["Feature", "Value", "Evidence", "Where it says so"],
        caption="Evidence for features",
        summary="evidence for each feature",
        name="tbl-evidence",
        widths=[22, 14, 40, 24],
    )


@needs("tidier", caption="TIDieR sheets", name="tbl-tidier")
def tidier(review: Review) -> Markdown:
    """A TIDieR sheet for each intervention, folded away."""
    items = instrument("tidier")["items"]
    return _sheets(
        review,
        review.tidier.sort_values("item"),
        lambda row: [
            f"{row.item}. {escape(items[row.item])}",
            symbol(row.completeness),
            said(row.text),
            said(row.locator),
        ],
        head=["Item", "Told", "What the source says", "Where it says so"],
        caption="TIDieR sheet",
        summary="TIDieR sheet",
        name="tbl-tidier",
        widths=[20, 14, 42, 24],
    )


def _sheets(
    review: Review,
    table: pd.DataFrame,
    cells: Callable[[Any], list[str]],
    *,
    head: list[str],
    caption: str,
    summary: str,
    name: str,
    widths: list[int],
) -> Markdown:
    """A table for each intervention, folded away; ``cells`` makes one of its rows of a row of ``table``."""
    parts = []
    for key, intervention in review.interventions[["intervention_id", "name"]].itertuples(index=False):
        rows = [cells(row) for row in table[table["intervention_id"] == key].itertuples()]
        sheet = grid(
            head,
            rows,
            caption=f"{caption}: {escape(intervention)}",
            name=f"{name}-{key.replace('_', '-')}",
            widths=widths,
        )
        parts.append(folded(f"{escape(intervention)}: {summary}", sheet))
    return page(*parts)


@needs("tidier", caption="TIDieR items reported", name="tbl-tidier-completeness")
def tidier_completeness(review: Review) -> Markdown:
    """Which TIDieR items are reported for each intervention."""
    items = instrument("tidier")["items"]
    wide = review.tidier.pivot(index="intervention_id", columns="item", values="completeness")
    totals = interventions.completeness(review.tidier)
    rows = []
    for key, name in review.interventions[["intervention_id", "name"]].itertuples(index=False):
        full = f"{totals.at[key, 'reported']}/{len(items)}"
        rows.append([escape(name), full, *(symbol(wide.at[key, item]) for item in items)])
    total = ["Reported for", "", *(f"{(wide[item] == 'reported').sum()}/{len(wide)}" for item in items)]
    head = ["Intervention", "Reported", *(f"{item}. {escape(text)}" for item, text in items.items())]
    caption = "TIDieR items reported"
    return page(
        grid(head, [*rows, total], caption=caption, name="tbl-tidier-completeness", css="rb-sticky rb-matrix")
    )
