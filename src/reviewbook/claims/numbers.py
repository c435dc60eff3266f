"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

import pandas as pd

from reviewbook.claims.drawing.outcomes import what
from reviewbook.claims.of_review import evaluated
from reviewbook.page.words import NOT_YET, counted, do, joined
from reviewbook.review.model import Review

NONE = "This review lists no printed numbers to check."
# What becomes of the claims that test nothing, of one and of several.
OTHERS = {
    "restated": ("repeats another one", "repeat another one"),
    "same_sentence": (
        "was taken from the sentence that it would be checked against",
        "were taken from the sentences that they would be checked against",
    ),
    "input": ("is a number that nothing else can give", "are numbers that nothing else can give"),
    "": ("is not judged yet", "are not judged yet"),
}


def claims_numbers(review: Review) -> dict[str, object]:
    """Chapter 08: how many printed numbers hold, differ and cannot be checked, and how many of them are independent checks."""
    from reviewbook.claims.verdicts import VERDICTS  # loads DuckDB

    whole = review.full
    if not whole.has("claims"):
        none = {
            "n_claims": 0,
            **{f"n_{v}": 0 for v in VERDICTS},
            "asked": NONE,
            "others": NONE,
            "answer": NONE,
            "differing": "",
        }
        return none | {"disagreements": _disagreements(whole)}
    checked = evaluated(whole)
    verdicts = checked["verdict"].value_counts()
    return {
        "n_claims": len(whole.claims),
        **{f"n_{v}": int(verdicts.get(v, 0)) for v in VERDICTS},
        "asked": _asked(checked),
        "others": _others(checked),
        "answer": _answer(checked),
        "differing": _differing(checked),
        "disagreements": _disagreements(whole),
    }


def _answer(checked: pd.DataFrame) -> str:
    """What the checks come to: the independent ones with their verdicts; where nothing is judged, all with theirs."""
    from reviewbook.claims.kinds import INDEPENDENT, NOT_JUDGED, by_kind
    from reviewbook.claims.verdicts import CANNOT, DIFFERS, HOLDS

    table, of = by_kind(checked), len(checked)
    if table.at[NOT_JUDGED, "all"] == of:
        holds, differs, cannot = (int(table[verdict].sum()) for verdict in (HOLDS, DIFFERS, CANNOT))
        return (
            f"Of {what(checked)}, {holds:,} {do(holds, 'hold')}, {differs:,} {do(differs, 'differ')} from the tables and {cannot:,} "
            "cannot be decided with what the source gives."
        )
    n = int(table.at[INDEPENDENT, "all"])
    if not n:
        return f"Of {what(checked)}, none can be checked independently."
    holds, differs, cannot = (int(table.at[INDEPENDENT, verdict]) for verdict in (HOLDS, DIFFERS, CANNOT))
    return (
        f"Of {what(checked)}, {n:,} can be checked independently: {holds:,} {do(holds, 'hold')}, {differs:,} "
        f"{do(differs, 'differ')} from the tables and {cannot:,} cannot be decided with what the source gives."
    )


def _differing(checked: pd.DataFrame) -> str:
    """How many differ of all, where that is another number than the answer's; else empty."""
    from reviewbook.claims.kinds import INDEPENDENT, NOT_JUDGED, by_kind
    from reviewbook.claims.verdicts import DIFFERS

    table = by_kind(checked)
    n, own = int(table[DIFFERS].sum()), int(table.at[INDEPENDENT, DIFFERS])
    if n == own or table.at[NOT_JUDGED, "all"] == len(checked):
        return ""
    return f"{counted(n, 'number')} {do(n, 'differ')}, {own or 'none'} of them by an independent check."


def _others(checked: pd.DataFrame) -> str:
    """What the numbers are that no independent check tests, as a sentence."""
    from reviewbook.claims.kinds import INDEPENDENT, by_kind

    n = {kind: int(count) for kind, count in by_kind(checked)["all"].items()}
    told = joined(f"{n[kind]:,} {words[n[kind] != 1]}" for kind, words in OTHERS.items() if n[kind])
    if not told:
        return "Every number is checked independently."
    others = sum(n.values()) - n[INDEPENDENT]
    return f"Of the {'other ' if n[INDEPENDENT] else ''}{others:,}, {told}."


def _asked(claims: pd.DataFrame) -> str:
    """How many have a query, how many the reason why there is none, how many neither yet."""
    from reviewbook.claims.verdicts import given

    queried = claims["query"].map(given).astype(bool)
    reasoned = ~queried & claims["reason"].map(given).astype(bool)
    q, r, n = int(queried.sum()), int(reasoned.sum()), len(claims)
    told = [f"{q:,} {do(q, 'are')} counted again from the tables of this book"]
    if r:
        told.append(f"{r:,} {do(r, 'say')} why the tables cannot give {'it' if r == 1 else 'them'}")
    if left := n - q - r:
        told.append(f"of {left:,} neither is {NOT_YET.removeprefix('not ')}")
    return f"Of {what(claims)}, {joined(told)}."


def _disagreements(whole: Review) -> str:
    """How many places of the source do not fit together, and how many of them are decided."""
    table = whole.disagreements
    if table.empty:
        return "No place where the source disagrees with itself is known."
    n, left = len(table), int(table["decision"].isna().sum())
    said = f"In {counted(n, 'place')} the source disagrees with itself"
    return f"{said}; for {left:,} it is not decided yet what this book keeps." if left else f"{said}."
