"""Build one MyST table: numbered, captioned, with row headers, citations and links in its cells."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence

from IPython.display import Markdown

from reviewbook.review import Review, schema
from reviewbook.show.words import joined


def grid(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    name: str,
    css: str = "",
    widths: Sequence[int] | None = None,
) -> str:
    """A MyST list-table as text.

    Parameters
    ----------
    head, rows : cells as MyST text; the first cell of each row is its header.
    caption, name : what the table is called, and the label that other pages refer to.
    css : further classes beside rb-table (rb-sticky, rb-matrix, rb-explore).
    widths : column widths in parts of their sum.
    """
    lines = [f":::{{list-table}} {caption}", f":name: {name}", ":header-rows: 1"]
    if len(head) > 1:  # a table of headers alone is none
        lines.append(":stub-columns: 1")
    lines.append(f":class: {' '.join(['rb-table', *css.split()])}")
    if widths:
        lines.append(f":widths: {' '.join(map(str, widths))}")
    lines.append("")
    for row in [head, *rows]:
        for at, cell in enumerate(row):
            lines.append(f"{'*' if at == 0 else ' '} - {cell}")
    return "\n".join([*lines, ":::"])


def page(*parts: str) -> Markdown:
    """Parts of a page, one under the other, as the output of a notebook cell."""
    return Markdown("\n\n".join(part for part in parts if part) + "\n")


def in_place(line: str, *, caption: str, name: str, head: str = "What is missing") -> Markdown:
    """A one-line table in place of one that cannot be shown, or would show nothing: references to it still lead somewhere."""
    return page(grid([head], [[line]], caption=caption, name=name))


def folded(title: str, content: str) -> str:
    """Content that a reader opens by its title."""
    return f"::::{{dropdown}} {title}\n{content}\n::::"


def needs(
    *tables: str, caption: str | Callable[..., str], name: str | Callable[..., str], whole: bool = False
) -> Callable:
    """For a function that shows tables of a review: where one is left out, it shows a one-line table in place.

    That table carries the name, so that references to it still lead somewhere. ``caption`` and ``name`` may be functions of the
    further arguments, where a function is called more than once. ``whole`` looks at the review before any subset was taken.
    """

    def wrap(show: Callable) -> Callable:
        @functools.wraps(show)
        def shown(review: Review, *arguments, **options):
            line = absent(review.full if whole else review, *tables)
            if line is None:
                return show(review, *arguments, **options)
            said = [
                text if isinstance(text, str) else text(*arguments, **options) for text in (caption, name)
            ]
            return in_place(line, caption=said[0], name=said[1])

        return shown

    return wrap


def absent(review: Review, *tables: str) -> str | None:
    """One line that says which of these tables the review leaves out; None where all are there."""
    gone = [table for table in tables if not review.has(table)]
    if not gone:
        return None
    names = joined(f"{schema(table)['title'].lower()} (table `{table}`)" for table in gone)
    scope = " for the reports shown" if review.whole and all(review.full.has(table) for table in gone) else ""
    return f"This review gives no {names}{scope}."


def data_links(review: Review, *tables: str, up: str = "..") -> str:
    """The line that leads from a page to the tables behind it and to the dictionary of their columns."""
    links = [
        f'<a href="{up}/data/{review.name}/{table}.csv" download>{table}.csv</a>'
        for table in tables
        if review.has(table)
    ]
    dictionary = f'<a href="{up}/book/data-dictionary.html">data dictionary</a>'
    return (
        f'<p class="rb-downloads">Data: {joined(links) or "none"}. What the columns hold: {dictionary}.</p>'
    )
