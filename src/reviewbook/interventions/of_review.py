"""What the chapter works out of a whole review, once for its tables: how many interventions have each feature."""

from __future__ import annotations

import pandas as pd

from reviewbook.interventions import asked, feature_counts
from reviewbook.review.kept import kept
from reviewbook.review.model import Review


@kept
def not_asked(r: Review) -> frozenset[tuple[str, str]]:
    """The pairs of intervention and feature of which the feature is not asked (`asked.not_asked`)."""
    return asked.not_asked(r.features, r.interventions, r.feature_values)


@kept
def fractions(r: Review, by: str | None = None) -> pd.DataFrame:
    """How many interventions have each feature, in all or within a column ``by`` of theirs (`feature_counts.fractions`)."""
    return feature_counts.fractions(
        r.feature_values, r.features, r.interventions, by=by, not_asked=not_asked(r)
    )


@kept
def printed(r: Review) -> pd.DataFrame:
    """The fractions of a feature that the authors print, of the review before any subset was taken (`feature_counts.printed`)."""
    whole = r.full
    return feature_counts.printed(
        whole.claims, whole.feature_values, whole.features, whole.interventions, not_asked=not_asked(whole)
    )
