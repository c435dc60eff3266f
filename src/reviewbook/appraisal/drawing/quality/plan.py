"""Where everything of the figure of appraisals stands: blocks as wide as a phone, and the sheet that holds them all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from reviewbook.appraisal.drawing.quality import words
from reviewbook.appraisal.drawing.quality.words import MIXED, Panel, Row, Spread
from reviewbook.page.svg import leads_somewhere, text_width, wrap

WIDTH = 336  # of a block, in user units: a phone's page, unscaled
SIZE, LEADING = 12, 15  # font size (9 pt) and distance of lines
TITLE, TITLE_LEADING = 15, 19
CELL, COLUMN, BAR = 18, 22, 16  # a box, the distance to the next, the height of a bar
ROW = 22  # of the key
BETWEEN, TOUCH = 7, 12  # rows of reports; those that are links, which need room for a finger
LABEL = 96  # the least room for names beside their cells; with less they stand above
IDENTIFIER = 52  # the widest identifier that stands level
RATING, TURNED = 96, 100  # the most room of a rating, of a turned identifier
TALLEST = 860  # what needs more room goes on in another block, so that no sheet of paper cuts one
ACROSS, DOWN = 36, 30  # between blocks
RATIO = 1.3  # of a sheet's height to its width

KEY = ("met", "partly", "not_met", "far_from_met", "unclear", "not_applicable", "conflict", "not_charted")
ALWAYS = {"met", "not_met", "unclear"}  # in the key, whether they occur or not
SEE_MIXED = f"{MIXED}: one block of a mixed-methods study, which also stands in other panels"


class Text(NamedTuple):
    """One line of text on its baseline; ``rect`` is the room that it takes. Turned, it reads upwards."""

    text: str
    x: float
    y: float
    kind: str = ""  # blank, strong, quiet or title
    anchor: str = "start"
    turned: bool = False

    @property
    def size(self) -> int:
        return TITLE if self.kind == "title" else SIZE

    @property
    def width(self) -> float:
        return text_width(self.text, bold=self.kind in ("strong", "title"), size=self.size)

    @property
    def rect(self) -> tuple[float, float, float, float]:
        rise, height = 0.95 * self.size, 1.2 * self.size
        if self.turned:
            return self.x - rise, self.y - self.width, height, self.width
        left = {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]
        return self.x - left, self.y - rise, self.width, height


class Box(NamedTuple):
    """A cell, or a part of a bar; of the state "share", with how dark it is."""

    state: str
    x: float
    y: float
    width: float
    height: float
    share: float = 0.0

    @property
    def rect(self) -> tuple[float, float, float, float]:
        return self[1:5]


class Group(NamedTuple):
    """What belongs together, with the words that say it; ``name`` holds the lines that are its link."""

    texts: Sequence[Text]
    boxes: Sequence[Box] = ()
    says: str = ""
    name: Sequence[Text] = ()
    href: str = ""


class Block(NamedTuple):
    """A part of the figure that is not divided: its name and description, groups in order, and the heights of rules."""

    title: str
    says: str
    width: float
    height: float
    groups: list[Group]
    rules: list[float]


class Sheet(NamedTuple):
    """Blocks with the places of their corners (x, y, block)."""

    width: float
    height: float
    placed: list[tuple[float, float, Block]]


class _Part(NamedTuple):
    """A criterion of the summary or a report of the grid: how to make it at a height, and how high it is."""

    is_report: bool
    make: Callable[[float], tuple[Group, float]]
    height: float


class _Columns(NamedTuple):
    """Where the cells of a panel stand.

    Middles of the cells, whether identifiers are turned, whether names stand above their cells, room for names, whether
    there are ratings, width of the panel.
    """

    middles: dict[str, int]
    turned: bool
    above: bool
    label: float
    rated: bool
    width: float


def place(
    panels: Sequence[Panel],
    spreads: Sequence[Spread],
    *,
    tool: Mapping[str, Any],
    maximum: int | None = None,
    most: int | None = None,
) -> list[Block]:
    """The blocks in reading order, each in user units of its own: the ratings by design, then panel by panel.

    ``most`` is how many reports of a panel are drawn one by one, by default all; its summary always counts all of them.
    """
    if not panels and not spreads:
        raise ValueError("a figure of appraisals needs at least one panel or the ratings of one design")
    for row in (row for panel in panels for row in panel.rows):
        if not leads_somewhere(row.href):
            raise ValueError(f"a link must be relative, or start with # or http(s), not {row.href!r}")
    blocks = [_ratings(spreads, tool, maximum)] if spreads else []
    return blocks + [block for panel in panels for block in _panel(panel, tool, most)]


def key(panels: Sequence[Panel], tool: Mapping[str, Any], width: float = WIDTH) -> Block:
    """What the boxes mean, those that occur, in the tool's own words."""
    rows = [(row, one) for panel in panels for row in panel.rows for one in panel.criteria]
    seen = {words.state(row, one, tool) for row, one in rows} | ALWAYS
    seen |= {state for panel in panels for own in panel.tallies.values() for state, n in own.items() if n}
    shown = {state: words.state_label(state, tool) for state in KEY if state in seen}
    texts, boxes = [], []
    x = y = 0.0
    for state, label in shown.items():
        lines = wrap(label, width - CELL - 7, size=SIZE)
        wide = CELL + 7 + max(_wide(line) for line in lines)
        if x and x + wide > width:
            x, y = 0.0, y + ROW + 2
        boxes.append(Box(state, x, y + 1, CELL, CELL))
        texts += _lines(lines, x + CELL + 7, y + 2.5)
        y += LEADING * (len(lines) - 1)
        x += wide + 20
    notes = [f"k/n beside a criterion: {shown['met']} in k of n reports"] if panels else []
    notes += [SEE_MIXED] if any(row.mixed for panel in panels for row in panel.rows) else []
    lines = [line for note in notes for line in wrap(note, width, size=SIZE)]
    texts += _lines(lines, 0, y + ROW + 4, "quiet")
    says = ". ".join([", ".join(shown.values()), *notes]) + "."
    return Block("Key", says, width, y + ROW + LEADING * len(lines) + 8, [Group(texts, boxes)], [])


def sheet(blocks: Sequence[Block], panels: Sequence[Panel], tool: Mapping[str, Any]) -> Sheet:
    """All blocks on one sheet below the key, in as many columns as come nearest to the shape of a page."""
    wide = max(block.width for block in blocks) + ACROSS

    def columns(limit: float) -> list[list[Block]]:
        filled: list[list[Block]] = [[]]
        for block in blocks:
            if filled[-1] and _height([*filled[-1], block]) > limit:
                filled.append([])
            filled[-1].append(block)
        return filled

    def strangeness(filled: Sequence[Sequence[Block]]) -> float:
        return abs(math.log(max(map(_height, filled)) / (len(filled) * wide) / RATIO))

    limit = max(block.height for block in blocks)
    tried: list[list[list[Block]]] = []
    while not tried or len(tried[-1]) > 1:
        tried.append(columns(limit))
        limit *= 1.03
    best = min(tried, key=strangeness)
    width = len(best) * wide - ACROSS
    placed = (
        [(0.0, 0.0, key(panels, tool, width))] if panels else []
    )  # ratings alone have no signs to explain
    top = placed[0][2].height + DOWN if panels else 0.0
    for at, column in enumerate(best):
        y = top
        for block in column:
            placed.append((at * wide, y, block))
            y += block.height + DOWN
    return Sheet(width, top + max(map(_height, best)), placed)


def _height(column: Sequence[Block]) -> float:
    return sum(block.height + DOWN for block in column) - DOWN


# A panel --------------------------------------------------------------------------------------------------------------


def _panel(panel: Panel, tool: Mapping[str, Any], most: int | None) -> list[Block]:
    """A category, in as many blocks of about the same height as it needs."""
    rows = panel.rows[:most]
    columns = _columns(panel, rows, tool)
    between = TOUCH if any(row.href for row in rows) else BETWEEN
    makers = [(False, partial(_criterion, panel, one, tool, columns.width)) for one in panel.criteria]
    makers += [(True, partial(_report, row, panel, tool, columns, between)) for row in rows]
    pieces = _pieces([_Part(is_report, make, make(0)[1]) for is_report, make in makers])
    blocks: list[Block] = []
    done = 0
    for piece in pieces:
        here = sum(part.is_report for part in piece)
        part = here and here < len(panel.rows)
        which = words.which(panel, done + 1, done + here) if part else words.which(panel)
        says = f"{panel.title}, {which}." if blocks else words.panel_said(panel, tool)
        blocks.append(_assembled(panel, columns, piece, which, says))
        done += here
    return blocks


def _pieces(parts: Sequence[_Part]) -> list[list[_Part]]:
    """Parts in order, divided where a block would grow too tall, as evenly as they go."""
    whole = sum(part.height for part in parts)
    aim = whole / max(1, math.ceil(whole / TALLEST))
    pieces: list[list[_Part]] = [[]]
    filled = 0.0
    for part in parts:
        if pieces[-1] and filled + part.height / 2 > aim * len(pieces):
            pieces.append([])
        pieces[-1].append(part)
        filled += part.height
    return pieces


def _assembled(panel: Panel, columns: _Columns, piece: Sequence[_Part], which: str, says: str) -> Block:
    """A block: its title, which reports stand in it, and below their heads the parts."""
    titles = wrap(panel.title, columns.width, bold=True, size=TITLE)
    about = wrap(which, columns.width, size=SIZE)
    y: float = TITLE_LEADING * len(titles)
    groups = [Group([*_title(titles), *_lines(about, 0, y, "quiet")])]
    y += LEADING * len(about) + 10
    rules: list[float] = []
    for at, part in enumerate(piece):
        if part.is_report and (at == 0 or not piece[at - 1].is_report):
            head, y = _head(columns, y + (6 if at else 0))
            groups.append(head)
        if part.is_report:
            rules.append(y)
        group, y = part.make(y)
        groups.append(group)
    return Block(f"{panel.title}, {which}", says, columns.width, y + 1, groups, rules)


def _criterion(
    panel: Panel, criterion: str, tool: Mapping[str, Any], width: float, y: float
) -> tuple[Group, float]:
    """A criterion of the summary: its words, in how many reports it is met, and below them a bar of all answers."""
    found, whole = words.counts(panel, criterion, tool), words.of(panel, criterion)
    share = f"{found['met']}/{whole}"
    inset = math.ceil(max(_wide(one, bold=True) for one in panel.criteria) + 9)
    label, texts = panel.criteria[criterion], [Text(criterion, 0, y + SIZE, "strong")]
    if inset > IDENTIFIER + 9:  # a name rather than a number: it begins the label
        inset, label, texts = 0, f"{criterion} {label}", []
    room = width - inset - _wide(share, bold=True) - 12
    lines = wrap(label, room, size=SIZE)
    texts += _lines(lines, inset, y)
    y += LEADING * len(lines)
    texts.append(Text(share, width, y - LEADING + SIZE, "strong", "end"))
    boxes = []
    x: float = inset
    for state in words.STATES:
        if found[state]:
            boxes.append(Box(state, x, y + 2, (width - inset) * found[state] / whole, BAR))
            x = boxes[-1].x + boxes[-1].width
    return Group(texts, boxes, words.criterion_said(panel, criterion, tool)), y + 2 + BAR + 9


def _columns(panel: Panel, rows: Sequence[Row], tool: Mapping[str, Any]) -> _Columns:
    """Cells at the right of the names where there is room, else below; heads level where there is room, else turned."""
    names = list(panel.criteria)
    widest = max((_wide(row.rating, bold=True) for row in rows), default=0)
    rating = math.ceil(max(min(widest, RATING), _wide("rating"))) + 10 if widest else 0
    screening = sum(one in tool["screening"] for one in names)
    apart = 6 if 0 < screening < len(names) else 0  # before the tool's own criteria
    for above, turned in ((False, False), (False, True), (True, False), (True, True)):
        room = [0 if turned else _wide(one, bold=True) + 5 for one in names]
        wide = [max(COLUMN, math.ceil(one)) for one in room]
        cells = sum(wide) + apart
        fits = cells <= WIDTH if above else WIDTH - cells - rating >= LABEL
        if fits and max(room, default=0) <= IDENTIFIER:
            break
    width = max(WIDTH, cells)
    left = 0 if above else width - rating - cells
    middles = {}
    for at, one in enumerate(names):
        start = left + sum(wide[:at]) + (apart if at >= screening else 0)
        middles[one] = start + wide[at] // 2
    return _Columns(middles, turned, above, width - rating if above else left - 8, bool(widest), width)


def _head(columns: _Columns, y: float) -> tuple[Group, float]:
    """The identifiers above the cells."""
    texts = []
    names = {one: _shortened([one], TURNED, bold=True)[0] for one in columns.middles}
    high = math.ceil(max(_wide(name, bold=True) for name in names.values())) if columns.turned else LEADING
    if columns.rated:
        texts.append(
            Text("rating", columns.width, y + SIZE + (0 if columns.above else high - LEADING), "quiet", "end")
        )
        y += LEADING + 3 if columns.above else 0
    for one, middle in columns.middles.items():
        if columns.turned:
            texts.append(Text(names[one], middle + 4, y + high, "strong", turned=True))
        else:
            texts.append(Text(names[one], middle, y + SIZE, "strong", "middle"))
    return Group(texts), y + high + 5


def _report(
    row: Row, panel: Panel, tool: Mapping[str, Any], columns: _Columns, between: int, y: float
) -> tuple[Group, float]:
    """A report of the grid: its name, a cell for each criterion, and its rating."""
    lines = _shortened(wrap(row.label, columns.label, size=SIZE), columns.label)
    after = _wide(lines[-1]) + 6
    beside = row.mixed and after + _wide(MIXED) <= columns.label
    text = LEADING * (len(lines) + (row.mixed and not beside))
    high = text + between
    top, cells = y + (high - text) // 2, y + (high - CELL) // 2
    if columns.above:
        top, cells = y + 4, y + 4 + text + 3
    name = _lines(lines, 0, top)
    texts = [Text(MIXED, after if beside else 0, top + text - LEADING + SIZE, "quiet")] if row.mixed else []
    if row.rating:
        rating = _shortened([row.rating], RATING, bold=True)[0]
        texts.append(
            Text(rating, columns.width, top + SIZE if columns.above else cells + 13, "strong", "end")
        )
    boxes = [
        Box(words.state(row, one, tool), middle - CELL // 2, cells, CELL, CELL)
        for one, middle in columns.middles.items()
    ]
    bottom = cells + CELL + 6 if columns.above else y + high
    return Group(texts, boxes, words.row_said(row, panel, tool), name, row.href), bottom


def _ratings(spreads: Sequence[Spread], tool: Mapping[str, Any], maximum: int | None) -> Block:
    """How many reports of each design have how many points, the range, and the reports in all."""
    points = words.points(spreads, maximum)
    numbers = [*points, *(count for spread in spreads for count in spread.counts.values())]
    widest = max((_wide(f"{one:,}", bold=True) for one in numbers), default=0)
    column = max(24 if len(points) > 5 else 26, 2 * math.ceil(widest / 2) + 8)
    totals = [f"{sum(spread.counts.values()):,}" for spread in spreads]
    ranges = [words.range_of(spread) for spread in spreads]
    ends = [
        math.ceil(max(_wide(head), *(_wide(one, bold=True) for one in below))) + 8
        for head, below in (("range", ranges), ("reports", totals))
    ]
    name = max(LABEL, WIDTH - column * len(points) - sum(ends))
    width = name + column * len(points) + sum(ends)
    middles = [name + column * i + column // 2 for i in range(len(points))]
    caution = [line for line in wrap(tool["scoring"].get("caution") or "", width, size=SIZE) if line]
    y = TITLE_LEADING + LEADING * len(caution) + 10
    head = [*_title(["Ratings by design"]), *_lines(caution, 0, TITLE_LEADING, "quiet")]
    head += [Text(str(one), x, y + SIZE, "strong", "middle") for one, x in zip(points, middles, strict=True)]
    head += [
        Text("range", width - ends[1], y + SIZE, "quiet", "end"),
        Text("reports", width, y + SIZE, "quiet", "end"),
    ]
    y += LEADING + 5
    groups = [Group(head)]
    rules: list[float] = []
    for spread, total, range_ in zip(spreads, totals, ranges, strict=True):
        lines = wrap(spread.design, name - 8, size=SIZE)
        high = max(30, LEADING * len(lines) + 8)
        base = y + high // 2 + 4
        texts = _lines(lines, 0, y + (high - LEADING * len(lines)) // 2)
        texts += [Text(range_, width - ends[1], base, "", "end")] if range_ else []
        texts.append(Text(total, width, base, "strong", "end"))
        boxes = []
        for one, x in zip(points, middles, strict=True):
            count = spread.counts.get(one, 0)
            texts.append(Text(f"{count:,}", x, base, "strong" if count else "quiet", "middle"))
            share = count / max(1, sum(spread.counts.values()))
            boxes.append(Box("share", x - column // 2 + 1, y + high // 2 - 12, column - 2, 24, share))
        groups.append(Group(texts, boxes, words.spread_said(spread, maximum)))
        rules.append(y)
        y += high
    return Block("Ratings by design", words.ratings_said(spreads, tool, maximum), width, y + 1, groups, rules)


# Lines of text --------------------------------------------------------------------------------------------------------


def _wide(text: str, *, bold: bool = False) -> float:
    return text_width(text, bold=bold, size=SIZE)


def _title(lines: Sequence[str]) -> list[Text]:
    return [Text(line, 0, TITLE + TITLE_LEADING * i, "title") for i, line in enumerate(lines)]


def _lines(lines: Iterable[str], x: float, top: float, kind: str = "") -> list[Text]:
    return [Text(line, x, top + SIZE + LEADING * i, kind) for i, line in enumerate(lines)]


def _shortened(lines: Sequence[str], room: float, *, bold: bool = False) -> list[str]:
    """Two lines at most; the last ends with an ellipsis where more was left out."""
    if len(lines) <= 2 and _wide(lines[-1], bold=bold) <= room:
        return list(lines)
    *before, last = lines[:2]
    while last and _wide(last + "…", bold=bold) > room:
        last = last[:-1]
    return [*before, last.rstrip() + "…"]
