"""The order of rows by likeness: those that hold the same features come to stand side by side."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd

# Distinct rows up to which neighbours are made as alike as the tree allows: its time grows faster than their square.
TURNED = 1_000


def order(held: pd.DataFrame) -> list[Hashable]:
    """The rows of a table so that those alike stand together.

    Two rows are the more alike the more of the columns that either of them holds both hold (Jaccard 1912): what neither
    holds, or what a source is silent on, makes no likeness. They are joined to a tree by average linkage (Sokal and
    Michener 1958), whose branches are turned so that neighbours are as alike as it allows (Bar-Joseph, Gifford and Jaakkola
    2001); above `TURNED` distinct rows the branches stay as they come. Of the two ways to read it, the end that holds more
    comes first.

    Parameters
    ----------
    held : DataFrame of bool, one row (its key is the index) an intervention, one column a feature
        True where it is held.

    Returns
    -------
    list of the keys, each once
        Rows that hold the same stand together, in the order given. The distances of n distinct rows take 4 n² bytes.

    Examples
    --------
    >>> held = {"app": [True, False, True], "forum": [False, True, True]}
    >>> order(pd.DataFrame(held, index=["app alone", "forum alone", "both"]))
    ['app alone', 'both', 'forum alone']
    """
    patterns, members = np.unique(held.to_numpy(dtype=bool), axis=0, return_inverse=True)
    members = members.reshape(-1)
    places = np.arange(len(patterns))
    if len(patterns) > 2:
        from scipy.cluster.hierarchy import leaves_list, linkage
        from scipy.spatial.distance import pdist

        apart = pdist(patterns, "jaccard")
        turned = len(patterns) <= TURNED
        places = leaves_list(linkage(apart, "average", optimal_ordering=turned))
    half = len(places) // 2
    if patterns[places[:half]].sum() < patterns[places[len(places) - half :]].sum():
        places = places[::-1]
    rank = np.empty(len(places), dtype=int)
    rank[places] = np.arange(len(places))
    return held.index[np.argsort(rank[members], kind="stable")].tolist()
