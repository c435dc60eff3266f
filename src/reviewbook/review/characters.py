"""Characters that no file made of a review can hold: XML, and with it Word, SVG and REFI-QDA, forbids them."""

from __future__ import annotations

import re

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The same as bytes of UTF-8, as far as they can be told there; of the two at the end only what they begin with.
_BYTES = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])
_LAST = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")


def without_control(text: object, *, instead: str = "") -> str:
    """A text without the characters that XML cannot hold, or with others in their place.

    Examples
    --------
    >>> without_control("a\\x0bb")
    'ab'
    """
    return CONTROL.sub(instead, str(text))


def named(text: str) -> str:
    """A text with these characters written as a person can see them.

    Examples
    --------
    >>> named("a\\x0bb")
    'a\\\\x0bb'
    """
    return CONTROL.sub(lambda one: one[0].encode("unicode_escape").decode(), text)


def holds_control(text: str) -> bool:
    """Whether a text holds such a character; of a long one quicker than to search for it."""
    return may_hold_control(text.encode()) if text.isascii() else CONTROL.search(text) is not None


def may_hold_control(data: bytes) -> bool:
    """Whether UTF-8 holds such a character; as quick as reading it."""
    if len(data.translate(None, _BYTES)) < len(data):
        return True
    return not data.isascii() and any(last in data for last in _LAST)


# What makes a formula of a cell, in some spreadsheets also where it is as wide as a Chinese letter.
_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def cell(text: str) -> str:
    """Text as a cell that is shown and not worked out: with an apostrophe before what would make it a formula.

    Examples
    --------
    >>> cell("=1+1"), cell("-3"), cell("a=b")
    ("'=1+1", '-3', 'a=b')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
