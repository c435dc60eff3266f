"""What a framework did not catch: excerpts outside all its categories, and categories without any."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from IPython.display import Markdown

from reviewbook.page import words
from reviewbook.page.grid import ROWS, file_link, folded, grid, in_place, needs, nothing, page
from reviewbook.page.links import link
from reviewbook.page.words import counted
from reviewbook.review import bibliography
from reviewbook.review.model import Review
from reviewbook.review.schemes import titled, within
from reviewbook.themes import coding
from reviewbook.themes.framework import brought_to, uncaught
from reviewbook.themes.of_review import coded, none_asked, statements


@needs("codes", "excerpts", "codings", caption="What no category caught", name="tbl-framework-gaps")
def framework_gaps(review: Review) -> Markdown:
    """What no category of each framework caught: excerpts of the themes that are coded under none, counted and listed.

    Where a framework is to be made to fit, this is what new categories would come from (Carroll et al. 2013). A category
    without any excerpt is named: of it the framework expects something that nothing was found on.
    """
    frameworks = coding.schemes(review.codes, "frameworks")
    table = coded(review, coding.THEMES)
    if not frameworks or table.empty:
        gone = "framework that was brought to the data" if not frameworks else "passage under a theme"
        line = nothing(f"This review has no {gone}: there is nothing to compare.")
        return in_place(line, caption="What no category caught", name="tbl-framework-gaps")
    asked = {scheme: brought_to(table, none_asked(review, [scheme])) for scheme in frameworks}
    left = {scheme: uncaught(own, coded(review, scheme)) for scheme, own in asked.items()}
    if len(left) > 1:
        caught = [coded(review, scheme)["excerpt_id"] for scheme in frameworks]
        asked[""] = brought_to(table, none_asked(review, frameworks))
        left[""] = asked[""][~asked[""]["excerpt_id"].isin(pd.concat(caught).astype("string"))]
    excerpts, every = (
        {scheme: own.groupby("code_id")["excerpt_id"].nunique() for scheme, own in part.items()}
        for part in (left, asked)
    )
    nodes = coding.tree(review.codes, scheme=coding.THEMES)
    rows = [
        [
            "— " * node.depth + words.escape(node.label),
            *(
                f"{n.get(node.code_id, 0):,}/{whole:,}"
                if (whole := every[scheme].get(node.code_id, 0))
                else "–"
                for scheme, n in excerpts.items()
            ),
        ]
        for node in nodes.itertuples()
    ]
    total = [
        "All, each passage once",
        *(
            f"{own['excerpt_id'].nunique():,}/{asked[scheme]['excerpt_id'].nunique():,}"
            for scheme, own in left.items()
        ),
    ]
    named = {
        scheme: words.escape(within(review.package, scheme)) if scheme else "any framework" for scheme in left
    }
    heads = [f"In no category of {name}" for name in named.values()]
    some = any(len(own) < len(table) for own in asked.values())
    of_those = " and whose reports were asked" if some else ""
    parts = [
        grid(
            ["Theme", *heads],
            rows,
            caption=f"What no category caught: passages of each theme, of all that stand under it{of_those}",
            name="tbl-framework-gaps",
            total=total,
            all_in=file_link(review, "codings"),
        )
    ]
    names = bibliography.labels(review)
    for scheme in frameworks:
        parts += [_empty_categories(review, scheme), _listed(review, scheme, left[scheme], nodes, names)]
    return page(*parts)


def _empty_categories(review: Review, scheme: str) -> str:
    nodes = coding.tree(review.codes, scheme=scheme)
    empty = nodes.loc[~nodes["code_id"].isin(coded(review, scheme)["code_id"]), "label"]
    name = words.escape(titled(review.package, scheme))
    if empty.empty:
        return f"{name}: every category has a passage."
    return f"{name}: no passage stands under {words.listed(words.escape(one) for one in empty)}."


def _listed(
    review: Review, scheme: str, left: pd.DataFrame, nodes: pd.DataFrame, names: Mapping[str, str]
) -> str:
    """The excerpts that a framework did not catch, each once, with the themes that it was given.

    ``names`` are the labels of reports (`bibliography.labels`).
    """
    name = words.escape(within(review.package, scheme))
    n = left["excerpt_id"].nunique()
    if not n:
        return f"No passage is left out by {name}."
    labels = dict(zip(nodes["code_id"], nodes["label"], strict=True))
    # The lowest codes of each are told; where it stands above them follows.
    lowest = statements(review, coding.THEMES)
    first = np.unique(left["excerpt_id"].cat.codes)[:ROWS]  # in the order of the table excerpts
    own = left[left["excerpt_id"].cat.codes.isin(first)].sort_values("excerpt_id", kind="stable")
    key = ["code_id", "excerpt_id"]
    own = own.astype(dict.fromkeys(key, "string")).merge(lowest[key], on=key)
    own = own.merge(review.excerpts[["excerpt_id", "text", "locator"]], on="excerpt_id")
    rows = []
    for _, excerpt in own.groupby("excerpt_id", sort=False):
        first = excerpt.iloc[0]
        text = words.escape(first["text"])
        reports = [
            link("reports", key, names[key], "excerpts") for key in excerpt["report_id"].dropna().unique()
        ]
        rows.append(
            [
                f"[“{text}”]{{.rb-quote}}" if first["kind"] == "quotation" else text,
                words.listed(words.escape(labels[code]) for code in excerpt["code_id"].unique()),
                words.coded(first["speaker"]),
                words.listed(reports) or "no report named",
                words.said(first["locator"]),
            ]
        )
    table = grid(
        ["Finding or quotation", "Theme", "Whose words or view", "Reports", "Where it says so"],
        rows,
        caption=f"In no category of {name}",
        name=f"tbl-uncaught-{scheme.replace('_', '-')}",
        css="rb-prose",
        widths=[40, 20, 12, 14, 14],
        of=n,
        all_in=file_link(review, "excerpts", "codings"),
    )
    return folded(f"{counted(n, 'passage')} that no category of {name} caught", table)
