"""The theme map as SVG text: themes as blocks, subthemes in them, and links between codes that meet in the same excerpts.

Three steps: `chosen` says which codes and links are drawn, `place` where everything stands (in two columns for a
desktop and for paper, in one for a phone; the links run in the free channel beside the blocks), `draw` writes that
down. `describe` says the numbers in words. The layout is one of blocks and a channel, not of forces: labels stay
whole, nothing collides, and the same review gives the same map.
"""

from __future__ import annotations

from IPython.display import HTML, Markdown

from reviewbook.page.escape import svg as escaped
from reviewbook.page.figure import Data, framed
from reviewbook.page.finding import NAMED, Span, leaders
from reviewbook.page.grid import absent, no_scheme, page
from reviewbook.page.svg import Rect, in_the_dark, number, rectangle, text_width, wrap
from reviewbook.page.typeface import PLAIN, STACK
from reviewbook.page.words import counted, joined
from reviewbook.review.model import Review
from reviewbook.themes import coding
from reviewbook.themes.drawing.theme_choice import Chosen, _count, chosen, describe, reports_of
from reviewbook.themes.drawing.theme_plan import (
    BAR,
    NARROW,
    PAD,
    PITCH,
    WIDE,
    Box,
    Curve,
    Plan,
    number_of,
    place,
)

# The colours of page.css; what is contrary has that of "no".
LIGHT = {
    "paper": "#fff", "panel": "#f5f7f8", "box": "#fff", "ink": "#1b2530", "quiet": "#58646f", "line": "#7f8b97",
    "bar": "#145a8d", "link": "#145a8d", "text": "#145a8d", "against": "#a3401c",
}  # fmt: skip
DARK = (
    "--paper:var(--rb-paper,#14181d);--panel:#1b2127;--box:#14181d;--ink:#e8ecf0;--quiet:#a3afba;--line:#788590;--bar:#86bdea;"
    "--link:#86bdea;--text:#86bdea;--against:#f19a77"
)
STYLE = f"""
.rb-theme-map{{container-type:inline-size;margin:0;max-width:{WIDE}px}}
.rb-theme-map svg{{{"".join(f"--{name}:{colour};" for name, colour in LIGHT.items())}display:block;width:100%;height:auto;
font:400 14px/1 {STACK};{PLAIN}}}
{in_the_dark("rb-theme-map svg", DARK)}
.rb-theme-map svg.narrow{{display:none;max-width:{NARROW * 1.2:.0f}px}}
@container (width < 620px){{.rb-theme-map svg.wide{{display:none}}.rb-theme-map svg.narrow{{display:block}}}}
@media print{{.rb-theme-map{{container-type:normal;break-inside:avoid}}.rb-theme-map svg{{--panel:#fff;--ink:#000;max-height:85vh}}}}
.rb-theme-map text{{fill:var(--ink);forced-color-adjust:none}}
.rb-theme-map .theme{{font-weight:700;font-size:15px}}
.rb-theme-map .n{{font-weight:700;font-size:13px}}
.rb-theme-map .quiet{{fill:var(--quiet);font-size:12.5px}}
.rb-theme-map a text.name{{fill:var(--text);text-decoration:underline}}
.rb-theme-map .panel{{fill:var(--panel);stroke:var(--line);rx:6px}}
.rb-theme-map .brought{{stroke-dasharray:6 4}}
.rb-theme-map .box{{fill:var(--box);stroke:var(--line);rx:4px}}
.rb-theme-map .head{{fill:transparent;stroke:none;rx:4px}}
.rb-theme-map .bar{{fill:var(--bar)}}
.rb-theme-map .rest{{fill:none;stroke:var(--bar);stroke-width:1.5}}
.rb-theme-map .link{{fill:none;stroke:var(--link);stroke-opacity:.7}}
.rb-theme-map .against{{fill:none;stroke:var(--against);stroke-width:2;stroke-dasharray:6 4}}
.rb-theme-map .chip{{fill:var(--paper);stroke:var(--link);rx:9px}}
.rb-theme-map .chip.no{{stroke:var(--against);stroke-dasharray:3 2}}
.rb-theme-map .chip+text{{text-anchor:middle;font-weight:700;font-size:12.5px}}
.rb-theme-map text.no,.rb-theme-map .chip.no+text{{fill:var(--against)}}
.rb-theme-map a{{text-decoration:none;outline:0}}
.rb-theme-map a:focus-visible rect:first-child{{stroke:var(--text);stroke-width:3;stroke-dasharray:none}}
"""


def theme_map(review: Review, which: str) -> HTML | Markdown:
    """The themes and subthemes as boxes with their numbers of reports, and links between those that meet in excerpts.

    ``which`` is "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them; the
    codes of the other kind that share excerpts with these are drawn too, where there is room. At most `MOST_NODES`
    codes and `MOST_LINKS` links: those with most reports, and with most excerpts; a line beneath says what is left out.
    """
    if line := absent(review, "codes", "excerpts", "codings"):
        return page(line)
    if not coding.schemes(review.codes, which):
        return page(no_scheme(which))
    drawn = chosen(review, which)
    if not any(node.excerpts for node in drawn.nodes):
        return page("No passage of these reports stands under any of them.")
    parts = [
        draw(drawn, width=width, name=f"theme-map-{which}-{kind}", kind=kind)
        for width, kind in ((WIDE, "wide"), (NARROW, "narrow"))
    ]
    # Whoever points at a code, or comes to it by keyboard, sees its links alone.
    alone = "\n".join(
        f".rb-theme-map svg:has(.n{at}:is(:hover,:focus-visible)) .l:not(.l{at}){{opacity:.1}}"
        for at, node in enumerate(drawn.nodes)
        if any(node.code_id in link[:2] for link in drawn.links)
    )
    inner = f'<div class="rb-theme-map">\n<style>{STYLE}{alone}</style>\n{"".join(parts)}</div>'
    rows = [
        [
            node.label,
            block.head.label if block.head else block.title,
            node.told,
            node.reports,
            node.of,
            node.excerpts,
        ]
        for block in drawn.blocks
        for node in [block.head, *block.nodes]
        if node
    ]
    data = Data(
        [drawn.noun[0].capitalize(), "Under", "Reports that tell of it", "Reports", "Of", "Passages"], rows
    )
    return HTML(
        framed(
            review,
            inner,
            name=f"theme-map-{which}",
            finding=finding(drawn),
            unit=f"Reports behind each {drawn.noun[0]}, and passages that two of them share",
            tables=["codes", "codings", "excerpts"],
            note=" ".join([_count(drawn), *drawn.left_out]),
            data=data,
        )
    )


def finding(drawn: Chosen) -> str:
    """Which of the codes that the chapter is about rests on most reports."""
    own = [block for block in drawn.blocks if block.brought == drawn.blocks[0].brought]
    tops = [node for block in own for node in ([block.head] if block.head else block.nodes)]
    first = leaders([Span(node.label, node.reports, node.reports) for node in tops])
    most = max((node.reports for node in tops), default=0)
    of = {node.of for node in tops if node.label in first}
    n = f" of {of.pop():,}" if len(of) == 1 else ""
    if len(first) == 1:
        return f"{first[0]} rests on most reports: {most:,}{n}"
    if 1 < len(first) <= NAMED:
        return f"{joined(first)} rest on most reports: {most:,}{n} each"
    noun = coding.noun("frameworks" if drawn.blocks[0].brought else coding.THEMES)
    return f"{counted(len(tops), *noun)}, each resting on at most {counted(most, 'report')}"


# What is drawn --------------------------------------------------------------------------------------------------------


# In words -------------------------------------------------------------------------------------------------------------


# Where everything stands ----------------------------------------------------------------------------------------------


# As SVG ---------------------------------------------------------------------------------------------------------------


def draw(drawn: Chosen, *, width: int, name: str, kind: str) -> str:
    """The map as one ``<svg>`` element of the class ``kind``; ``name`` is what its ids begin with."""
    plan = place(drawn, width=width)
    key, bottom = _key(drawn, plan)
    parts = [
        f'<svg class="{kind}" viewBox="0 0 {number(plan.width)} {number(bottom)}" role="group"',
        f' aria-labelledby="{name}-title" aria-describedby="{name}-desc">',
        f'<title id="{name}-title">Theme map</title>',
        f'<desc id="{name}-desc">{escaped(describe(drawn))}</desc>',
    ]
    for panel in plan.panels:
        parts.append(rectangle(panel.rect, "panel brought" if panel.brought else "panel"))
        parts += [
            _text(line, panel.rect.x + PAD, panel.rect.y + 18 + 16 * at, "quiet")
            for at, line in enumerate(panel.title)
        ]
    names = {node.code_id: node.label for node in drawn.nodes}
    at = {code: f"l{at}" for at, code in enumerate(names)}
    # Lines first, numbers after all lines, so that no line runs over a number.
    parts += ['<g aria-hidden="true">', *(_curve(curve, at) for curve in plan.curves)]
    parts += [*(_chip_svg(curve, names, at) for curve in plan.curves), "</g>"]
    most = max(node.reports for node in drawn.nodes) or 1
    place_of = {code: f"n{at}" for at, code in enumerate(names)}
    parts += [_box_svg(box, most, place_of[box.node.code_id]) for box in plan.boxes]
    return "\n".join([*parts, *key, "</svg>"]) + "\n"


def _box_svg(box: Box, most: int, name: str) -> str:
    """A code as one link of the class ``name``: its box, its label, a bar for its reports and their number."""
    rect, node = box.rect, box.node
    x, y = rect.x + PAD, rect.bottom - PAD - BAR + 2
    n = f"{reports_of(node)}/{node.of:,}"
    sign = f"≠ {node.inside:,}" if node.inside else ""
    room = rect.width - 2 * PAD - text_width(n, bold=True, size=13) - 6 - (48 if sign else 0)
    bar, told = (room * reports / most for reports in (node.reports, node.told))
    parts = [
        f'<a class="{name}" href="{escaped(node.href)}">',
        rectangle(rect, "head" if box.head else "box"),
    ]
    if " ".join(box.lines) != node.label:
        parts.append(f"<title>{escaped(node.label)}</title>")
    parts += [
        _text(line, x, rect.y + PITCH * (at + 1), "name theme" if box.head else "name")
        for at, line in enumerate(box.lines)
    ]
    if told:
        parts.append(rectangle(Rect(x, y, told, BAR), "bar"))
    if bar > told:
        parts.append(rectangle(Rect(x + told, y, bar - told, BAR), "rest"))
    parts.append(_text(n, x + bar + (6 if bar else 0), y + BAR + 1, "n"))
    if sign:
        parts.append(
            f'<text class="n no" text-anchor="end" x="{number(rect.right - PAD)}" y="{number(y + BAR + 1)}">{sign}</text>'
        )
    return " ".join([*parts, "</a>"])


def _curve(curve: Curve, at: dict[str, str]) -> str:
    start, *rest = (f"{number(x)} {number(y)}" for x, y in curve.points)
    kind = "against" if curve.link.against else "link"
    codes = f"l {at[curve.link.a]} {at[curve.link.b]}"
    return (
        f'<path class="{kind} {codes}" stroke-width="{number(curve.width)}" d="M{start}C{" ".join(rest)}"/>'
    )


def _chip_svg(curve: Curve, names: dict[str, str], at: dict[str, str]) -> str:
    link, rect = curve.link, curve.chip
    both = f"{names[link.a]} and {names[link.b]}"
    if link.against:
        said = f"{both}: {counted(link.n, 'pair')} of passages contrary to each other"
    else:
        said = f"{both}: {counted(link.n, 'shared passage')} from {counted(link.reports, 'report')}"
    text = f'<text x="{number(rect.x + rect.width / 2)}" y="{number(rect.y + 13.5)}">{number_of(link)}</text>'
    codes = f"l {at[link.a]} {at[link.b]}"
    chip = rectangle(rect, "chip no" if link.against else "chip")
    return f'<g class="{codes}"><title>{escaped(said)}</title>{chip}{text}</g>'


def _key(drawn: Chosen, plan: Plan) -> tuple[list[str], float]:
    """What bars, lines and outlines mean, those that occur; and where the map ends below it."""
    against = any(link.against for link in drawn.links)
    inside = any(node.inside for node in drawn.nodes)
    whole = "those that were asked for it" if drawn.some else counted(drawn.reports, "report")
    told = [("bar", f"reports with passages under the {drawn.noun[0]}, of {whole}")]
    if drawn.by_basis:
        told = [("bar", f"reports known to tell of it or measure it, of {whole}")]
        if any(node.reports > node.told for node in drawn.nodes):
            told.append(
                (
                    "rest",
                    "+ others: an author’s view, a supposition or only a part of an intervention, or it is not said",
                )
            )
    if any(not link.against for link in drawn.links):
        told.append(("link", "passages that two of them share: their number"))
    if against or inside:
        where = joined(["between two of them"] * against + ["within one of them"] * inside, "or")
        told.append(("against", f"≠ passages contrary to each other, {where}: number of pairs"))
    if len({block.brought for block in drawn.blocks}) > 1:
        told.append(("panel brought", "brought to the data by a framework, not found in it"))
    parts, y = [], plan.height + 12
    for kind, words in told:
        if kind in ("bar", "rest"):
            parts.append(rectangle(Rect(2, y + 4, 30, BAR), kind))
        elif kind == "panel brought":
            parts.append(rectangle(Rect(2, y, 30, 15), kind))
        else:
            parts.append(
                f'<path class="{kind}" stroke-width="{4 if kind == "link" else 2}" d="M2 {number(y + 8)}h30"/>'
            )
        lines = wrap(words, plan.width - 44, size=12.5)
        parts += [_text(line, 42, y + 12 + 16 * at, "quiet") for at, line in enumerate(lines)]
        y += 16 * len(lines) + 4
    return parts, y


def _text(text: str, x: float, y: float, name: str) -> str:
    return f'<text class="{name}" x="{number(x)}" y="{number(y)}">{escaped(text)}</text>'
