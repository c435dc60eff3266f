"""The flow of a whole review, worked out of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from reviewbook import agreement
from reviewbook.review.kept import kept
from reviewbook.review.model import Review
from reviewbook.review.problems import ReviewProblems, quote
from reviewbook.selection import counting, screening
from reviewbook.selection.layout import DEFAULT, Box, in_its_nouns, load_layout
from reviewbook.studies.of_review import included


class Flow(NamedTuple):
    """The flow of a review: its boxes (nothing computed yet), and what they were counted from."""

    layout: Mapping[str, Any]
    boxes: list[Box]
    ledger: (
        pd.DataFrame
    )  # one row a record (`counting.ledger`); empty where there are no records or no decisions
    stages: list[str]
    counted: list[Box]  # from the ledger alone


def flow_of(r: Review, *, layout: str | None = None) -> Flow:
    """The flow of a review, counted from its records and decisions where it has them, else as reported.

    ``layout`` is that of datapackage.json (property ``flow_layout``) or PRISMA 2020 where none is named.

    Raises
    ------
    ReviewProblems (FLOW-012) where the layout cannot be used.
    """
    words = in_its_nouns(load_layout(layout) if layout else _own_layout(r), r.nouns.pair)
    ledger, stages, counted = _counted(r)
    boxes = counting.joined(r.flow, counts=included(r), counted=counted)
    return Flow(words, boxes, ledger, stages, counted)


@kept
def coded(r: Review) -> pd.DataFrame:
    """The decisions of a review, quick to ask (`agreement.coded`)."""
    return agreement.coded(r.decisions)


@kept
def in_conflict(r: Review) -> pd.Series:
    """How many records wait for a consensus, by stage (`screening.in_conflict`)."""
    return screening.in_conflict(coded(r))


@kept  # a page asks for one flow several times, and a million records take seconds
def _counted(r: Review) -> tuple[pd.DataFrame, list[str], list[Box]]:
    """The ledger, its stages and its boxes."""
    decisions, sources = coded(r), r.sources
    stages = counting.stage_order(r.flow, decisions)
    records = r.records if len(decisions) else r.records.iloc[:0]
    ledger = counting.ledger(records, decisions, sources, stages=stages, reasons=r.reasons, flow=r.flow)
    return ledger, stages, counting.count(ledger, stages=stages, sources=sources)


def _own_layout(r: Review) -> dict[str, Any]:
    name = str(r.package.get("flow_layout", DEFAULT))
    beside = r.path / name  # a layout of the review's own stands in its folder
    if beside.is_file():
        return load_layout(beside)
    try:
        return load_layout(name)
    except ReviewProblems as unusable:
        raise ReviewProblems(
            replace(
                problem, file="datapackage.json", field="flow_layout", found=f"{quote(name)}: {problem.found}"
            )
            for problem in unusable.problems
        ) from None
