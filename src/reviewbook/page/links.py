"""Where each report and each intervention has its page in the book: addresses that stay."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from reviewbook.page.escape import html_in_myst
from reviewbook.page.words import counted, first, listed
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING

Kind = Literal["reports", "interventions"]
FOLDED = 20  # names in a cell that are read at a glance
NAMED = 2_000  # names up to which the cells of one table list what they count


def address(kind: Kind, key: str, anchor: str = "", *, up: str = "..") -> str:
    """The address of the page of a report or an intervention, from a page one folder below the root (``up`` says otherwise).

    Identifiers hold letters, digits, "_", "." and "-" alone (their schemas), so nothing needs quoting.
    """
    return f"{up}/{kind}/{key}.html" + (f"#{anchor}" if anchor else "")


def link(kind: Kind, key: str, text: str, anchor: str = "", *, up: str = "..") -> str:
    """A link to that page as HTML, which also holds within MyST; ``text`` is plain text."""
    return f'<a href="{address(kind, key, anchor, up=up)}">{html_in_myst(text)}</a>'


def links(
    kind: Kind,
    keys: Sequence[str],
    names: Mapping[str, str],
    anchor: str = "",
    *,
    noun: tuple[str, str],
    linked: bool = True,
) -> str:
    """Names as a list in prose, each a link to its page unless not ``linked``; "–" where there is none.

    A reader opens a list of more than `FOLDED` by its number; a very long one is cut (`words.listed`). ``noun`` is what one and
    several are called.
    """
    told = (link(kind, key, names[key], anchor) if linked else html_in_myst(names[key]) for key in keys)
    named = listed(told) or "–"
    if len(keys) <= FOLDED:
        return named
    return f"<details><summary>{counted(len(keys), *noun)}</summary>{named}</details>"


def naming(
    kind: Kind, noun: tuple[str, str], lists: Iterable[Sequence[str]], *, all_in: str, linked: bool = True
) -> tuple[Callable[..., str], str]:
    """How the cells of a table say what they count, and a line beneath the table.

    Parameters
    ----------
    noun : what one of them and several are called
    lists : the keys of each cell
    all_in : where all of them stand, such as a `file_link`
    linked : whether each name is a link; where a page names many, and has those links elsewhere, it is not

    Returns
    -------
    A function of the keys of a cell, names and anchor, and a line of MyST
        `links`, and no line; where the cells would name more than `NAMED`, how many each has, and where they are.
    """
    if sum(len(first(keys)[0]) for keys in lists) <= NAMED:
        return functools.partial(links, kind, noun=noun, linked=linked), ""

    def number(keys: Sequence[str], names: Mapping[str, str], anchor: str = "") -> str:
        return counted(len(keys), *noun) if keys else "–"

    return number, f"Too many to be named here; which they are is in {all_in}."


def short_names(review: Review) -> dict[str, str]:
    """What lists call each intervention, by intervention_id: its abbreviation, or its name where it has none."""
    table = review.interventions
    short = table["abbreviation"].mask(table["abbreviation"].isin(NOTHING)).fillna(table["name"])
    return dict(zip(table["intervention_id"], short, strict=True))
