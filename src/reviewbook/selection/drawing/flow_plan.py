"""Where everything of a flow chart stands: columns, boxes, lines of text and arrows, in user units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from reviewbook.page.svg import SIZE, Rect, leads_somewhere, text_width, wrap
from reviewbook.review.labels import UNSAID
from reviewbook.selection.drawing.flow_words import (
    COUNTED,
    NONE,
    WRONG,
    groups_of,
    link_name,
    says_counted,
    shown,
)
from reviewbook.selection.layout import BESIDE, MAIN, Box
from reviewbook.selection.layout import label as label_
from reviewbook.selection.layout import words as words_

PREVIOUS, JOINT = (
    "previous",
    "",
)  # columns that are no route: the version before, and where the routes have met
MET = {"included": 1, "total": 2, "part": 3}  # kinds below what is left, from top to bottom, once they have
OUTLINES = {
    "reported": "solid",
    "counted": "solid",
    "computed": "dashed",
    "not_reported": "dotted",
    "not_available": "dotted",
    "not_charted": "dotted",
}
PITCH = 20  # distance of lines, in user units
EDGE, BAND = 2, 26  # free margin; width of the phases' bands
PAD, GAP = 12, 28  # inside a box; between boxes
BETWEEN, TOUCH = 6, 10  # between counts; the same where they are links, which need room for a finger
SPACE, INDENT = 8, 10  # between words and their count; of reasons
CHIP = 6  # room at both ends of an outline around one count
BUS = 18  # how far above a box an arrow from another column turns down to it


class Widths(NamedTuple):
    """Of the boxes of a column: what is left, the gap, what leaves it; and of the gap to the next column."""

    main: int
    gap: int
    side: int
    apart: int


ALONE, SEVERAL = Widths(280, 32, 350, 0), Widths(184, 22, 200, 20)
BEFORE = 150  # a previous version has no boxes beside it


class Text(NamedTuple):
    """One line of text, from its anchor point on the baseline; ``rect`` is the room that it takes."""

    text: str
    x: float
    y: float
    kind: str = ""  # blank for a label, count, wrong (what was expected), name (of a column), phase (turned, reading upwards)

    @property
    def anchor(self) -> str:
        return {"": "start", "count": "end", "wrong": "end"}.get(self.kind, "middle")

    @property
    def width(self) -> float:
        return text_width(self.text, bold=bool(self.kind))

    @property
    def rect(self) -> Rect:
        rise, height = 0.95 * SIZE, 1.2 * SIZE
        if self.kind == "phase":
            return Rect(self.x - rise, self.y - self.width / 2, height, self.width)
        left = {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]
        return Rect(self.x - left, self.y - rise, self.width, height)


class Line(NamedTuple):
    """What one count takes in its box: its words and number, the outline around the number where it differs, its link."""

    rect: Rect
    texts: list[Text]
    chip: tuple[Rect, str] | None = None
    href: str = ""
    says: str = ""  # the link's name


class Frame(NamedTuple):
    """A box and what stands in it.

    ``outline`` is solid, dashed, dotted, band (a phase, the name of a column) or legend (none); ``wrong`` where a count in
    it contradicts the others.
    """

    rect: Rect
    outline: str
    lines: list[Line]
    rule: float | None = None
    wrong: bool = False

    @property
    def texts(self) -> list[Text]:
        return [text for line in self.lines for text in line.texts]


class Plan(NamedTuple):
    """All boxes in reading order, and the arrows as the points that they pass."""

    width: float
    height: float
    frames: list[Frame]
    arrows: list[list[tuple[float, float]]]


class _Row(NamedTuple):
    """One step of a column: what is left, and what leaves it or comes back to it, box by box."""

    step: str
    stage: str
    phase: str
    counts: list[Box]
    losses: dict[tuple[str, str], list[Box]]


class _Level(NamedTuple):
    """The rows of several columns that stand at one height."""

    phase: str
    rows: dict[str, _Row]


class _Entry(NamedTuple):
    """A count with the words before it, or words alone."""

    label: str
    box: Box | None
    indent: int


def place(boxes: Sequence[Box], layout: Mapping[str, Any]) -> Plan:
    """Places of all boxes, texts and arrows, in user units, for the boxes that `draw` takes."""
    boxes = [box._replace(label=box.label or label_(box, layout)) for box in boxes]
    columns, said = columns_of(boxes, layout), says_counted(boxes)
    named = are_named(columns)
    widths = SEVERAL if named else ALONE
    main = next((column for column in columns if column not in (PREVIOUS, JOINT)), JOINT)
    left = _edges(columns, main, widths)
    right = max([edge.right for edge in left.values()] + ([] if named else [EDGE + BAND + 10 + sum(widths)]))
    placed: dict[tuple[str, int], list[Frame]] = {}  # the boxes of each row
    arrows: list[list[tuple[float, float]]] = []
    heads: list[Frame] = []
    y: float = EDGE
    if named:
        heads = [_name(column, edge, layout) for column, edge in left.items() if column]
        tallest = max(head.rect.height for head in heads)
        heads = [head._replace(rect=head.rect._replace(height=tallest)) for head in heads]
        y += tallest + PAD

    def put(column: str, row: _Row, x: float, top: float, least: float) -> float:
        """Place a row's boxes; give back where the lowest of them ends."""
        wide = BEFORE if column == PREVIOUS else widths.main
        frames = (
            [_frame(entries(row.counts, layout), x, wide, top, least, said, layout)] if row.counts else []
        )
        beside, least = top, least if len(row.losses) == 1 else 0
        for loss in row.losses.values():
            at = x + wide + widths.gap
            frames.append(_frame(entries(loss, layout), at, widths.side, beside, least, said, layout))
            beside = frames[-1].rect.bottom + GAP / 2
        for frame, loss in zip(frames[bool(row.counts) :], row.losses.values(), strict=True):
            level = frame.rect.y + frame.rect.height / 2
            if row.counts:
                box = frames[0].rect
                level = frame.rect.y + min(frame.rect.height, box.height) / 2
                start = (
                    [(box.right, level)]
                    if level <= box.bottom
                    else [(box.middle, box.bottom), (box.middle, level)]
                )
                if layout["steps"][loss[0].step]["kind"] == "loss":
                    arrows.append([*start, (frame.rect.x, level)])
                else:  # back into the box, or into what goes on below it
                    arrows.append([(frame.rect.x, level), start[-1]])
        placed[column, id(row)] = frames
        return max(frame.rect.bottom for frame in frames)

    bands: list[Frame] = []
    levels = _levels(columns, layout)
    for phase, members in groupby(levels, key=lambda level: level.phase):
        group, start = list(members), y
        reach = 0 if group[-1] is levels[-1] else GAP - 6  # a band ends just above the next one
        least = text_width(phase, bold=True) + 16 - reach
        for level in group:
            bottom = max(
                put(column, row, left[column or main].x, y, least if len(group) == 1 else 0)
                for column, row in level.rows.items()
            )
            y = bottom + GAP
        bottom = max(bottom, start + least)
        y = bottom + GAP
        band = Rect(EDGE, start, BAND, bottom + reach - start)
        text = Text(phase, band.middle + 0.35 * SIZE, band.y + band.height / 2, "phase")
        bands.append(Frame(band, "band", [Line(band, [text])]))
    y += PAD - GAP
    arrows += _between(columns, placed, main)
    frames = [frame for column, rows in columns.items() for row in rows for frame in placed[column, id(row)]]
    legend = _legend(boxes, right - EDGE - BAND - 10, y)
    everything = [*heads, *frames, *bands, *legend]
    bottom = max(frame.rect.bottom for frame in everything) + EDGE
    return Plan(right + EDGE, bottom, everything, arrows)


def heading(points: Sequence[tuple[float, float]]) -> str:
    """Where an arrow points to: down, right or left."""
    (before, _), (x, _) = points[-2:]
    return "down" if x == before else "right" if x > before else "left"


def columns_of(boxes: Sequence[Box], layout: Mapping[str, Any]) -> dict[str, list[_Row]]:
    """The rows of each column, from left to right: the previous version, the routes, and last where they have met.

    The main route comes first of the routes, then those that only identify, so that no arrow of theirs meets another.
    """
    if not boxes:
        raise ValueError("a flow chart needs at least one box")
    if clash := [box.position for box in boxes if (box.n is None) != (box.status in UNSAID)]:
        raise ValueError(f"number and status contradict each other at position {clash}")
    if astray := [box.href for box in boxes if not leads_somewhere(box.href)]:
        raise ValueError(f"a link must be relative, or start with # or http(s), not {astray[0]!r}")
    kinds = {step: own["kind"] for step, own in layout["steps"].items()}
    members: dict[str, list[Box]] = {}
    for at, box in enumerate(boxes):
        goal = box
        if kinds[box.step] == "list":  # stands in the box that it leads to
            after = (other for other in boxes[at:] if other.route in (box.route, JOINT))
            goal = next((other for other in after if kinds[other.step] in ("state", "included")), box)
        kind = kinds[goal.step]
        column = PREVIOUS if kind == "previous" else JOINT if kind in MET else goal.route
        members.setdefault(column, []).append(box)
    members[JOINT] = sorted(
        members.get(JOINT, []), key=lambda box: MET.get(layout["steps"][box.step]["kind"], 0)
    )
    rows = {column: _rows(own, layout) for column, own in members.items()}
    main = next(
        (column for column in (MAIN, *rows) if column in rows and column not in (PREVIOUS, JOINT)), None
    )
    known = [*layout["routes"], *rows]

    def order(column: str) -> tuple:
        later = (column == JOINT, column != PREVIOUS, column != main, not _only_identifies(rows[column]))
        return (*later, known.index(column))

    return {column: rows[column] for column in sorted(rows, key=order) if rows[column]}


def _rows(boxes: Sequence[Box], layout: Mapping[str, Any]) -> list[_Row]:
    """The steps of one column; what leaves the flow or comes back stands beside its stage, or beside the step before it."""
    rows: list[_Row] = []
    lists: list[Box] = []  # until the box comes that they lead to
    for box in sorted(boxes, key=lambda box: layout["steps"][box.step]["kind"] == "overlap"):
        own = layout["steps"][box.step]
        if own["kind"] == "list":
            lists.append(box)
            continue
        stage, step = NONE, "identified" if own["kind"] == "overlap" else box.step
        if own["kind"] in BESIDE:
            stage = box.stage
            same_stage = [row for row in rows if row.stage == box.stage != NONE]
            row = (same_stage or rows)[-1] if rows else None
        else:
            if own["kind"] == "state" and box.step != "identified":
                stage = box.stage
            row = next((row for row in rows if row.counts and (row.step, row.stage) == (step, stage)), None)
        if row is None:
            row = _Row(step, stage, own["phase"], [], {})
            rows.append(row)
        if own["kind"] in BESIDE:
            row.losses.setdefault((own.get("head", box.step), box.stage), []).append(box)
        else:
            row.counts.extend([box, *lists])
            lists = []
    if lists:  # they lead to no box
        rows = rows or [_Row(lists[0].step, NONE, layout["steps"][lists[0].step]["phase"], [], {})]
        rows[-1].counts.extend(lists)
    return rows


def _only_identifies(rows: Sequence[_Row]) -> bool:
    return [row.step for row in rows] == ["identified"]


def are_named(columns: Mapping[str, Sequence[_Row]]) -> bool:
    """Whether there is more than one column, so that each needs its name."""
    return PREVIOUS in columns or len(columns) - (JOINT in columns) > 1


def column_name(column: str, layout: Mapping[str, Any]) -> str:
    return layout["routes"].get(column) or column.replace("_", " ").capitalize()


def _levels(columns: Mapping[str, Sequence[_Row]], layout: Mapping[str, Any]) -> list[_Level]:
    """Rows of all columns, those of the same step and stage at one height; else of the same step, or phase."""
    levels: list[_Level] = []
    phases = {phase: rank for rank, phase in enumerate(layout["phases"])}

    def rank(phase: str) -> int:
        return phases.get(phase, len(phases))

    widest_first = sorted(columns, key=lambda column: (column == JOINT, column == PREVIOUS))
    for column in widest_first:
        at = len(levels) if column == JOINT else 0
        for row in columns[column]:
            likes = (
                lambda other, row=row: (other.step, other.stage) == (row.step, row.stage),
                lambda other, row=row: other.step == row.step,
                lambda other, row=row: other.phase == row.phase,
            )
            fits = [
                i for like in likes for i in range(at, len(levels)) if any(map(like, levels[i].rows.values()))
            ]
            if fits:
                at = fits[0]
            else:
                while at < len(levels) and rank(levels[at].phase) < rank(row.phase):
                    at += 1
                levels.insert(at, _Level(row.phase, {}))
            levels[at].rows[column] = row
            at += 1
    return levels


def _edges(columns: Mapping[str, Sequence[_Row]], main: str, widths: Widths) -> dict[str, Rect]:
    """Where each column stands and how wide it is (no height), from left to right."""
    x: float = EDGE + BAND + 10
    found = {}
    for column in columns:
        if column == JOINT != main:
            continue
        rows = [*columns[column], *(columns.get(JOINT, []) if column == main else [])]
        beside = any(row.losses for row in rows)
        wide = BEFORE if column == PREVIOUS else widths.main
        found[column] = Rect(x, 0, wide + (widths.gap + widths.side if beside else 0), 0)
        x = found[column].right + widths.apart
    return found


def _between(
    columns: Mapping[str, Sequence[_Row]], placed: Mapping[tuple[str, int], list[Frame]], main: str
) -> list[list[tuple[float, float]]]:
    """The arrows from row to row, and from column to column."""
    boxes = {
        column: [(row, placed[column, id(row)][0].rect) for row in rows if row.counts]
        for column, rows in columns.items()
    }
    met = boxes.pop(JOINT, [])
    arrows = [
        [(above.middle, above.bottom), (above.middle, below.y)]
        for chain in (*boxes.values(), met)
        for (_, above), (_, below) in pairwise(chain)
    ]
    stages = [(row, rect) for row, rect in boxes.get(main, []) if row.step != "identified"] if main else []
    for column, chain in boxes.items():
        if not chain:
            continue
        end = chain[-1][1]
        if column == PREVIOUS:
            goals = [rect for step in ("total", "included") for row, rect in met if row.step == step]
            if goals:
                level = goals[0].y + goals[0].height / 2
                arrows.append([(end.middle, end.bottom), (end.middle, level), (goals[0].x, level)])
            continue
        early = column != main and stages and _only_identifies(columns[column])
        joins_early = early and stages[0][1].y > end.bottom  # not where a flow is listed from its end
        goal = stages[0] if joins_early else met[0] if met else None
        if goal is None:
            continue
        row, rect = goal
        if column == main:
            arrows.append([(end.middle, end.bottom), (end.middle, rect.y)])
        elif row.losses:  # beside it stands another box: come from above
            turn, x = rect.y - BUS, rect.right - 30
            arrows.append([(end.middle, end.bottom), (end.middle, turn), (x, turn), (x, rect.y)])
        else:
            level = rect.y + rect.height / 2
            arrows.append([(end.middle, end.bottom), (end.middle, level), (rect.right, level)])
    return arrows


def entries(counts: Sequence[Box], layout: Mapping[str, Any]) -> list[_Entry]:
    """The lines of one box: totals, and their parts indented below them."""
    entries: list[_Entry] = []
    groups = groups_of(counts)
    own = layout["steps"][counts[0].step]
    several = "head" in own and len({count.step for count in counts}) > 1
    if several:
        entries.append(
            _Entry(words_(own["head"], unit=counts[0].unit, stage=NONE, layout=layout) + ":", None, 0)
        )
    whole = any(count.step == "identified" and count.stage == NONE == count.reason for count in counts)
    for group in groups:
        step, stage, unit = group[0].step, group[0].stage, group[0].unit
        part = stage != NONE or layout["steps"][step]["kind"] == "overlap"
        indent = INDENT if several or (whole and part) else 0
        totals = [count for count in group if count.reason == NONE]
        if not totals:
            template = layout["steps"][step]["label"]
            entries.append(_Entry(words_(template, unit=unit, stage=stage, layout=layout), None, indent))
        for count in totals:
            brief = layout["steps"][step].get("brief") if several else None
            label = count.label
            if brief and label == label_(count, layout):  # the head says the rest; words of one's own stay
                label = words_(brief, unit=unit, stage=stage, layout=layout)
            entries.append(_Entry(label, count, indent))
        entries += [_Entry(count.label, count, indent + INDENT) for count in group if count.reason != NONE]
    return entries


def _frame(
    entries: Sequence[_Entry],
    x: float,
    width: float,
    top: float,
    least: float,
    counted: bool,
    layout: Mapping[str, Any],
    pad: float = PAD,
) -> Frame:
    """One box at least ``least`` high; counts stand at the right edge, on the last line of their words if they fit."""
    counts = [entry.box for entry in entries if entry.box]
    outlines = {OUTLINES[count.status] for count in counts}
    mixed = len(outlines) > 1
    between = TOUCH if len(entries) > 1 and any(count.href for count in counts) else BETWEEN
    indents = [entry.indent > 0 for entry in entries]
    ruled = indents.index(True) if not indents[0] and any(indents) and indents == sorted(indents) else None
    steps = {count.step for count in counts if layout["steps"][count.step]["kind"] != "overlap"}
    ruled = ruled if len(steps) == 1 else None
    right, y = x + width - PAD, top + pad
    lines: list[Line] = []
    rule = None
    for position, (label, count, indent) in enumerate(entries):
        if position == ruled:
            rule = y + (between - BETWEEN) / 2 + 1
            y += PAD - 2 + between - BETWEEN
        start, left = y, x + PAD + indent
        texts = [Text(line, left, y + SIZE + i * PITCH) for i, line in enumerate(wrap(label, right - left))]
        y += len(texts) * PITCH
        chip = None
        if count:
            outline = OUTLINES[count.status]
            inset = CHIP if mixed and outline != "solid" else 0
            numbers = wrap(shown(count, counted), right - left - 2 * inset, bold=True)
            room = max(text_width(line, bold=True) for line in numbers) + 2 * inset
            if len(numbers) > 1 or texts[-1].width + SPACE + room > right - left:
                y += len(numbers) * PITCH + (4 if inset else 0)  # the count takes lines of its own
            tall = len(numbers) * PITCH
            texts += [
                Text(line, right - inset, y - tall + SIZE + i * PITCH, "count")
                for i, line in enumerate(numbers)
            ]
            if inset:
                chip = (Rect(right - room, y - tall + 0.5, room, tall - 0.5), outline)
            if count.contradiction:
                told = wrap(f"≠ {count.contradiction}", right - left, bold=True)
                texts += [Text(line, right, y + SIZE + i * PITCH, "wrong") for i, line in enumerate(told)]
                y += len(told) * PITCH
        rect = Rect(x + 4, start - between / 2 + 1, width - 8, y - start + between - 2)
        href = count.href if count else ""
        lines.append(
            Line(rect, texts, chip, href, link_name(label, count, counted, layout) if href and count else "")
        )
        y += between
    height = y - between + pad - top
    if height < least:
        return _frame(entries, x, width, top, 0, counted, layout, pad + (least - height) / 2)
    outline = "solid" if mixed or not outlines else outlines.pop()
    wrong = any(count.contradiction for count in counts)
    return Frame(Rect(x, top, width, height), outline, lines, rule, wrong)


def _name(column: str, edge: Rect, layout: Mapping[str, Any]) -> Frame:
    """The head over a column."""
    lines = wrap(column_name(column, layout), edge.width - 2 * PAD, bold=True)
    texts = [Text(line, edge.middle, EDGE + 7 + SIZE + i * PITCH, "name") for i, line in enumerate(lines)]
    rect = Rect(edge.x, EDGE, edge.width, len(lines) * PITCH + 14)
    return Frame(rect, "band", [Line(rect, texts)])


def _legend(boxes: Sequence[Box], width: float, y: float) -> list[Frame]:
    """What the outlines mean, those that occur."""
    seen = {box.status for box in boxes}
    told = []
    if "computed" in seen:
        told.append(("dashed", "dashed outline: computed from other counts"))
    if nothing := [words for status, words in UNSAID.items() if status in seen]:
        told.append(("dotted", f"dotted outline: {' or '.join(nothing)}"))
    if any(box.contradiction for box in boxes):
        told.append(("wrong", WRONG))
    if says_counted(boxes):
        told.append(("", COUNTED))
    frames = []
    for outline, words in told:
        x = EDGE + BAND + 10
        sample = Rect(x + 2, y + 2, 30, PITCH - 4)
        left = sample.right + PAD if outline else x
        lines = wrap(words, x + width - left)
        texts = [Text(line, left, y + SIZE + i * PITCH) for i, line in enumerate(lines)]
        rect = Rect(x, y, width, len(lines) * PITCH)
        frames.append(Frame(rect, "legend", [Line(rect, texts, (sample, outline) if outline else None)]))
        y = rect.bottom + BETWEEN
    return frames
