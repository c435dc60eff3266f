"""What the drawings share: how wide text is, where it wraps, how it is written as SVG, and their colours in the dark."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from reviewbook.page.typeface import EM, advances

OTHER = EM  # a character that the family lacks: as wide as high, which holds for Chinese, Japanese and Korean
WIDEST = 4 * OTHER  # some signs stand for a whole sentence, and would be taken for as wide

SIZE = 15  # font size in user units, where no other is given


class Rect(NamedTuple):
    """A rectangle in user units; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    def meets(self, other: Rect) -> bool:
        """Whether the two share room."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )


def text_width(text: str, *, bold: bool = False, size: float = SIZE) -> float:
    """Room in user units that one line of text takes."""
    return sum(_advance(c, bold) for c in text) * size / EM


@cache
def _advance(character: str, bold: bool) -> int:
    known = advances(bold)
    if character in known and not unicodedata.combining(character):
        return known[character]
    return min(sum(known.get(c, OTHER) for c in _letters(character)), WIDEST)


def wrap(text: str, width: float, *, bold: bool = False, size: float = SIZE) -> list[str]:
    """Lines of ``text`` no wider than ``width``; a word that is wider by itself is cut."""
    lines = [""]
    for word in text.split():
        if lines[-1] and text_width(f"{lines[-1]} {word}", bold=bold, size=size) <= width:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and text_width(lines[-1] + letter, bold=bold, size=size) > width:
                lines.append("")
            lines[-1] += letter
    return lines[1:] or [""]


def _letters(text: str) -> str:
    """Text without its accents, which take no room."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def leads_somewhere(href: str) -> bool:
    """Whether a link is relative, or http(s); what a browser would skip at reading must not hide another scheme."""
    if re.search(r"[\x00-\x20\x7f\\]", href) or href.startswith("//"):
        return False
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", href)
    return scheme is None or scheme[1].lower() in ("http", "https")


def number(value: float) -> str:
    """A length or a place in user units, with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def in_the_dark(name: str, colours: str) -> str:
    """CSS that gives elements of the class ``name`` other colours where the page is dark, or, of a file of its own, the reader's system.

    Without scripts a page stays light, and so does what is drawn on it.
    """
    return (
        f'@media screen{{html[data-theme="dark"] .{name}{{{colours}}}}}\n'
        f"@media screen and (prefers-color-scheme:dark){{.{name}:root{{{colours}}}}}"
    )


def rectangle(rect: Rect, name: str) -> str:
    """The element of a rectangle, of the class ``name``."""
    x, y, width, height = map(number, rect)
    return f'<rect class="{name}" x="{x}" y="{y}" width="{width}" height="{height}"/>'
