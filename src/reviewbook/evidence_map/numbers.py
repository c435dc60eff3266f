"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

import pandas as pd

from reviewbook.appraisal import of_review
from reviewbook.page.kinds import counted as counted_by_kind
from reviewbook.page.words import counted
from reviewbook.review import nouns
from reviewbook.review.model import Review
from reviewbook.studies import characteristics


def map_numbers(review: Review) -> dict[str, object]:
    """Chapter 07: what the map lays out."""
    people = characteristics.people(review.studies).set_index("who").loc["participants"]
    known = (
        f", with {people['people']:,} {nouns.people(review)['participants']} in the {people['studies']:,} of "
        f"{counted(people['of'], 'study', 'studies')} that give a number"
        if pd.notna(people["people"]) and "participants" in nouns.people(review)
        else ""
    )
    n = len(review.interventions)
    about = f" on {counted_by_kind(review)}" if n else ""
    return {
        "matrix": _matrix(review),
        "marks": _marks(review),
        "answer": f"{counted(len(review.reports), 'report')}{about} lie on the map{known}.",
    }


def _marks(review: Review) -> str:
    """What shape and colour of a mark say, as the rest of a sentence; an end to it where no report is rated in points."""
    rated = review.has("ratings") or review.has("appraisals")
    points = rated and of_review.rated(review)["points"].notna().any()
    return ", and its shape and colour say how the reports are rated." if points else "."


def _matrix(review: Review) -> str:
    """What the chapter on interventions holds against each other, as the rest of a sentence."""
    if not (len(review.interventions) and len(review.features)):
        return review.nouns.told("would hold interventions against features; this review charts none.")
    about, features = (
        f"the {told}" if n > 1 else f"the one {one}"
        for n, one, told in (
            (len(review.interventions), review.nouns.one, counted_by_kind(review)),
            (len(review.features), "feature", counted(len(review.features), "feature")),
        )
    )
    return f"holds {about} against {features}, each with its evidence."
