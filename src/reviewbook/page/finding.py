"""What the numbers of a figure come to, for its title: only what they surely say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

NAMED = 3  # that a title names; of more it gives the number


class Span(NamedTuple):
    """A thing and how often it is counted: surely ``low`` times, and at most ``high``."""

    name: str
    low: int
    high: int


def leaders(spans: Sequence[Span]) -> list[str]:
    """What surely is counted most often: one, or several of the very same number; none where the ranges leave it open.

    Examples
    --------
    >>> leaders([Span("a", 3, 3), Span("b", 2, 2)]), leaders([Span("a", 3, 3), Span("b", 1, 3)])
    (['a'], [])
    """
    most = max((one.low for one in spans), default=0)
    if not most:
        return []
    first = [one for one in spans if one.low == most]
    beaten = all(one.high < most for one in spans if one.low < most)
    settled = len(first) == 1 or all(one.high == most for one in first)
    return [one.name for one in first] if beaten and settled else []
