"""What both figures lay out: which studies and domains are drawn, and how their directions are said."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from reviewbook.page.words import counted, joined
from reviewbook.results import of_review
from reviewbook.results.of_review import Study
from reviewbook.review.model import Review

MOST_STUDIES = 60  # rows, or bars, that a figure holds; the tables have all
WORDS = {
    "favours": "favours",
    "against": "against",
    "no_difference": "no difference",
    "conflicting": "conflicting",
    "unclear": "unclear",
}
FILLS = {  # mid-tones that keep 3:1 against white and against the theme's dark ground
    "favours": "#3579b8",
    "against": "#c05a2b",
    "no_difference": "#6f6f6f",
    "conflicting": "none",
    "unclear": "none",
}


class LaidOut(NamedTuple):
    """The studies and domains of a figure, the direction of each study in each domain, and a line on what is not drawn."""

    studies: list[Study]
    domains: list[str]
    cells: pd.DataFrame  # `directions.by_study`, of these studies and domains
    left_out: str


def laid_out(review: Review, *, most_domains: int) -> LaidOut:
    """The domains with most studies, as many as a figure holds, and the best rated studies, in the order of the tables."""
    studies, cells = of_review.studies(review), of_review.by_study(review)
    n = cells["domain"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    kept = set(n.index[:most_domains])
    domains = [str(domain) for domain in cells["domain"].unique() if domain in kept]
    shown = studies[:MOST_STUDIES]
    own = cells[cells["domain"].isin(kept) & cells["study_id"].isin([one.study_id for one in shown])]
    cuts = [
        f"the {counted(len(part), one, many)} {which} of {len(whole):,}"
        for part, whole, one, many, which in (
            (domains, n.index, "domain", "domains", "with most studies"),
            (shown, studies, "study", "studies", "that are rated highest"),
        )
        if len(part) < len(whole)
    ]
    left_out = f"Drawn are {joined(cuts)}; the tables have all." if cuts else ""
    return LaidOut(shown, domains, own.reset_index(drop=True), left_out)


def short(text: str, most: int = 34) -> str:
    """A name cut to the room that it has beside a figure."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cut(lines: list[str], most: int) -> list[str]:
    """The first lines of a name; the last ends in "…" where there are more."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1] + "…"]


def described(drawn: LaidOut) -> str:
    """The directions in words, domain by domain: what a figure says to those who do not see it."""
    names = {one.study_id: one.name for one in drawn.studies}
    parts = []
    for domain, own in drawn.cells.groupby("domain", sort=False):
        told = [f"{names[row.study_id]} {WORDS[row.direction]}" for row in own.itertuples()]
        parts.append(f"{domain}: {', '.join(told)}")
    return f"{'; '.join(parts)}. The tables beneath hold the same."
