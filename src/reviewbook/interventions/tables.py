"""Chapter 04: how many interventions have each feature."""

from __future__ import annotations

from itertools import chain

from IPython.display import Markdown

from reviewbook.interventions import of_review
from reviewbook.interventions.drawing.printed import printed
from reviewbook.interventions.drawing.tidier import tidier_contradictions, tidier_items
from reviewbook.interventions.drawing.upset import combinations_table as combinations
from reviewbook.interventions.drawing.upset import together_table as together
from reviewbook.page.grid import file_link, grid, needs, page
from reviewbook.page.links import naming, short_names
from reviewbook.page.words import coded, escape, fraction
from reviewbook.review.labels import label
from reviewbook.review.model import Review

__all__ = ["combinations", "fractions", "printed", "tidier_contradictions", "tidier_items", "together"]


def _fractions(by: str | None = None) -> tuple[str, str]:
    caption = "Interventions with each feature" + (f", by {label(by).lower()}" if by else "")
    return caption, "tbl-fractions" + (f"-by-{by.replace('_', '-')}" if by else "")


@needs(
    "features",
    "feature_values",
    caption=lambda by=None: _fractions(by)[0],
    name=lambda by=None: _fractions(by)[1],
)
def fractions(review: Review, by: str | None = None) -> Markdown:
    """How many interventions have each feature, with the list behind each fraction."""
    table = of_review.fractions(review, by)
    names = short_names(review)
    lists = [[row["yes"], row["no"], row["unclear"] + row["not_reported"]] for _, row in table.iterrows()]
    tell, note = naming("interventions", chain(*lists), all_in=file_link(review, "feature_values"))
    head = [
        "Feature",
        *([label(by)] if by else []),
        "Yes, of those said",
        "Yes, of all",
        "Yes",
        "No",
        "Unclear or not reported",
    ]
    rows = [
        [
            escape(row["label"]),
            *([coded(row[by])] if by else []),
            fraction(row["k"], row["said"]),
            fraction(row["k"], row["n"]),
            *(tell(ids, names) for ids in own),
        ]
        for (_, row), own in zip(table.iterrows(), lists, strict=True)
    ]
    caption, name = _fractions(by)
    return page(grid(head, rows, caption=caption, name=name, css="rb-sticky rb-wide"), note)
