"""Numbers that somebody typed into prose: what the data can give is glued, and what no table gives is allowed with a reason.

The pages of a review are those of book/ that are written by hand, where it is the book's own, and its pages/; beside them the answers
and the description of its datapackage.json. What is allowed stands in prose.yaml of the review's folder, a list:

    - page: book/methods.md
      words: five stages
      why: of the method, not of the review

Without ``words`` the whole page is allowed. A number is allowed where it stands within the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from reviewbook.press.settings import ALLOWED
from reviewbook.press.written import pages
from reviewbook.review import authored
from reviewbook.review.model import Review
from reviewbook.review.problems import Problem, ReviewProblems, quote

TYPED, IDLE = "PAGE-002", "PAGE-003"
EXTENSIONS = {
    "colon_fence",
    "deflist",
    "attrs_inline",
    "attrs_block",
    "html_image",
}  # as _config.yml has them
# "One" is a pronoun as often as a number.
WORDS = re.sub(
    r"\s+",
    "|",
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half third quarter thirds quarters majority most""",
)
NUMBER = re.compile(
    rf"(?<![\w.-])[<>≤≥~]?\d[\d,.]*(?<![,.])(?:\s?%)?(?:\s*/\s*\d+)?(?![\w])|\b(?:{WORDS})\b",
    re.IGNORECASE,
)
# A number that names a place or a version counts nothing: "Tables 1 to 3", "par. 3 and 5", "version 2011", "[42, 43]".
PLACE = re.compile(
    r"\b(?:tables?|figures?|fig\.|stages?|par\.|paragraphs?|chapters?|sections?|items?|versions?|files?|pages?|p\.|pp\.|notes?|lines?|row|rows"
    r"|editions?|doi)\s+\d[\d.]*\w?(?:(?:,|,? and| or| to|\s?[-–])\s?\d[\d.]*\w?)*|\[[\d,\s–-]+\]|\b(?:third|second|two)-(?:party|hand)\b"
    r"|\b(?:the|a|an|most|and) third\b(?! of)|\bat most\b|\bmost often\b|\b(?:has|tells?|told) most\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]*”")  # the words of a source, exact


@dataclass(frozen=True)
class Number:
    """A number in a page: the line that it stands on, how it is written, the sentence around it and where it begins there."""

    line: int
    written: str
    sentence: str
    start: int


def numbers(text: str) -> list[Number]:
    """The numbers typed into a page of MyST, in their order: digits, and words from two on.

    Numbers of code, roles, addresses, HTML, lists and headings' signs are none, and neither are those within quotation marks and
    those that name a place of a source ("Table 2").
    """
    return [found for line, inline in _paragraphs(text) for found in _of(line, inline)]


def _paragraphs(text: str, first: int = 1) -> Iterator[tuple[int, str]]:
    """The lines with the text that is read as such, each with its number; a directive's text is read like the page's own."""
    for token in _parser().parse(text):
        at = first + (token.map[0] if token.map else 0)
        if token.type == "inline":
            yield from _lines(token, at)
        elif token.type in ("colon_fence", "fence") and token.info.lstrip().startswith("{"):
            yield at, re.sub(r"^\s*\{[^}]*\}", "", token.info)
            if not re.match(r"\s*\{(code|math|glue|bibliography|toctree|raw)", token.info):
                yield from _paragraphs(re.sub(r"^:\w+:.*$", "", token.content, flags=re.MULTILINE), at + 1)


def _lines(inline: Token, at: int) -> Iterator[tuple[int, str]]:
    parts: list[str] = []
    for child in inline.children or []:
        if child.type in ("softbreak", "hardbreak"):
            yield at, "".join(parts)
            at, parts = at + 1, []
        elif child.type == "text":
            parts.append(child.content)
        elif child.type not in (
            "em_open",
            "em_close",
            "strong_open",
            "strong_close",
            "link_open",
            "link_close",
        ):
            parts.append("\ufffc")  # a role or code: no word, and nothing to read
    yield at, "".join(parts)


def _parser() -> Any:
    from myst_parser.config.main import MdParserConfig
    from myst_parser.mdit_to_docutils.base import DocutilsRenderer
    from myst_parser.parsers.mdit import create_md_parser

    return create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), DocutilsRenderer)


def _of(line: int, text: str) -> Iterator[Number]:
    passed = [found.span() for pattern in (QUOTED, PLACE) for found in pattern.finditer(text)]
    for found in NUMBER.finditer(text):
        if not any(start <= found.start() < end for start, end in passed):
            yield Number(line, found[0].strip(), text, found.start())


def problems(review: Review, root: Path | None) -> list[Problem]:
    """Numbers in the prose of a review that are neither glued nor allowed (PAGE-002), and what is allowed and is not there (PAGE-003).

    Parameters
    ----------
    root : the repository, where the review is its own; None of any other.

    Raises
    ------
    ReviewProblems (PAGE-004) where prose.yaml cannot be used.
    """
    allowed = _allowed(review.path / ALLOWED)
    used: set[int] = set()
    found = []
    for page, text in pages(review, root):
        whole = [at for at, one in enumerate(allowed) if one["page"] == page and not one.get("words")]
        for number in numbers(text):
            by = whole or [
                at for at, one in enumerate(allowed) if one["page"] == page and _within(number, one["words"])
            ]
            used.update(by)
            if not by:
                wanted = "a number glued from a chapter, or allowed in prose.yaml"
                found.append(
                    Problem(
                        TYPED, page, quote(number.written), wanted, row=number.line, field=_around(number)
                    )
                )
    for at, one in enumerate(allowed):
        if at not in used:
            seen = f"{quote(str(one.get('words') or 'the whole page'))} of {one['page']}"
            found.append(
                Problem(IDLE, ALLOWED, seen, "words around a number of that page", row=at + 1, field="words")
            )
    return found


def _within(number: Number, words: str) -> bool:
    return any(
        found.start() <= number.start < found.end()
        for found in re.finditer(re.escape(words), number.sentence)
    )


def _around(number: Number, before: int = 30, after: int = 40) -> str:
    """The words around a number; with them each is told by itself, however many a page has."""
    start, end = max(number.start - before, 0), number.start + len(number.written) + after
    return quote(number.sentence[start:end].replace("\ufffc", "…").strip())


def _allowed(file: Path) -> list[dict[str, str]]:
    """The entries of prose.yaml, each with page, why and, unless it is the whole page, words."""
    if not file.is_file():
        return []
    said = authored.load(file, code="PAGE-004")
    entries = said if isinstance(said, list) else [said]
    wrong = [
        Problem("PAGE-004", file.name, quote(one), "page, words and why, each a text", row=at)
        for at, one in enumerate(entries, 1)
        if not isinstance(one, dict)
        or {*one} - {"page", "words", "why"}
        or not all(isinstance(one.get(name), str) and one[name].strip() for name in ("page", "why"))
        or not isinstance(one.get("words", ""), str)
    ]
    if wrong:
        raise ReviewProblems(wrong)
    return entries
