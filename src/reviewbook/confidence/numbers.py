"""The sentence on confidence that prose glues in."""

from __future__ import annotations

import pandas as pd

from reviewbook.confidence import assessing, of_review
from reviewbook.confidence.drawing.strip import named
from reviewbook.page.words import counted, do, joined
from reviewbook.review.model import Review
from reviewbook.themes import coding

NAMED = 6  # codes and findings that a sentence names


def confidence_numbers(review: Review, which: str) -> dict[str, object]:
    """Chapters 05 ("themes") and 06 ("frameworks"): how sure it is, as sentences, and how many are assessed."""
    tables = [of_review.subjects(review, scheme) for scheme in coding.schemes(review.codes, which)]
    # A finding stands under each of its codes and is one subject.
    table = (
        pd.concat(tables, ignore_index=True).drop_duplicates(assessing.KEY)
        if tables
        else pd.DataFrame(columns=["state", "level"])
    )
    states = table["state"].value_counts()
    values: dict[str, object] = {
        "n_subjects": len(table),
        **{
            f"n_{state}": int(states.get(state, 0))
            for state in (assessing.ASSESSED, assessing.UNDER_WAY, assessing.DIFFER, assessing.NOT_ASSESSED)
        },
    }
    return values | {"confidence": _sentence(table, which)}


def _sentence(table: pd.DataFrame, which: str) -> str:
    one, many = coding.noun(which)
    if table.empty:
        return f"This review has no {many}, so there is nothing to be sure of."
    if (table["about_kind"] == assessing.FINDING).any():
        one, many = f"{one} or finding", f"{many} and findings"
    n, whole = len(table), table[table["state"] == assessing.ASSESSED]
    states = ((assessing.UNDER_WAY, "under way"), (assessing.DIFFER, "open, because assessors differ"))
    left = [(int((table["state"] == state).sum()), words) for state, words in states]
    rest = joined(f"{k:,} {do(k, 'are')} {words}" for k, words in left if k)
    if len(whole):
        said = f"Confidence is assessed for {len(whole):,} of {counted(n, one, many)}: {_by_level(whole)}"
    elif rest:
        said = f"No assessment of the {counted(n, one, many) if n > 1 else one} is whole yet"
    else:
        said = f"Confidence in the {counted(n, one, many) if n > 1 else one} has not been assessed yet"
    return f"{said}; {rest}." if rest else f"{said}."


def _by_level(whole: pd.DataFrame) -> str:
    """Each level with those that have it: "moderate confidence in “Staying”"."""
    levels = assessing.instrument()["levels"]
    parts = []
    for level in assessing.LEVELS:
        own = whole[whole["level"] == level]
        if len(own):
            names = joined(f"“{named(row).rstrip('.')}”" for row in own.itertuples(index=False))
            parts.append(f"{levels[level]['label']} in {names if len(whole) <= NAMED else f'{len(own):,}'}")
    return joined(parts)
