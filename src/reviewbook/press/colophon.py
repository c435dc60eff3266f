"""The page that says whose the book is and who did what, and what of it stands on the first page."""

from __future__ import annotations

import pandas as pd

from reviewbook.page import colophon
from reviewbook.page.colophon import Sentence, as_myst
from reviewbook.page.grid import data_links, grid, left_out
from reviewbook.page.words import coded, date, escape, said, silence
from reviewbook.review import standing as rules
from reviewbook.review.model import Review
from reviewbook.review.nothing import given
from reviewbook.selection.numbers import last_end

# What the two works of table people are called.
WORKS = {
    rules.OWN: {"review": "The review", "book": "This book"},
    rules.REPUBLICATION: {"review": "The review that is published again", "book": "This book"},
    "": {"review": "The review", "book": "This book"},
}


def standing(review: Review) -> str:
    """Whose the book is, whether further searches come, and what it publishes again, in one paragraph of MyST; "" where none is said."""
    package = review.package
    return _paragraph(
        colophon.whose(package),
        colophon.updated(package, last=last_end(review)),
        colophon.taken_from(package),
    )


def briefly(review: Review) -> str:
    """Whose the book is, and whether further searches come: for the top of the first page; "" where neither is said."""
    return _paragraph(colophon.whose(review.package), colophon.updated(review.package, last=last_end(review)))


def again(review: Review) -> str:
    """What the book publishes again, with its licence; "" of other books, or where no source is named."""
    return _paragraph(colophon.taken_from(review.package))


def made(review: Review) -> str:
    """What was changed, who made the book, under which licence, and where to write: MyST; "" where whose the book is is not said."""
    package = review.package
    if not rules.relation(package):
        return ""
    who = colophon.did(review.people, "book")
    return (
        _paragraph(
            colophon.changed(package),
            [f"Who did what for this book: {who}."] if who else [],
            colophon.licensed(package),
            colophon.where_to_write(package),
        )
        + "\nAll on who did what: {doc}`/book/colophon`."
    )


def page(review: Review) -> str:
    """The colophon as MyST."""
    package = review.package
    lines = ["# Colophon"]
    if first := standing(review):
        lines.append("{.rb-answer}\n" + first)
    told = (colophon.changed, colophon.licensed, colophon.where_to_write)
    lines += [as_myst(sentence) for make in told if (sentence := make(package))]
    lines.append("## Who did what")
    if line := left_out(review, "people"):
        lines.append(line)
    else:
        lines.append("Names stand here as the source prints them; where it prints none, the role.")
        names = WORKS[rules.relation(package)]
        lines += [
            _table(own, names[work], work)
            for work in names
            if len(own := review.people[review.people["work"] == work])
        ]
    lines.append(data_links(review, "people", "editions"))
    return "\n\n".join(lines) + "\n"


def _table(people: pd.DataFrame, caption: str, work: str) -> str:
    """A row for each deed; a column for when only where that is known of one."""
    dated = given(people["done_at"]).any()
    rows = [
        [
            escape(row.who),
            f"**{coded(colophon.deed(row.activity))}.** {said(row.note)}",
            *([said(row.done_at if pd.isna(row.done_at) else date(row.done_at))] if dated else []),
            said(row.locator),
        ]
        for row in rules.in_order(people).itertuples()
    ]
    head = ["Who", "Did what, and how", *(["When"] if dated else []), "Where it says so"]
    widths = [22, 42, 14, 22] if dated else [22, 54, 24]
    name = f"tbl-people-{work}"
    table = grid(head, rows, caption=f"{caption}: who did what", name=name, css="rb-sticky", widths=widths)
    return table if dated else f"{table}\n\nWhen it was done is {silence(people['done_at'])}."


def _paragraph(*sentences: Sentence) -> str:
    return " ".join(as_myst(one).strip() for one in sentences if one)
