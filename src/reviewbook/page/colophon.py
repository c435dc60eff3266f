"""Who speaks in a book, in words: whose it is, what was changed, under which licence, and where to write.

The words come from datapackage.json and the table people (`reviewbook.review.standing`). A sentence is a list of texts and links, which
`as_text`, `as_myst` and `as_html` write for their place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewbook.page.escape import address, html, myst, myst_link
from reviewbook.review import standing

if TYPE_CHECKING:
    import pandas as pd

NOBODY = "This book names nobody to write to"
NONE_PLANNED = "none_planned"
UPDATES = {
    NONE_PLANNED: "It is not a living review: no further search is planned.",
    "planned": "A further search is planned; until then it is as new as its last one.",
    "living": "It is a living review: its searches are repeated, and each edition says how far they reach.",
}

DEEDS = {  # whose word in the table says little to a reader
    "charted": "took the data from the sources",
    "coded": "put passages under themes and categories",
}


class Link(NamedTuple):
    """Words that lead to an address; the words alone where that is none to follow."""

    text: str
    url: str


Sentence = Sequence[str | Link]


def whose(package: Mapping[str, Any]) -> Sentence:
    """Whose the book is; nothing where datapackage.json does not say so."""
    kind = standing.relation(package)
    if kind == standing.REPUBLICATION:
        return [
            "This book is a re-publication of a published review as open, recomputed data; the authors of that review have no part in "
            "it and have not endorsed it."
        ]
    if kind == standing.OWN:
        from reviewbook.page.words import joined  # slow to import, and the foot of a page has no use for it

        authors = list(map(standing.spoken, standing.authors(package)))
        who = "author" if len(authors) == 1 else "authors"
        return [
            f"This book is published by the {who} of the review{', ' if authors else ''}{joined(authors)}."
        ]
    return []


def taken_from(package: Mapping[str, Any]) -> Sentence:
    """What a re-publication publishes again, with its licence; nothing of other books, or where no source is named."""
    source = _sourced(package)
    again = standing.relation(package) == standing.REPUBLICATION
    return ["The review: ", *source, "."] if again and source else []


def changed(package: Mapping[str, Any]) -> Sentence:
    """What was changed of what the book publishes again; nothing where that is not said."""
    said = package.get("changes")
    return [f"What was changed: {_closed(said)}"] if isinstance(said, str) and said.strip() else []


def updated(package: Mapping[str, Any], *, last: str = "") -> Sentence:
    """Whether further searches will come; nothing where that is not said. ``last`` : when the last search ended, in words."""
    said = package.get("updates")
    if said == NONE_PLANNED and last:
        return [f"It is not a living review: no search reaches beyond {last}, and none is planned."]
    return [UPDATES[said]] if isinstance(said, str) and said in UPDATES else []


def licensed(package: Mapping[str, Any]) -> Sentence:
    """Under which licence the book may be used; nothing where that is not said."""
    under = _licences(standing.licences(package))
    return (
        ["The tables, the text and the figures of this book may be used under ", *under, "."] if under else []
    )


def where_to_write(package: Mapping[str, Any]) -> Sentence:
    """To whom readers write when something is wrong."""
    authors = standing.authors(package)
    people = [
        Link(standing.spoken(name) if name in authors else name, address)
        for name, address in standing.contacts(package)
    ]
    return ["Corrections go to ", *_between(people), "."] if people else [f"{NOBODY}."]


def deed(activity: str) -> str:
    """An activity of the table people as readers read it: "charted" -> "took the data from the sources"."""
    return DEEDS.get(activity, activity)


def did(people: pd.DataFrame, work: str) -> str:
    """Who did what for a work, in one sentence without its full stop: "A screened and wrote; B checked"; "" where nobody is named."""
    from reviewbook.page.words import joined

    return "; ".join(
        f"{who} {joined(map(deed, activities))}" for who, activities in standing.deeds(people, work)
    )


def foot(package: Mapping[str, Any], *, colophon: str, cite: str = "", data: str = "") -> str:
    """What stands at the foot of every page, as HTML: attribution, licences with their links, and the ways to the colophon, to how to
    cite the book, and to its data.

    Parameters
    ----------
    colophon, cite, data : their addresses from the page; "" where the book has none
    """
    parts: list[str | Link] = []
    if standing.relation(package) == standing.REPUBLICATION:
        source = _sourced(package)
        parts += ["Re-publication as data", *([" of ", *source] if source else [])]
        parts += [", not by its authors and not endorsed by them. "]
        parts += [f"{one} " if isinstance(one, str) else one for one in changed(package)]
    if under := _licences(standing.licences(package)):
        parts += ["Licence of this book: ", *under, ". "]
    ways = {"Who made this book, and how": colophon, "How to cite": cite, "Data and downloads": data}
    links = " · ".join(f'<a href="{html(to)}">{name}</a>' for name, to in ways.items() if to)
    told = (as_html(parts).strip(), links)
    return "".join(f'<p class="rb-foot">{one}</p>' for one in told if one)


def paragraphs(package: Mapping[str, Any]) -> list[str]:
    """What a document that leaves the book says of itself, as plain texts: whose it is, its source, what was changed, its licence."""
    told = (as_text(make(package)) for make in (whose, taken_from, changed, licensed))
    return [said for said in told if said]


def as_text(sentence: Sentence) -> str:
    """A sentence as plain text, each address in brackets behind its words."""
    return "".join(_spelt(part) if isinstance(part, Link) else part for part in sentence)


def as_myst(sentence: Sentence) -> str:
    """A sentence as MyST."""
    return "".join(
        myst_link(part.text, part.url) if isinstance(part, Link) else _kept(part, myst) for part in sentence
    )


def as_html(sentence: Sentence) -> str:
    """A sentence as HTML."""
    return "".join(_anchor(part) if isinstance(part, Link) else html(part) for part in sentence)


def _spelt(link: Link) -> str:
    to = address(link.url).removeprefix("mailto:")
    return f"{link.text} ({to})" if to else link.text


def _anchor(link: Link) -> str:
    to = address(link.url)
    return f'<a href="{html(to)}">{html(link.text)}</a>' if to else html(link.text)


def _kept(text: str, escape: Any) -> str:
    """Escaped text beside other: with the blanks at its ends, which escaping takes away."""
    before, after = " " * text.startswith(" "), " " * text.endswith(" ")
    return before + escape(text) + after if text.strip() else " " * bool(text)


def _sourced(package: Mapping[str, Any]) -> list[str | Link]:
    """The first source and its licences; nothing where there is no source."""
    return next(
        (
            [Link(one.title, one.path), *([" (", *_licences(one.licences), ")"] if one.licences else [])]
            for one in standing.sources(package)
        ),
        [],
    )


def _licences(licences: Sequence[standing.Licence]) -> list[str | Link]:
    return _between([Link(one.name, one.path) for one in licences])


def _between(links: Sequence[Link]) -> list[str | Link]:
    """Links as a list in prose."""
    told: list[str | Link] = []
    for at, link in enumerate(links):
        told += [*([] if not at else [" and " if at == len(links) - 1 else ", "]), link]
    return told


def _closed(text: str) -> str:
    """A text with a full stop at its end."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."
