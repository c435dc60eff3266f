"""Works as the bibliography gives them: in full as HTML, and their titles as plain text."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from reviewbook.page.escape import address

PARTS = ("first_names", "middle_names", "prelast_names", "last_names", "lineage_names")  # of a person's name
# What LaTeX could read as something else than it says.
_LATEX = re.compile(r"[\\{}$%~`]|''|,,|--|\s\s|[^\S ]|^\s|\s$")


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
    """The style of the book's bibliography: pybtex's own, by surname, which also shows a work that lacks what its kind needs."""
    from pybtex.database import Entry, PybtexError
    from pybtex.richtext import Text
    from pybtex.style import FormattedEntry
    from pybtex.style.formatting.unsrt import Style

    _read_plain_texts_fast(Text)

    def as_misc(entry: Any) -> Any:
        misc = Entry("misc", entry.fields, entry.persons)
        misc.key = entry.key
        return misc

    class Lenient(Style):
        default_name_style = "lastfirst"
        default_sorting_style = "author_year_title"

        def __init__(self, **options: Any) -> None:
            super().__init__(**{"abbreviate_names": True} | options)

        def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> Any:
            for known in (lambda: entry, lambda: as_misc(entry)):
                try:
                    return super().format_entry(label, known(), bib_data=bib_data)
                except (PybtexError, AttributeError):  # a field is missing; no such kind of work
                    continue
            told = " ".join(filter(None, (title_of(entry), entry.fields.get("year", ""))))
            return FormattedEntry(entry.key, Text(told or entry.key), label)

    return Lenient


def _read_plain_texts_fast(text: Any) -> None:
    """Let pybtex's Text.from_latex, half of the time that a reference takes, ask LaTeX only of texts that hold any."""
    read = text.from_latex

    def from_latex(latex: str) -> Any:
        return read(latex) if _LATEX.search(latex) else text(latex)

    text.from_latex = staticmethod(from_latex)


def reference(entry: Any) -> Markup:
    """A work as the bibliography gives it; where it lacks what its kind needs, what there is of it."""
    style_, backend = _style()
    (formatted,) = style_.format_entries([entry])
    return Markup(formatted.text.render(backend))


def plain(entry: Any) -> dict[str, Any]:
    """A work as plain data, which JSON can hold; `entry_of` gives the work back."""
    return {
        "key": entry.key,
        "type": entry.type,
        "fields": list(entry.fields.items()),
        "persons": {
            role: [[getattr(person, part) for part in PARTS] for person in people]
            for role, people in entry.persons.items()
        },
    }


def entry_of(work: Mapping[str, Any]) -> Any:
    """The entry of a bibliography (pybtex) that `plain` made plain data of."""
    from pybtex.database import Entry, Person

    persons = {}
    for role, people in work["persons"].items():
        persons[role] = [Person() for _ in people]
        for person, names in zip(persons[role], people, strict=True):
            for part, own in zip(PARTS, names, strict=True):
                setattr(person, part, own)
    entry = Entry(work["type"], fields=work["fields"], persons=persons)
    entry.key = work["key"]
    return entry


def title_of(entry: Any) -> str:
    """The title of a work as plain text."""
    from pybtex.database import PybtexError
    from pybtex.richtext import Text

    written = entry.fields.get("title", "")
    if not _LATEX.search(written):
        return written
    try:
        return str(Text.from_latex(written))
    except PybtexError:  # braces that do not match
        return written
