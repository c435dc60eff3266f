"""Build one MyST table: numbered, captioned, with row headers, citations and links in its cells."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice

from IPython.display import Markdown

from reviewbook.page import narrow
from reviewbook.page.words import joined, symbol
from reviewbook.review.dictionary import schema
from reviewbook.review.labels import label, within
from reviewbook.review.model import Review
from reviewbook.review.nothing import ABSENT

BLANK = symbol("")  # a cell of which nothing is charted yet

# Up to so many rows a table is whole; of a longer one, which nobody reads through, a page shows the first, and of a wider one the
# first columns. A line beneath it says how much there is, and where all of it stands.
ROWS, FIRST_ROWS, COLUMNS = 200, 50, 60

# Whether tables are whole however long they are: for files that people take away (`uncut`).
_UNCUT: ContextVar[bool] = ContextVar("uncut", default=False)

# Of a long table that stands in the open (``open_rows``), a page shows so many rows at once, and folds the others.
OPEN_ROWS = 12

WHOLE = 500  # cells up to which the page holds them all, however many rows they make
LINKED = 1_000  # cells up to which each is a link without scripts; more would bury the rest of the page for the keyboard


@contextmanager
def uncut() -> Iterator[None]:
    """Inside, `grid` gives every row and column that it is given."""
    before = _UNCUT.set(True)
    try:
        yield
    finally:
        _UNCUT.reset(before)


def grid(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    name: str,
    css: str = "",
    widths: Sequence[int] | None = None,
    of: int | None = None,
    most: int | None = None,
    total: Sequence[str] | None = None,
    all_in: str = "",
    uncharted: Sequence[str] = (),
    open_rows: int | None = None,
) -> str:
    """A MyST list-table as text, and beneath it a line where it is cut: the first rows and `COLUMNS` columns stay.

    A column of which no row is charted yet is left out, and a line beneath says so once.

    Parameters
    ----------
    head, rows : cells as MyST text; the first cell of each row is its header.
    caption, name : what the table is called, and the label that other pages refer to.
    css : further classes beside rb-table (rb-sticky, rb-matrix).
    widths : column widths in parts of their sum.
    of : how many rows there are, where ``rows`` makes them one by one: then those that are not shown need not be made.
    most : rows that are shown; left out: up to `ROWS` all, of more the first `FIRST_ROWS`.
    total : a last row about all rows, which is not one of them and is never cut.
    all_in : where all rows stand, such as a `file_link`.
    uncharted : what else is charted of no row, and left out of its cells.
    open_rows : rows that a reader sees at once; the others, where they are half as many or more, are a table of their own that is
        folded beneath. Left out: all.
    """
    left = iter(rows)
    columns = sys.maxsize if _UNCUT.get() else COLUMNS
    if _UNCUT.get():
        most, of = sys.maxsize, None
    first = most or (ROWS if of is None or of <= ROWS else FIRST_ROWS)
    shown = [list(row) for row in islice(left, first)]
    whole = len(shown) + sum(1 for _ in left) if of is None else of
    if most is None and whole > ROWS:
        del shown[FIRST_ROWS:]
    if not shown and not total:  # a head alone is no table
        return _note("The review has nothing yet for a row of this table.", caption=caption, name=name)
    blank = {at for at in range(1, len(head)) if shown and len(shown) == whole and _is_blank(shown, at)}
    untold = [*(head[at] for at in sorted(blank)), *uncharted]
    if blank:
        head, *shown = [[cell for at, cell in enumerate(row) if at not in blank] for row in (head, *shown)]
        total = [cell for at, cell in enumerate(total) if at not in blank] if total else None
        widths = [width for at, width in enumerate(widths) if at not in blank] if widths else None
    apart = [] if open_rows is None or _UNCUT.get() or 2 * len(shown) < 3 * open_rows else shown[open_rows:]
    shown_open = shown[: len(shown) - len(apart)]
    shape = (
        []
        if "rb-matrix" in css or not narrow.fits(head, [*shown, *([total] if total else [])])
        else [narrow.CSS]
    )
    looks = [f":class: {' '.join(['rb-table', *css.split(), *shape])}"]
    if widths:
        looks.append(f":widths: {' '.join(map(str, widths[:columns]))}")
    totals = [total] if total else []
    lines = _list_table([head, *shown_open, *totals], columns, looks, title=f" {caption}", name=name)
    if apart:
        what = f"The other {len(apart):,} rows" if len(shown) == whole else f"{len(apart):,} more rows"
        lines += ["", f"~~~{{dropdown}} {what}", "", *_list_table([head, *apart], columns, looks), "~~~"]
    if untold:
        lines.append(f"\nNot charted yet: {joined(untold)}.")
    cut = [("rows", len(shown), whole), ("columns", columns, len(head))]
    said = joined(f"{part:,} of {every:,} {noun}" for noun, part, every in cut if part < every)
    if said:
        lines.append(f"\n{said} are shown" + (f"; all are in {all_in}." if all_in else "."))
    return "\n".join(lines)


def _list_table(
    rows: Sequence[Sequence[str]], columns: int, looks: Sequence[str], *, title: str = "", name: str = ""
) -> list[str]:
    """The lines of one list-table; the first row is its head."""
    lines = [f":::{{list-table}}{title}", *([f":name: {name}"] if name else []), ":header-rows: 1"]
    if len(rows[0]) > 1:  # a table of headers alone is none
        lines.append(":stub-columns: 1")
    lines += [*looks, ""]
    for row in rows:
        for at, cell in enumerate(row[:columns]):
            lines.append(f"{'*' if at == 0 else ' '} - {cell}")
    return [*lines, ":::"]


def _is_blank(rows: Sequence[Sequence[str]], at: int) -> bool:
    return all(row[at] == BLANK for row in rows)


def page(*parts: str | None) -> Markdown:
    """Parts of a page, one under the other, as the output of a notebook cell; what is empty is left out."""
    return Markdown("\n\n".join(part for part in parts if part) + "\n")


def in_place(line: str, *, caption: str, name: str) -> Markdown:
    """A line in place of a table that cannot be shown, or would show nothing, under its caption and number: references to it
    still lead somewhere. It is drawn as a note, not as a table."""
    return page(_note(line, caption=caption, name=name))


def _note(line: str, *, caption: str, name: str) -> str:
    return "\n".join(
        [
            f":::{{list-table}} {caption}",
            f":name: {name}",
            ":class: rb-table rb-missing",
            "",
            f"* - {line}",
            ":::",
        ]
    )


def folded(title: str, content: str) -> str:
    """Content that a reader opens by its title."""
    return f"::::{{dropdown}} {title}\n{content}\n::::"


def needs(
    *tables: str | Callable[..., str],
    caption: str | Callable[..., str],
    name: str | Callable[..., str],
    whole: bool = False,
) -> Callable:
    """For a function that shows tables of a review: where one is left out, it shows a one-line table in place.

    That table carries the name, so that references to it still lead somewhere. ``tables``, ``caption`` and ``name`` may be functions
    of the further arguments, where a function is called more than once. ``whole`` looks at the review before any subset was taken.
    """

    def wrap(show: Callable) -> Callable:
        @functools.wraps(show)
        def shown(review: Review, *arguments, **options):
            def said(text: str | Callable[..., str]) -> str:
                return text if isinstance(text, str) else text(*arguments, **options)

            line = absent(review.full if whole else review, *map(said, tables))
            if line is None:
                return show(review, *arguments, **options)
            return in_place(line, caption=review.nouns.told(said(caption)), name=said(name))

        return shown

    return wrap


def absent(review: Review, *tables: str) -> str | None:
    """`left_out` as a chapter says it, marked as a line in place of what is not there (`nothing`)."""
    line = left_out(review, *tables)
    return nothing(line) if line else None


def left_out(review: Review, *tables: str) -> str | None:
    """One line that says which of these tables the review leaves out; None where all are there."""
    gone = [table for table in tables if not review.has(table)]
    if not gone:
        return None
    scope = " for the reports shown" if review.whole and all(review.full.has(table) for table in gone) else ""
    return f"{review.nouns.told(gives_no(gone))}{scope}."


def absent_all(review: Review, *tables: str) -> str | None:
    """As `absent`, where none of these tables is there; None where any is."""
    return None if any(map(review.has, tables)) else absent(review, *tables)


ROW_OF = {"reports": "report", "studies": "study", "interventions": "intervention"}


def uncharted(review: Review, *columns: str, called: str = "") -> str | None:
    """One line that says of columns ("reports.country") that no row has anything there yet; None where any has.

    ``called`` : what they hold, where the name of the column does not say it.
    """
    parts = [column.split(".") for column in columns]
    if any(review.holds(table, column) for table, column in parts):
        return None
    rows = joined(dict.fromkeys(ROW_OF[table] for table, _ in parts), last="or")
    what = called or joined(dict.fromkeys(label(column).lower() for _, column in parts), last="or")
    return nothing(f"Not charted yet of any {review.nouns.told(rows)}: {what}.")


def gives_no(tables: Iterable[str]) -> str:
    """That a review leaves tables out, as MyST without its full stop."""
    names = (f"{within(schema(table)['title'])} (table `{table}`)" for table in tables)
    return f"This review gives no {joined(names, last='or')}"


def nothing(line: str) -> str:
    """A line in place of what is not there, marked so that a page says it once."""
    return f"[{line}]{{.{ABSENT}}}"


def no_scheme(which: str) -> str:
    """A line in place of what would be shown of coding schemes of a kind ("themes", "frameworks"), of which the review has none."""
    return nothing(f"This review has no {which}.")


def file_link(review: Review, *tables: str, up: str = "..") -> str:
    """Links to the files of tables, as they are published beside the book."""
    return joined(
        f'<a href="{up}/data/{review.name}/{table}.csv" download>{table}.csv</a>' for table in tables
    )


def data_links(review: Review, *tables: str, up: str = "..") -> str:
    """The line that leads from a page to the tables behind it and to the dictionary of their columns."""
    links = [file_link(review, table, up=up) for table in tables if review.has(table)]
    dictionary = f'<a href="{up}/book/data-dictionary.html">data dictionary</a>'
    return (
        f'<p class="rb-downloads">Data: {joined(links) or "none"}. What the columns hold: {dictionary}.</p>'
    )
