"""Drawings of the figures that a page builds of HTML: matrices of signs, the evidence map, lists of bars and of intervals.

They are read from what the page shows, so that a drawing holds what its page holds, and that alone. As wide as a page of A4 where
the columns allow it; what is higher goes on in a further drawing. Every mark has its sign or its number too: none is told by its
colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lxml import html

from reviewbook.page.escape import svg as escaped
from reviewbook.page.svg import number, text_width, wrap
from reviewbook.press.manuscript.figures import FAMILY, Drawing

WIDE, TALL = 672, 920  # user units: the room between the margins of A4, some lines left for the caption
SIZE, PITCH = 12, 15  # of letters; distance of lines
LABELS, TOTAL, GAP = 190, 76, 8  # most room of the names of rows, and of their fractions; between columns
LEAST, MOST = 16, 44  # of a column of signs
HEAD = (90, 400)  # room of the upright names of columns, least and most
INK, MUTED, LINE, EDGE, PAPER = "#1b2530", "#58646f", "#d8dee3", "#7f8b97", "#ffffff"
VALUE = "#145a8d"
# class of a sign on the page -> fill, outline, and the colour of the sign
LOOKS = {
    "rb-yes": ("#0b6e69", "#0b6e69", PAPER),
    "rb-state-charted": ("#0b6e69", "#0b6e69", PAPER),
    "rb-no": (PAPER, "#a3401c", "#a3401c"),
    "rb-unclear": ("#f3e6cb", "#85560a", "#85560a"),
    "rb-cannottell": ("#f3e6cb", "#85560a", "#85560a"),
    "rb-differs": ("#fbe9e2", "#a3401c", "#a3401c"),
    "rb-state-conflict": ("#fbe9e2", "#a3401c", "#a3401c"),
}
UNKNOWN = (PAPER, LINE, MUTED)  # what is not known is the palest
BANDS = {  # class of a mark of the map -> fill and outline
    "rb-band-high": ("#0b6e69", "#0b6e69"),
    "rb-band-middle": ("#85560a", "#85560a"),
    "rb-band-low": ("#a3401c", "#a3401c"),
    "rb-band-none": (PAPER, EDGE),
}
SHARES = {"rb-share": VALUE, "rb-yes": "#0b6e69", "rb-no": "#a3401c"}


class Block(NamedTuple):
    """A part of a drawing that is not torn: how high it is, and its elements with its top at a height."""

    height: float
    drawn: Callable[[float], str]


def stills(text: str) -> list[Drawing]:
    """The drawings of what a cell of a notebook shows; none where it shows nothing that can be drawn."""
    page = html.fragment_fromstring(text, create_parent=True)
    found: list[Drawing] = []
    for table in page.xpath('.//table[contains(@class, "rb-matrix-grid")]'):
        found += _matrix(table)
    for table in page.xpath('.//table[contains(@class, "rb-map-grid")]'):
        found += _map(table)
    for listed in page.xpath('.//div[@class="rb-charted"][.//ul[contains(@class, "rb-lines")]]'):
        found += _lines(listed)
    return found


# Matrices -------------------------------------------------------------------------------------------------------------


def _matrix(table: html.HtmlElement) -> Iterator[Drawing]:
    """A matrix of signs: names of columns upright, groups of rows under their title, the key beneath."""
    caption = _text(table.find("caption"))
    rows = table.xpath("./thead/tr")
    tops = [cell for cell in rows[0] if "rowspan" not in cell.attrib] if len(rows) > 1 else []
    heads = [cell for cell in rows[0] if len(rows) == 1 or "rowspan" in cell.attrib] + list(
        rows[1] if len(rows) > 1 else []
    )
    names, totals = [_text(cell) for cell in heads], ["rb-total" in cell.get("class", "") for cell in heads]
    signs = totals.count(False) - 1
    pitch = min(max((WIDE - LABELS - TOTAL * sum(totals)) / max(signs, 1), LEAST), MOST)
    widths = [LABELS] + [TOTAL if total else pitch for total in totals[1:]]
    lefts = [sum(widths[:at]) for at in range(len(widths))]
    lines = max(int(pitch // PITCH), 1)
    word = max(text_width(word, size=SIZE) for name in names for word in name.split() or [""])
    high = next(
        (
            h
            for h in range(min(max(HEAD[0], int(word) + 2), HEAD[1]), HEAD[1] + 10, 10)
            if all(len(wrap(n, h, size=SIZE)) <= lines for n in names)
        ),
        HEAD[1],
    )
    upright = [wrap(name, high, size=SIZE) for name in names]

    def head(y: float) -> str:
        base, parts = y + (PITCH + 4 if tops else 0) + high, []
        at = lefts[2] if len(lefts) > 2 else 0
        for top in tops:
            span = int(top.get("colspan", 1))
            first = next(i for i, left in enumerate(lefts) if left >= at - 0.1)
            wide = sum(widths[first : first + span])
            parts += [_rule(at + 2, y + PITCH, wide - 4)]
            parts += [
                _say(line, at + wide / 2, y + 11, "middle", bold=True)
                for line in wrap(_text(top), wide - 4, bold=True, size=SIZE)[:1]
            ]
            at += wide
        for at, (left, wide, told, total) in enumerate(zip(lefts, widths, upright, totals, strict=True)):
            if not at:
                parts.append(_say(names[0], left, base, bold=True))
            elif total:
                parts.append(_say(names[at], left + wide - GAP, base, "end", bold=True))
            else:
                middle = left + wide / 2 - (len(told) - 1) * PITCH / 2 + 4
                parts += [_upright(line, middle + i * PITCH, base) for i, line in enumerate(told)]
        return "".join(parts) + _rule(0, base + 6, sum(widths))

    blocks: list[Block] = []
    title: list[Block] = []
    for row in table.xpath("./tbody/tr"):
        cells = list(row)
        if "rb-group" in row.get("class", "") and len(cells) == 1:
            title = [_titled(_text(cells[0]), sum(widths))]
        elif cells:
            blocks.append(_together([*title, _signs(cells, lefts, widths)]))
            title = []
    key = _key(table.xpath("../preceding-sibling::*[@class='rb-matrix-key'][1]"))
    note = [_text(one) for one in table.xpath("../following-sibling::p[@class='rb-count']")]
    told = [*(f"{name}: {total}" for name, total in _fractions(table)), *note]
    top = Block(high + 12 + (PITCH + 4 if tops else 0), head)
    yield from _sheets(
        caption, ". ".join(told), max(sum(widths), WIDE / 2), top, blocks, [*key, *map(_note, note)]
    )


def _fractions(table: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for row in table.xpath("./tbody/tr[th][td]"):
        if total := row.xpath("./td[@class='rb-total']"):
            name, small = _named(row[0])
            yield f"{name} ({small[0].rstrip('.')})" if small else name, _text(total[0])


def _named(cell: html.HtmlElement) -> tuple[str, list[str]]:
    """The name of a row, and what a source prints of it."""
    small = [_text(one) for one in cell.xpath("./small")]
    return (_text(cell).removesuffix(small[0]).strip() if small else _text(cell)), small


def _signs(cells: Sequence[html.HtmlElement], lefts: Sequence[float], widths: Sequence[float]) -> Block:
    """A row of a matrix: its name, what a source prints of it beneath, and a sign or a fraction a column."""
    name, small = _named(cells[0])
    lines = wrap(name, LABELS - GAP, size=SIZE)
    notes = [line for one in small for line in wrap(one, LABELS - GAP, size=10)]
    told = [
        _text(cell)
        for cell, wide in zip(cells[1:], widths[1:], strict=False)
        if wide != TOTAL and _sign(cell) is None
    ]
    stands = (
        max((text_width(one, size=10) for one in told), default=0) + 8
    )  # fractions of columns stand upright
    high = max(PITCH * len(lines) + 12 * len(notes) + 5, stands, 21)

    def drawn(y: float) -> str:
        parts = [_say(line, 0, y + 14 + i * PITCH) for i, line in enumerate(lines)]
        below = y + 13 + len(lines) * PITCH
        parts += [_say(line, 0, below + i * 12, size=10, fill=MUTED) for i, line in enumerate(notes)]
        for cell, left, wide in zip(cells[1:], lefts[1:], widths[1:], strict=False):
            sign = _sign(cell)
            if sign is None and wide == TOTAL:
                parts.append(_say(_text(cell), left + wide - GAP, y + 14, "end"))
            elif sign is None:
                parts.append(_upright(_text(cell), left + wide / 2 + 4, y + high - 4, size=10))
            if sign is None:
                continue
            fill, edge, ink = LOOKS.get(sign.get("class", ""), UNKNOWN)
            side = min(wide - 2, 30)
            parts.append(_box(left + (wide - side) / 2, y + 1, side, 18, fill, edge))
            parts.append(_say(sign.text or "", left + wide / 2, y + 14, "middle", fill=ink, bold=True))
        return "".join(parts) + _rule(0, y + high, lefts[-1] + widths[-1])

    return Block(high, drawn)


def _sign(cell: html.HtmlElement) -> html.HtmlElement | None:
    """The sign of a cell: by itself, or in the link to what it rests on; None in a fraction."""
    found = cell.xpath(".//b | .//a[@aria-label][not(.//b)]")
    return found[0] if found else None


def _key(found: Sequence[html.HtmlElement]) -> list[Block]:
    """What the signs say, each with its number, side by side as far as there is room."""
    entries = []
    for one in found[:1]:
        for item in one.iter("li"):
            sign = item.find("b")
            word = _text(item).removeprefix(sign.text or "").strip() if sign is not None else _text(item)
            entries.append(
                (
                    LOOKS.get(sign.get("class", ""), UNKNOWN) if sign is not None else UNKNOWN,
                    sign.text or "" if sign is not None else "",
                    word,
                )
            )
    rows: list[list[tuple[float, tuple[str, str, str], str, str]]] = [[]]
    at = 0.0
    for look, sign, word in entries:
        wide = 34 + text_width(word, size=SIZE) + 20
        if rows[-1] and at + wide > WIDE:
            rows.append([])
            at = 0.0
        rows[-1].append((at, look, sign, word))
        at += wide

    def row(entries: list[tuple[float, tuple[str, str, str], str, str]]) -> Block:
        def drawn(y: float) -> str:
            return "".join(
                _box(x, y + 4, 26, 18, look[0], look[1])
                + _say(sign, x + 13, y + 17, "middle", fill=look[2], bold=True)
                + _say(word, x + 34, y + 17)
                for x, look, sign, word in entries
            )

        return Block(26, drawn)

    return [row(one) for one in rows if one]


# The evidence map -----------------------------------------------------------------------------------------------------


def _map(table: html.HtmlElement) -> Iterator[Drawing]:
    """The evidence map: marks whose area is their number, which stands beside each."""
    heads = [_text(cell) for cell in table.xpath("./thead/tr[1]/*")]
    rows = [list(row) for row in table.xpath("./tbody/tr")]
    needed = [max([_room(row[at]) for row in rows if at < len(row)] or [0]) for at in range(1, len(heads))]
    least = [
        max([70, *(text_width(word, bold=True, size=SIZE) + GAP for word in head.split())])
        for head in heads[1:]
    ]
    widths = [LABELS, *(max(pair) + GAP for pair in zip(needed, least, strict=True))]
    if (rest := WIDE - sum(widths)) > 0:
        widths = [widths[0], *(wide + min(rest / len(widths[1:]), 80) for wide in widths[1:])]
    lefts = [sum(widths[:at]) for at in range(len(widths))]
    upper = [wrap(head, wide - GAP, bold=True, size=SIZE) for head, wide in zip(heads, widths, strict=True)]
    high = max(map(len, upper)) * PITCH + 8

    def head(y: float) -> str:
        return "".join(
            _say(line, left, y + 12 + i * PITCH, bold=True)
            for left, lines in zip(lefts, upper, strict=True)
            for i, line in enumerate(lines)
        ) + _rule(0, y + high - 2, sum(widths), EDGE)

    blocks = [_bubbles(row, lefts, sum(widths)) for row in rows]
    figure = table.getparent().getparent()
    key = [_of_key(one) for one in figure.xpath(".//ul[@class='rb-map-key'][not(@hidden)]/li")]
    notes = figure.xpath("./p[@class='rb-map-note' or @class='rb-map-cut']")
    below = [_note(text) for one in notes if (text := _text(one))]
    told = [
        f"{_text(row[0])}: "
        + "; ".join(f"{name} {_said(cell)}" for name, cell in zip(heads[1:], row[1:], strict=False))
        for row in rows
    ]
    caption = _text(table.find("caption"))
    yield from _sheets(
        caption, ". ".join(told), max(sum(widths), WIDE), Block(high, head), blocks, [*key, *below]
    )


def _bubbles(row: Sequence[html.HtmlElement], lefts: Sequence[float], wide: float) -> Block:
    lines = wrap(_text(row[0]), LABELS - GAP, size=SIZE)
    marks = [mark for cell in row[1:] for mark in cell.iter("svg")]
    high = max([PITCH * len(lines) + 8, 24, *(float(mark.get("width")) + 4 for mark in marks)])

    def drawn(y: float) -> str:
        middle = y + high / 2
        first = middle + 4 - (len(lines) - 1) * PITCH / 2
        parts = [_say(line, 0, first + i * PITCH) for i, line in enumerate(lines)]
        for cell, left in zip(row[1:], lefts[1:], strict=False):
            x = left
            for mark in cell.iter("svg"):
                size = float(mark.get("width"))
                parts.append(_band(mark, x + size / 2, middle, size))
                parts.append(_say((mark.tail or "").strip(), x + size + 2, middle + 4))
                x += size + text_width((mark.tail or "").strip(), size=SIZE) + 10
            if cell.find(".//svg") is None:
                parts.append(_say(_text(cell), left, middle + 4, fill=MUTED))
        return "".join(parts) + _rule(0, y + high, wide)

    return Block(high, drawn)


def _room(cell: html.HtmlElement) -> float:
    marks = [(float(one.get("width")), (one.tail or "").strip()) for one in cell.iter("svg")]
    return sum(size + text_width(n, size=SIZE) + 10 for size, n in marks) or text_width(
        _text(cell), size=SIZE
    )


def _said(cell: html.HtmlElement) -> str:
    marks = [f"{one.get('aria-label')} {(one.tail or '').strip()}" for one in cell.iter("svg")]
    return ", ".join(marks) or _text(cell)


def _of_key(item: html.HtmlElement) -> Block:
    mark = item.find("svg")

    def drawn(y: float) -> str:
        return _band(mark, 10, y + 11, 18) + _say(_text(item), 26, y + 15)

    return Block(20, drawn)


def _band(mark: html.HtmlElement, x: float, y: float, size: float) -> str:
    fill, edge = BANDS.get(mark.get("class", ""), BANDS["rb-band-none"])
    shape = html.tostring(mark[0], encoding="unicode", with_tail=False)
    shape = re.sub(r"></(?:circle|path)>$", "/>", shape)
    scale = size / 2.9
    return (
        f'<g transform="translate({number(x)} {number(y)}) scale({scale:.3g})" fill="{fill}" stroke="{edge}" '
        f'stroke-width="{1.4 / scale:.3g}">{shape}</g>'
    )


# Bars and intervals ---------------------------------------------------------------------------------------------------


def _lines(listed: html.HtmlElement) -> Iterator[Drawing]:
    """Questions with a line an answer: its name, a bar, a strip or an interval, and the numbers in words."""
    pieces: list[list[Block]] = [[]]
    told = []
    for one in listed.iter("p", "ul"):
        if one.get("class") == "rb-line-head":
            pieces.append([_titled(_text(one), WIDE)])
        elif one.tag == "p" and one.getparent().tag == "li":
            name = _text(one.find("strong")) if one.find("strong") is not None else ""
            rest = _text(one).removeprefix(name).strip()
            if len(pieces[-1]) != 1:  # else under the title of its group
                pieces.append([])
            pieces[-1].append(_asked(name, rest))
            told.append(f"{name} ({rest})" if rest else name)
        elif "rb-lines" in one.get("class", ""):
            pieces[-1] += [_line(item) for item in one]
            told += [_text(item) for item in one if item.get("class") != "rb-line-scale"]
    blocks = [_together(piece) for piece in pieces if piece]
    if len(pieces) == 1:
        blocks = pieces[0]
    yield from _sheets("", ". ".join(told), WIDE, Block(0, lambda y: ""), blocks, [])


def _asked(name: str, rest: str) -> Block:
    beside = text_width(name, bold=True, size=SIZE) + GAP
    lines = wrap(rest, WIDE - beside, size=11) if beside < WIDE / 2 else wrap(rest, WIDE, size=11)
    below = 0 if beside < WIDE / 2 else 1

    def drawn(y: float) -> str:
        x = 0 if below else beside
        return _say(name, 0, y + 17, bold=True) + "".join(
            _say(line, x, y + 17 + (i + below) * PITCH, size=11, fill=MUTED) for i, line in enumerate(lines)
        )

    return Block(8 + PITCH * max(len(lines) + below, 1), drawn)


def _line(item: html.HtmlElement) -> Block:
    left, wide = 214.0, 240.0
    parts = {one.get("class", ""): one for one in item.iter("span")}
    name = _text(parts["rb-line-name"]) if "rb-line-name" in parts else ""
    said = _text(parts["rb-line-said"]) if "rb-line-said" in parts else ("" if name else _text(item))
    if item.get("class") == "rb-line-scale":
        marks = [_text(one) for one in item.iter("i")]

        def scale(y: float) -> str:
            steps = max(len(marks) - 1, 1)
            anchors = ["start", *("middle",) * (len(marks) - 2), "end"]
            return "".join(
                _say(mark, left + wide * i / steps, y + 13, anchor, size=11, fill=MUTED)
                for i, (mark, anchor) in enumerate(zip(marks, anchors, strict=True))
            )

        return Block(18, scale)
    names = wrap(name, left - 20, size=SIZE) if name else []
    beside = left + wide + 12
    words = wrap(said, WIDE - beside, size=SIZE) if name else wrap(said, WIDE - 12, size=11)
    high = max(len(names), len(words), 1) * PITCH + 3

    def drawn(y: float) -> str:
        out = [_say(line, 12, y + 12 + i * PITCH) for i, line in enumerate(names)]
        at = beside if name else 12
        out += [_say(line, at, y + 12 + i * PITCH) for i, line in enumerate(words)]
        if "rb-line-bar" in parts:
            x = left
            for share in parts["rb-line-bar"].iter("i"):
                own = wide * _percent(share, "width") / 100
                out.append(_box(x, y + 3, own, 10, SHARES.get(share.get("class", ""), EDGE), "none"))
                x += own
            out.append(_box(left, y + 3, wide, 10, "none", LINE))
        elif "rb-dot-line" in parts:
            out.append(_rule(left, y + 8, wide))
            for one in parts["rb-dot-line"].iter("i", "b"):
                x = left + wide * _percent(one, "left") / 100
                if one.tag == "i":
                    out.append(_box(x, y + 6.5, wide * _percent(one, "width") / 100, 3, VALUE, "none"))
                else:
                    out.append(f'<circle cx="{number(x)}" cy="{number(y + 8)}" r="4.5" fill="{VALUE}"/>')
        for strip in item.iter("svg"):
            out.append(_rule(left, y + 13, wide))
            for stroke in strip.iter("path"):
                x = left + wide * float(re.findall(r"[\d.]+", stroke.get("d", "0"))[0]) / 100
                tall = "rb-middle" in stroke.get("class", "")
                out.append(
                    _box(
                        x,
                        y + (1 if tall else 5),
                        2.2 if tall else 1.2,
                        12 if tall else 8,
                        INK if tall else VALUE,
                        "none",
                    )
                )
        return "".join(out)

    return Block(high, drawn)


def _percent(element: html.HtmlElement, name: str) -> float:
    found = re.search(rf"{name}:([\d.]+)%", element.get("style", ""))
    return float(found[1]) if found else 0.0


# Any of them ----------------------------------------------------------------------------------------------------------


def _sheets(
    title: str, description: str, wide: float, top: Block, blocks: Sequence[Block], below: Sequence[Block]
) -> Iterator[Drawing]:
    """The blocks one beneath the other, on as many drawings as they need, each under its head and above its key.

    The parts are as even as they can be, so that none holds a last line alone.
    """
    room = TALL - top.height - sum(one.height for one in below)
    whole = sum(one.height for one in blocks)
    pieces = max(-(-whole // max(room, 200)), 1)
    parts: list[list[Block]] = [[]]
    high = 0.0
    for one in blocks:
        even = whole / pieces + 30 if len(parts) < pieces else room
        if parts[-1] and high + one.height > even:
            parts.append([])
            high = 0.0
        parts[-1].append(one)
        high += one.height
    for at, part in enumerate(parts):
        y, drawn = 4.0, []
        for one in (top, *part, *below):
            drawn.append(one.drawn(y))
            y += one.height
        named = f"{title} ({at + 1} of {len(parts)})" if len(parts) > 1 and title else title
        yield Drawing(_whole("".join(drawn), wide, y, named, description), named, description)


def _together(blocks: Sequence[Block]) -> Block:
    """Blocks that no end of a drawing comes between."""

    def drawn(y: float) -> str:
        tops = [y + sum(one.height for one in blocks[:at]) for at in range(len(blocks))]
        return "".join(one.drawn(top) for one, top in zip(blocks, tops, strict=True))

    return Block(sum(one.height for one in blocks), drawn)


def _whole(inside: str, wide: float, high: float, title: str, description: str) -> str:
    size = f'width="{number(wide + 8)}" height="{number(high + 8)}" viewBox="-4 0 {number(wide + 8)} {number(high + 8)}"'
    told = f"<title>{escaped(title, quotes=False)}</title>\n" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILY}">\n<style></style>\n{told}'
        f"<desc>{escaped(description, quotes=False)}</desc>\n{inside}\n</svg>\n"
    )


def _titled(title: str, wide: float) -> Block:
    """The title of a group of rows."""
    return Block(27, lambda y: _say(title, 0, y + 20, bold=True) + _rule(0, y + 27, wide, EDGE))


def _note(text: str) -> Block:
    lines = wrap(text, WIDE, size=11)
    return Block(
        PITCH * len(lines) + 6,
        lambda y: "".join(
            _say(line, 0, y + 15 + i * PITCH, size=11, fill=MUTED) for i, line in enumerate(lines)
        ),
    )


def _say(
    text: str,
    x: float,
    y: float,
    anchor: str = "start",
    *,
    size: float = SIZE,
    fill: str = INK,
    bold: bool = False,
) -> str:
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    weight = ' font-weight="700"' if bold else ""
    said = escaped(text, quotes=False)
    return f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{fill}"{weight}{where}>{said}</text>'


def _upright(text: str, x: float, y: float, *, size: float = SIZE) -> str:
    turned = f'transform="rotate(-90 {number(x)} {number(y)})"'
    return _say(text, x, y, size=size).replace("<text ", f"<text {turned} ", 1)


def _box(x: float, y: float, wide: float, high: float, fill: str, edge: str) -> str:
    return f'<rect x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(high)}" rx="2" fill="{fill}" stroke="{edge}"/>'


def _rule(x: float, y: float, wide: float, colour: str = LINE) -> str:
    return f'<path d="M{number(x)} {number(y)}h{number(wide)}" stroke="{colour}" fill="none"/>'


def _text(element: html.HtmlElement | None) -> str:
    return " ".join(" ".join(element.itertext()).split()) if element is not None else ""
