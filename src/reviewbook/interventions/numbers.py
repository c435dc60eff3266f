"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Mapping

from reviewbook.interventions import combinations, feature_counts, of_review, tidier
from reviewbook.page.words import NONE, NOT_YET, counted, do, joined
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING


def interventions_numbers(review: Review) -> dict[str, object]:
    """Chapter 04: cells by value, and the features held by most."""
    cells = review.feature_values["value"].value_counts()
    n = {value: int(cells.get(value, 0)) for value in feature_counts.VALUES}
    values: dict[str, object] = {
        "n_interventions": len(review.interventions),
        "n_features": len(review.features),
        "n_cells": len(review.feature_values),
        **{f"n_{value}": count for value, count in n.items()},
        "cells": _cells(n, len(review.interventions) * len(review.features)),
        **_tidier_numbers(review),
        "printed": _printed(review),
    }
    if not review.has("features", "feature_values"):
        silent = "This review charts no features."
        return values | {"answer": silent, "together": silent, "commonest": NONE}
    values["together"] = _together(review)
    table = of_review.fractions(review)
    top = table.sort_values("k", ascending=False, kind="stable").head(3)
    values["commonest"] = joined(f"“{row.label}” ({row.k:,} of {row.n:,})" for row in top.itertuples())
    values["answer"] = (
        f"The features most often found among {counted(len(review.interventions), 'intervention')} are {values['commonest']}; "
        f"the source settles {n['yes'] + n['no']:,} of {values['n_cells']:,} cells and leaves the others open."
    )
    return values


def _cells(n: Mapping[str, int], of: int) -> str:
    """How many cells of the matrix have which value, and how many are open."""
    if not sum(n.values()):
        return "This review charts no features."
    yes, no, unclear, silent = (n[value] for value in feature_counts.VALUES)
    said = (
        f"Of {counted(of, 'cell')}, {yes:,} {do(yes, 'are')} “yes” and {no:,} “no”; {unclear:,} {do(unclear, 'are')} “unclear” "
        f"(the source says something, but not enough) and {silent:,} “not reported”"
    )
    open_ = of - sum(n.values())
    return f"{said}; {open_:,} {do(open_, 'are')} {NOT_YET}." if open_ > 0 else f"{said}."


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
    return (
        f"Of {counted(len(about), 'printed fraction')} of interventions with a feature, {holds} {do(holds, 'hold')}, "
        f"{differs} {do(differs, 'differ')} and {cannot} cannot be checked."
    )


def _together(review: Review) -> str:
    """The pair of features that most interventions have both of."""
    table = combinations.together(review.feature_values, review.features)
    if table.empty or not table["both"].max():
        return "No intervention is known to have two of the features."
    first = table.loc[table["both"] == table["both"].max()].iloc[0]
    labels = dict(zip(review.features["feature_id"], review.features["label"], strict=True))
    return (
        f"The two features most often found together are “{labels[first['a']]}” and “{labels[first['b']]}”, in "
        f"{first['both']:,} of {counted(len(review.interventions), 'intervention')}."
    )


def _tidier_numbers(review: Review) -> dict[str, object]:
    items = tidier.merged(review.tidier)
    told = items["completeness"].value_counts()
    n = {value: int(told.get(value, 0)) for value in tidier.COMPLETENESS}
    return {f"n_tidier_{value}": count for value, count in n.items()} | {
        "n_tidier": len(items),
        "tidier": _tidier(
            n, len(items), len(review.tidier), len(tidier.cells(review.tidier, review.interventions))
        ),
        "contradictions": _contradictions(int(items["contradicted"].sum()), len(items)),
    }


def _tidier(n: Mapping[str, int], charted: int, statements: int, of: int) -> str:
    """How fully the items are described, and how many statements they merge."""
    if not charted:
        return "This review charts no TIDieR items."
    full, partly, silent = (n[word] for word in tidier.COMPLETENESS)
    said = (
        f"Of {counted(of, 'item')}, {full:,} {do(full, 'are')} reported, {partly:,} partly and {silent:,} not"
    )
    open_ = of - charted
    said += f"; {open_:,} {do(open_, 'are')} {NOT_YET}." if open_ > 0 else "."
    return (
        f"{said} They merge {counted(statements, 'statement')}; an item counts by the statement that tells most of it, "
        "unless the review judges it as a whole."
    )


def _contradictions(count: int, of: int) -> str:
    if not of:
        return "This review charts no TIDieR items."
    if not count:
        return f"No contradiction is noted on any of {counted(of, 'item')}."
    return f"On {count:,} of {counted(of, 'item')} statements contradict each other; the table sets them side by side."
