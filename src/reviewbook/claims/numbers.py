"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from reviewbook.page.words import counted, do
from reviewbook.review.model import Review


def claims_numbers(review: Review) -> dict[str, object]:
    """Chapter 08: how many printed numbers hold, differ, and cannot be checked."""
    from reviewbook.claims.asking import Limits
    from reviewbook.claims.verdicts import CANNOT, DIFFERS, HOLDS, VERDICTS, evaluate  # loads DuckDB

    whole = review.full
    if not whole.has("claims"):
        return {
            "n_claims": 0,
            **{f"n_{v}": 0 for v in VERDICTS},
            "answer": "This review lists no printed numbers to check.",
        }
    checked = evaluate(
        whole.claims, {name: getattr(whole, name) for name in whole.tables}, limits=Limits.of(whole.package)
    )
    verdicts = checked["verdict"].value_counts()
    n = {v: int(verdicts.get(v, 0)) for v in VERDICTS}
    answer = (
        f"Of {counted(len(whole.claims), 'printed number')}, {n[HOLDS]} {do(n[HOLDS], 'hold')}, "
        f"{n[DIFFERS]} {do(n[DIFFERS], 'differ')} from the tables and {n[CANNOT]} cannot be checked with what the source gives."
    )
    return {"n_claims": len(whole.claims), **{f"n_{v}": count for v, count in n.items()}, "answer": answer}
