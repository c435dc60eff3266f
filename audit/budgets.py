"""The budgets of a page: what is measured, how its column is called, and the worst that may be."""

from __future__ import annotations

from typing import NamedTuple


class Budget(NamedTuple):
    """One measure: the least, of a score, or the most."""

    name: str
    worst: float
    least: bool = False

    def holds(self, value: float | None) -> bool:
        """Whether a value keeps to it; None, which was not measured or is not asked, breaks nothing."""
        return value is None or (value >= self.worst if self.least else value <= self.worst)


PAGE = (
    Budget("KB", 200),
    Budget("requests", 12),
    Budget("foreign", 0),
    Budget("axe", 0),
    Budget("screens", 10),
    Budget("overflow", 0),
    Budget("nodes", 3_000),
    Budget("errors", 0),
)
# Categories of Lighthouse, for a phone.
SCORES = {
    "performance": Budget("perf", 95, least=True),
    "accessibility": Budget("a11y", 100, least=True),
    "best-practices": Budget("best", 100, least=True),
    "seo": Budget("seo", 100, least=True),
}
ALL = (*PAGE[:4], *SCORES.values(), *PAGE[4:])
