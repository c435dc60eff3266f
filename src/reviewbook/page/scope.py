"""What every chapter shows: what it is cut down to, and where its data are."""

from __future__ import annotations

from IPython.display import Markdown

from reviewbook.page.grid import data_links, page
from reviewbook.page.words import counted, escape, joined
from reviewbook.review import groups
from reviewbook.review.labels import label, within
from reviewbook.review.model import Review, tables_of

# Interventions up to which the book offers the TIDieR sheets as Word: each takes a twentieth of a second to write.
MOST_SHEETS = 500


def scope(review: Review) -> Markdown | None:
    """What the page shows, where it does not show every report; None where it does."""
    if review.whole is None:
        return None
    shown = f"{len(review.reports)} of {counted(len(review.full.reports), 'report')}"
    if part := groups.subset_of(review.subset, tables_of(review.full, *groups.READ)):
        answer = part.group.word(part.answer) if part.group else label(part.answer).lower()
        shown += f": {escape(groups.told(part))} *{escape(within(answer))}*"
    return page(f":::{{note}}\nThis page shows {shown}.\n:::")


def downloads(review: Review, *tables: str) -> Markdown:
    """Links to the tables behind a page and to the data dictionary; with the TIDieR items, to their sheets."""
    return page(data_links(review, *tables), _sheets(review) if "tidier" in tables else "")


def _sheets(review: Review) -> str:
    """Links to the TIDieR sheets, as they are published beside the tables."""
    if not review.full.has("interventions", "tidier"):
        return ""
    kinds = [("csv", "CSV")]
    if len(review.full.interventions) <= MOST_SHEETS:
        kinds.insert(0, ("docx", "Word"))
    files = joined(
        f'<a href="../data/{review.name}/tidier-sheets.{kind}" download>{name}</a>' for kind, name in kinds
    )
    return (
        f'<p class="rb-downloads">The TIDieR sheet of each {review.nouns.one}, for a supplement: {files}.</p>'
    )
