"""How much a whole review includes."""

from __future__ import annotations

from reviewbook.review.model import Review


def included(r: Review) -> dict[str, int]:
    """What the review's tables hold, by unit: reports, studies, interventions (those that have a table with rows)."""
    tables = {"reports": r.reports, "studies": r.studies, "interventions": r.interventions}
    return {unit: len(table) for unit, table in tables.items() if len(table)}
