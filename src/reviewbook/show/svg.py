"""What the drawings share: how wide text is, where it wraps, how it is written as SVG, and their colours in the dark."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import escape

# Advance widths of the characters 32 to 126 in Helvetica and Arial, thousandths of the font size. A line in
# these letters is written with its length, so it keeps its room in whichever font a browser falls back on.
WIDTHS = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278
278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722
667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556
556 333 500 278 556 500 722 500 500 500 334 260 334 584
"""
ADVANCE = {chr(32 + i): int(width) for i, width in enumerate(WIDTHS.split())}
OTHER = 1000  # any other character: as wide as high, which holds for Chinese, Japanese and Korean
WIDEST = 4 * OTHER  # some signs stand for a whole sentence, and would be taken for as wide
BOLD = 45  # what bold type adds to a letter (nothing to digits and punctuation)

SIZE = 15  # font size in user units, where no other is given


def text_width(text: str, *, bold: bool = False, size: float = SIZE) -> float:
    """Room in user units that one line of text takes."""
    return sum(_advance(c, bold) for c in text) * size / 1000


@cache
def _advance(character: str, bold: bool) -> int:
    wide = sum(ADVANCE.get(c, OTHER) + (BOLD if bold and c.isalpha() else 0) for c in letters(character))
    return min(wide, WIDEST)


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


def letters(text: str) -> str:
    """Text without its accents, which take no room."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def leads_somewhere(href: str) -> bool:
    """Whether a link is relative, or http(s); what a browser would skip at reading must not hide another scheme."""
    if re.search(r"[\x00-\x20\x7f\\]", href) or href.startswith("//"):
        return False
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", href)
    return scheme is None or scheme[1].lower() in ("http", "https")


def escaped(text: str) -> str:
    """Text for XML, without the characters that XML cannot hold."""
    return escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text))


def number(value: float) -> str:
    """A length or a place in user units, with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def in_the_dark(name: str, colours: str) -> str:
    """CSS that gives elements of the class ``name`` other colours where the page, or the reader's system, is dark."""
    return (
        f'@media screen{{html[data-theme="dark"] .{name}{{{colours}}}}}\n'
        f'@media screen and (prefers-color-scheme:dark){{:root:not([data-theme="light"]) .{name},.{name}:root{{{colours}}}}}'
    )
