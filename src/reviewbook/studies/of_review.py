"""What the chapter works out of a whole review: how much it includes, where and when."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.kept import kept
from reviewbook.review.model import Review
from reviewbook.review.nothing import given
from reviewbook.studies import links, periods
from reviewbook.studies import places as where


def included(r: Review) -> dict[str, int]:
    """What the review's tables hold, by unit: reports, studies, interventions (those that have a table with rows)."""
    counts = {unit: r.charted(unit) for unit in ("reports", "studies", "interventions")}
    return {unit: n for unit, n in counts.items() if n}


@kept
def linked(r: Review) -> pd.DataFrame:
    """Where each report leads: one row (report, study), with the intervention (`links.links`)."""
    return links.links(r.reports, r.report_studies, r.studies)


@kept
def places(r: Review) -> pd.DataFrame:
    """Reports and studies of each country (`places.counts`)."""
    return where.counts(r.reports, r.studies, r.interventions, linked(r))


@kept
def by_year(r: Review) -> pd.DataFrame:
    """Studies running and reports published in each year (`periods.by_year`)."""
    return periods.by_year(r.reports, linked(r))


def names_interventions(r: Review) -> bool:
    """Whether any study says which intervention it is about."""
    return bool(given(r.studies["intervention_id"]).any())


def interventions_open(r: Review) -> int:
    """Of how many studies the intervention is not charted yet; where a review is about none, that is charted."""
    return int(r.studies["intervention_id"].fillna("").eq("").sum())
