"""The one figure of appraisals as SVG text: a summary by criterion and a grid of reports for each category of a tool.

Drawn as quality: what is met is the strong, dark answer. `plan.place` makes blocks as wide as a phone; `draw` sets them on
one sheet, `figure` lets them flow on a page of the book, `describe` says the numbers in words. Plain Python, as `flowchart`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reviewbook.appraisal.drawing.quality import plan
from reviewbook.appraisal.drawing.quality.words import Panel, Row, Spread, describe
from reviewbook.page.escape import svg as escaped
from reviewbook.page.svg import in_the_dark, number
from reviewbook.page.typeface import PLAIN, STACK

__all__ = ["Panel", "Row", "Spread", "describe", "draw", "figure"]

# Blocks are shown at 0.9 px a unit at least (letters of 10.8 px, which is 8.1 pt), and at 1.2 px at most.
LEAST, MOST = 0.9 / 16, 1.2 / 16  # rem
NARROW = plan.WIDTH * LEAST  # rem, the least column of the page: two stand side by side in the text of a book

# The hues of page.css for yes, no and unclear, in tones so far apart that answers differ without colour too.
LIGHT = {
    "paper": "#fff",
    "ink": "#1b2530",
    "quiet": "#58646f",
    "line": "#d8dee3",
    "link": "#145a8d",
    "met": "#053f3c",
    "partly": "#bcdcd9",
    "not-met": "#ad4a22",
    "far": "#6b1d08",
    "unclear": "#fdf6e7",
    "unclear-ink": "#85560a",
    "differ": "#8a1457",
    "none": "#58646f",
}
DARK = {
    "paper": "var(--rb-paper,#14181d)",
    "ink": "#e8ecf0",
    "quiet": "#a3afba",
    "line": "#2d353d",
    "link": "#86bdea",
    "met": "#62c9c0",
    "partly": "#1f4d4a",
    "not-met": "#c4694a",
    "far": "#ffc2a3",
    "unclear": "#252015",
    "unclear-ink": "#e6b85c",
    "differ": "#ff9fd0",
    "none": "#a3afba",
}
# How each state is drawn: its class, the colours of its box, and of its mark and outline.
PAINT = {
    "met": ("y", "met", "paper"),
    "partly": ("p", "partly", "ink"),
    "not_met": ("n", "not-met", "paper"),
    "far_from_met": ("f", "far", "paper"),
    "unclear": ("u", "unclear", "unclear-ink"),
    "conflict": ("d", "paper", "differ"),
    "not_applicable": ("a", "paper", "none"),
    "not_charted": ("o", "paper", "none"),
}
# The mark of each state, as a path that starts so far from the middle of its box.
MARKS = {
    "met": ((5, -4), "-7 8-3-4"),
    "partly": ((-5, 1), "c2-4 4-4 5-1s3 3 5-1"),
    "not_met": ((-4, -4), " 8 8m0-8-8 8"),
    "far_from_met": ((-3, -5), " 6 6m0-6-6 6m-1 4h8"),
    "unclear": ((-3, -2), "c0-4 6-4 6-1s-3 2-3 4m0 3v.1"),
    "conflict": ((0, -5), "v5m0 4v.1"),
    "not_applicable": ((-4, 0), "h8"),
}
# Classes of texts; there are thousands.
TEXTS = {"title": "t", "strong": "b", "quiet": "q", "middle": "m", "end": "e"}
# Reports that a page draws one by one; where the panels hold more, each draws the same number of its first ones.
SHOWN = 400
DARKEST = 0.42  # opacity of a design's ratings where all are the same


def _colours(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


def _paint(what: str, name: str) -> str:
    """A colour, and before it the light one for software that knows no variables."""
    return f"{what}:{LIGHT[name]};{what}:var(--{name})"


BOXES = "\n".join(
    f".rb-quality .{letter}{{{_paint('fill', fill)};{_paint('stroke', stroke)}}}"
    for letter, fill, stroke in PAINT.values()
)
STYLE = f"""
.rb-quality{{{_colours(LIGHT)}font:400 {plan.SIZE}px/1 {STACK};{PLAIN};
display:block;width:100%;min-width:var(--least);max-width:var(--most);height:auto}}
{in_the_dark("rb-quality", _colours(DARK))}
.rb-quality text{{{_paint("fill", "ink")};forced-color-adjust:none}}
.rb-quality .t{{font-size:{plan.TITLE}px}}
.rb-quality .t,.rb-quality .b{{font-weight:700}}
.rb-quality .m{{text-anchor:middle}}
.rb-quality .e{{text-anchor:end}}
.rb-quality text.q{{{_paint("fill", "quiet")}}}
.rb-quality path{{stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round;forced-color-adjust:none}}
{BOXES}
.rb-quality .d{{stroke-width:2.4}}
.rb-quality .o{{stroke-dasharray:.1 3.4}}
.rb-quality .paper{{{_paint("fill", "paper")}}}
.rb-quality .rule{{fill:none;{_paint("stroke", "line")};stroke-width:1}}
.rb-quality .share{{{_paint("fill", "met")};{_paint("stroke", "line")};stroke-width:1}}
.rb-quality a text{{{_paint("fill", "link")};text-decoration:underline}}
.rb-quality a[href]{{outline:0}}
.rb-quality a:focus-visible text{{{_paint("fill", "paper")};{_paint("stroke", "link")};stroke-width:7px;stroke-linejoin:round;
paint-order:stroke;text-decoration:none}}
.rb-qualities{{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,{NARROW:.4g}rem),1fr));
gap:{plan.DOWN / 16}rem {plan.ACROSS / 16}rem;align-items:start;overflow-x:auto}}
.rb-qualities .wide{{grid-column:1/-1}}
@media print{{.rb-qualities{{display:block;overflow:visible}}
.rb-qualities .rb-quality{{display:inline-block;vertical-align:top;width:48%;min-width:0;margin:0 1% 1rem 0;break-inside:avoid}}
.rb-qualities .wide{{width:100%}}}}
"""


def draw(
    panels: Sequence[Panel],
    spreads: Sequence[Spread],
    *,
    tool: Mapping[str, Any],
    title: str,
    maximum: int | None = None,
) -> str:
    """The whole figure as one ``<svg>`` element whose blocks stand in as many columns as make a page.

    Parameters
    ----------
    panels : sequence of Panel, in the order drawn
    spreads : sequence of Spread, one a design; empty where no ratings are to be shown
    tool : mapping, as `instruments.tool` gives it
        The words of the answers, the screening questions, and the caution that stands with ratings.
    title : str
        Read out first; not drawn, since a figure has its caption.
    maximum : int, optional
        The most points there are; without it, the most that occur.

    Returns
    -------
    str, the same bytes for the same input
        Text stays text. Light, dark and print colours are inside; scripts are not, and fonts only by
        `typeface.embed`. With links it is a group that
        can be walked through, without any an image with a description.

    Raises
    ------
    ValueError
        Neither panels nor spreads; an answer that is none of the tool's; an ``href`` that is neither relative nor http(s).
    """
    sheet = plan.sheet(plan.place(panels, spreads, tool=tool, maximum=maximum), panels, tool)
    parts = []
    for x, y, block in sheet.placed:
        parts += [f'<g transform="translate({number(x)} {number(y)})">', *_block(block), "</g>"]
    said = describe(panels, spreads, tool=tool, maximum=maximum)
    groups = [group for _, _, block in sheet.placed for group in block.groups]
    whole = plan.Block(title, said, sheet.width, sheet.height, groups, [])
    return _element(whole, parts, _base(title), style=STYLE)


def figure(
    panels: Sequence[Panel],
    spreads: Sequence[Spread],
    *,
    tool: Mapping[str, Any],
    title: str,
    maximum: int | None = None,
    name: str | None = None,
) -> str:
    """The figure as HTML: its blocks flow in columns, one on a phone; none is cut by a sheet of paper. As `draw`.

    Every summary counts all reports; of many, `SHOWN` are drawn one by one, and a line beneath says of how many.
    ``name`` is what the ids are made from, by default the title. Two figures on a page need two.
    """
    base = _base(name or title)
    rows = sum(len(panel.rows) for panel in panels)
    most = max(1, SHOWN // len(panels)) if rows > SHOWN else None
    blocks = plan.place(panels, spreads, tool=tool, maximum=maximum, most=most)
    if panels:  # ratings alone have no signs to explain
        blocks.insert(0, plan.key(panels, tool))
    parts = []
    for at, block in enumerate(blocks):
        wide = block.width > plan.WIDTH or (at == 0 and not spreads)
        parts.append(_element(block, _block(block), f"{base}-{at}", style="" if at else STYLE, wide=wide))
    frame = f'class="rb-qualities" tabindex="0" role="region" aria-label="{escaped(title)}"'
    drawn = sum(len(panel.rows[:most]) for panel in panels)
    line = f"<p>{drawn:,} of {rows:,} rows are drawn; the summaries count all of them.</p>"
    return f"<div {frame}>\n{''.join(parts)}</div>" + (line if drawn < rows else "")


def _base(name: str) -> str:
    return f"quality-{zlib.crc32(name.encode('utf-8', 'replace')):08x}"


def _element(
    block: plan.Block, parts: Iterable[str], base: str, *, style: str = "", wide: bool = False
) -> str:
    """An ``<svg>`` element for a block, with its name and description: an image, or with links a group."""
    role = f'role="img" aria-labelledby="{base}-title {base}-desc"'
    if any(group.href for group in block.groups):
        role = f'role="group" aria-labelledby="{base}-title" aria-describedby="{base}-desc"'
    width, height = number(block.width), number(block.height)
    name = "rb-quality wide" if wide else "rb-quality"
    size = f"--least:{block.width * LEAST:.2f}rem;--most:{block.width * MOST:.2f}rem"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" viewBox="0 0 {width} {height}" style="{size}" {role}>',
        f'<title id="{base}-title">{_content(block.title)}</title>',
        f'<desc id="{base}-desc">{_content(block.says)}</desc>',
        *([f"<style>{style}</style>"] if style else []),
        f'<path class="paper" d="M0 0h{width}v{height}H0z"/>',
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _block(block: plan.Block) -> list[str]:
    rules = "".join(f"M0 {number(y)}h{number(block.width)}" for y in block.rules)
    return [*([f'<path class="rule" d="{rules}"/>'] if rules else []), *map(_group, block.groups)]


def _group(group: plan.Group) -> str:
    name = " ".join(map(_text, group.name))
    if group.href:
        name = f'<a href="{escaped(group.href)}">{name}</a>'
    inner = _boxes(group.boxes) + name + "".join(map(_text, group.texts))
    return f"<g><title>{_content(group.says)}</title>{inner}</g>" if group.says else inner


def _boxes(boxes: Iterable[plan.Box]) -> str:
    """Boxes with their marks, one path for all of a state."""
    paths: dict[str, str] = {}
    for box in boxes:
        letter = (
            PAINT[box.state][0] if box.state in PAINT else f'share" fill-opacity="{DARKEST * box.share:.2f}'
        )
        paths[letter] = paths.get(letter, "") + _box(box)
    return "".join(f'<path class="{letter}" d="{line}"/>' for letter, line in paths.items())


def _box(box: plan.Box) -> str:
    """A box, and its mark in the middle where that has room.

    An outline in a colour of its own makes a box larger, one in the colour of the page smaller: the first starts smaller.
    """
    inset = min(1, box.width / 4) if box.state in PAINT and PAINT[box.state][2] != "paper" else 0
    width, height = box.width - 2 * inset, box.height - 2 * inset
    line = (
        f"M{number(box.x + inset)} {number(box.y + inset)}h{number(width)}v{number(height)}h-{number(width)}z"
    )
    if box.state in MARKS and box.width >= plan.BAR:
        (x, y), mark = MARKS[box.state]
        line += f"m{number(width / 2 + x)} {number(height / 2 + y)}{mark}"
    return line


def _text(text: plan.Text) -> str:
    x, y = number(text.x), number(text.y)
    names = " ".join(TEXTS[name] for name in (text.kind, text.anchor) if name in TEXTS)
    where = (f'class="{names}" ' if names else "") + (f'x="{x}" ' if text.x else "") + f'y="{y}"'
    if text.turned:
        where += f' transform="rotate(-90 {x} {y})"'
    return f"<text {where}>{_content(text.text)}</text>"


def _content(text: str) -> str:
    """Text between tags, where quotes stand as they are."""
    return escaped(text, quotes=False)
