"""The flow chart as PNG and as PDF, from the same plan as the SVG, in the light colours.

Drawn by matplotlib, which is there for the other charts and is loaded only when asked for. The letters are those that the plan
is measured in, from files of our own; a few signs are from a family that matplotlib brings: the same bytes on every machine.
"""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING, Any

from reviewbook.page.svg import Rect
from reviewbook.page.typeface import ON_PAPER, in_matplotlib
from reviewbook.selection.drawing import flow_plan, flowchart
from reviewbook.selection.drawing.flow_plan import Frame, Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCH = 96  # user units an inch, as in a browser
POINT = 72 / INCH
INK, PAPER, BOX, BAND, LINK, WRONG = (
    flowchart.LIGHT[name] for name in ("ink", "paper", "box", "band", "link", "wrong")
)
# Line width in user units, and dashes in the same.
STROKES: dict[str, tuple[float, Any]] = {
    "solid": (1.5, "solid"),
    "dashed": (1.5, (0, (6, 4))),
    "dotted": (2, (0, (0.1, 4.5))),  # a dash of no length would not be drawn
    "band": (0.75, "solid"),
    "wrong": (4, "solid"),
}


class NoGlyph(ValueError):
    """The chart has characters that the typefaces of PNG and PDF cannot draw; ``characters`` are they."""

    def __init__(self, characters: list[str]):
        self.characters = characters
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in characters[:10])
        more = f" and {len(characters) - 10} more" if characters[10:] else ""
        super().__init__(f"Inter and DejaVu Sans cannot draw {named}{more}; an SVG can hold them")


def png(plan: Plan, *, title: str, dpi: int = 200) -> bytes:
    """The chart as PNG, ``dpi`` dots an inch (96 user units an inch).

    Raises
    ------
    NoGlyph
        Where a character would come out as an empty box.
    """
    return _saved(plan, format="png", dpi=dpi, metadata={"Title": title, "Software": None})


def pdf(plan: Plan, *, title: str) -> bytes:
    """The chart as PDF of one page, as large as the chart; text stays text, and links to web addresses stay links.

    Raises
    ------
    NoGlyph
        Where a character would come out as an empty box.
    """
    dates = {"CreationDate": None, "ModDate": None}
    return _saved(plan, format="pdf", metadata={"Title": title, **dates})


def without_glyph(plan: Plan) -> list[str]:
    """The characters of the chart that PNG and PDF cannot show, each once, in reading order."""
    drawn = _drawn()
    return list(
        dict.fromkeys(
            c
            for frame in plan.frames
            for text in frame.texts
            for c in text.text
            if not c.isspace()
            and unicodedata.category(c) != "Cf"  # joiners and marks of direction draw nothing
            and ord(c) not in drawn
        )
    )


def _saved(plan: Plan, **options: Any) -> bytes:
    import matplotlib

    if missing := without_glyph(plan):
        raise NoGlyph(missing)
    # Type 42 keeps letters as letters; dashes in points, not in line widths.
    with in_matplotlib(), matplotlib.rc_context({"pdf.fonttype": 42, "lines.scale_dashes": False}):
        out = io.BytesIO()
        _figure(plan).savefig(out, **options)
    return out.getvalue()


def _figure(plan: Plan) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.patches import Polygon

    figure = Figure((plan.width / INCH, plan.height / INCH), facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, plan.width), ylim=(plan.height, 0))
    axes.set_axis_off()
    for points in plan.arrows:
        axes.plot(*zip(*points, strict=True), color=INK, linewidth=1.5 * POINT, zorder=1)
        (x, y), back = (
            points[-1],
            {"down": (0, -8), "right": (-8, 0), "left": (8, 0)}[flow_plan.heading(points)],
        )
        corners = [
            (x + back[0] + side * back[1] * 9 / 16, y + back[1] + side * back[0] * 9 / 16) for side in (1, -1)
        ]
        axes.add_patch(Polygon([(x, y), *corners], facecolor=INK, linewidth=0, zorder=1))
    for frame in plan.frames:
        _draw_frame(axes, frame)
    return figure


def _draw_frame(axes: Any, frame: Frame) -> None:
    if frame.outline != "legend":
        axes.add_patch(_patch(frame.rect, frame.outline, wrong=frame.wrong))
    if frame.rule is not None:
        ends = [frame.rect.x, frame.rect.right]
        axes.plot(ends, [frame.rule] * 2, color=INK, linewidth=0.75 * POINT, zorder=3)
    for line in frame.lines:
        if line.chip:
            axes.add_patch(_patch(*line.chip))
        url = line.href if line.href.lower().startswith(("http:", "https:")) else None
        for text in line.texts:
            colour = WRONG if text.kind == "wrong" else LINK if url and text.kind == "count" else INK
            axes.text(
                text.x,
                text.y,
                text.text,
                color=colour,
                fontfamily=ON_PAPER,
                fontsize=flowchart.SIZE * POINT,
                fontweight="bold" if text.kind else "normal",
                ha={"start": "left", "end": "right", "middle": "center"}[text.anchor],
                va="baseline",
                rotation=90 if text.kind == "phase" else 0,
                rotation_mode="anchor",
                parse_math=False,
                url=url,
                zorder=4,
            )


def _patch(rect: Rect, outline: str, *, wrong: bool = False) -> Any:
    from matplotlib.patches import FancyBboxPatch

    width, dashes = STROKES[outline]
    if wrong or outline == "wrong":
        width = STROKES["wrong"][0]
    if not isinstance(dashes, str):
        dashes = (dashes[0], tuple(length * POINT for length in dashes[1]))
    return FancyBboxPatch(
        rect[:2],
        rect.width,
        rect.height,
        boxstyle="round,pad=0,rounding_size=3",
        facecolor=BAND if outline == "band" else BOX,
        edgecolor=WRONG if wrong or outline == "wrong" else INK,
        linewidth=width * POINT,
        linestyle=dashes,
        capstyle="round" if outline == "dotted" else "butt",
        zorder=2,
    )


def _drawn() -> set[int]:
    """The characters that PNG and PDF can show, in either weight."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    with in_matplotlib():
        regular, bold = (
            {
                code
                for family in ON_PAPER
                for code in get_font(findfont(FontProperties(family=family, weight=weight))).get_charmap()
            }
            for weight in ("normal", "bold")
        )
    return regular & bold
