"""Chapter 04: the fractions that the authors print, beside those that the tables give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from IPython.display import Markdown

from reviewbook.interventions import feature_counts, of_review
from reviewbook.page.grid import grid, in_place, needs, page
from reviewbook.page.links import links, short_names
from reviewbook.page.marks import Marks
from reviewbook.page.words import escape, of_all, span, symbol, unbroken
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING

CAPTION, NAME = "Fractions as printed and as counted", "tbl-printed"


@needs("features", "feature_values", "claims", caption=CAPTION, name=NAME, whole=True)
def printed(review: Review) -> Markdown:
    """Each printed fraction of a feature with ours, the interventions behind it, and why the two cannot agree."""
    from reviewbook.claims.asking import Limits
    from reviewbook.claims.verdicts import evaluate  # loads DuckDB

    whole, table = review.full, of_review.printed(review)
    if table.empty:
        return in_place(
            "No printed number of this review names a feature (column `feature_id` of the table `claims`).",
            caption=CAPTION,
            name=NAME,
        )
    about = whole.claims[whole.claims["claim_id"].isin(table["claim_id"])]
    checked = evaluate(
        about, {name: getattr(whole, name) for name in whole.tables}, limits=Limits.of(whole.package)
    )
    table = table.merge(checked[["claim_id", "verdict", "why"]], on="claim_id")
    names, kinds = short_names(whole), ["yes", *open_kinds(table)]

    marks, rows = Marks(whole), []
    for row in table.to_dict("records"):
        who = "all" if pd.isna(row["worker_role"]) else escape(label(row["worker_role"]).lower())
        why = [escape(text) for text in (row["why"], row["note"]) if pd.notna(text) and text not in NOTHING]
        rows.append(
            [
                f"{escape(row['label'])} ({who})",
                escape(_printed(row)),
                unbroken(of_all(row["low"], row["high"], row["n"]))
                if row["n"]
                else "the group is not charted yet",
                " ".join([symbol(row["verdict"]), *why]) + marks.of("claims", row["claim_id"]),
                *(
                    links("interventions", row[kind], names, noun=review.nouns.pair, linked=False)
                    for kind in kinds
                ),
            ]
        )
    head = ["Feature", "Printed", "Counted", "Verdict", *map(symbol, kinds)]
    widths = [17, 9, 9, 27, *[14] * len(kinds)]
    return page(grid(head, rows, caption=CAPTION, name=NAME, css="rb-sticky rb-wide", widths=widths))


def open_kinds(table: pd.DataFrame) -> list[str]:
    """Which kinds of open cells there are in a table of ranges: a column each, as none is another."""
    return [kind for kind in feature_counts.OPEN if table[kind].str.len().any()]


def beside(review: Review) -> dict[str, list[str]]:
    """What the authors print of a feature whose cells are open, by feature_id: "6 of 7 (usual worker); the tables allow 0 to 7".

    A printed fraction that the cells settle is left out: they can then be held against each other (`printed`).
    """
    told: dict[str, list[str]] = {}
    for row in _open(review):
        who = "" if pd.isna(row["worker_role"]) else f" ({label(row['worker_role']).lower()})"
        said = f"{_printed(row)}{who}; the tables allow {span(row['low'], row['high'])}"
        told.setdefault(row["feature_id"], []).append(said)
    return told


def of_groups(review: Review) -> dict[str, dict[str, str]]:
    """The same by worker_role, and of all under "": group -> feature_id -> "6 of 7"."""
    told: dict[str, dict[str, str]] = {}
    for row in _open(review):
        group = "" if pd.isna(row["worker_role"]) else row["worker_role"]
        told.setdefault(group, {})[row["feature_id"]] = _printed(row)
    return told


def _open(review: Review) -> list[dict[str, Any]]:
    table = of_review.printed(review)
    return table[table["low"] < table["high"]].to_dict("records")


def _printed(row: Mapping[str, Any]) -> str:
    """A fraction as it is printed: "6 of 7", "65 %"."""
    return f"{row['reported']} %" if row["unit"] == "percent" else f"{row['reported']} of {row['n']:,}"
