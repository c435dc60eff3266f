"""The kinds of interventions, as the matrices of this chapter group by them."""

from __future__ import annotations

import pandas as pd

from reviewbook.review import entities
from reviewbook.review.groups import in_words
from reviewbook.review.model import Review
from reviewbook.review.questions import KIND


def by_kind(review: Review) -> str | None:
    """The column by which a matrix is grouped that is not told otherwise: the kind, where there are several; else None."""
    several = len(entities.nouns_of(review.interventions, review.package)) > 1
    return (
        KIND
        if several and review.interventions[KIND].nunique(dropna=False) < len(review.interventions)
        else None
    )


def with_kinds(review: Review) -> pd.DataFrame:
    """The table interventions in the words that readers see, of kinds too (`in_words`)."""
    own = in_words(review.interventions, review.questions, review.choices)
    said = entities.titles(review.interventions, review.package)
    return own.assign(**{KIND: own[KIND].replace(said)}) if said else own
