"""The glossary: the field's terms and those of a review, on the page How to read, and as a hint where a page first uses one.

A Sphinx extension, which `reviewbook.press.static` brings along. A hint is a link to the term's place in the glossary that carries
what it means; `book/_static/page.js` shows it where the link is pointed at, focused or tapped. Headings, links, code, tables,
captions and the answer of a page get none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from reviewbook.page.escape import html, html_in_myst, one_line
from reviewbook.press import settings
from reviewbook.press.spoken import BOOK
from reviewbook.review import shipped
from reviewbook.review.nouns import Nouns
from reviewbook.review.package import FILE, read_package
from reviewbook.review.problems import ReviewProblems

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "book/how-to-read"
HERE = "% The glossary stands here."  # the line of that page in whose place it is put
HINT = "rb-hint"
_TERMS = "reviewbook_terms"  # whose value Sphinx compares with that of the build before: where it is another, all pages are read anew
_BEFORE = 400  # what gives the page the review's own nouns has 500
_WITHOUT = (nodes.title, nodes.reference, nodes.literal, nodes.literal_block, nodes.table, nodes.caption, nodes.raw,
            nodes.term, nodes.citation, nodes.image, nodes.Invisible, nodes.topic)  # fmt: skip
_ANSWERS = ("rb-answer", "rb-kicker", "rb-title", "rb-quote")  # what is short, large, or somebody's own words


class Term(NamedTuple):
    """A term: its name, the forms in which a page may say it (none where it gets no hint), and what it means, as plain text."""

    name: str
    forms: tuple[str, ...]
    means: str

    @property
    def anchor(self) -> str:
        return f"term-{nodes.make_id(self.name) or 'own'}"


def terms(package: Mapping[str, Any]) -> list[Term]:
    """The terms of a book by alphabet: the library's, and over them those of a review's datapackage.json ("glossary")."""
    shipped_ = shipped.read(Path(__file__).with_name("glossary.yaml"))
    found = {
        name: Term(name, (name, *one.get("also", ())) if one.get("link", True) else (), one["means"])
        for name, one in shipped_.items()
    }
    own = package.get("glossary")
    for name, means in own.items() if isinstance(own, Mapping) else ():
        if isinstance(name, str) and isinstance(means, str) and name.strip() and means.strip():
            found[name] = Term(one_line(name), (one_line(name),), one_line(means))
    return sorted(found.values(), key=lambda one: one.name.casefold())


def told(every: Iterable[Iterable[Any]], nouns: Nouns) -> list[Term]:
    """Terms in the nouns of a review."""
    say = nouns.told
    return [Term(say(name), tuple(map(say, forms)), say(means)) for name, forms, means in every]


def listed(every: list[Term]) -> str:
    """The glossary as HTML that stands in MyST."""
    items = [
        f'<dt id="{one.anchor}">{html_in_myst(one.name)}</dt><dd>{html_in_myst(one.means)}</dd>'
        for one in every
    ]
    return "\n".join(['<dl class="rb-glossary">', *items, "</dl>"])


class Hint(NamedTuple):
    """A hint: what is said, the term that it is, and the address of the glossary."""

    said: str
    term: Term
    glossary: str

    @property
    def link(self) -> str:
        """The hint as HTML."""
        to, means = f"{html(self.glossary)}#{self.term.anchor}", html(self.term.means)
        return f'<a class="{HINT}" href="{to}" data-means="{means}">{html(self.said)}</a>'


class Hints:
    """The hints of one page: of each term one, where the page first says it.

    Parameters
    ----------
    glossary : the address of the glossary's page from this one; "" where there is none, and so no hint
    """

    def __init__(self, every: Iterable[Term], glossary: str) -> None:
        self._glossary = glossary
        self._left = {form.casefold(): one for one in every for form in one.forms} if glossary else {}
        self._pattern: re.Pattern | None = None

    def parts(self, said: str) -> list[str | Hint]:
        """A text in parts: what is said, and the hints that stand in it."""
        parts: list[str | Hint] = []
        done = 0
        while found := self._next(said, done):
            term = self._left[found[0].casefold()]
            parts += [said[done : found.start()], Hint(found[0], term, self._glossary)]
            done = found.end()
            self._left = {form: one for form, one in self._left.items() if one is not term}
            self._pattern = None
        return [*parts, said[done:]]

    def _next(self, said: str, start: int) -> re.Match | None:
        if not self._left:
            return None
        if self._pattern is None:
            self._pattern = _pattern(tuple(self._left))
        return self._pattern.search(said, start)


@functools.lru_cache(maxsize=512)  # pages of a kind say the same terms in the same order
def _pattern(forms: tuple[str, ...]) -> re.Pattern:
    longest = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])", re.IGNORECASE)


def hinted(page: nodes.document, hints: Hints) -> None:
    """Put the hints of a page into it."""
    for text in list(_prose(page)):
        parts = hints.parts(text.astext())
        if len(parts) > 1:
            text.parent.replace(
                text,
                [
                    nodes.raw("", part.link, format="html") if isinstance(part, Hint) else nodes.Text(part)
                    for part in parts
                ],
            )


def _prose(page: nodes.document) -> Iterator[nodes.Text]:
    """The texts of paragraphs in which a hint may stand, in reading order."""
    for paragraph in page.findall(nodes.paragraph):
        if _is_plain(paragraph):
            yield from (
                text
                for text in paragraph.findall(nodes.Text)
                if _is_plain(text.parent, paragraph) and not _is_linked(text)
            )


def _is_linked(text: nodes.Text) -> bool:
    """Whether a text stands in a link that is written as HTML, whose tags are nodes before and behind it."""
    before = takewhile(lambda one: one is not text, text.parent.children)
    tags = [
        one.astext() for one in before if isinstance(one, nodes.raw) and re.match("</?a\\b", one.astext())
    ]
    return bool(tags) and tags[-1].startswith("<a") and "</a" not in tags[-1]


def _is_plain(node: nodes.Node | None, within: nodes.Node | None = None) -> bool:
    while node is not None and node is not within:
        if isinstance(node, _WITHOUT) or not set(_ANSWERS).isdisjoint(
            getattr(node, "attributes", {}).get("classes", ())
        ):
            return False
        node = node.parent
    return True


def _begin(app: Sphinx, config: Any) -> None:
    """Called by Sphinx when it knows its settings."""
    root = Path(app.confdir)
    try:
        review = root / "data" / settings.config(root)["reviewbook"]["review"]
        package = read_package(review)[0] if (review / FILE).is_file() else {}
    except (ReviewProblems, OSError):  # which a build tells
        package = {}
    config[_TERMS] = [list(one) for one in terms(package)]


def _told(app: Sphinx) -> list[Term]:
    book = app.config[BOOK]
    return told(app.config[_TERMS], Nouns(*book["nouns"]) if book else Nouns())


def _read(app: Sphinx, name: str, source: list[str]) -> None:
    """Called by Sphinx when it has read the file of a page."""
    if name == PAGE:
        source[0] = source[0].replace(HERE, listed(_told(app)))


def _hints(app: Sphinx, page: nodes.document, name: str) -> None:
    """Called by Sphinx before it writes a page."""
    if app.builder.format == "html" and name != PAGE and PAGE in app.env.found_docs:
        hinted(page, Hints(_told(app), app.builder.get_relative_uri(name, PAGE)))


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.add_config_value(_TERMS, [], "env", types=[list])
    app.connect("config-inited", _begin)
    app.connect("source-read", _read, priority=_BEFORE)
    app.connect("doctree-resolved", _hints)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
