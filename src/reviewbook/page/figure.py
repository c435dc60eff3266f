"""What stands around every figure: its finding as a title, unit and number beneath, and a line with its source and its files.

A title is made from the numbers by the module that draws. The files are made of what stands on the page: the table of the figure
by its link, SVG and PNG when the book is built (`reviewbook.press.figures`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from csv import writer
from typing import NamedTuple

from reviewbook.page.escape import csv_to_save
from reviewbook.page.escape import html as escape
from reviewbook.page.words import joined
from reviewbook.review.characters import cell
from reviewbook.review.model import Review

FOLDER = "figures"  # of the built book, where drawings lie as files


class Data(NamedTuple):
    """The numbers of a figure as a table."""

    head: Sequence[str]
    rows: Sequence[Sequence[object]]


def framed(
    review: Review,
    inner: str,
    *,
    name: str,
    finding: str,
    unit: str,
    tables: Sequence[str],
    note: str = "",
    data: Data | None = None,
    csv: str = "",
    table: bool = False,
) -> str:
    """A figure as HTML.

    Parameters
    ----------
    inner : what is drawn, as HTML.
    name : letters, digits and "-", unique in the book: of its place on the page, and of its files.
    finding, unit, note : plain text; the title, what is counted of how many, and what is to be known beneath.
    tables : of the review, from which it is drawn.
    data : its numbers, to be saved as CSV.
    csv : a table of the review that holds them, where they are too many for the page.
    table : whether it is a table, which is as wide as the page, and of which the book has a drawing as a file.
    """
    return "\n".join(
        [
            f'<div class="rb-figure{" rb-of-table" if table else ""}" id="figure-{name}">',
            f'<p class="rb-finding-of">{escape(finding)}</p>',
            *([f'<p class="rb-unit">{escape(unit)}</p>'] if unit else []),
            inner,
            *([f'<p class="rb-note">{escape(note)}</p>'] if note else []),
            _source(review, name, tables, data, csv),
            "</div>",
        ]
    )


def _source(review: Review, name: str, tables: Sequence[str], data: Data | None, csv: str) -> str:
    """Where the numbers come from, and how the figure is taken along."""
    named = joined(f'<a href="../data/{escape(review.name)}/{table}.csv">{table}</a>' for table in tables)
    kinds = [f'<a href="../{FOLDER}/{name}.{kind}" download>{kind.upper()}</a>' for kind in ("svg", "png")]
    if data is not None:
        kinds.append(f'<a href="{csv_to_save(_csv(data))}" download="{name}.csv">CSV</a>')
    if csv:
        kinds.append(f'<a href="../data/{escape(review.name)}/{csv}.csv" download>CSV</a>')
    parts = [
        f"<span>Source: {'table' if len(tables) == 1 else 'tables'} {named} of {escape(_short(review.title))}</span>",
        *kinds,
        f'<a class="rb-to-copy" href="#figure-{name}">link to this figure</a>',
    ]
    return f'<p class="rb-source">{" · ".join(parts)}</p>'


def _short(title: str) -> str:
    """A title without what stands behind its first colon."""
    return title.partition(": ")[0]


def _csv(data: Data) -> bytes:
    out = io.StringIO()
    writer(out, lineterminator="\n").writerows(
        [cell(str(one)) for one in row] for row in (data.head, *data.rows)
    )
    return out.getvalue().encode()


def slug(text: str) -> str:
    """Text as a part of a name: lower-case letters, digits and "-"."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
