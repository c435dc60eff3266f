"""What the chapter works out of a whole review: its directions by study and by domain, and the studies in the order of figures."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from reviewbook.appraisal import answering
from reviewbook.appraisal.of_review import low_rated, rated
from reviewbook.results import directions
from reviewbook.review.designs import designs
from reviewbook.review.kept import kept
from reviewbook.review.model import Review
from reviewbook.review.nothing import given
from reviewbook.studies.links import lists
from reviewbook.studies.of_review import linked


class Study(NamedTuple):
    """A study of the figures: its place among them from 1, and what they say of it.

    ``points`` is the lowest rating of its reports that give the results, missing where none is rated; ``of`` the most there can
    be; ``design`` the design that these reports share, "" where they share none.
    """

    place: int
    study_id: str
    name: str
    design: str
    points: float | None
    of: float | None
    n: int | None


def study_of(r: Review) -> dict[str, str]:
    """The study of each report that tells of one alone."""
    return {
        report: own[0] for report, own in lists(linked(r), "report_id", "study_id").items() if len(own) == 1
    }


@kept
def directed(r: Review) -> pd.DataFrame:
    """The results that have a direction (`directions.directed`)."""
    return directions.directed(r.results, study_of(r))


@kept
def by_study(r: Review) -> pd.DataFrame:
    """The direction of each study in each domain (`directions.by_study`)."""
    return directions.by_study(directed(r))


@kept
def by_domain(r: Review) -> pd.DataFrame:
    """What the directions of each domain add up to (`directions.by_domain`)."""
    return directions.by_domain(by_study(r))


def contrast(r: Review) -> pd.DataFrame:
    """The same with and without the reports rated below the review's ``min_rating`` (`directions.contrast`)."""
    return directions.contrast(directed(r), low=low_rated(r))


def studies(r: Review) -> list[Study]:
    """The studies with a direction, in the order of figures and tables: by rating, the highest first, those without last."""
    table = by_study(r)
    alike = answering.alike(rated(r))
    ratings = alike["rating"].to_dict()
    unit = alike["unit"].iloc[0] if len(alike) else "percent"
    most = 100.0 if unit == "percent" else float(answering.maximum(unit))
    names = dict(zip(r.studies["study_id"], r.studies["label"], strict=True))
    of_report = dict(zip(r.reports["report_id"], r.reports["design"], strict=True))
    known = designs(r)
    found = []
    for study, own in table.groupby("study_id", sort=False):
        reports = list(dict.fromkeys(one for each in own["reports"] for one in each))
        points = [float(ratings[one]) for one in reports if one in ratings]
        charted = pd.Series([of_report.get(one) for one in reports], dtype="string")
        shared = charted[given(charted)].unique()
        found.append(
            Study(
                0,
                str(study),
                str(names.get(study, study)),
                known.word(shared[0]) if len(shared) == 1 else "",
                min(points) if points else None,
                most if points else None,
                None if own["n"].isna().all() else int(own["n"].max()),
            )
        )
    found.sort(key=lambda one: -1.0 if one.points is None else one.points, reverse=True)
    return [one._replace(place=at) for at, one in enumerate(found, 1)]
