"""What every chapter shows: what it is cut down to, and where its data are."""

from __future__ import annotations

from IPython.display import Markdown

from reviewbook.review import Review
from reviewbook.show.grid import data_links, page
from reviewbook.show.words import (
    counted,
    escape,
    label,
)


def scope(review: Review) -> Markdown | None:
    """What the page shows, where it does not show every report; None where it does."""
    if review.whole is None:
        return None
    shown = f"{len(review.reports)} of {counted(len(review.full.reports), 'report')}"
    if review.subset != "all":
        shown += f": worker group *{escape(label(review.subset).lower())}*"
    return page(f":::{{note}}\nThis page shows {shown}.\n:::")


def downloads(review: Review, *tables: str) -> Markdown:
    """Links to the tables behind a page and to the data dictionary."""
    return page(data_links(review, *tables))
