"""Works as the bibliography gives them: in full as HTML, and their titles as plain text."""

from __future__ import annotations

import functools
from typing import Any

from markupsafe import Markup

from reviewbook.page.escape import address


@functools.cache
def _style() -> tuple[Any, Any]:
    """pybtex's style, that of the book's own bibliography, and what writes it as HTML."""
    from pybtex.backends import html

    class Backend(html.Backend):
        @staticmethod
        def format_href(url: str, text: str, external: bool = False) -> str:
            to = address(url)
            return str(Markup('<a href="{}">{}</a>').format(to, Markup(text))) if to and text else text

        def format_protected(self, text: str) -> str:
            return text

    return style()(), Backend()


@functools.cache
def style() -> type:
    """The style of the book's bibliography: pybtex's own, which also shows a work that lacks what its kind needs."""
    from pybtex.database import Entry, PybtexError
    from pybtex.richtext import Text
    from pybtex.style import FormattedEntry
    from pybtex.style.formatting.unsrt import Style

    class Lenient(Style):
        def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> Any:
            misc = Entry("misc", entry.fields, entry.persons)
            misc.key = entry.key
            for known in (entry, misc):
                try:
                    return super().format_entry(label, known, bib_data=bib_data)
                except (PybtexError, AttributeError):  # a field is missing; no such kind of work
                    continue
            told = " ".join(filter(None, (title_of(entry), entry.fields.get("year", ""))))
            return FormattedEntry(entry.key, Text(told or entry.key), label)

    return Lenient


def reference(entry: Any) -> Markup:
    """A work as the bibliography gives it; where it lacks what its kind needs, what there is of it."""
    style_, backend = _style()
    (formatted,) = style_.format_entries([entry])
    return Markup(formatted.text.render(backend))


def title_of(entry: Any) -> str:
    """The title of a work as plain text."""
    from pybtex.database import PybtexError
    from pybtex.richtext import Text

    written = entry.fields.get("title", "")
    try:
        return str(Text.from_latex(written))
    except PybtexError:  # braces that do not match
        return written
