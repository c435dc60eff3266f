"""The kinds of what a review is about, such as apps and policies: which there are, and what one and several of each are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from reviewbook.review.form import shown
from reviewbook.review.groups import KIND, kinds
from reviewbook.review.labels import within
from reviewbook.review.nouns import Nouns, capital, named, plural

PROPERTY = "entity_kinds"  # of datapackage.json: the words of each kind


def words(package: Mapping[str, Any]) -> dict[str, Nouns]:
    """The words that a datapackage.json gives to kinds, those that can be used, in its order.

    >>> words({"entity_kinds": {"app": {"singular": "app", "plural": "apps"}}})["app"].counted(3)
    '3 apps'
    """
    given = package.get(PROPERTY)
    told = given.items() if isinstance(given, Mapping) else ()
    return {str(kind): nouns for kind, said in told if (nouns := named(said)) is not None}


def nouns_of(interventions: pd.DataFrame, package: Mapping[str, Any]) -> dict[str, Nouns]:
    """What one and several of each kind are called that the table has: in the order of datapackage.json, then in that of the table.

    A kind without words is called as it is charted. Empty where no kind is charted.
    """
    own, there = words(package), kinds(interventions)
    ordered = [*(kind for kind in own if kind in there), *(kind for kind in there if kind not in own)]
    return {kind: own.get(kind) or _as_charted(kind) for kind in ordered}


def _as_charted(kind: str) -> Nouns:
    one = within(shown(kind))
    return Nouns(one, plural(one))


def by_kind(
    interventions: pd.DataFrame, package: Mapping[str, Any], ids: Collection[str] | None = None
) -> list[tuple[Nouns | None, int]]:
    """How many there are of each kind, none left out: the words of the kind and the number; None for those whose kind is not charted.

    Parameters
    ----------
    ids : intervention_ids of those that are counted; None: all.
    """
    own = interventions if ids is None else interventions[interventions["intervention_id"].isin(list(ids))]
    n = own[KIND].value_counts()
    told: list[tuple[Nouns | None, int]] = [
        (nouns, int(n[kind])) for kind, nouns in nouns_of(interventions, package).items() if n.get(kind, 0)
    ]
    rest = len(own) - sum(number for _, number in told)
    return [*told, (None, rest)] if rest else told


def titles(interventions: pd.DataFrame, package: Mapping[str, Any]) -> dict[str, str]:
    """Each kind as a heading has it: "App", "mHealth app"."""
    return {kind: capital(nouns.one) for kind, nouns in nouns_of(interventions, package).items()}
