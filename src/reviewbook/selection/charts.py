"""The chart of this chapter: what became of the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from IPython.display import HTML, Markdown

from reviewbook.page.figure import Data, framed
from reviewbook.page.grid import absent, page
from reviewbook.review.model import Review
from reviewbook.selection.drawing import flow_list, flowchart, records
from reviewbook.selection.drawing.flow_words import NO_BOX
from reviewbook.selection.flow import complete, mark, violations
from reviewbook.selection.layout import Box, label
from reviewbook.selection.of_review import flow_of

# Where the included are listed if not record by record.
LISTS = {
    ("included", "reports"): "07-evidence-map.html#tbl-explorer",
    ("included", "studies"): "02-studies.html#tbl-people",
    ("included", "interventions"): "02-studies.html#tbl-per-intervention",
}


def flow(review: Review) -> HTML | Markdown:
    """The flow chart of the whole review (a subset has no flow of its own); a box leads to its list."""
    found = flow_of(review.full)
    if not found.boxes:
        return page(absent(review.full, "flow") or NO_BOX)
    boxes = [
        box._replace(href=f"../book/records.html#{records.anchor(box)}")
        if records.has_list(box, found)
        else box._replace(href=LISTS.get((box.step, box.unit), ""))
        for box in mark(complete(found.boxes, found.layout), violations(found.boxes, found.layout))
    ]
    title = "Flow of records and reports through the review"
    both = f"{flowchart.figure(boxes, found.layout, title=title)}\n{flow_list.as_list(boxes, found.layout)}"
    return HTML(
        framed(
            review.full,
            both,
            name="flow",
            finding=flow_list.finding(boxes, found.layout),
            unit=f"{title}; a number that is underlined leads to its list",
            tables=[table for table in ("flow", "records", "decisions") if review.full.has(table)],
            data=_data(boxes, found.layout),
        )
    )


def _data(boxes: Sequence[Box], layout: Mapping[str, Any]) -> Data:
    """The boxes as a table, in reading order."""
    return Data(
        ["Route", "Box", "Number", "How it is known"],
        [
            [
                layout["routes"].get(box.route, box.route),
                box.label or label(box, layout),
                "" if box.n is None else box.n,
                box.status,
            ]
            for box in boxes
        ],
    )
