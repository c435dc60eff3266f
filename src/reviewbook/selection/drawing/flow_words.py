"""The flow in words: what the chart says of itself, clause by clause, and what a reader hears at its links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reviewbook.review.labels import UNSAID
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.selection.layout import Box
from reviewbook.selection.layout import label as label_
from reviewbook.selection.layout import words as words_

NONE = NOT_APPLICABLE
WRONG = "heavy outline and ≠: the other numbers lead to another count"
NO_BOX = (
    "Every row of the flow of this review (table `flow`) is marked not applicable: there is no box to draw."
)
COUNTED = "(counted): counted in the records of this review; other numbers as reported"


def groups_of(counts: Sequence[Box]) -> list[list[Box]]:
    """Counts that belong together, as a total and its parts: of one step and stage, those of no stage first."""
    found: dict[tuple[str, str], list[Box]] = {}
    for count in counts:
        found.setdefault((count.step, count.stage), []).append(count)
    steps = [*dict.fromkeys(step for step, _ in found)]
    return [found[key] for key in sorted(found, key=lambda key: (steps.index(key[0]), key[1] != NONE))]


def says_counted(boxes: Sequence[Box]) -> bool:
    """Whether reported counts stand beside counted ones, so that these must be told apart."""
    return {"reported", "counted"} <= {box.status for box in boxes}


def shown(count: Box, counted: bool, unit: str = "") -> str:
    """The number as it is drawn and said."""
    if count.n is None:
        return UNSAID[count.status]
    if count.reported is not None:
        return f"reported {count.reported:,}, log gives {count.n:,}{unit}"
    mark = {"computed": " (computed)", "counted": " (counted)" if counted else ""}.get(count.status, "")
    return f"{count.n:,}{unit}{mark}"


def clause(counts: Sequence[Box], layout: Mapping[str, Any], *, stage: str, unit: str, counted: bool) -> str:
    """What happened to how many, for a total and its parts; the unit is left out where it is the one just named."""
    template = layout["steps"][counts[0].step]["said"]
    done = words_(template, unit=counts[0].unit, stage=stage, layout=layout)
    totals = [count for count in counts if count.reason == NONE and not has_own_label(count, layout)]
    own = [count for count in counts if count.reason == NONE and count not in totals]
    units = layout["units"]

    def told(count: Box) -> str:
        one, many = units.get(count.unit, [count.unit, count.unit])
        return shown(
            count, counted, "" if count.unit == unit else f" {one if count.n == 1 else many}"
        ) + expected(count)

    known = [told(count) for count in totals if count.n is not None]
    clauses = []
    if known:
        listed = ", ".join(known[:-1]) + (" and " if known[1:] else "") + known[-1]
        single = len(known) == 1 and next(count.n for count in totals if count.n is not None) == 1
        clauses.append(f"{listed} {'was' if single else 'were'} {done}")
    for count in totals:
        if count.n is None:
            many = units.get(count.unit, [count.unit] * 2)[1]
            clauses.append(f"the number of {many} {done} is {UNSAID[count.status]}{expected(count)}")
    clauses += [f"{count.label}: {shown(count, counted)}{expected(count)}" for count in own]
    because = "; ".join(
        f"{count.label or count.reason}, {shown(count, counted)}{expected(count)}"
        for count in counts
        if count.reason != NONE
    )
    many = units.get(counts[0].unit, [counts[0].unit] * 2)[1]
    return ("; ".join(clauses) or f"{many} {done}") + (f": {because}" if because else "")


def has_own_label(count: Box, layout: Mapping[str, Any]) -> bool:
    """Whether a total is called otherwise than the layout has it: its words then say all."""
    return bool(count.label) and count.label != label_(count, layout)


def expected(count: Box) -> str:
    return f" (contradiction: {count.contradiction})" if count.contradiction else ""


def link_name(label: str, count: Box, counted: bool, layout: Mapping[str, Any]) -> str:
    """What stands at the link, so that it can be spoken to, and where it leads."""
    wrong = f" ≠ {count.contradiction}" if count.contradiction else ""
    step = layout["steps"][count.step]["label"]
    whole = words_(step, unit=count.unit, stage=count.stage, layout=layout)
    of = "" if count.reason == NONE else f" of {whole[0].lower()}{whole[1:]}"
    return f"{label} {shown(count, counted)}{wrong}: list{of}"
