"""Where everything of a map of themes stands: blocks, boxes, curves and the numbers on them, in user units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reviewbook.page.svg import Rect, text_width, wrap
from reviewbook.themes.drawing.theme_choice import Block, Chosen, Link, Node

# User units, which are pixels up to the width of a book's text.
WIDE, NARROW = 720, 340
COLUMN = {WIDE: 252, NARROW: 232}
ALONE = 420  # a single column of the wide map
PITCH = 18
PAD, GAP, APART = 9, 7, 14  # inside a box; between boxes; between blocks
INDENT = 10
BAR = 7  # height of a bar
PORT = 9  # between the ends of two links at one box
CHIP = 18  # height of the number on a link
THIN, THICK, EACH = (
    1.5,
    8.0,
    1.2,
)  # width of a link: of one excerpt, of most, and what each further one adds at most
MOST_LINES = 3  # of a label


class Box(NamedTuple):
    """A code in its place; ``head`` is the theme of its block, ``right`` the column at the right."""

    rect: Rect
    node: Node
    lines: list[str]
    head: bool
    at_right: bool


class Panel(NamedTuple):
    rect: Rect
    title: list[str]
    brought: bool


class Curve(NamedTuple):
    """A link in its place: the ends and control points of a cubic curve, and the room of its number."""

    points: tuple[tuple[float, float], ...]
    width: float
    chip: Rect
    link: Link


class Plan(NamedTuple):
    width: float
    height: float
    panels: list[Panel]
    boxes: list[Box]
    curves: list[Curve]


def place(drawn: Chosen, *, width: int) -> Plan:
    """Places of all blocks, boxes and links, in user units; ``width`` is `WIDE` or `NARROW`."""
    column = COLUMN[width]
    heights = [_block(block, 0, 0, column)[2] for block in drawn.blocks]
    first = _first_column(heights) if width == WIDE else len(heights)
    if width == WIDE and first == len(heights):
        column = ALONE
    panels: list[Panel] = []
    boxes: list[Box] = []
    bottom = 0.0
    for own, x, at_right in (
        (drawn.blocks[:first], 1, False),
        (drawn.blocks[first:], width - column - 1, True),
    ):
        y = 1.0
        for block in own:
            panel, placed, height = _block(block, x, y, column, at_right)
            panels.append(panel)
            boxes += placed
            y += height + APART
        bottom = max(bottom, y - APART)
    channel = Rect(column + 1, 0, width - (2 * column if first < len(heights) else column) - 2, bottom)
    return Plan(width, bottom + 1, panels, boxes, _curves(drawn.links, boxes, channel))


def _first_column(heights: Sequence[float]) -> int:
    """How many blocks stand in the left column, so that neither column is much longer than the other."""
    splits = range(1, len(heights) + 1)
    return min(splits, key=lambda at: max(sum(heights[:at]), sum(heights[at:])))


def _block(
    block: Block, x: float, y: float, width: float, at_right: bool = False
) -> tuple[Panel, list[Box], float]:
    """A block with its upper left corner at x, y; its height is the last of the three."""
    title = wrap(block.title, width - 2 * PAD, size=12.5) if block.title else []
    top, boxes = y + PAD / 2 + (len(title) * 16 + 4 if title else 0), []
    if block.head:
        boxes.append(_box(block.head, x + 1, top, width - 2, True, at_right))
        top = boxes[-1].rect.bottom + GAP / 2
    for node in block.nodes:
        boxes.append(_box(node, x + INDENT, top, width - 2 * INDENT, False, at_right))
        top = boxes[-1].rect.bottom + GAP
    bottom = boxes[-1].rect.bottom + (INDENT if block.nodes else PAD / 2)
    return Panel(Rect(x, y, width, bottom - y), title, block.brought), boxes, bottom - y


def _box(node: Node, x: float, y: float, width: float, head: bool, at_right: bool) -> Box:
    room, size = width - 2 * PAD, 15 if head else 14
    lines = wrap(node.label, room, bold=head, size=size)
    if len(lines) > MOST_LINES:
        last = lines[MOST_LINES - 1]
        while text_width(f"{last}…", bold=head, size=size) > room:
            last = last[:-1].rstrip()
        lines = [*lines[: MOST_LINES - 1], f"{last}…"]
    height = PAD + len(lines) * PITCH + BAR + 2 * PAD
    return Box(Rect(x, y, width, height - PAD / 2), node, lines, head, at_right)


def _curves(links: Sequence[Link], boxes: Sequence[Box], channel: Rect) -> list[Curve]:
    """The links as curves in the channel: from column to column, or out of a column and back into it, the longer the wider."""
    at = {box.node.code_id: box for box in boxes}
    ends = _ends(links, at)
    same = [link for link in links if at[link.a].at_right == at[link.b].at_right]
    span = {link: abs(ends[link, link.a] - ends[link, link.b]) for link in same}
    two = any(box.at_right for box in boxes)
    reach = _reach(same, span, channel.width * (0.62 if two else 1) - 20)
    most = max((link.n for link in links if not link.against), default=1)
    curves = []
    for link in links:
        points = []
        for code in (link.a, link.b):
            box = at[code]
            inward = -1 if box.at_right else 1
            x = box.rect.x if box.at_right else box.rect.right
            out = reach[link] / 0.75 if link in reach else 0.5 * channel.width
            points.append(((x, ends[link, code]), (x + inward * out, ends[link, code])))
        (start, leave), (end, arrive) = points
        thick = 2 if link.against else THIN + min(EACH, (THICK - THIN) / max(most - 1, 1)) * (link.n - 1)
        curves.append(Curve((start, leave, arrive, end), thick, Rect(0, 0, 0, 0), link))
    # The shortest first: its number has least room.
    order = sorted(range(len(curves)), key=lambda i: abs(curves[i].points[0][1] - curves[i].points[-1][1]))
    chips: dict[int, Rect] = {}
    for i in order:
        chips[i] = _chip(curves[i].link, curves[i].points, list(chips.values()), channel)
    return [curve._replace(chip=chips[i]) for i, curve in enumerate(curves)]


def _ends(links: Sequence[Link], at: dict[str, Box]) -> dict[tuple[Link, str], float]:
    """How high each link leaves each of its boxes: links of one box side by side, in the order in which they need not cross."""
    of: dict[str, list[Link]] = {}
    for link in links:
        of.setdefault(link.a, []).append(link)
        of.setdefault(link.b, []).append(link)
    ends = {}
    for code, own in of.items():
        box = at[code]
        middle = box.rect.y + box.rect.height / 2

        def turn(link: Link, box: Box = box, code: str = code, middle: float = middle) -> tuple[float, float]:
            other = at[link.b if link.a == code else link.a]
            away = other.rect.y + other.rect.height / 2 - middle
            if other.at_right != box.at_right:
                return 1, away
            return (0, -away) if away < 0 else (2, -away)

        step = min(PORT, (box.rect.height - 12) / len(own))
        for rank, link in enumerate(sorted(own, key=turn)):
            ends[link, code] = middle + step * (rank - (len(own) - 1) / 2)
    return ends


def _reach(same: Iterable[Link], span: dict[Link, float], most: float) -> dict[Link, float]:
    """How far into the channel each link within a column goes: the longest furthest."""
    order = sorted(same, key=lambda link: span[link])
    least = 26.0
    step = min(24.0, (most - least) / max(len(order) - 1, 1))
    return {link: least + step * rank for rank, link in enumerate(order)}


def _chip(link: Link, points: tuple, others: Sequence[Rect], channel: Rect) -> Rect:
    """Room for the number on a link: as near to its middle as no other number stands."""
    width = text_width(number_of(link), bold=True, size=12.5) + 10
    tried = []
    for step in range(40):
        t = 0.5 + (-1) ** step * ((step + 1) // 2) * 0.022
        x, y = _on(points, t)
        x = min(max(x - width / 2, channel.x + 2), channel.right - width - 1)
        tried.append(Rect(x, y - CHIP / 2, width, CHIP))
        if not any(tried[-1].meets(other) for other in others):
            return tried[-1]
    return tried[0]


def _on(points: tuple, t: float) -> tuple[float, float]:
    """The point of a cubic curve at t, from 0 to 1."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(w * point[axis] for w, point in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y


def number_of(link: Link) -> str:
    return f"≠ {link.n:,}" if link.against else f"{link.n:,}"
