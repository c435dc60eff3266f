"""What a review is about, counted by kind: "3 apps and 2 policies"."""

from __future__ import annotations

from collections.abc import Collection

from reviewbook.page.words import joined
from reviewbook.review import entities
from reviewbook.review.model import Review


def counted(review: Review, ids: Collection[str] | None = None) -> str:
    """How many there are, by kind where the review charts kinds: "3 apps and 2 policies"; "5 interventions" where it does not.

    Parameters
    ----------
    ids : intervention_ids of those that are counted; None: all.
    """
    nouns = review.nouns
    n = len(review.interventions) if ids is None else len(set(ids))
    told = entities.by_kind(review.interventions, review.package, ids)
    if not any(kind for kind, _ in told):
        return nouns.counted(n)
    other = "" if len(told) == 1 else "further "
    return joined(
        kind.counted(k) if kind else f"{k:,} {other}{nouns.one if k == 1 else nouns.many}" for kind, k in told
    )
