"""Which records are compared: all that share something; where very many share it, those whose titles stand next to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

# So many records that share something are compared each with each: 4,950 pairs.
LARGEST = 100
# Where more share it, each with so many that follow in each of two orders: as many pairs a record as in the largest group.
NEAREST = 25
# What records are sorted by, so that those of one document stand together also where many have one title.
FIRST = ("title", "author", "year", "volume", "number", "pages", "doi")
THEN = ("year", "volume", "number", "pages", "doi", "author")


class LeftOut(NamedTuple):
    """Pairs that were not compared although they share something, because too many records do.

    ``shared`` says what, ``largest`` how many records at most are compared each with each; ``groups`` and ``records`` are those
    above that.
    """

    shared: str
    largest: int
    groups: int
    records: int
    pairs: int
    of: int


class Paired(NamedTuple):
    """Pairs to compare, each as a number (see `pairs`), sorted, once each; and what was left out, if anything."""

    codes: np.ndarray
    left_out: LeftOut | None


def orders(prepared: pd.DataFrame) -> list[np.ndarray]:
    """The place of each record by its title from the beginning, and by its title from the end."""
    rows = prepared.to_dict("records")
    keys = (
        [[row[name] for name in FIRST] for row in rows],
        [[row["title"][::-1], *(row[name] for name in THEN)] for row in rows],
    )
    places = []
    for key in keys:
        place = np.empty(len(rows), dtype=np.int64)
        place[sorted(range(len(rows)), key=key.__getitem__)] = np.arange(len(rows))
        places.append(place)
    return places


def paired(
    keys: Sequence[Hashable], places: Sequence[np.ndarray], *, shared: str, largest: int = LARGEST
) -> Paired:
    """The pairs of records with the same key.

    Parameters
    ----------
    keys : what each record has, in their order; None where it has nothing to share.
    places : as `orders` gives them; none where groups above the largest are not to be compared at all.
    shared : what the keys are, in words.
    """
    groups = defaultdict(list)
    for at, key in enumerate(keys):
        if key is not None:
            groups[key].append(at)
    count = len(keys)
    small: list[int] = []
    found, above = [], []
    for group in groups.values():
        if len(group) <= largest:
            small += [one * count + other for one, other in combinations(group, 2)]
        else:
            above.append(len(group))
            found.append(_nearest(np.array(group), places, count))
    compared = sum(map(len, found))
    of = sum(size * (size - 1) // 2 for size in above)
    codes = np.unique(np.concatenate([np.array(small, dtype=np.int64), *found]))
    if of == compared:
        return Paired(codes, None)
    return Paired(codes, LeftOut(shared, largest, len(above), sum(above), of - compared, of))


def _nearest(group: np.ndarray, places: Sequence[np.ndarray], count: int) -> np.ndarray:
    """Each record of a group with the next ones in each order."""
    near = [np.empty(0, dtype=np.int64)]
    for place in places:
        ordered = group[np.argsort(place[group])]
        for step in range(1, NEAREST + 1):
            one, other = ordered[:-step], ordered[step:]
            near.append(np.minimum(one, other) * count + np.maximum(one, other))
    return np.unique(np.concatenate(near))


def pairs(codes: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The positions of the first and of the second record of each pair, of so many records."""
    return codes // max(count, 1), codes % max(count, 1)


def words(left_out: LeftOut) -> str:
    """What was left out: "66 of 66 pairs that share the title alone (1 group of more than 10 records, 12 in all)"."""
    groups = f"{left_out.groups:,} group{'' if left_out.groups == 1 else 's'}"
    instead = "; each was compared with those next to it by title" if left_out.pairs < left_out.of else ""
    return (
        f"{left_out.pairs:,} of {left_out.of:,} pairs that share {left_out.shared} "
        f"({groups} of more than {left_out.largest} records, {left_out.records:,} in all{instead})"
    )
