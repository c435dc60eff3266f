"""Works as the bibliography gives them: in full as HTML, and their titles as plain text."""

from __future__ import annotations

import functools
from typing import Any

from markupsafe import Markup, escape

from reviewbook.page.escape import address


@functools.cache
def _style() -> tuple[Any, Any]:
    """pybtex's style, that of the book's own bibliography, and what writes it as HTML."""
    from pybtex.backends import html
    from pybtex.style.formatting.unsrt import Style

    class Backend(html.Backend):
        @staticmethod
        def format_href(url: str, text: str, external: bool = False) -> str:
            to = address(url)
            return str(Markup('<a href="{}">{}</a>').format(to, Markup(text))) if to and text else text

        def format_protected(self, text: str) -> str:
            return text

    return Style(), Backend()


def reference(entry: Any) -> Markup:
    """A work as the bibliography gives it; where it lacks what its kind needs, what there is of it."""
    from pybtex.database import Entry, PybtexError

    style, backend = _style()
    for known in (entry, Entry("misc", entry.fields, entry.persons)):
        try:
            (formatted,) = style.format_entries([known])
            return Markup(formatted.text.render(backend))
        except (PybtexError, AttributeError):  # a field is missing; no such kind of work
            continue
    return escape(" ".join(filter(None, (title_of(entry), entry.fields.get("year", "")))))


def title_of(entry: Any) -> str:
    """The title of a work as plain text."""
    from pybtex.database import PybtexError
    from pybtex.richtext import Text

    written = entry.fields.get("title", "")
    try:
        return str(Text.from_latex(written))
    except PybtexError:  # braces that do not match
        return written
