"""Of which interventions a feature is asked: of what it is not asked, no cell is open and no denominator counts."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from reviewbook.review.questions import asked_where, scope

Pairs = Collection[tuple[str, str]]  # of intervention_id and feature_id


def not_asked(
    features: pd.DataFrame, interventions: pd.DataFrame, values: pd.DataFrame
) -> frozenset[tuple[str, str]]:
    """The pairs of intervention and feature of which the feature is not asked.

    Parameters
    ----------
    interventions : with a column for each question about them (`reviewbook.review.answers.widened`).
    values : table feature_values. What has a value was asked, whatever the table of features says; so was what may be, as what
        decides it is blank.
    """
    return without(features, interventions) - _given(values)


def answered(
    features: pd.DataFrame, interventions: pd.DataFrame, values: pd.DataFrame
) -> frozenset[tuple[str, str]]:
    """The pairs of intervention and feature of which the feature is not asked, and which have a value."""
    return without(features, interventions) & _given(values)


def without(features: pd.DataFrame, interventions: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """The pairs of intervention and feature that ``asked_of`` leaves out."""
    if "asked_of" not in features or features["asked_of"].isna().all():
        return frozenset()
    ids = interventions["intervention_id"].tolist()
    cells = {name: interventions[name].astype("string").fillna("").tolist() for name in interventions}
    found: set[tuple[str, str]] = set()
    for feature, asked_of in features[["feature_id", "asked_of"]].itertuples(index=False, name=None):
        within = scope(asked_of)
        if within is None or within.question not in cells:
            continue
        asked = set(asked_where(asked_of, cells, range(len(ids))))
        found |= {(one, feature) for at, one in enumerate(ids) if at not in asked}
    return frozenset(found)


def _given(values: pd.DataFrame) -> frozenset[tuple[str, str]]:
    own = values.loc[values["value"].notna(), ["intervention_id", "feature_id"]]
    return frozenset(own.itertuples(index=False, name=None))
