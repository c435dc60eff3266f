"""Keep what is folded on a heavy page as text until a reader opens it: a browser then lays out what it shows, and no more.

The text stands in a ``noscript``, so that without scripts the page is whole; with them `book/_static/page.js` puts a fold's
content into the page when it is opened, when an address leads into it, and for print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HEAVY = 2_900  # elements of a page; `make audit` allows 3,000, with what scripts add
WORTH = 25  # elements of a fold that are worth keeping as text
# In a script, a style or a comment, a tag is none; one tag holds no ">" in its attributes that Sphinx and our templates leave unescaped.
_PART = re.compile(
    r"<(?P<raw>script|style|noscript|template|textarea)\b.*?</(?P=raw)\s*>|<!--.*?-->"
    r"|<(?P<close>/)?details\b(?P<of>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>",
    re.DOTALL | re.IGNORECASE,
)
_OPEN = re.compile(r"\sopen(?=[\s=>/]|$)", re.IGNORECASE)
_SUMMARY = re.compile(r"\s*<summary\b.*?</summary>", re.DOTALL | re.IGNORECASE)
_ELEMENT = re.compile(r"<[a-z]", re.IGNORECASE)
_NEVER = re.compile(r"</?noscript\b|<(?:iframe|template)\b|<script(?![^>]*application/json)", re.IGNORECASE)
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)


def elements(text: str) -> int:
    """How many elements are written in a text, about."""
    return len(_ELEMENT.findall(text))


def lightened(text: str) -> str:
    """A page whose closed folds are kept as text where it has more than `HEAVY` elements; else as it is.

    Examples
    --------
    >>> row = "<tr><td>1</td></tr>" * 1_000
    >>> page = f"<article>{row}<details><summary>More</summary>{row}</details></article>"
    >>> lightened(page).count("<noscript>"), lightened(page.replace(row, "")) == page.replace(row, "")
    (1, True)
    """
    found = _ARTICLE.search(text)
    if not found or elements(text) <= HEAVY:
        return text
    article = found[0]
    parts, at = [], 0
    for start, end in _folds(article):
        inner = article[start:end]
        if elements(inner) >= WORTH and not _NEVER.search(inner):
            parts += [article[at:start], "<noscript>", inner, "</noscript>"]
            at = end
    return text[: found.start()] + "".join(parts) + article[at:] + text[found.end() :]


def _folds(text: str) -> Iterator[tuple[int, int]]:
    """Where the content of each closed fold begins, after its summary, and ends; of folds in each other, the outermost closed one."""
    depth, inside = (
        0,
        None,
    )  # how many folds are open here; of a closed one, where its content begins and at which depth
    for part in _PART.finditer(text):
        if part["of"] is None:
            continue
        if not part["close"]:
            depth += 1
            summary = _SUMMARY.match(text, part.end())
            if inside is None and summary and not _OPEN.search(part["of"]):
                inside = summary.end(), depth
        else:
            if inside and inside[1] == depth:
                yield inside[0], part.start()
                inside = None
            depth -= 1
