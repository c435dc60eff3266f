"""The results of a report as its page, and that of its intervention, show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from reviewbook.press.entry.markup import cell, charted, status, to
from reviewbook.results.directions import DIRECTIONS
from reviewbook.review.nothing import AS_CHARTED, NOTHING, is_given

SHOWN = (
    "outcome", "domain", "instrument", "group", "time_point", "n", "n" + AS_CHARTED, "amount", "direction", "comparison", "note",
    "locator",
)  # fmt: skip


def held(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a page shows of a result, as plain data."""
    return {name: row[name] for name in SHOWN}


def shown(held: Mapping[str, Any]) -> dict[str, Markup | None]:
    """A result as the template has it: each value as HTML; None what is not told, and the report where the page names none."""
    pointing = held["direction"] in DIRECTIONS
    return {
        "outcome": cell(held["outcome"]),
        "domain": cell(held["domain"]),
        "report": to("reports", *held["report"]) if "report" in held else None,
        "group": cell(held["group"]),
        # Beside a group, what says nothing of the time could be taken for the group's.
        "time": cell(held["time_point"])
        if is_given(held["time_point"])
        else Markup("when: ") + cell(held["time_point"]),
        "instrument": _told(held["instrument"]),
        "n": charted(held, "n"),
        "amount": cell(held["amount"]),
        "note": _told(held["note"]),
        "direction": status(held["direction"]) if pointing else cell(held["direction"]),
        "comparison": cell(held["comparison"]) if pointing else None,
        "locator": cell(held["locator"]),
    }


def _told(text: str | None) -> Markup | None:
    return None if text is None or text in NOTHING else cell(text)
