"""The order of rows by likeness: those that hold the same features come to stand side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

# Distinct rows up to which a tree is built: its time grows with their square, that of its turning faster.
TREE = 1_000


def order(held: pd.DataFrame) -> list[Any]:
    """The rows of a table so that those alike stand together.

    Two rows are the more alike the more of the columns that either of them holds both hold (Jaccard 1912): what neither
    holds, or what a source is silent on, makes no likeness. They are joined to a tree by average linkage (Sokal and
    Michener 1958), whose branches are turned so that neighbours are as alike as it allows (Bar-Joseph, Gifford and Jaakkola
    2001). Above `TREE` distinct rows they are laid along their first principal component instead (Pearson 1901), in time that grows
    with their number. Of the two ways to read the order, the end that holds more comes first.

    Parameters
    ----------
    held : DataFrame of bool, one row (its key is the index) an intervention, one column a feature
        True where it is held.

    Returns
    -------
    list of the keys, each once
        Rows that hold the same stand together, in the order given.

    Examples
    --------
    >>> held = {"app": [True, False, True], "forum": [False, True, True]}
    >>> order(pd.DataFrame(held, index=["app alone", "forum alone", "both"]))
    ['app alone', 'both', 'forum alone']
    """
    patterns, members = np.unique(held.to_numpy(dtype=bool), axis=0, return_inverse=True)
    members = members.reshape(-1)
    places = np.arange(len(patterns))
    if len(patterns) > TREE:
        places = np.argsort(_along(patterns), kind="stable")
    elif len(patterns) > 2:
        from scipy.cluster.hierarchy import leaves_list, linkage
        from scipy.spatial.distance import pdist

        places = leaves_list(linkage(pdist(patterns, "jaccard"), "average", optimal_ordering=True))
    half = len(places) // 2
    if patterns[places[:half]].sum() < patterns[places[len(places) - half :]].sum():
        places = places[::-1]
    rank = np.empty(len(places), dtype=int)
    rank[places] = np.arange(len(places))
    return held.index[np.argsort(rank[members], kind="stable")].tolist()


def _along(patterns: np.ndarray) -> np.ndarray:
    """The place of each row on the first principal component, rounded, so that no machine's last digit changes the order."""
    centred = patterns - patterns.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    return np.round(centred @ vectors[:, -1], 9)
