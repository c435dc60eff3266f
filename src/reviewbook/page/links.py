"""Where each report and each intervention has its page in the book: addresses that stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from reviewbook.page.escape import html_in_myst
from reviewbook.page.words import counted, listed
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING

Kind = Literal["reports", "interventions"]
FOLDED = 20  # names in a cell that are read at a glance


def address(kind: Kind, key: str, anchor: str = "", *, up: str = "..") -> str:
    """The address of the page of a report or an intervention, from a page one folder below the root (``up`` says otherwise).

    Identifiers hold letters, digits, "_", "." and "-" alone (their schemas), so nothing needs quoting.
    """
    return f"{up}/{kind}/{key}.html" + (f"#{anchor}" if anchor else "")


def link(kind: Kind, key: str, text: str, anchor: str = "", *, up: str = "..") -> str:
    """A link to that page as HTML, which also holds within MyST; ``text`` is plain text."""
    return f'<a href="{address(kind, key, anchor, up=up)}">{html_in_myst(text)}</a>'


def links(kind: Kind, keys: Sequence[str], names: Mapping[str, str], anchor: str = "") -> str:
    """Names as a list in prose, each a link to its page; "–" where there is none.

    A reader opens a list of more than `FOLDED` by its number; a very long one is cut (`words.listed`).
    """
    named = listed(link(kind, key, names[key], anchor) for key in keys) or "–"
    if len(keys) <= FOLDED:
        return named
    return f"<details><summary>{counted(len(keys), kind.removesuffix('s'))}</summary>{named}</details>"


def short_names(review: Review) -> dict[str, str]:
    """What lists call each intervention, by intervention_id: its abbreviation, or its name where it has none."""
    table = review.interventions
    short = table["abbreviation"].mask(table["abbreviation"].isin(NOTHING)).fillna(table["name"])
    return dict(zip(table["intervention_id"], short, strict=True))
