"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.interventions import feature_counts, of_review, tidier
from reviewbook.page.kinds import counted as counted_by_kind
from reviewbook.page.words import NONE, NOT_YET, counted, do, joined, of_all, span
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_AVAILABLE, NOT_REPORTED, NOTHING

FEW, MOST_NAMED = 3, 5  # features that a sentence names, and with those that are told as often


def interventions_numbers(review: Review) -> dict[str, object]:
    """Chapter 04: cells by value, and the features that the source tells of most interventions."""
    table = of_review.fractions(review)
    n = {kind: int(table[kind].str.len().sum()) for kind in feature_counts.KINDS}
    values: dict[str, object] = {
        "n_interventions": len(review.interventions),
        "n_features": len(review.features),
        "n_cells": sum(n.values()),
        **{f"n_{kind}": count for kind, count in n.items()},
        "cells": _cells(n) + _not_asked(len(of_review.not_asked(review))),
        **_tidier_numbers(review),
        "printed": _printed(review),
    }
    if not review.has("features", "feature_values"):
        silent = "This review gives no features."
        return values | {"answer": silent, "commonest": NONE}
    commonest = joined(
        f"“{row.label}” ({_of(row, len(review.interventions))})" for row in _commonest(table).itertuples()
    )
    open_ = sum(n[kind] for kind in feature_counts.OPEN)
    told = f"Of {counted(sum(n.values()), 'answer')}, {open_:,} {do(open_, 'are')} open."
    if commonest:
        told = f"Commonest among {counted_by_kind(review)}: {commonest}. {told}"
    return values | {"commonest": commonest or NONE, "answer": told}


def _of(row: Any, every: int) -> str:
    """How many have a feature: "8 to 10", and "3 of 5" where not all are asked for it."""
    return span(row.low, row.high) if row.n == every else of_all(row.low, row.high, row.n)


def _commonest(table: pd.DataFrame) -> pd.DataFrame:
    """The features that are told most often: three, or as many as are told as often as the third; where that would name more
    than `MOST_NAMED`, those before it. At least the first, however many are told as often."""
    told = table[table["low"] > 0].sort_values("low", ascending=False, kind="stable")
    if len(told) <= FEW:
        return told
    third = told["low"].iloc[FEW - 1]
    named = told[told["low"] >= third]
    if len(named) > MOST_NAMED:
        named = told[told["low"] > third]
    return named if len(named) else told.head(FEW)


WORDS = {  # one cell, several cells
    "unclear": ("is unclear", "are unclear"),
    NOT_REPORTED: ("is not reported", "are not reported"),
    NOT_AVAILABLE: ("is not available in the document at hand", "are not available in the document at hand"),
    feature_counts.NOT_CHARTED: (f"is {NOT_YET}", f"are {NOT_YET}"),
}


def _left_open(n: Mapping[str, int]) -> str:
    """The open cells, each kind by itself: "; 93 are unclear and 24 are not reported"."""
    told = [_open(n, kind) for kind in feature_counts.OPEN if n[kind]]
    return f"; {joined(told)}" if told else ""


def _open(n: Mapping[str, int], kind: str) -> str:
    return f"{n[kind]:,} {WORDS[kind][n[kind] != 1]}"


def _cells(n: Mapping[str, int]) -> str:
    """How many answers the matrix has of which value, and why the others are open."""
    if sum(n.values()) == n[feature_counts.NOT_CHARTED]:
        return "This review gives no features."
    yes, no = (n[kind] for kind in feature_counts.SETTLED)
    return f"Of {counted(sum(n.values()), 'answer')}, {yes:,} {do(yes, 'are')} “yes” and {no:,} “no”{_left_open(n)}."


def _not_asked(n: int) -> str:
    """How many answers stand aside, as a further sentence; nothing where none does."""
    return f" {counted(n, 'further answer')} {do(n, 'are')} not asked for, and counted nowhere." if n else ""


def _printed(review: Review) -> str:
    """How many printed fractions of a feature hold, differ and cannot be checked."""
    from reviewbook.claims.asking import Limits
    from reviewbook.claims.verdicts import evaluate  # loads DuckDB

    whole = review.full
    about = whole.claims[~whole.claims["feature_id"].fillna("").isin(NOTHING)]
    if about.empty:
        return "The review lists no printed fraction of a feature."
    told = evaluate(
        about, {name: getattr(whole, name) for name in whole.tables}, limits=Limits.of(whole.package)
    )["verdict"].value_counts()
    holds, differs, cannot = (int(told.get(word, 0)) for word in ("holds", "differs", "cannot_be_checked"))
    if len(about) == 1:
        ends = "holds" if holds else "differs" if differs else "cannot be decided"
        return f"The one printed fraction of {review.nouns.many} with a feature {ends}."
    return (
        f"Of {len(about):,} printed fractions of {review.nouns.many} with a feature, {holds} {do(holds, 'hold')}, "
        f"{differs} {do(differs, 'differ')} and {cannot} cannot be decided."
    )


def _tidier_numbers(review: Review) -> dict[str, object]:
    items = tidier.merged(review.tidier)
    told = tidier.cells(review.tidier, review.interventions)["completeness"].value_counts()
    n = {word: int(told.get(word, 0)) for word in tidier.KINDS}
    return {f"n_tidier_{word}": count for word, count in n.items()} | {
        "n_tidier": len(items),
        "tidier": _tidier(n, len(review.tidier)),
        "tidier_items": _items(n, "TIDieR item"),
        "contradictions": _contradictions(int(items["contradicted"].sum()), len(items)),
    }


def _tidier(n: Mapping[str, int], statements: int) -> str:
    """How fully the items are described, and how many statements they merge."""
    if sum(n.values()) == n[tidier.NOT_CHARTED]:
        return "This review charts no TIDieR items."
    return (
        f"{_items(n, 'item')} They merge {counted(statements, 'statement')}; an item counts by the statement that "
        "tells most of it, unless the review judges it as a whole."
    )


def _items(n: Mapping[str, int], noun: str) -> str:
    """How many items are reported, partly and not, and of how many nobody can say."""
    full, partly, silent = (n[word] for word in ("reported", "partly", NOT_REPORTED))
    of = counted(sum(n.values()), noun)
    said = f"Of {of}, {full:,} {do(full, 'are')} reported"
    said += f", {partly:,} partly and {silent:,} not" if silent else f" and {partly:,} partly"
    return f"{'; '.join([said, *(_open(n, word) for word in tidier.OPEN if n[word])])}."


def _contradictions(count: int, of: int) -> str:
    if not of:
        return "This review charts no TIDieR items."
    if not count:
        return f"No contradiction is noted on any of {counted(of, 'item')}."
    return f"On {count:,} of {counted(of, 'item')} statements contradict each other; the table sets them side by side."
