"""The PRISMA-style flow chart as SVG text, and the same numbers as sentences.

Three steps, each of which can be tested alone: `layout` decides where everything stands, `draw` writes that
down as SVG, `describe` says the numbers in words. `figure` puts the drawing into a frame that scrolls.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

NONE = "not_applicable"

# What each step is called in a sentence, and the phase whose band stands beside it.
STEPS = {
    "identified": ("identified", "Identification"),
    "duplicates_removed": ("removed as duplicates", "Identification"),
    "screened": ("screened", "Screening"),
    "sought": ("sought for retrieval", "Screening"),
    "not_retrieved": ("not retrieved", "Screening"),
    "assessed": ("assessed", "Screening"),
    "excluded": ("excluded", "Screening"),
    "included": ("included", "Included"),
}
STAGES = {"full_text": "in full text", "title_abstract": "by title and abstract"}  # others: "by <stage>"
SINGULAR = {"records": "record", "reports": "report", "studies": "study", "interventions": "intervention"}

# What leaves the flow stands at the right of the step that it leaves; exclusions go by their stage instead.
BESIDE = {"duplicates_removed": "identified", "not_retrieved": "sought", "excluded": None}

LEGEND = {
    "computed": "dashed outline: computed from other counts",
    "not_reported": "dotted outline: not reported",
}

# Advance widths of the characters 32 to 126 in Helvetica and Arial, thousandths of the font size. A line in
# these letters is written with its length, so it keeps its room in whichever font a browser falls back on.
WIDTHS = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278
278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722
667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556
556 333 500 278 556 500 722 500 500 500 334 260 334 584
"""
ADVANCE = {chr(32 + i): int(width) for i, width in enumerate(WIDTHS.split())}
OTHER = 1000  # any other character: as wide as high, which holds for Chinese, Japanese and Korean
BOLD = 45  # what bold type adds to a letter (nothing to digits and punctuation)

SIZE, PITCH = 15, 20  # font size and distance of lines, in user units
WIDTH = 664
BAND, MAIN, SIDE = (2, 26), (38, 264), (334, 328)  # left edge and width of the three columns
PAD, GAP = 12, 28  # inside a box; between boxes
BETWEEN, SPACE, INDENT = 6, 8, 10  # between counts; between words and their count; of reasons
ANCHOR = {"label": "start", "count": "end", "chip": "middle", "phase": "middle"}
CHIP = 6  # room at both ends of an outline around one count

DARK = ".rb-flowchart{--paper:var(--pst-color-background,#14181e);--box:#222a33;--band:#2f4256;color:#e8edf2}"
STYLE = f"""
.rb-flowchart{{--paper:#fff;--box:#f3f6f9;--band:#d7e3ee;color:#18222c;letter-spacing:0;word-spacing:0;
font:400 {SIZE}px/1 Arial,Helvetica,"Liberation Sans",sans-serif}}
@media screen{{html[data-theme="dark"] {DARK}}}
@media screen and (prefers-color-scheme:dark){{html:not([data-theme="light"]) {DARK}}}
@media print{{.rb-flowchart{{--box:#fff;--band:#fff;color:#000;max-height:95vh;break-inside:avoid}}}}
.rb-flowchart text{{fill:currentColor}}
.rb-flowchart text:not(.label){{font-weight:700}}
.rb-flowchart rect,.rb-flowchart path{{fill:var(--box);stroke:currentColor;stroke-width:1.5}}
.rb-flowchart .paper{{fill:var(--paper);stroke:none}}
.rb-flowchart .band{{fill:var(--band)}}
.rb-flowchart .band,.rb-flowchart .rule{{stroke-width:.75}}
.rb-flowchart .flow{{fill:none}}
.rb-flowchart .head{{fill:currentColor;stroke:none}}
.rb-flowchart .computed{{stroke-dasharray:6 4}}
.rb-flowchart .not_reported{{stroke-width:2;stroke-linecap:round;stroke-dasharray:0 4.5}}
"""


class Rect(NamedTuple):
    """A rectangle in user units; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


class Text(NamedTuple):
    """One line of text, from its anchor point on the baseline; ``rect`` is the room that it takes."""

    text: str
    x: float
    y: float
    kind: str  # label, count, chip (a count with an outline of its own), phase (turned, reading upwards)

    @property
    def rect(self) -> Rect:
        width, rise, height = text_width(self.text, bold=self.kind != "label"), 0.95 * SIZE, 1.2 * SIZE
        if self.kind == "phase":
            return Rect(self.x - rise, self.y - width / 2, height, width)
        left = {"start": 0.0, "middle": width / 2, "end": width}[ANCHOR[self.kind]]
        return Rect(self.x - left, self.y - rise, width, height)


class Box(NamedTuple):
    """A frame and what stands in it; ``outline`` is band, legend (none) or the status of all its counts."""

    rect: Rect
    outline: str
    texts: list[Text]
    chips: list[tuple[Rect, str]]
    rule: float | None = None


class Layout(NamedTuple):
    """All boxes, and the arrows as the points that they pass."""

    height: float
    boxes: list[Box]
    arrows: list[list[tuple[float, float]]]


class _Row(NamedTuple):
    """A step of the flow, and by step the counts of its box and of the boxes beside it."""

    step: str
    stage: str
    boxes: dict[str, list[Any]]


def draw(boxes: pd.DataFrame, *, title: str) -> str:
    """The flow chart as one complete ``<svg>`` element.

    Parameters
    ----------
    boxes : DataFrame, one row per count in reading order
        ``position`` (int), ``step`` (a key of `STEPS`), ``stage`` (free word or "not_applicable"), ``unit``
        (records, reports, studies, interventions), ``reason`` ("not_applicable" for a total), ``n`` (Int64,
        missing where not reported), ``status`` (reported, computed, not_reported), ``label`` (what is drawn).
    title : str
        Read out first, and the source of the element's ids; not drawn, since a figure has its caption.

    Returns
    -------
    str, the same bytes for the same table
        Text stays text. Light, dark and print colours are inside; fonts and scripts are not.

    Raises
    ------
    ValueError
        No rows; or a number where the status is "not_reported", or none where it is not.
    """
    plan = layout(boxes)
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or f"{zlib.crc32(title.encode()):08x}"
    height = _number(plan.height)
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rb-flowchart" viewBox="0 0 {WIDTH} {height}"'
        ' width="100%" style="display:block;min-width:36rem;max-width:46rem;height:auto;margin:0 auto"'
        f' role="img" aria-labelledby="flow-{name}-title flow-{name}-desc">'
    )
    parts = [
        start,
        f'<title id="flow-{name}-title">{escape(title)}</title>',
        f'<desc id="flow-{name}-desc">{escape(describe(boxes))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
    ]
    for points in plan.arrows:
        (before, _), (x, y) = points[-2:]
        head = "l-4.5-8h9z" if before == x else "l-8-4.5v9z"
        line = "L".join(f"{_number(a)} {_number(b)}" for a, b in points)
        parts.append(f'<path class="flow" d="M{line}"/>')
        parts.append(f'<path class="head" d="M{_number(x)} {_number(y)}{head}"/>')
    for box in plan.boxes:
        if box.outline != "legend":
            parts.append(_rect(box.rect, box.outline))
        if box.rule is not None:
            left = f"{_number(box.rect.x)} {_number(box.rule)}"
            parts.append(f'<path class="rule" d="M{left}h{_number(box.rect.width)}"/>')
        parts += [_rect(rect, status) for rect, status in box.chips]
        parts += [_text(text) for text in box.texts]
    return "\n".join([*parts, "</svg>"]) + "\n"


def figure(boxes: pd.DataFrame, *, title: str) -> str:
    """The flow chart in a frame (HTML) that scrolls by touch and by keyboard where the screen is narrow."""
    frame = f'class="rb-flow" tabindex="0" role="region" aria-label="{escape(title)}" style="overflow-x:auto"'
    return f"<div {frame}>{draw(boxes, title=title)}</div>"


def describe(boxes: pd.DataFrame) -> str:
    """The numbers of the chart as sentences, one for each step of the flow, in reading order.

    ``boxes`` is the table that `draw` takes. A count that is not reported is said to be so; a computed one
    carries the word in brackets: "235 records (computed) were screened by abstract; 107 were excluded."
    """
    sentences = []
    for row in _rows(boxes):
        unit = row.boxes[row.step][0].unit
        said = "; ".join(
            _clause(counts, "" if step == row.step else unit) for step, counts in row.boxes.items()
        )
        sentences.append(f"{said[0].upper()}{said[1:]}.")
    return " ".join(sentences)


def layout(boxes: pd.DataFrame) -> Layout:
    """Places of all boxes, texts and arrows, in user units, for the table that `draw` takes."""
    rows = _rows(boxes)
    placed: list[Box] = []
    arrows: list[list[tuple[float, float]]] = []
    above: Rect | None = None
    middle, y = MAIN[0] + MAIN[1] / 2, 2.0
    for phase, members in groupby(rows, key=lambda row: STEPS[row.step][1]):
        steps, start = list(members), y
        reach = 0 if steps[-1] is rows[-1] else GAP - 6  # a band ends just above the next one
        least = text_width(phase, bold=True) + 16 - reach
        for row in steps:
            top = bottom = y
            main: Rect | None = None
            for step, counts in row.boxes.items():
                box = _box(counts, SIDE if step in BESIDE else MAIN, top, least if len(steps) == 1 else 0)
                placed.append(box)
                bottom = max(bottom, box.rect.bottom)
                if step not in BESIDE:
                    main = box.rect
                    arrows += [[(middle, above.bottom), (middle, main.y)]] if above else []
                    above = main
                    continue
                if main:
                    level = box.rect.y + min(box.rect.height, main.height) / 2
                    corner = [(middle, main.bottom), (middle, level)]
                    leave = corner if level > main.bottom else [(main.right, level)]
                    arrows.append([*leave, (box.rect.x, level)])
                top = box.rect.bottom + GAP / 2
            y = bottom + GAP
        bottom = max(bottom, start + least)
        band = Rect(BAND[0], start, BAND[1], bottom + reach - start)
        name = Text(phase, band.x + band.width / 2 + 0.35 * SIZE, band.y + band.height / 2, "phase")
        placed.append(Box(band, "band", [name], []))
        y = bottom + GAP
    y = bottom + PAD
    seen = {count.status for row in rows for counts in row.boxes.values() for count in counts}
    for status, words in LEGEND.items():
        if status in seen:
            sample = Rect(MAIN[0] + 1, y + 1, 30, PITCH - 2)
            text = Text(words, sample.right + PAD, y + SIZE, "label")
            frame = Rect(MAIN[0], y, WIDTH - MAIN[0] - 2, PITCH)
            placed.append(Box(frame, "legend", [text], [(sample, status)]))
            y += PITCH + BETWEEN
    return Layout(max(box.rect.bottom for box in placed) + 2, placed, arrows)


def text_width(text: str, *, bold: bool = False) -> float:
    """Room in user units that one line of text takes."""
    wide = sum(ADVANCE.get(c, OTHER) + (BOLD if bold and c.isalpha() else 0) for c in _letters(text))
    return wide * SIZE / 1000


def wrap(text: str, width: float) -> list[str]:
    """Lines of ``text`` no wider than ``width``; a word that is wider by itself is cut."""
    lines = [""]
    for word in text.split():
        if lines[-1] and text_width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and text_width(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines[1:] or [""]


def _letters(text: str) -> str:
    """Text without its accents, which take no room."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _rows(boxes: pd.DataFrame) -> list[_Row]:
    """The steps of the flow in reading order; each count joins the box of its step, stage or owner."""
    if boxes.empty:
        raise ValueError("a flow chart needs at least one box")
    clash = boxes.loc[boxes["n"].isna() != (boxes["status"] == "not_reported"), "position"].to_list()
    if clash:
        raise ValueError(f"number and status contradict each other at position {clash}")
    rows: list[_Row] = []
    for count in boxes.sort_values("position", kind="stable").itertuples(index=False):
        stage = NONE if count.step == "included" else count.stage
        if count.step in BESIDE:
            last = rows[-1] if rows else None
            if count.step != "excluded":
                row = next((r for r in reversed(rows) if r.step == BESIDE[count.step]), last)
            else:
                row = next((r for r in reversed(rows) if count.stage in (r.stage, NONE)), last)
        else:
            row = next((r for r in rows if (r.step, r.stage) == (count.step, stage)), None)
        if row is None:
            row = _Row(count.step, stage, {})
            rows.append(row)
        row.boxes.setdefault(count.step, []).append(count)
    return rows


def _box(counts: list[Any], column: tuple[int, int], top: float, least: float, pad: float = PAD) -> Box:
    """One box at least ``least`` high: the totals, a rule, the reasons; counts stand at the right edge."""
    reasons = [c for c in counts if c.reason != NONE]
    entries = [(_plain(c.label, c), c, 0) for c in counts if c.reason == NONE]
    if not entries:
        entries.append((f"{counts[0].unit.capitalize()} {STEPS[counts[0].step][0]}", None, 0))
    entries += [(_plain(c.label, c), c, INDENT) for c in reasons]
    mixed = len({c.status for c in counts}) > 1
    left, right, y = column[0] + PAD, column[0] + column[1] - PAD, top + pad
    texts: list[Text] = []
    chips: list[tuple[Rect, str]] = []
    rule = None
    for label, count, indent in entries:
        if indent and rule is None:
            rule = y + 1
            y += PAD - 2
        number = _shown(count) if count else ""
        chip = mixed and count is not None and count.status != "reported"
        room = text_width(number, bold=True) + (2 * CHIP if chip else 0)
        lines = wrap(label, right - left - indent)
        texts += [Text(line, left + indent, y + SIZE + i * PITCH, "label") for i, line in enumerate(lines)]
        y += len(lines) * PITCH
        if text_width(lines[-1]) + SPACE + room > right - left - indent:
            y += PITCH + (4 if chip else 0)  # the count takes a line of its own
        if chip:
            chips.append((Rect(right - room, y - PITCH + 1, room, PITCH - 1), count.status))
            texts.append(Text(number, right - room / 2, y - PITCH + SIZE, "chip"))
        elif number:
            texts.append(Text(number, right, y - PITCH + SIZE, "count"))
        y += BETWEEN
    height = y - BETWEEN + pad - top
    if height < least:
        return _box(counts, column, top, 0, pad + (least - height) / 2)
    outline = "reported" if mixed else counts[0].status
    return Box(Rect(column[0], top, column[1], height), outline, texts, chips, rule)


def _clause(counts: list[Any], unit: str) -> str:
    """What happened to how many, for one box; the unit is left out where it is the one just named."""
    step, stage = counts[0].step, counts[0].stage
    done = STEPS[step][0]
    if step in ("screened", "assessed") and stage != NONE:
        done += " " + STAGES.get(stage, f"by {stage.replace('_', ' ')}")
    totals = [c for c in counts if c.reason == NONE]
    known = [c for c in totals if c.status != "not_reported"]
    units = [SINGULAR[c.unit] if c.n == 1 else c.unit for c in known]
    named = [_shown(c, "" if c.unit == unit else f" {name}") for c, name in zip(known, units, strict=True)]
    clauses = [f"the number of {c.unit} {done} is not reported" for c in totals if c.status == "not_reported"]
    if known:
        listed = ", ".join(named[:-1]) + (" and " if named[1:] else "") + named[-1]
        verb = "was" if len(known) == 1 and known[0].n == 1 else "were"
        clauses.insert(0, f"{listed} {verb} {done}")
    because = "; ".join(f"{_plain(c.reason, c)}, {_shown(c)}" for c in counts if c.reason != NONE)
    return ("; ".join(clauses) or f"{counts[0].unit} {done}") + (f": {because}" if because else "")


def _shown(count: Any, unit: str = "") -> str:
    if count.status == "not_reported":
        return "not reported"
    return f"{int(count.n):,}{unit}{' (computed)' if count.status == 'computed' else ''}"


def _plain(words: str, count: Any) -> str:
    """Words without a "(computed)" at their end that the count says anyway."""
    return words.removesuffix(" (computed)") if count.status == "computed" else words


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _rect(rect: Rect, name: str) -> str:
    x, y, width, height = map(_number, (rect.x, rect.y, rect.width, rect.height))
    return f'<rect class="{name}" x="{x}" y="{y}" width="{width}" height="{height}" rx="3"/>'


def _text(text: Text) -> str:
    x, y = _number(text.x), _number(text.y)
    where = f'x="{x}" y="{y}" text-anchor="{ANCHOR[text.kind]}"'
    if text.kind == "phase":
        where += f' transform="rotate(-90 {x} {y})"'
    length = text_width(text.text, bold=text.kind != "label")
    if all(c in ADVANCE for c in _letters(text.text)):
        where += f' textLength="{_number(length)}" lengthAdjust="spacingAndGlyphs"'
    return f'<text class="{text.kind}" {where}>{escape(text.text)}</text>'
