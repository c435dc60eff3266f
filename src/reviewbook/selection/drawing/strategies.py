"""Search strategies as they were run, line by line, each folded under the source that it was run in."""

from __future__ import annotations

import pandas as pd

from reviewbook.page.escape import html_in_myst as escape
from reviewbook.page.words import counted, number
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING, given
from reviewbook.selection import strategies


def folds(review: Review) -> str:
    """A fold for each search, with a line for each of its lines: HTML without a blank line, which also holds within MyST."""
    names = dict(zip(review.sources["source_id"], review.sources["name"], strict=True))
    parts = []
    for search, own in review.searches.groupby("search_id", sort=False):
        own = own.sort_values("line", kind="stable")
        lines = "".join(_line(row) for row in own.to_dict("records"))
        source = own["source_id"].iloc[0]
        about = counted(len(own), "line")
        title = f"{escape(names.get(source, source))} <span>{about}</span>"
        parts.append(
            f'<details class="rb-strategy" id="search-{search}"><summary>{title}</summary>'
            f'<table><caption class="rb-unseen">{escape(names.get(source, source))}, line by line</caption>'
            '<thead><tr><th scope="col">Line</th><th scope="col">As it was run</th><th scope="col">Records</th></tr></thead>'
            f"<tbody>{lines}</tbody></table></details>"
        )
    return "\n".join(parts)


def _line(row: dict) -> str:
    text = str(row["text"])
    said = f"<em>{escape(text.replace('_', ' '))}</em>" if text in NOTHING else f"<code>{escape(text)}</code>"
    hits = "" if pd.isna(row["hits"]) else number(row["hits"])
    return f'<tr><th scope="row">{row["line"]}</th><td>{said}</td><td>{hits}</td></tr>'


def by_source(review: Review) -> list[dict]:
    """What each search says as a whole (`strategies.totals`), with the row of its source."""
    whole = strategies.totals(review.searches)
    sources = review.sources.set_index("source_id")
    return [
        row | {"source": sources.loc[row["source_id"]] if row["source_id"] in sources.index else None}
        for row in whole.to_dict("records")
    ]


def reviewed(review: Review) -> int:
    """How many searches were reviewed by somebody else before they were run."""
    whole = strategies.totals(review.searches)
    return int((given(whole["peer_reviewed"]) & (whole["peer_reviewed"] == "yes")).sum())
