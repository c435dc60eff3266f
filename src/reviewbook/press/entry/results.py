"""The results of a report as its page, and that of its intervention, show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from reviewbook.press.entry.markup import Reporter, at, cell, charted, flags, status, to
from reviewbook.results.directions import DIRECTIONS
from reviewbook.results.tables import GIVEN
from reviewbook.review.nothing import AS_CHARTED, NOTHING

if TYPE_CHECKING:
    from reviewbook.press.entry import Entries

SHOWN = (
    "result_id",
    "outcome", "domain", "instrument", "group", "time_point", "n", "n" + AS_CHARTED, "amount", "direction", "comparison", "note",
    "locator",
)  # fmt: skip


def held(entries: Entries, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a page shows of a result, as plain data."""
    flagged = entries.flags("results", row["result_id"], "n", *GIVEN)
    return {name: row[name] for name in SHOWN} | {"flags": flagged}


def shown(held: Mapping[str, Any], error: Reporter) -> dict[str, Any]:
    """A result as the template has it: each value as HTML; None what is not told, and the report where the page names none."""
    pointing, flagged = held["direction"] in DIRECTIONS, held["flags"]
    touched = dict(one for name in GIVEN for one in flagged.get(name, ()))
    return {
        "outcome": cell(held["outcome"]),
        "domain": cell(held["domain"]),
        "report": to("reports", *held["report"]) if "report" in held else None,
        "group": _of("whose", held["group"]),
        "time": _of("when", held["time_point"]),
        "instrument": _told(held["instrument"]),
        "n": charted(held, "n") + flags(flagged.get("n", ())),
        "amount": cell(held["amount"]),
        "note": _told(held["note"]),
        "flags": flags(touched.items()),
        "direction": status(held["direction"]) if pointing else cell(held["direction"]),
        "comparison": cell(held["comparison"]) if pointing else None,
        "locator": at(held["locator"]),
        "error": error("results", held["result_id"], "value", held["amount"] or ""),
    }


def _of(what: str, text: str | None) -> Markup:
    """A value that stands with others in one cell: where it is not told, with what it would say."""
    told = cell(text)
    return told if text is not None and text not in NOTHING else Markup("{}: {}").format(what, told)


def _told(text: str | None) -> Markup | None:
    return None if text is None or text in NOTHING else cell(text)
