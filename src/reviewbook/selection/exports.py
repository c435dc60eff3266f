"""The search strategies and the protocol for a supplement: Word, text and CSV; and what was included and excluded."""

from __future__ import annotations

import pandas as pd

from reviewbook.files import word
from reviewbook.files.cells import for_spreadsheets
from reviewbook.page import colophon
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING, is_given
from reviewbook.selection import strategies
from reviewbook.selection.drawing import works
from reviewbook.selection.of_review import flow_of

TITLE, PLANNED = "Search strategies", "What was planned, and what was done"
NOT_YET = "not charted yet"
PROTOCOL = ("kind", "item", "identifier", "planned", "done", "deviation", "reason", "decided_at", "locator")


def included(review: Review) -> list[works.Work]:
    """The included reports (`works.included`)."""
    return works.included(review)


def excluded(review: Review) -> list[works.Excluded]:
    """The reports excluded in full text, with their reasons (`works.excluded`)."""
    return works.excluded(review.full.records, flow_of(review.full).ledger)


def csv(review: Review) -> bytes:
    """The strategies, a line a row, each with the name and platform of its source; cells that a spreadsheet could run are text."""
    named = review.sources.set_index("source_id")[["name", "platform"]]
    table = review.searches.join(named, on="source_id")
    shown = table[
        [
            "source_id",
            "name",
            "platform",
            "search_id",
            "line",
            "text",
            "hits",
            *strategies.OF_A_SEARCH,
            "locator",
        ]
    ]
    return for_spreadsheets(shown)


def protocol_csv(review: Review) -> bytes:
    """The table protocol, deviations and all, for a spreadsheet."""
    return for_spreadsheets(review.protocol[["item_id", *PROTOCOL]])


def txt(review: Review) -> bytes:
    """The strategies as plain text, to be run again: one source after the other, each line as it was run, the records behind it."""
    parts = []
    for head, about, lines in _searches(review):
        told = [f"{n}. {text}" + (f"  ({hits})" if hits else "") for n, text, hits in lines]
        parts.append("\n".join([head, *about, "", *told]))
    return ("\n\n\n".join(parts) + "\n").encode()


def docx(review: Review) -> bytes:
    """The strategies as a Word document: for each search what it was and a table of its lines; then, where it is charted, the protocol."""
    document = word.blank(
        review, TITLE, subject="Search strategies (PRISMA-S)", keywords="search strategy, PRISMA-S"
    )
    word.opening(document, review, TITLE, speaks=colophon.paragraphs(review.package))
    for head, about, lines in _searches(review):
        document.add_heading(word.plain(head), level=1)
        for line in about:
            word.leading(document, line)
        word.table(
            document,
            f"{head}, line by line",
            ["Line", "As it was run", "Records"],
            [[str(n), text, hits] for n, text, hits in lines],
            [1.5, 21, 3.2],
        )
    if len(review.protocol):
        document.add_heading(PLANNED, level=1)
        heads = ["What", "Planned", "Done", "Deviation", "Reason"]
        rows = [
            [
                f"{label(row.kind)}: {row.item}",
                *(_said(cell) for cell in (row.planned, row.done, row.deviation, row.reason)),
            ]
            for row in review.protocol.sort_values("position").itertuples()
        ]
        word.table(document, PLANNED, heads, rows, [4.5, 7, 7, 2.5, 4.7])
    return word.saved(document)


def _searches(review: Review) -> list[tuple[str, list[str], list[tuple[int, str, str]]]]:
    """Each search: its heading, what it was in lines of text, and its lines (number, text, records)."""
    sources = review.sources.set_index("source_id")
    found = []
    for row in strategies.totals(review.searches).to_dict("records"):
        own = review.searches[review.searches["search_id"] == row["search_id"]].sort_values("line")
        name = sources.at[row["source_id"], "name"] if row["source_id"] in sources.index else row["source_id"]
        platform = sources.at[row["source_id"], "platform"] if row["source_id"] in sources.index else ""
        head = f"{name} ({platform})" if is_given(platform) else str(name)
        told = {
            "Run on": row["run_at"],
            "Limits": row["limits"],
            "Reviewed before (PRESS)": row["peer_reviewed"],
            "Run by": row["run_by"],
        }
        about = [f"{what}: {_said(value)}" for what, value in told.items()]
        lines = [
            (int(one.line), _said(one.text), "" if pd.isna(one.hits) else f"{one.hits:,}")
            for one in own.itertuples()
        ]
        found.append((head, about, lines))
    return found


def _said(value: object) -> str:
    if pd.isna(value) or value == "":
        return NOT_YET
    return str(value).replace("_", " ") if value in NOTHING else str(value)
