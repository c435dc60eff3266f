"""The flow as a list, step by step: what stands in place of the chart where a window is too narrow for its columns.

It is made of the same rows as the chart (`flow_plan`), so that both say the same in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reviewbook.page.escape import html as escaped
from reviewbook.page.words import counted, do
from reviewbook.review.labels import UNSAID
from reviewbook.selection.drawing.flow_plan import (
    OUTLINES,
    are_named,
    column_name,
    columns_of,
    entries,
)
from reviewbook.selection.drawing.flow_words import NONE, link_name, says_counted, shown
from reviewbook.selection.layout import Box
from reviewbook.selection.layout import label as label_

RECORDS, REPORTS, STUDIES = "records", "reports", "studies"


def as_list(boxes: Sequence[Box], layout: Mapping[str, Any]) -> str:
    """The flow as HTML: a list for each route, in it the steps, and in each step what left it."""
    boxes = [box._replace(label=box.label or label_(box, layout)) for box in boxes]
    columns, said = columns_of(boxes, layout), says_counted(boxes)
    named = are_named(columns)
    parts = []
    for column, rows in columns.items():
        if named and column:
            parts.append(f'<p class="rb-step-head">{escaped(column_name(column, layout))}</p>')
        steps = []
        for row in rows:
            left = "".join(_step(loss, layout, said, "rb-step rb-left") for loss in row.losses.values())
            if row.counts:
                steps.append(f"<li>{_step(row.counts, layout, said, 'rb-step')}{left}</li>")
            elif left:
                steps.append(f"<li>{left}</li>")
        parts.append(f'<ol class="rb-steps">{"".join(steps)}</ol>')
    return f'<div class="rb-flow-list">{"".join(parts)}</div>'


def _step(counts: Sequence[Box], layout: Mapping[str, Any], said: bool, css: str) -> str:
    """A box: its lines, each with its number; where these are not of one kind, each has an outline of its own, as in the chart."""
    outlines = {OUTLINES[count.status] for count in counts}
    outline = outlines.pop() if len(outlines) == 1 else "solid"
    lines = []
    for label, count, indent in entries(counts, layout):
        inner = f"<span>{escaped(label)}</span>"
        if count:
            own = OUTLINES[count.status]
            look = "" if own == outline else f' class="rb-{own}"'
            number = f"<b{look}>{escaped(shown(count, said))}</b>"
            if count.href:
                spoken = escaped(link_name(label, count, said, layout))
                number = f'<a href="{escaped(count.href)}" aria-label="{spoken}">{number}</a>'
            inner += number
            if count.contradiction:
                inner += f'<em class="rb-differs">≠ {escaped(count.contradiction)}</em>'
        lines.append(f"<p{' class=rb-part' if indent else ''}>{inner}</p>")
    return f'<div class="{css} rb-{outline}">{"".join(lines)}</div>'


def finding(boxes: Sequence[Box], layout: Mapping[str, Any]) -> str:
    """From how many records to how many reports, as far as both are known."""
    included = _sum(boxes, "included", REPORTS)
    n, unit = (included, "report") if included is not None else (_sum(boxes, "included", STUDIES), "study")
    found = _sum(boxes, "identified", RECORDS)
    if n is None:
        left = _sum(boxes, "included", RECORDS)
        if left is None or found is None:
            return str(layout["title"])
        return f"{left:,} of {counted(found, 'record')} {do(left, 'are')} left so far"
    kept = counted(n, unit, "studies" if unit == "study" else None)
    if found is not None:
        return f"{counted(found, 'record')} led to {kept}"
    silent = [box for box in boxes if box.step == "identified" and box.n is None]
    kinds = dict.fromkeys(UNSAID[box.status] for box in silent if box.status in UNSAID)
    why = f"; how many records were found is {' or '.join(kinds)}" if kinds else ""
    return f"{kept[0].upper()}{kept[1:]} included{why}"


def _sum(boxes: Sequence[Box], step: str, unit: str) -> int | None:
    """The number of a step over all routes; None where it is not there, or one of them is not known."""
    own = [box for box in boxes if (box.step, box.unit) == (step, unit) and box.stage == NONE == box.reason]
    return None if not own or any(box.n is None for box in own) else sum(box.n or 0 for box in own)
