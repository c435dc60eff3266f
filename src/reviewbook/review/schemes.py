"""What a review calls its coding schemes: by the titles that its datapackage.json gives them, else by their identifiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewbook.review.form import within as begun_small
from reviewbook.review.labels import label


def titled(package: Mapping[str, Any], scheme: str) -> str:
    """A scheme as headings name it.

    >>> titled({"schemes": {"capability": {"title": "Capability and motivation"}}}, "capability"), titled({}, "two_words")
    ('Capability and motivation', 'Two words')
    """
    return _said(package, scheme, "title") or label(scheme)


def within(package: Mapping[str, Any], scheme: str) -> str:
    """A scheme as a sentence or a caption names it; an author's own title keeps its capitals, save the first."""
    own = _said(package, scheme, "title")
    return begun_small(own) if own else label(scheme).lower()


def described(package: Mapping[str, Any], scheme: str) -> str:
    """What a scheme is, in the review's own words; "" where it says nothing of it."""
    return _said(package, scheme, "description")


def _said(package: Mapping[str, Any], scheme: str, what: str) -> str:
    """What datapackage.json says of a scheme, on one line; what cannot be used is told by `check`."""
    every = package.get("schemes")
    own = every.get(scheme) if isinstance(every, Mapping) else None
    told = own.get(what) if isinstance(own, Mapping) else None
    return " ".join(told.split()) if isinstance(told, str) else ""
