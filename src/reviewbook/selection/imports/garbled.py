"""Text that was garbled before its file was saved: UTF-8 that was once read as cp1252, and saved so in UTF-8 ("Ã©" for "é").

The bytes are good UTF-8, so no decoding shows it. It is named, and nothing is changed: what it was before is a guess.
"""

from __future__ import annotations

import re

import pandas as pd

# What the bytes of accented letters (two) and of dashes and quotation marks (three) become in cp1252, or in Latin-1.
SECOND = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
RUN = re.compile(rf"\w*(?:[ÂÃÄÅ][{SECOND}]|â[€\u0080][{SECOND}])[\w{SECOND}]*")
COLUMNS = ("title", "authors", "journal", "abstract")


def garbled(text: str) -> str:
    """The first word of a text that was garbled, as it stands; "" where none was.

    >>> garbled("Une Ã©tude"), garbled("Une étude"), garbled("QUALITÉ « A »")
    ('Ã©tude', '', '')
    """
    for found in RUN.finditer(text):
        if _was_other(found[0]):
            return found[0]
    return ""


def _was_other(word: str) -> bool:
    """Whether a word is the UTF-8 of another, read as cp1252 or Latin-1."""
    try:
        return b"".join(map(_byte, word)).decode("utf-8") != word
    except UnicodeError:
        return False


def _byte(sign: str) -> bytes:
    """The byte that a sign stands for; where cp1252 has none for it, that of Latin-1."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def in_columns(records: pd.DataFrame | None) -> dict[str, tuple[int, str]]:
    """Columns with garbled text: in how many records, and the first of them as an example."""
    if records is None:
        return {}
    found: dict[str, tuple[int, str]] = {}
    for column in filter(records.columns.__contains__, COLUMNS):
        texts = (text for text in records[column].dropna().tolist() if not text.isascii())
        if words := [word for text in texts if (word := garbled(text))]:
            found[column] = len(words), words[0]
    return found
