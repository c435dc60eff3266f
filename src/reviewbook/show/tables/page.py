"""What every chapter shows: what it is cut down to, and where its data are."""

from __future__ import annotations

from IPython.display import Markdown

from reviewbook.review import Review
from reviewbook.show.grid import data_links, page
from reviewbook.show.words import (
    counted,
    escape,
    joined,
    label,
)


def scope(review: Review) -> Markdown | None:
    """What the page shows, where a subset or a lowest rating was asked for; None where it shows all."""
    if review.whole is None:
        return None
    parts = [] if review.subset == "all" else [f"worker group *{escape(label(review.subset).lower())}*"]
    if review.min_rating:
        parts.append(f"rated {review.min_rating} or higher, or not rated")
    shown = f"{len(review.reports)} of {counted(len(review.full.reports), 'report')}"
    return page(f":::{{note}}\nThis page shows {shown}: {joined(parts)}.\n:::")


def downloads(review: Review, *tables: str) -> Markdown:
    """Links to the tables behind a page and to the data dictionary."""
    return page(data_links(review, *tables))
