"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reviewbook.page.words import NONE, counted, joined, number
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED
from reviewbook.selection import flow, layout
from reviewbook.selection.of_review import flow_of
from reviewbook.studies.of_review import included


def selection_numbers(review: Review) -> dict[str, object]:
    """Chapter 01: counts of the flow, of sources, and the answer."""
    whole = review.full
    counts = included(whole)
    values: dict[str, object] = {
        f"n_{unit}": counts.get(unit, NONE) for unit in ("reports", "studies", "interventions")
    }
    kinds = whole.sources["kind"].value_counts()
    values["n_databases"] = int(kinds.get("database", 0))
    values["n_sources"] = len(whole.sources)
    values["searched_to"] = _searched_to(whole)
    double = whole.agreement["double_screened"].dropna().unique()
    values["double_screened"] = joined(number(share) for share in sorted(double)) or NONE
    found = flow_of(whole)
    boxes = flow.complete(found.boxes, found.layout)
    if not boxes:
        silent = "This review gives no flow of records."
        return values | {"answer": silent, "sum_answer": silent}
    values["answer"] = _flow_answer(boxes, values)
    values["sum_answer"] = _sums(boxes)
    return values


def _flow_answer(boxes: Sequence[layout.Box], values: Mapping[str, object]) -> str:
    """The flow in one sentence; a review that is under way says what is left so far."""
    screened, assessed = (_first(boxes, step) for step in ("screened", "assessed"))
    reports, studies_, interventions_ = (
        counted(n, one, many) if isinstance(n := values[f"n_{many}"], int) else NONE
        for one, many in (("report", "reports"), ("study", "studies"), ("intervention", "interventions"))
    )
    if {reports, studies_, interventions_} == {NONE} and not any(box.step == "assessed" for box in boxes):
        return f"Of {screened} records screened so far, {_first(boxes, 'included')} are left."
    return (
        f"Of {screened} records screened, {assessed} full texts were assessed and {reports} included: "
        f"{studies_} of {interventions_}."
    )


def _sums(boxes: Sequence[layout.Box]) -> str:
    from_records = [box for box in boxes if box.status == "counted"]
    computed = [box for box in boxes if box.status == "computed"]
    told = joined(
        f"{number(box.n)} ({(box.label[0].lower() + box.label[1:]).partition(' (')[0]})" for box in computed
    )
    if from_records:
        share = "All" if len(from_records) == len(boxes) else f"{len(from_records)} of the"
        start = f"{share} {len(boxes)} numbers of the chart are counted from the records and the tables."
        return start + (f" {told} follow from the numbers around them and are drawn dashed." if told else "")
    if not computed:
        return "Every number of the chart is reported; none had to be computed."
    return (
        f"The review does not print {told}; these follow from the numbers around them and are drawn dashed."
    )


def _first(boxes: Sequence[layout.Box], step: str) -> str:
    return next((number(box.n) for box in boxes if box.step == step and box.n is not None), NONE)


def _searched_to(review: Review) -> str:
    if review.has("editions"):
        return str(review.editions["searched_to"].iloc[-1])
    dates = (
        review.sources[["searched_to", "updated_to"]].stack()
        if review.has("sources")
        else pd.Series(dtype="string")
    )
    dates = dates[~dates.isin([NOT_REPORTED, NOT_APPLICABLE])]
    return str(dates.max()) if len(dates) else NONE
