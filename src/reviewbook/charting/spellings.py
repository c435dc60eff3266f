"""The rules of near spellings: answers to one question that differ in capitals, blanks, hyphens and underscores alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reviewbook.review.mending import key


class Near(NamedTuple):
    """A spelling beside one that is more frequent: which places have it, and how many have the other."""

    spelling: str
    places: tuple[int, ...]
    usual: str
    n: int


def near(said: Iterable[tuple[int, str]]) -> list[Near]:
    """The spellings that are near to a more frequent one, of two that are as frequent the later one; in the order of their places.

    Parameters
    ----------
    said : (place, answer), the places in their order; a place may hold several answers.

    Examples
    --------
    >>> near([(2, "Non-humanoid"), (3, "non-humanoid"), (4, "non-humanoid"), (5, "arm")])
    [Near(spelling='Non-humanoid', places=(2,), usual='non-humanoid', n=2)]
    """
    places: dict[str, dict[str, list[int]]] = {}
    for place, answer in said:
        if alike := key(answer):
            places.setdefault(alike, {}).setdefault(answer, []).append(place)
    found = []
    for spellings in places.values():
        usual = max(spellings, key=lambda one: len(spellings[one]))  # the first of them
        found += [
            Near(one, tuple(own), usual, len(spellings[usual]))
            for one, own in spellings.items()
            if one != usual
        ]
    return sorted(found, key=lambda one: one.places)
