"""Chapters 05 and 06: the trust strip."""

from __future__ import annotations

from IPython.display import HTML, Markdown

from reviewbook.confidence.drawing.strip import strips
from reviewbook.page.grid import needs, no_scheme, page
from reviewbook.review.model import Review


@needs("codes", "excerpts", "codings", caption="How sure it is", name=lambda which: f"tbl-trust-{which}")
def trust(review: Review, which: str) -> HTML | Markdown:
    """One line of marks for each theme or category: confidence, and beside each component what the data give.

    ``which`` is "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them.
    """
    shown = strips(review, which)
    return HTML(shown) if shown else page(no_scheme(which))
