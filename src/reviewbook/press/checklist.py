"""The page of reporting checklists: one part an instrument, each answer with the page of the book that shows it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewbook.page.grid import grid, left_out
from reviewbook.page.words import FOLD, counted, do, escape, joined, said, symbol
from reviewbook.review.checklists import answered, instrument, instruments, tally
from reviewbook.review.model import Review
from reviewbook.review.nothing import is_given


def page(review: Review) -> str:
    """The reporting checklists that a review answers, as MyST."""
    lines = ["# Reporting checklists"]
    if line := left_out(review, "checklist"):
        return "\n\n".join([*lines, line]) + "\n"
    table = answered(review.checklist)
    names = [name for name in instruments() if (table["instrument"] == name).any()]
    for at, name in enumerate(names):
        own, tool = table[table["instrument"] == name], instrument(name)
        if len(names) > 1:
            lines.append(f"{FOLD if at else ''}## {escape(tool['title'])}")
        lines.append(summary(own["answer"], tool))
        lines.append(
            grid(
                ["Item", "Section", "Answer", "Page of this book", "Note", "Where it says so"],
                [_row(row, tool) for row in own.itertuples()],
                caption=escape(tool["title"]),
                name="tbl-checklist" if at == 0 else f"tbl-checklist-{name}",
                css="rb-prose",
                widths=[26, 12, 12, 14, 24, 12],
            )
        )
    if unnamed := int((table["instrument"] == "").sum()):
        lines.append(
            f"{counted(unnamed, 'answer')} {do(unnamed, 'belong')} to a checklist that is not named yet."
        )
    lines.append(
        f'<p class="rb-downloads">Data: <a href="../data/{review.name}/checklist.csv" download>checklist.csv</a>. '
        'What the columns hold: <a href="data-dictionary.html">data dictionary</a>.</p>'
    )
    return "\n\n".join(lines) + "\n"


def summary(answers: pd.Series, tool: Mapping) -> str:
    """What the answers to a checklist come to, counted of the items that can be judged from the document at hand (MyST)."""
    items = len(tool["items"])
    n = tally(answers, items=items)
    judged = n["judged"]
    told = [
        f"{n['reported']:,} {do(n['reported'], 'are')} reported in full",
        f"{n['partly']:,} in part",
        f"{n['not_reported']:,} {do(n['not_reported'], 'are')} not reported",
    ]
    lines = [
        f"{escape(tool['short'])} {{cite:p}}`{tool['source']}` asks {items:,} things of {tool['about']}.",
        f"As far as the document at hand shows, of the {counted(judged, 'item')} that can be judged from it, {joined(told)}."
        if judged
        else "None of the items can be judged from the document at hand.",
    ]
    if gone := n["not_available"]:
        lines.append(
            f"{counted(gone, 'item')} cannot be judged: the document at hand does not hold the part that would tell, "
            f"which says nothing against the review."
        )
    if not_asked := n["not_applicable"]:
        lines.append(f"{counted(not_asked, 'item')} {do(not_asked, 'do')} not apply.")
    if open_ := n["open"]:
        lines.append(f"{counted(open_, 'item')} {do(open_, 'have')} no answer yet.")
    return "\n".join(lines)


def _row(row, tool: Mapping) -> list[str]:
    item = tool["items"][row.item]
    return [
        escape(f"{row.item}. {item['label']}"),
        escape(item["section"]),
        symbol(row.answer),
        _shown_on(row.anchor),
        said(row.note),
        said(row.locator),
    ]


def _shown_on(anchor: object) -> str:
    """The page of the book that shows it, as a link."""
    if not is_given(anchor):
        return "–"
    # The first page's own title is the review's, too long for a cell.
    return "{doc}`First page </book/index>`" if anchor == "book/index" else f"{{doc}}`/{anchor}`"
