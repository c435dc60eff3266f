"""Values, links and templates as HTML: whatever is charted is escaped, and says which kind of nothing it is."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from reviewbook.page.links import Kind, link
from reviewbook.page.marks import beside
from reviewbook.page.words import SYMBOLS, joined, number
from reviewbook.press.glossary import Hint, Hints
from reviewbook.review.labels import label
from reviewbook.review.nothing import AS_CHARTED, WORDS

# Of a table, row, field and text the address under which an error in that value is reported; "" where nobody can be told.
Reporter = Callable[[str, str, str, str], str]
_TAG = re.compile(r"(<[^>]*>)")
_NUMBER = re.compile(r"(?<=\w|\.) (?=\d)")  # the blank between a word and its number
PLAIN = ("year", "reference")  # numbers that are names: no comma between their thousands


def cell(value: Any, *, coded: bool = False) -> Markup:
    """A charted value as HTML: escaped text, or which of the four kinds of nothing it is."""
    if value is None or value == "":
        return status("")
    if value in WORDS:
        return status(value)
    return escape(label(value) if coded else value)


def at(locator: Any) -> Markup:
    """A place in a source as HTML: no line ends between a word and its number, "Table 2, row 3"."""
    return cell(locator if locator is None else _NUMBER.sub("\u00a0", locator))


def charted(row: Mapping[str, Any], name: str) -> Markup:
    """A number of a row as HTML: the number, or which kind of nothing was charted for it."""
    value = row[name]
    if value is None:
        return cell(row[name + AS_CHARTED])
    return escape(value if name in PLAIN else number(value))


@functools.cache
def status(word: str) -> Markup:
    """A coded value as sign and word, in a span that carries its class."""
    words, css = SYMBOLS[word]
    return Markup('<span class="{}">{}</span>').format(css, words)


@functools.cache
def points(dots: str) -> Markup:
    """The points of a rating as dots, which those who hear a page need not; empty where there are none."""
    return Markup('<span class="rb-dots" aria-hidden="true">{}</span> ').format(dots) if dots else Markup()


@functools.lru_cache(maxsize=4096)  # a page names the same few reports again and again
def to(kind: Kind, key: str, text: str, anchor: str = "") -> Markup:
    """A link to the page of a report or an intervention."""
    return Markup(link(kind, key, text, anchor))


def hinted(text: str, hints: Hints) -> Markup:
    """A text, escaped where it is no HTML yet, with its hints of the glossary: what stands in a link gets none."""
    parts: list[Markup | str] = []
    linked = 0
    for piece in map(Markup, _TAG.split(escape(text))):
        is_tag = bool(_TAG.fullmatch(piece))
        if is_tag:
            linked += piece.startswith(("<a ", "<a>")) - (piece == "</a>")
        told = [piece] if is_tag or linked else hints.parts(piece.unescape())
        parts += [Markup(one.link) if isinstance(one, Hint) else one for one in told]
    return Markup().join(parts)


def flags(disagreements: Iterable[Sequence[str]]) -> Markup:
    """The marks of disagreements (identifier, topic) beside a value, each once, with a blank before; empty where there is none."""
    return Markup(beside({one[0]: one for one in disagreements}.values()))


def listed(items: Iterable[Markup]) -> Markup:
    """Links as a list in prose: a, b and c."""
    return Markup(joined(items))
