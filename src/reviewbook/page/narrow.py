"""Which tables a phone shows as tables: few columns of brief values, which readers compare. Others become cards there.

How both look: `book/_static/page.css`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewbook.page.marks import ALSO, SIGN, WORDS
from reviewbook.page.svg import text_width

CSS = "rb-narrow"
ROOM = 343  # px that a page of 375 has for a table
PADDING = 13  # px beside a cell's text, its line among them
SIZE = 13  # px of its letters
COLUMNS = 5
BRIEF = 36  # characters of a line of a value, which takes three at most
NAME = 100  # px that the first column has at least, for names of several words
_MARKUP = re.compile(r"\{(?!\.)|!\[|\]\(|\n")  # a role, an image, a link, more than one paragraph
_BREAK = re.compile(r"[ \n]|(?<=-)")  # no-break spaces do not
_UNSEEN = re.compile(r"<[^>]*>|\]?\{\.[\w -]+\}|\*\*|\[")


def fits(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table of MyST cells fits a phone: three to five columns, of which all but the first hold brief values."""
    if not 3 <= len(head) <= COLUMNS or any(_MARKUP.search(cell) for row in rows for cell in row[1:]):
        return False
    columns = [[_said(cell) for cell in column] for column in zip(head, *rows, strict=True)]
    if any(len(line) > BRIEF for column in columns[1:] for cell in column[1:] for line in cell.split("\n")):
        return False
    widest = [_widest(column) for column in columns]
    return max(NAME, widest[0]) + sum(widest[1:]) + PADDING * len(head) <= ROOM


def _said(cell: str) -> str:
    """What a reader sees of a cell: of the marks of disagreements the sign alone."""
    return _UNSEEN.sub("", cell.replace("<br>", "\n")).replace(WORDS, SIGN).replace(ALSO, SIGN)


def _widest(column: Sequence[str]) -> float:
    """px of the longest word of a column, whose head is bold."""
    return max(
        (
            text_width(word, bold=not at, size=SIZE)
            for at, cell in enumerate(column)
            for word in _BREAK.split(cell)
        ),
        default=0,
    )
