"""What is wrong with a flow: boxes that others need, boxes given twice, sums that do not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, quote
from reviewbook.selection.flow import kind_of, sums, violations
from reviewbook.selection.layout import RETRIEVAL, UNLISTED, Box, label, words


def sum_problems(boxes: Sequence[Box], layout: Mapping[str, Any], *, file: str) -> list[Problem]:
    """Everything wrong with a flow: boxes that others need (FLOW-007), boxes given twice (FLOW-008), sums that do not hold."""
    if not boxes:
        return [Problem("FLOW-007", file, "no box", "boxes of a flow")]
    at = {box.position: box for box in boxes}
    routes = ", ".join(layout["routes"])
    found = [
        Problem("FLOW-012", file, quote(box.route), f"one of {routes}", box.row or None, "route")
        for box in boxes
        if box.route and box.route not in layout["routes"]
    ]
    found += [
        Problem("FLOW-007", file, seen, expected, row or None, field)
        for seen, expected, row, field in [*_missing(boxes, layout), *_untold_losses(boxes, layout)]
    ]
    first: dict[tuple, Box] = {}
    for box in boxes:
        if box.key in first and not (box.untold or first[box.key].untold):
            seen = f"{quote(label(box, layout))} again"
            place = (
                f"the box once; it stands in row {first[box.key].row}"
                if first[box.key].row
                else "the box once"
            )
            found.append(Problem("FLOW-008", file, seen, place, box.row or None, "step"))
        first.setdefault(box.key, box)
    for wrong in violations(boxes, layout):
        found.append(
            Problem(wrong.code, file, wrong.found, wrong.expected, at[wrong.position].row or None, "n")
        )
    return found


def _untold_losses(boxes: Sequence[Box], layout: Mapping[str, Any]) -> list[tuple[str, str, int, str]]:
    """What left between two states without a box for it: as `_missing`."""
    at = {box.position: box for box in boxes}
    found = []
    rules = sums(boxes, layout)
    told = {rule.at for rule in rules if rule.code == "FLOW-001" and not rule.at_most}
    for rule in rules:
        counts = [[at[p].n for p in each] for each in (rule.whole, rule.parts)]
        if rule.code != "FLOW-001" or rule.at in told or any(None in each for each in counts):
            continue
        before, after = (sum(n or 0 for n in each) for each in counts)
        if before > after:
            box = at[rule.at]
            seen = f"no box of the {before - after:,} that left before {quote(label(box, layout))}"
            found.append(
                (seen, "what was removed or excluded, with a count or not_reported", box.row, "step")
            )
    return found


def _missing(boxes: Sequence[Box], layout: Mapping[str, Any]) -> list[tuple[str, str, int, str]]:
    """Boxes, and stages of boxes, without which others say nothing: (found, expected, row of the box that needs it, field)."""
    there = {(box.route, box.step, box.stage) for box in boxes}
    steps = {box.step for box in boxes}
    # What they are boxes of may be that which others seem to lack.
    open_ = {(box.route, box.step) for box in boxes if box.untold}
    found: dict[str, tuple[str, str, int, str]] = {}

    def miss(step: str, *, box: Box | None = None, stage: str = NOT_APPLICABLE) -> None:
        unit = box.unit if box else layout["steps"][step]["unit"]
        says = words(layout["steps"][step]["label"], unit=unit, stage=stage, layout=layout)
        wanted = "the box, with a count or not_reported"
        found.setdefault(says, (f"no box {quote(says)}", wanted, box.row if box else 0, "step"))

    if not steps & {"screened", "assessed", UNLISTED}:
        miss("screened")
    for box in boxes:
        if box.untold:
            continue
        if box.step in ("excluded", "undecided", "brought_back"):
            if open_ & {(box.route, "screened"), (box.route, "assessed")}:
                continue
            judged = [
                s for route, step, s in there if route == box.route and step in ("screened", "assessed")
            ]
            if box.stage == RETRIEVAL and (box.route, "sought", NOT_APPLICABLE) in there:
                continue
            if box.stage == NOT_APPLICABLE and judged and NOT_APPLICABLE not in judged:
                says = f"no stage of {quote(label(box, layout))}"
                stages = dict.fromkeys(b.stage for b in boxes if b.route == box.route and b.stage in judged)
                found.setdefault(f"{says} {box.row}", (says, f"one of {', '.join(stages)}", box.row, "stage"))
            elif box.stage not in judged:
                full = box.stage == "full_text" or box.unit == "reports"
                miss("assessed" if full else "screened", box=box, stage=box.stage)
        if box.step == "found_again" and "identified" not in {
            step for route, step, _ in there if route == box.route
        }:
            miss("identified", box=box)
        if kind_of(box, layout) == "list" and box.reason == NOT_APPLICABLE:
            says = f"no reviewer of {quote(label(box, layout))}"
            found.setdefault(f"{says} {box.row}", (says, "the name of the reviewer", box.row, "reason"))
        if box.step == "not_retrieved" and (box.route, "sought", box.stage) not in there:
            miss("sought", box=box)
    if not steps & {"included", "total"}:
        miss("included")
    return list(found.values())
