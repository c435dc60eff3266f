"""The flow chart as SVG text, and the same numbers as sentences, for every layout of `reviewbook.selection.flow`.

Three steps, each of which can be tested alone: `place` decides where everything stands, `draw` writes that down as SVG,
`describe` says the numbers in words. `figure` puts the drawing into a frame that scrolls; `paper` prints the same plan.

One column for each route, and in it what is left, with what leaves it at the right; where the routes have met, the first
column goes on. Plain Python on purpose, as in `reviewbook.selection.flow`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from reviewbook.page.escape import svg as escaped
from reviewbook.page.svg import (
    SIZE,
    in_the_dark,
    number,
    rectangle,
)
from reviewbook.page.typeface import PLAIN, STACK
from reviewbook.selection.drawing.flow_plan import (
    Frame,
    Line,
    Text,
    are_named,
    column_name,
    columns_of,
    heading,
    place,
)
from reviewbook.selection.drawing.flow_words import NONE, clause, groups_of, says_counted
from reviewbook.selection.layout import Box

# Shown at 0.8 px a unit at least (letters of 12 px), and at 1 px at most.
LEAST, MOST = 0.05, 0.0625  # rem

# The colours of page.css, whose paper is the reader's where there is one.
DARK = "--paper:var(--rb-paper,#14181d);--box:#1b2127;--band:#1a2733;--ink:#e8ecf0;--link:#86bdea;--wrong:#f19a77"
LIGHT = {
    "paper": "#fff",
    "box": "#f5f7f8",
    "band": "#eef3f7",
    "ink": "#1b2530",
    "link": "#145a8d",
    "wrong": "#a3401c",
}
STYLE = f"""
.rb-flowchart{{{"".join(f"--{name}:{colour};" for name, colour in LIGHT.items())}
font:400 {SIZE}px/1 {STACK};{PLAIN};
display:block;width:100%;min-width:var(--least);max-width:var(--most);height:auto}}
{in_the_dark("rb-flowchart", DARK)}
@media print{{.rb-flowchart{{--box:#fff;--band:#fff;--ink:#000;min-width:0;max-height:85vh;break-inside:avoid}}}}
.rb-flowchart text{{fill:{LIGHT["ink"]};fill:var(--ink);forced-color-adjust:none}}
.rb-flowchart text[class]{{font-weight:700}}
.rb-flowchart .count,.rb-flowchart .wrong{{text-anchor:end}}
.rb-flowchart .phase,.rb-flowchart .name{{text-anchor:middle}}
.rb-flowchart text.wrong{{fill:{LIGHT["wrong"]};fill:var(--wrong)}}
.rb-flowchart rect,.rb-flowchart path{{fill:{LIGHT["box"]};fill:var(--box);stroke:{LIGHT["ink"]};stroke:var(--ink);stroke-width:1.25}}
.rb-flowchart rect{{rx:3px}}
.rb-flowchart .paper{{fill:{LIGHT["paper"]};fill:var(--paper);stroke:none}}
.rb-flowchart .band{{fill:{LIGHT["band"]};fill:var(--band)}}
.rb-flowchart .band,.rb-flowchart .rule{{stroke-width:.75}}
.rb-flowchart .arrow{{fill:none}}
.rb-flowchart .head{{fill:{LIGHT["ink"]};fill:var(--ink);stroke:none}}
.rb-flowchart .dashed{{stroke-dasharray:6 4}}
.rb-flowchart .dotted{{stroke-width:2;stroke-linecap:round;stroke-dasharray:0 4.5}}
.rb-flowchart rect.wrong{{stroke:{LIGHT["wrong"]};stroke:var(--wrong);stroke-width:4}}
.rb-flowchart a .count{{fill:{LIGHT["link"]};fill:var(--link);text-decoration:underline}}
.rb-flowchart .room{{fill:transparent;stroke:none}}
.rb-flowchart a[href]{{text-decoration:none;outline:0}}
.rb-flowchart a:hover text{{text-decoration:underline}}
.rb-flowchart a:focus-visible rect{{stroke:{LIGHT["link"]};stroke:var(--link);stroke-width:4;stroke-dasharray:none}}
"""


def draw(boxes: Sequence[Box], layout: Mapping[str, Any], *, title: str, name: str | None = None) -> str:
    """The flow chart as one complete ``<svg>`` element.

    Parameters
    ----------
    boxes : sequence of flow.Box, one per count in reading order, as `flow.complete` gives them
        ``n`` is missing where ``status`` is not_reported, not_available or not_charted, and only there. A box with an ``href`` becomes a
        link, one with a ``contradiction`` is marked.
    layout : mapping, as `flow.load_layout` gives it
        Words, units, phases, and the names of the columns.
    title : str
        Read out first; not drawn, since a figure has its caption.
    name : str, optional
        What the element's ids are made from, by default the title. Two charts on a page need two.

    Returns
    -------
    str, the same bytes for the same boxes
        Text stays text. Light, dark and print colours are inside; scripts are not, and fonts only by
        `typeface.embed`. With links it is a group that
        can be read and walked through, without any an image with a description.

    Raises
    ------
    ValueError
        No boxes; a number where the status says that there is none, or none where it says that there is; an ``href`` that
        is neither relative nor http(s).
    """
    plan = place(boxes, layout)
    source = name or title
    base = "flow-" + (
        re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-") or f"{zlib.crc32(source.encode()):08x}"
    )
    width, height = number(plan.width), number(plan.height)
    linked = any(line.href for frame in plan.frames for line in frame.lines)
    role = (
        f'role="group" aria-labelledby="{base}-title" aria-describedby="{base}-desc"'
        if linked
        else f'role="img" aria-labelledby="{base}-title {base}-desc"'
    )
    size = f"--least:{plan.width * LEAST:.1f}rem;--most:{plan.width * MOST:.1f}rem"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rb-flowchart" viewBox="0 0 {width} {height}" style="{size}" {role}>',
        f'<title id="{base}-title">{escaped(title)}</title>',
        f'<desc id="{base}-desc">{escaped(describe(boxes, layout))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
    ]
    for points in plan.arrows:
        x, y = points[-1]
        line = "L".join(f"{number(a)} {number(b)}" for a, b in points)
        head = {"down": "l-4.5-8h9z", "right": "l-8-4.5v9z", "left": "l8-4.5v9z"}[heading(points)]
        parts.append(f'<path class="arrow" d="M{line}"/>')
        parts.append(f'<path class="head" d="M{number(x)} {number(y)}{head}"/>')
    for frame in plan.frames:
        parts += _frame_svg(frame)
    return "\n".join([*parts, "</svg>"]) + "\n"


def figure(boxes: Sequence[Box], layout: Mapping[str, Any], *, title: str, name: str | None = None) -> str:
    """The flow chart in a frame (HTML) that scrolls by touch and by keyboard where the screen is narrow; as `draw`."""
    frame = (
        f'class="rb-flow" tabindex="0" role="region" aria-label="{escaped(title)}" style="overflow-x:auto"'
    )
    return f"<div {frame}>{draw(boxes, layout, title=title, name=name)}</div>"


# Where everything stands ----------------------------------------------------------------------------------------------


# What stands in a box -------------------------------------------------------------------------------------------------


# Words ----------------------------------------------------------------------------------------------------------------


# As SVG ---------------------------------------------------------------------------------------------------------------


def _frame_svg(frame: Frame) -> list[str]:
    """A box: as a whole one link where it holds one count, else line by line."""
    parts = []
    if frame.outline != "legend":
        parts.append(rectangle(frame.rect, f"wrong {frame.outline}" if frame.wrong else frame.outline))
    if frame.rule is not None:
        left = f"{number(frame.rect.x)} {number(frame.rule)}"
        parts.append(f'<path class="rule" d="M{left}h{number(frame.rect.width)}"/>')
    for line in frame.lines:
        chip = [rectangle(*line.chip)] if line.chip else []
        if not line.href:
            parts += [*chip, *map(_text, line.texts)]
            continue
        room = [rectangle(line.rect, "room")] if len(frame.lines) > 1 else [parts.pop()]
        # Spaces, not line ends: software joins what stands in a link to the words that are spoken at it.
        parts.append(" ".join([_link(line), *room, *chip, *map(_text, line.texts), "</a>"]))
    return parts


def _link(line: Line) -> str:
    return f'<a href="{escaped(line.href)}" aria-label="{escaped(line.says)}">'


def _text(text: Text) -> str:
    x, y = number(text.x), number(text.y)
    where = f'class="{text.kind}" x="{x}" y="{y}"' if text.kind else f'x="{x}" y="{y}"'
    if text.kind == "phase":
        where += f' transform="rotate(-90 {x} {y})"'
    return f"<text {where}>{escaped(text.text)}</text>"


def describe(boxes: Sequence[Box], layout: Mapping[str, Any]) -> str:
    """The numbers of the chart as sentences, one for each step of the flow, in reading order, route by route.

    A count that is not reported is said to be so; a computed one carries the word in brackets: "235 records (computed) were
    screened by abstract; 107 were excluded."
    """
    columns, said = columns_of(boxes, layout), says_counted(boxes)
    named = are_named(columns)
    sentences = []
    for column, rows in columns.items():
        for row in rows:
            clauses = []
            unit = ""
            for group in groups_of([*row.counts, *(count for loss in row.losses.values() for count in loss)]):
                stage = NONE if group[0] not in row.counts and group[0].stage == row.stage else group[0].stage
                clauses.append(clause(group, layout, stage=stage, unit=unit, counted=said))
                unit = unit or group[0].unit
            text = "; ".join(clauses)
            head = f"{column_name(column, layout)}: " if named and column and row is rows[0] else ""
            sentences.append(f"{head}{text[0].upper()}{text[1:]}.")
    return " ".join(sentences)
