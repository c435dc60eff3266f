"""How much a whole review includes."""

from __future__ import annotations

from reviewbook.review.model import Review


def included(r: Review) -> dict[str, int]:
    """What the review's tables hold, by unit: reports, studies, interventions (those that have a table with rows)."""
    counts = {unit: r.charted(unit) for unit in ("reports", "studies", "interventions")}
    return {unit: n for unit, n in counts.items() if n}
