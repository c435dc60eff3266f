"""What the chapter works out of a whole review: its tools, its ratings, what rests on low-rated reports."""

from __future__ import annotations

import pandas as pd

from reviewbook.appraisal import answering, instruments, scoring, sensitivity
from reviewbook.review.kept import kept
from reviewbook.review.model import Review
from reviewbook.review.problems import ReviewProblems
from reviewbook.themes import grounds

MIN_RATING = 2  # what the notebooks contrast with unless told otherwise: no review may fail for it
MOST_POINTS = 5  # what min_rating may be where no tool of the ratings has points


def tools_of(r: Review) -> dict[str, dict]:
    """The appraisal tools that a review uses, by name: those of the library, or YAML files in its folder."""
    names = dict.fromkeys([*r.appraisals["tool"].unique(), *r.ratings["tool"].unique()])
    return {name: instruments.tool(name, folder=r.path) for name in names}


def low_points(r: Review) -> str:
    """Below what a report counts as low-rated: "2 of 4 points"; "2 points" where its tools have scales of several lengths."""
    lengths = {tool["scoring"]["maximum"] for tool in tools_of(r).values()} - {None}
    n = r.min_rating
    return f"{n} of {lengths.pop()} points" if len(lengths) == 1 else f"{n} point{'' if n == 1 else 's'}"


@kept
def standing(r: Review) -> pd.DataFrame:
    """The answers that stand (`answering.standing`)."""
    return answering.standing(r.appraisals)


@kept
def rated(r: Review) -> pd.DataFrame:
    """One rating a report (`answering.overall`), with ``points`` on its tool's scale.

    As reported; a report without a reported rating has the one that its answers give, under MMAT 2018 only where
    datapackage.json asks for a count (property ``overall``: "count").
    """
    tools = tools_of(r)
    computed = answering.computed(standing(r), tools=tools, overall=r.package.get("overall"))
    table = answering.overall(r.ratings, computed)
    return table.assign(points=answering.points(table, tools=tools))


@kept
def compared(r: Review) -> pd.DataFrame:
    """Ratings as reported beside those that the answers give (`scoring.compared`)."""
    return scoring.compared(standing(r), r.ratings, tools=tools_of(r))


@kept
def agreed(r: Review) -> pd.DataFrame:
    """Agreement between appraisers before consensus (`answering.agreed`)."""
    return answering.agreed(r.appraisals, tools=tools_of(r))


@kept
def screened(r: Review) -> dict[str, str]:
    """Reports that do not meet every screening question they were asked, with what they do not meet (`answering.screened`)."""
    stands = standing(r)
    parts = [
        answering.screened(stands[stands["tool"] == name], tool=tool) for name, tool in tools_of(r).items()
    ]
    return {report: words for part in parts for report, words in part.items()}


def low_rated(r: Review) -> list[str]:
    """The reports of a review rated below its ``min_rating`` (`sensitivity.low_rated`)."""
    return sensitivity.low_rated(rated(r), min_rating=r.min_rating)


def conclusions(r: Review) -> pd.DataFrame:
    """How far each theme and category of a review rests on its low-rated reports (`sensitivity.conclusions`)."""
    return _conclusions(r, r.min_rating)


@kept
def _conclusions(r: Review, min_rating: int) -> pd.DataFrame:
    low = sensitivity.low_rated(rated(r), min_rating=min_rating)
    return sensitivity.conclusions(_behind(r), low=low)


@kept
def _behind(r: Review) -> pd.DataFrame:
    """The reports behind each of them (`sensitivity.behind`); what limits a code, or is general, is not behind it."""
    aside = r.excerpts.loc[grounds.beside(r.excerpts), "excerpt_id"]
    codings = r.codings[~r.codings["excerpt_id"].isin(aside)]
    return sensitivity.behind(r.codes, codings, r.excerpt_reports)


def most_points(r: Review) -> int:
    """The highest min_rating: the most points of the tools that the reports are rated with."""
    try:
        tools = [instruments.tool(name, folder=r.path) for name in r.ratings["tool"].unique()]
    except ReviewProblems:  # `sense` says which tool cannot be used
        tools = []
    most = max((tool["scoring"]["maximum"] or 0 for tool in tools), default=0)
    return max(most, MIN_RATING) if most else MOST_POINTS
