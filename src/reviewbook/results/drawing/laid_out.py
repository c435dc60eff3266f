"""What both figures lay out: which studies and domains are drawn, and how their directions are said."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from reviewbook.page.figure import Data
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


def directions_said(drawn: LaidOut) -> str:
    """How many of the directions point which way: "9 of 12 directions favour, 2 are against, 1 is unclear"."""
    n = drawn.cells["direction"].value_counts()
    verbs = {"favours": "favour", "against": "against", "no_difference": "no difference"}
    told = [f"{int(n[one]):,} {verbs.get(one, WORDS[one])}" for one in WORDS if n.get(one)]
    return f"Of {counted(len(drawn.cells), 'direction')}, one a study and outcome: {joined(told)}"


def unit_of(drawn: LaidOut) -> str:
    """What is drawn of how many."""
    domains, studies = (
        counted(len(drawn.domains), "outcome domain"),
        counted(len(drawn.studies), "study", "studies"),
    )
    return f"Which way the results of each study point in each outcome domain; {studies}, {domains}"


def data_of(drawn: LaidOut) -> Data:
    """The directions as a table."""
    named = {one.study_id: one for one in drawn.studies}
    rows = [
        [
            named[row.study_id].name,
            row.domain,
            WORDS[row.direction],
            row.results,
            "" if pd.isna(row.n) else int(row.n),
            "" if named[row.study_id].points is None else f"{named[row.study_id].points:g}",
        ]
        for row in drawn.cells.itertuples()
    ]
    return Data(["Study", "Outcome domain", "Direction", "Results", "People", "Rating"], rows)


def described(drawn: LaidOut) -> str:
    """The directions in words, domain by domain: what a figure says to those who do not see it."""
    names = {one.study_id: one.name for one in drawn.studies}
    parts = []
    for domain, own in drawn.cells.groupby("domain", sort=False):
        told = [f"{names[row.study_id]} {WORDS[row.direction]}" for row in own.itertuples()]
        parts.append(f"{domain}: {', '.join(told)}")
    return f"{'; '.join(parts)}. The tables beneath hold the same."
