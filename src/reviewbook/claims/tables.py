"""Chapter 08: printed numbers beside recomputed ones."""

from __future__ import annotations

from IPython.display import Markdown

from reviewbook.page.escape import myst_code
from reviewbook.page.grid import absent, file_link, grid, page
from reviewbook.page.words import escape, said, span
from reviewbook.review.labels import label
from reviewbook.review.model import Review


def claims(review: Review, verdict: str) -> Markdown:
    """The printed numbers with one verdict: both numbers, the comparison's note, and the query."""
    from reviewbook.claims.asking import Limits
    from reviewbook.claims.verdicts import evaluate, given  # loads DuckDB

    whole = review.full
    if line := absent(whole, "claims"):
        return page(line)
    table = evaluate(
        whole.claims, {name: getattr(whole, name) for name in whole.tables}, limits=Limits.of(whole.package)
    )
    own = table[table["verdict"] == verdict]
    if own.empty:
        return page("There is no such number.")
    rows = []
    for row in own.itertuples():
        data = span(row.low, row.high)
        notes = [escape(row.note)] if given(row.note) else []
        why = [escape(row.why)] if row.why else []
        query = myst_code(row.query) if given(row.query) else ""
        rows.append(
            [
                f"{escape(row.claim_id)} {escape(row.statement)}",
                f"{escape(row.reported)} {escape(row.unit)}",
                data,
                " ".join([*why, *notes]) or "–",
                query or "–",
                said(row.locator),
            ]
        )
    head = ["What the number says", "Reported", "Recomputed", "What to know", "Query", "Where it says so"]
    caption = f"Printed numbers that {label(verdict).lower()}"
    name = f"tbl-claims-{verdict.replace('_', '-')}"
    widths = [24, 10, 10, 22, 20, 14]
    all_in = file_link(whole, "claims")
    return page(grid(head, rows, caption=caption, name=name, css="rb-prose", widths=widths, all_in=all_in))
