"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from reviewbook.page.words import counted, do
from reviewbook.review.model import Review


def claims_numbers(review: Review) -> dict[str, object]:
    """Chapter 08: how many printed numbers hold, differ, and cannot be checked."""
    from reviewbook.claims.verdicts import VERDICTS, evaluate  # loads DuckDB

    whole = review.full
    if not whole.has("claims"):
        return {
            "n_claims": 0,
            **{f"n_{v}": 0 for v in VERDICTS},
            "answer": "This review lists no printed numbers to check.",
        }
    verdicts = evaluate(whole.claims, {name: getattr(whole, name) for name in whole.tables})[
        "verdict"
    ].value_counts()
    values: dict[str, object] = {"n_claims": len(whole.claims)} | {
        f"n_{v}": int(verdicts.get(v, 0)) for v in VERDICTS
    }
    values["answer"] = (
        f"Of {counted(values['n_claims'], 'printed number')}, {values['n_holds']} {do(values['n_holds'], 'hold')}, "
        f"{values['n_differs']} {do(values['n_differs'], 'differ')} from the tables and {values['n_cannot_be_checked']} cannot "
        "be checked with what the source gives."
    )
    return values
