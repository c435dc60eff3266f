"""What a line of MyST says, as plain text: for Word, spreadsheets and pictures, which show the same cells as the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from reviewbook.page.marks import ALSO, WORDS

Said = Callable[[str, str], str | None]  # what a role says, by its name and content; None: the content itself
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BASE = 0xF0000  # of a private plane: a sign that was escaped is none of MyST's until the end
_HIDDEN = re.compile(r'<(script|style|button)\b.*?</\1>|<[^>]*aria-hidden="true"[^>]*>', re.DOTALL)
_FOLDED = re.compile(r"\s*<details\b[^>]*>\s*<summary>Query</summary>.*?</details>", re.DOTALL)
_ALSO = re.compile(rf"(?<={WORDS})(?: {ALSO})+")
_BREAK = re.compile(r"\s*<(?:br|/p|/li|/summary|/div)\s*/?>\s*", re.IGNORECASE)
_LIST = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<!--.*?-->", re.DOTALL)
_ROLE = re.compile(r"\{([\w:-]+)\}`([^`]*)`")
_SPAN = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\{[^}]*\}|\(<?[^)>]*>?\))")
_EMPHASIS = re.compile(r"(\*\*|__)(.+?)\1")
_CODE = re.compile(r"(`+) ?(.+?) ?\1")
_TITLED = re.compile(r"(.*?)\s*<[^>]*>")


def plain(myst: str, said: Said | None = None) -> str:
    """A cell, a caption or a note as text; a line break stays one, white space at the ends goes.

    What a reader of the book may unfold, as the query behind a number, stays in the book; of several marks of where the source
    disagrees with itself, each a link of its own there, one is left.

    Parameters
    ----------
    said : what a role says, by its name and its content, such as a citation; None: the content of every role.

    Examples
    --------
    >>> plain(r"[✓ yes]{.rb-yes} in 3\\*2 <br><b>a &amp; b</b>")
    '✓ yes in 3*2\\na & b'
    """
    text = _ESCAPED.sub(lambda sign: chr(_BASE + ord(sign[1])), myst)
    text = _HIDDEN.sub("", _FOLDED.sub("", text))
    text = _ROLE.sub(lambda role: _of_role(role[1], role[2], said), text)
    text = _TAG.sub("", _LIST.sub("• ", _BREAK.sub("\n", text)))
    for _ in range(3):  # a span may stand within another
        text = _SPAN.sub(lambda span: span[1], text)
    text = _CODE.sub(lambda code: code[2], _EMPHASIS.sub(lambda strong: strong[2], text))
    text = "".join(
        chr(ord(sign) - _BASE) if _BASE <= ord(sign) < _BASE + 128 else sign for sign in unescape(text)
    )
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.splitlines())
    return _ALSO.sub("", "\n".join(line for line in lines if line))


def _of_role(name: str, content: str, said: Said | None) -> str:
    told = said(name, content) if said else None
    if told is not None:
        return "".join(
            chr(_BASE + ord(sign)) if ord(sign) < 128 and not sign.isalnum() and sign != " " else sign
            for sign in told
        )
    return titled[1] if (titled := _TITLED.fullmatch(content)) else content
