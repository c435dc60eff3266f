"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

import pandas as pd

from reviewbook.page.words import counted
from reviewbook.review.model import Review
from reviewbook.studies import characteristics


def map_numbers(review: Review) -> dict[str, object]:
    """Chapter 07: what the map lays out."""
    people = characteristics.people(review.studies).set_index("who").loc["participants"]
    known = (
        f", with {people['people']:,} {review.package.get('participants_term', 'participants')} in the {people['studies']:,} of "
        f"{counted(people['of'], 'study', 'studies')} that give a number"
        if pd.notna(people["people"])
        else ""
    )
    n = len(review.interventions)
    about = f" on {counted(n, 'intervention')}" if n else ""
    return {
        "n_interventions": len(review.interventions),
        "n_features": len(review.features),
        "answer": f"{counted(len(review.reports), 'report')}{about} to lay out, filter and follow{known}.",
    }
