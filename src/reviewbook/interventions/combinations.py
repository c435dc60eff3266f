"""The rules of features held together: only where it is settled who has them, and only features that tell interventions apart.

A cell that is open would make "has exactly these" and "has both" mere lower bounds. What all or none of the interventions have,
and what just the same ones have as another feature, goes with everything and says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations as pairs_of
from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewbook.interventions.feature_counts import SETTLED

LEAST = 3  # features of which combinations are made: two are a pair


class Compared(NamedTuple):
    """Features that tell interventions apart, and the interventions on which all of them are settled."""

    features: list[str]  # feature_ids in the table's order
    interventions: list[str]  # intervention_ids in the table's order


def compared(
    values: pd.DataFrame,
    features: pd.DataFrame,
    interventions: pd.DataFrame,
    *,
    group: str | None = None,
    most: int,
) -> Compared:
    """What can be compared: features settled together for at least half of the interventions.

    Features are taken one by one, those settled for most interventions first, each where the interventions on which all taken so
    far are settled remain at least half; at most ``most``, and so many that at least half of those compared share their
    combination with another, but no fewer than `LEAST`.

    Returns
    -------
    Compared; of no feature and no intervention where fewer than `LEAST` features can be compared so.
    """
    own = _apart(values, features, interventions, group=group)
    taken: list[int] = []
    for feature in np.argsort(-own.settled.sum(axis=0), kind="stable").tolist():
        wanted = _telling(own, [*taken, feature], least=len(interventions) / 2)
        if feature in wanted and len(wanted) > len(taken):
            taken = wanted
    while len(taken) > most or (len(taken) > LEAST and not _shared(own, taken)):
        taken.pop()
    taken = _telling(own, taken, least=len(interventions) / 2)
    if len(taken) < LEAST:
        return Compared([], [])
    there = own.settled[:, taken].all(axis=1)
    return Compared([own.features[at] for at in sorted(taken)], own.interventions[there].tolist())


def combinations(values: pd.DataFrame, about: Compared) -> pd.DataFrame:
    """Which features are held together: each intervention stands in the one row of exactly the features that it has.

    Parameters
    ----------
    values : table feature_values.
    about : from `compared`: every cell of these features and interventions is settled.

    Returns
    -------
    DataFrame, one row a combination: features (feature_ids in the table's order, a list; empty where none is held), n,
        interventions (intervention_ids in the table's order, a list)
        Largest first, then fewer features, then in the order of features.
    """
    held, _ = _matrix(values, about.interventions, about.features)
    rows: dict[bytes, list[int]] = {}
    for at, key in enumerate(row.tobytes() for row in np.packbits(held, axis=1)):
        rows.setdefault(key, []).append(at)
    order = sorted(
        rows.values(),
        key=lambda at: (-len(at), int(held[at[0]].sum()), np.flatnonzero(held[at[0]]).tolist()),
    )
    return pd.DataFrame(
        {
            "features": [[about.features[f] for f in np.flatnonzero(held[at[0]])] for at in order],
            "n": [len(at) for at in order],
            "interventions": [[about.interventions[one] for one in at] for at in order],
        }
    )


def together(
    values: pd.DataFrame, features: pd.DataFrame, interventions: pd.DataFrame, *, group: str | None = None
) -> pd.DataFrame:
    """How often two features are held by the same intervention, of pairs that are settled for at least half of them.

    Returns
    -------
    DataFrame, one row a pair of features: a, b, both, first, second, neither, said, interventions
        ``a`` stands before ``b`` in the table. Of ``said`` interventions on which both features are settled, ``both`` have the
        two, ``first`` only ``a``, ``second`` only ``b``; ``interventions`` are the identifiers behind ``both``, as a list.
        Pairs in which all or none of these have one of the two are left out. Most held together first; of equals the pair that
        makes up more of those with either, then the table's order.
    """
    own = _apart(values, features, interventions, group=group)
    has, lacks = own.held.astype(np.int64), (own.settled & ~own.held).astype(np.int64)
    both, first, neither = has.T @ has, has.T @ lacks, lacks.T @ lacks  # second is first the other way round
    rows = []
    for a, b in pairs_of(range(len(own.features)), 2):
        counts = both[a, b], first[a, b], first[b, a], neither[a, b]
        with_a, with_b, said = both[a, b] + first[a, b], both[a, b] + first[b, a], sum(counts)
        if 2 * said < len(interventions) or not (0 < with_a < said and 0 < with_b < said):
            continue
        rows.append(
            [
                own.features[a],
                own.features[b],
                *map(int, counts),
                int(said),
                own.interventions[own.held[:, a] & own.held[:, b]].tolist(),
            ]
        )
    rows.sort(key=lambda row: (-row[2], row[3] + row[4]))
    return pd.DataFrame(
        rows, columns=["a", "b", "both", "first", "second", "neither", "said", "interventions"]
    )


class _Apart(NamedTuple):
    """Features that are not alike in every cell: interventions by features, who has which, and where that is settled."""

    features: list[str]
    interventions: np.ndarray
    held: np.ndarray
    settled: np.ndarray


def _apart(
    values: pd.DataFrame, features: pd.DataFrame, interventions: pd.DataFrame, *, group: str | None
) -> _Apart:
    """The features of a group, or all, by position; of those alike in every cell the first."""
    own = features.sort_values("position", kind="stable")
    if group is not None:
        own = own[own["group"] == group]
    wanted, ids = own["feature_id"].tolist(), interventions["intervention_id"].to_numpy(dtype=object)
    held, settled = _matrix(values, ids, wanted)
    alike: dict[bytes, int] = {}
    for at in range(len(wanted)):
        alike.setdefault(held[:, at].tobytes() + settled[:, at].tobytes(), at)
    first = list(alike.values())
    return _Apart([wanted[at] for at in first], ids, held[:, first], settled[:, first])


def _telling(own: _Apart, wanted: list[int], *, least: float) -> list[int]:
    """Those of the features that tell the interventions apart on which all of them are settled; none where these are too few."""
    there = own.settled[:, wanted].all(axis=1)
    if not wanted or there.sum() < least:
        return []
    held = own.held[there][:, wanted]
    telling = [at for at, column in zip(wanted, held.T, strict=True) if column.any() and not column.all()]
    return telling if telling == wanted else _telling(own, telling, least=least)


def _shared(own: _Apart, wanted: list[int]) -> bool:
    """Whether at least half of those compared share their combination with another."""
    held = own.held[own.settled[:, wanted].all(axis=1)][:, wanted]
    sizes = np.unique(np.packbits(held, axis=1), axis=0, return_counts=True)[1]
    return bool(2 * sizes[sizes > 1].sum() >= len(held))


def _matrix(
    values: pd.DataFrame, interventions: Sequence[str] | np.ndarray, features: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Interventions by features: which have it, and on which that is settled."""
    down = pd.Index(interventions, dtype=object).get_indexer(values["intervention_id"].astype(object))
    across = pd.Index(features, dtype=object).get_indexer(values["feature_id"].astype(object))
    there = (down >= 0) & (across >= 0)
    held = np.zeros((len(interventions), len(features)), dtype=bool)
    settled = held.copy()
    value = values["value"].astype("string").fillna("").to_numpy(dtype=str)  # blank: not charted yet
    held[down[there], across[there]] = (value == "yes")[there]
    settled[down[there], across[there]] = np.isin(value, SETTLED)[there]
    return held, settled
