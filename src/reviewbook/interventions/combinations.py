"""The rules of features held together: which combinations there are, and which pairs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations as pairs_of

import numpy as np
import pandas as pd

SETTLED = ("yes", "no")  # the values that say whether an intervention has a feature


def most_held(
    values: pd.DataFrame, features: pd.DataFrame, *, group: str | None = None, most: int | None = None
) -> list[str]:
    """The features to look at: those of a group, or all; at most ``most``, the ones that most interventions hold.

    Of equals the first in the table; the answer is in the table's order (``position``).
    """
    own = features.sort_values("position", kind="stable")
    if group is not None:
        own = own[own["group"] == group]
    held = values.loc[values["value"] == "yes", "feature_id"].value_counts()
    rank = own.assign(held=-own["feature_id"].map(held).fillna(0)).sort_values("held", kind="stable")
    wanted = set(rank["feature_id"].head(most if most is not None else len(rank)))
    return [feature for feature in own["feature_id"] if feature in wanted]


def combinations(
    values: pd.DataFrame,
    features: pd.DataFrame,
    interventions: pd.DataFrame,
    *,
    group: str | None = None,
    most: int | None = None,
) -> pd.DataFrame:
    """Which features are held together: each intervention stands in the one row of exactly the features that it has.

    Only "yes" counts as held. An intervention whose other features are not settled (unclear, not reported, not charted) may hold
    more than its row says: ``settled`` counts those of which that cannot be.

    Parameters
    ----------
    values, features, interventions : the tables of a review
    group : only the features of this group; None for all.
    most : at most so many features (`most_held`); None for all.

    Returns
    -------
    DataFrame, one row a combination: features (feature_ids in the table's order, a list; empty where none is held), n, settled,
        interventions (intervention_ids in the table's order, a list)
        Largest first, then fewer features, then in the order of features.
    """
    wanted = most_held(values, features, group=group, most=most)
    held, settled = _matrix(values, interventions["intervention_id"], wanted)
    rows: dict[bytes, list[int]] = {}
    for at, key in enumerate(row.tobytes() for row in np.packbits(held, axis=1)):
        rows.setdefault(key, []).append(at)
    ids = interventions["intervention_id"].to_numpy()
    order = sorted(
        rows.values(),
        key=lambda at: (-len(at), int(held[at[0]].sum()), np.flatnonzero(held[at[0]]).tolist()),
    )
    return pd.DataFrame(
        {
            "features": [[wanted[f] for f in np.flatnonzero(held[at[0]])] for at in order],
            "n": [len(at) for at in order],
            "settled": [int(settled[at].all(axis=1).sum()) for at in order],
            "interventions": [ids[at].tolist() for at in order],
        }
    )


def shared(
    values: pd.DataFrame,
    features: pd.DataFrame,
    interventions: pd.DataFrame,
    *,
    group: str | None = None,
    least: int,
    most: int,
) -> int:
    """How many features to look at, so that combinations tell something: with each more, fewer interventions are alike.

    The largest number from ``least`` to ``most`` at which at least half of the interventions share their combination with
    another; ``least`` where there is none.
    """
    for wanted in range(most, least, -1):
        n = combinations(values, features, interventions, group=group, most=wanted)["n"]
        if 2 * n[n > 1].sum() >= len(interventions):
            return wanted
    return least


def together(values: pd.DataFrame, features: pd.DataFrame, *, group: str | None = None) -> pd.DataFrame:
    """How often two features are held by the same intervention.

    Returns
    -------
    DataFrame, one row a pair of features: a, b, both, of_a, of_b, said, interventions
        ``a`` stands before ``b`` in the table. ``both`` interventions have both, of ``said`` on which both are settled (yes or no);
        ``of_a`` and ``of_b`` have the one and the other; ``interventions`` are the identifiers behind ``both``, as a list.
        Most held together first; of equals the pair that makes up more of those with either, then the table's order.
    """
    wanted = most_held(values, features, group=group)
    ids = values["intervention_id"].drop_duplicates()
    held, settled = _matrix(values, ids, wanted)
    count, known = held.astype(np.int64), settled.astype(np.int64)
    both, said, names = count.T @ count, known.T @ known, ids.to_numpy()
    rows = [
        {
            "a": wanted[a],
            "b": wanted[b],
            "both": int(both[a, b]),
            "of_a": int(both[a, a]),
            "of_b": int(both[b, b]),
            "said": int(said[a, b]),
            "interventions": names[held[:, a] & held[:, b]].tolist(),
        }
        for a, b in pairs_of(range(len(wanted)), 2)
    ]
    table = pd.DataFrame(rows, columns=["a", "b", "both", "of_a", "of_b", "said", "interventions"])
    either = table["of_a"] + table["of_b"] - table["both"]
    share = table["both"] / either.where(either > 0, 1)
    order = pd.DataFrame({"both": -table["both"], "share": -share}).sort_values(
        ["both", "share"], kind="stable"
    )
    return table.loc[order.index].reset_index(drop=True)


def _matrix(
    values: pd.DataFrame, interventions: pd.Series, features: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Interventions by features: which have it, and on which that is settled."""
    down = pd.Index(interventions).get_indexer(values["intervention_id"])
    across = pd.Index(features).get_indexer(values["feature_id"])
    there = (down >= 0) & (across >= 0)
    held = np.zeros((len(interventions), len(features)), dtype=bool)
    settled = held.copy()
    value = values["value"].astype("string").fillna("").to_numpy(dtype=str)  # blank: not charted yet
    held[down[there], across[there]] = (value == "yes")[there]
    settled[down[there], across[there]] = np.isin(value, SETTLED)[there]
    return held, settled
