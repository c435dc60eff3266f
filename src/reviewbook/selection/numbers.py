"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from reviewbook.page.words import NONE, NOT_YET, counted, joined, number, silence
from reviewbook.review.model import Review
from reviewbook.review.nothing import given
from reviewbook.selection import flow, layout
from reviewbook.selection.drawing.flow_words import clause, groups_of
from reviewbook.selection.of_review import flow_of
from reviewbook.studies.of_review import included

BESIDES = (
    "found_again",
    "kept_by_reviewer",
    "brought_back",
)  # steps without which the numbers of the answer do not follow


def selection_numbers(review: Review) -> dict[str, object]:
    """Chapter 01: counts of the flow, of sources, and the answer."""
    whole = review.full
    counts = included(whole)
    values: dict[str, object] = {
        f"n_{unit}": counts.get(unit, NONE) for unit in ("reports", "studies", "interventions")
    }
    values["n_databases"] = int((whole.sources["kind"] == "database").sum())
    values["searched_to"] = _searched_to(whole)
    values["search"] = _search(whole.sources, str(values["searched_to"]))
    double = whole.agreement["double_screened"].dropna().unique()
    values["double_screened"] = joined(number(share) for share in sorted(double)) or NONE
    found = flow_of(whole)
    boxes = flow.complete(found.boxes, found.layout)
    if not boxes:
        silent = "This review gives no flow of records."
        return values | {"answer": silent, "sum_answer": silent}
    values["answer"] = " ".join([_flow_answer(boxes, values), *_besides(boxes, found.layout)])
    values["sum_answer"] = _sums(boxes)
    return values


def _search(sources: pd.DataFrame, searched_to: str) -> str:
    """How many places were searched, how many of them are databases, and up to when."""
    if sources.empty:
        return "This review charts no place that was searched."
    n, kinds = len(sources), sources["kind"]
    databases, silent = int((kinds == "database").sum()), int((~given(kinds)).sum())
    said = f"{counted(n, 'place')} {'was' if n == 1 else 'were'} searched"
    if silent < n:
        said += f", {databases:,} of them {'a database' if databases == 1 else 'databases'}"
    if silent:
        said += f" (of {silent:,} the kind is {silence(kinds)})"
    last = f"the last search reached {searched_to}"
    return f"{said}; {last if searched_to not in (NONE, NOT_YET) else f'up to when is {searched_to}'}."


def _flow_answer(boxes: Sequence[layout.Box], values: Mapping[str, object]) -> str:
    """The flow in one sentence; a review that is under way says what is left so far."""
    screened, assessed = (_first(boxes, step) for step in ("screened", "assessed"))
    reports, studies_, interventions_ = (
        counted(n, one, many) if isinstance(n := values[f"n_{many}"], int) and n else NONE
        for one, many in (("report", "reports"), ("study", "studies"), ("intervention", "interventions"))
    )
    if {reports, studies_, interventions_} == {NONE} and not any(box.step == "assessed" for box in boxes):
        left = _first(boxes, "included")
        if NONE in (screened, left):
            return "The numbers of records screened and of those left are not known yet."
        return f"Of {screened} records screened so far, {left} are left."
    told = [f"{assessed} full texts were assessed"] if assessed != NONE else []
    told += [f"{reports} {'' if told else 'were '}included"] if reports != NONE else []
    if not told:
        return "How many reports were assessed and included is not known yet."
    said = joined(told)
    said = f"Of {screened} records screened, {said}" if screened != NONE else said[:1].upper() + said[1:]
    about = [words for words in (studies_, interventions_) if words != NONE]
    return f"{said}: {' of '.join(about)}." if about and reports != NONE else f"{said}."


def _besides(boxes: Sequence[layout.Box], words: Mapping[str, Any]) -> list[str]:
    """What else a reader must know to follow the numbers, a sentence each in the words of the chart; none where there is nothing."""
    told = []
    for route in dict.fromkeys(box.route for box in boxes):
        for group in groups_of([box for box in boxes if box.route == route and box.step in BESIDES]):
            said = clause(group, words, stage=group[0].stage, unit="", counted=False)
            told.append(f"{said[0].upper()}{said[1:]}.")
    return told


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
    """How many came to the first stage of a step, over all routes; none where this is not known of each that has the step."""
    first: dict[str, int | None] = {}
    for box in boxes:
        if box.step == step and first.get(box.route) is None:
            first[box.route] = box.n
    known = [n for n in first.values() if n is not None]
    return number(sum(known)) if known and len(known) == len(first) else NONE


def _searched_to(review: Review) -> str:
    if review.has("editions"):
        return str(review.editions["searched_to"].iloc[-1])
    dates = (
        review.sources[["searched_to", "updated_to"]].stack()
        if review.has("sources")
        else pd.Series(dtype="string")
    )
    dates = dates[given(dates)]
    return str(dates.max()) if len(dates) else silence(review.sources["searched_to"])
