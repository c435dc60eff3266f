"""The sections of a page, as the search finds them: where each begins, what it is called, and what is said in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import html

from reviewbook.press.static import FOLD

# Elements within a line: between all others there is a blank, also where the markup has none.
_INLINE = frozenset(
    re.findall(r"\w+", "a abbr b bdi cite code em i kbd mark q s samp span strong sub sup time u")
)
_LEFT_OUT = frozenset(re.findall(r"\w+", "script style svg template nav button pre select noscript colgroup"))
_NOT_READ = frozenset(("headerlink", "rb-unseen", "caption-number"))
_HEADINGS = frozenset(("h2", "h3", "h4"))
LONGEST = (
    90  # characters of a title that is made of the words of a fold; what heads a row and is longer is no name
)


class Section(NamedTuple):
    """A part of a page that can be linked to.

    Attributes
    ----------
    anchor : "" of the beginning of the page
    title : its heading; of the beginning, that of the page
    rows : what its tables and lists have a row about
    text : all that it says, on one line
    """

    anchor: str
    title: str
    rows: str
    text: str


class Page(NamedTuple):
    """A page of the book: its title, its language, and its sections in order."""

    title: str
    language: str
    sections: list[Section]


class _Part:
    def __init__(self, anchor: str, title: str) -> None:
        self.anchor, self.title = anchor, title
        self.said: list[str] = []
        self.rows: dict[str, None] = {}

    def done(self) -> Section:
        return Section(self.anchor, self.title, " · ".join(self.rows), _line("".join(self.said)))


def of_page(text: bytes) -> Page | None:
    """The sections of a page of HTML; None where it has nothing to read.

    A heading begins a section where it, or what it heads, can be linked to; so does a fold, which ends where it is closed.

    Examples
    --------
    >>> page = b'<article><h1>Studies</h1><p>15 of them</p><h2 id="where">Where?</h2><p>In <b>Norway</b>.</p></article>'
    >>> [(one.anchor, one.title, one.text) for one in of_page(page).sections]
    [('', 'Studies', '15 of them'), ('where', 'Where?', 'In Norway.')]
    """
    document = html.document_fromstring(text)
    article = document.find(".//article")
    if article is None or (heading := article.find(".//h1")) is None:
        return None
    first = _Part("", _words(heading))
    parts = [first]
    _read(article, parts, first)
    found = [one for part in parts if (one := part.done()).text or one.rows or part is first]
    return Page(first.title, document.get("lang") or "en", found)


def _read(element: html.HtmlElement, parts: list[_Part], part: _Part) -> _Part:
    """Read what an element holds into the part that is open, or into parts that begin in it; which part is open after it."""
    part.said.append(element.text or "")
    for child in element:
        if not isinstance(child.tag, str):  # a comment
            pass
        elif child.tag == "h1" or child.tag in _LEFT_OUT or _is_unread(child):
            part.said.append(" ")
        elif child.tag in _HEADINGS and (anchor := _anchor(child)):
            part = _begun(parts, anchor, _words(child))
        elif child.tag == "details" and (anchor := _anchor_of_fold(child)):
            _read_fold(child, parts, _begun(parts, anchor, _title_of_fold(child)))
        elif child.tag in _INLINE:
            part = _read(child, parts, part)
        else:
            if _heads_a_row(child) and 0 < len(words := _words(child).lstrip("— ")) <= LONGEST:
                part.rows[words] = None
            part.said.append(" ")
            part = _read(child, parts, part)
            part.said.append(" ")
        part.said.append(child.tail or "")
    return part


def _read_fold(fold: html.HtmlElement, parts: list[_Part], part: _Part) -> None:
    """Read a fold into a part of its own: its summary is its title, and says more than that."""
    for child in fold:
        if child.tag != "summary":
            part.said.append(" ")
            if isinstance(child.tag, str) and not _is_unread(child):
                _read(child, parts, part)
        else:
            part.said.append(_words(child).removeprefix(part.title) + " ")


def _begun(parts: list[_Part], anchor: str, title: str) -> _Part:
    parts.append(_Part(anchor, title))
    return parts[-1]


def _anchor(heading: html.HtmlElement) -> str:
    """Where a link to a heading leads: to itself, or to the section that it is the first of."""
    above = heading.getparent()
    first = above is not None and next(above.iterchildren("h2", "h3", "h4"), None) is heading
    return heading.get("id") or (above.get("id") if first and above.tag in ("section", "div") else "") or ""


def _anchor_of_fold(fold: html.HtmlElement) -> str:
    """Where a link to a fold leads: to itself, to the section that it folds, or to the first thing in it that has an address."""
    above = fold.getparent()
    whole = above is not None and FOLD in above.get("class", "").split()
    inside = next((one for one in fold.iterchildren() if one.tag != "summary"), None)
    return (
        fold.get("id") or (above.get("id") if whole else inside.get("id") if inside is not None else "") or ""
    )


def _title_of_fold(fold: html.HtmlElement) -> str:
    summary = fold.find("summary")
    heading = next(summary.iter("h2", "h3", "h4", "h5"), None) if summary is not None else None
    if heading is not None:
        return _words(heading)
    words = _words(summary) if summary is not None else ""
    return words if len(words) <= LONGEST else words[:LONGEST].rpartition(" ")[0] + " …"


def _heads_a_row(element: html.HtmlElement) -> bool:
    """Whether an element says what its row of a table, or of a list of terms, is about."""
    if element.tag == "dt":
        return True
    row = element.getparent()
    return element.tag == "th" and row is not None and row.getparent().tag == "tbody"


def _is_unread(element: html.HtmlElement) -> bool:
    classes = element.get("class") or ""
    return "hidden" in element.attrib or not _NOT_READ.isdisjoint(classes.split())


def _texts(element: html.HtmlElement) -> Iterator[str]:
    """The text of an element, piece by piece, without what nobody reads."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _LEFT_OUT and not _is_unread(child):
            blank = "" if child.tag in _INLINE else " "
            yield blank
            yield from _texts(child)
            yield blank
        yield child.tail or ""


def _words(element: html.HtmlElement) -> str:
    return _line("".join(_texts(element)))


def _line(text: str) -> str:
    return " ".join(text.split())
