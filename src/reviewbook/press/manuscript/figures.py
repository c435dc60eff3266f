"""The drawings of the book as files of their own: SVG, and PNG and PDF made of that same SVG.

On a page a drawing takes its colours from variables, changes them in the dark and shows one of two layouts. A file has one look:
`still` settles it, by the light colours of the drawing itself. What makes PNG and PDF is typst, which brings resvg and svg2pdf
in one wheel for every system, reads our own font files and needs no other program (docs/adr/0046).
"""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from typing import Any, Literal, NamedTuple

import matplotlib

from reviewbook.page.typeface import FONTS, ON_PAPER, embed
from reviewbook.press import plain

DPI = 300
POINT = 0.75  # of a user unit, which is a pixel of a browser
INK = "#18222c"
FAMILY = f"{','.join(repr(name) for name in (ON_PAPER[0], 'Inter', 'Arial', 'Helvetica', *ON_PAPER[1:]))},sans-serif"
_SVG = re.compile(r"<svg\b[^>]*>.*?</svg>", re.DOTALL)
_DIV = re.compile(r'<div class="([^"]*)"')
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL)
_BOX = re.compile(r'viewBox="\s*([-\d.]+)[ ,]+([-\d.]+)[ ,]+([\d.]+)[ ,]+([\d.]+)\s*"')
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
_USED = re.compile(r"var\((--[\w-]+)(?:,([^()]*))?\)")
_FONT = re.compile(r"font\s*:\s*(\d+)\s+([\d.]+)px(?:/[\d.]+)?\s+[^;}]+")
# What only a page has: states that a reader brings about, and layouts for narrow screens.
_ONLY_ON_PAGES = re.compile(r":hover|:focus|:has\(|:is\(|::|html\[|:root")
MARGIN = 4  # user units, so that a line at the edge is whole
SMALL = 60  # user units: a drawing in a line of a table or a key, which is no figure


class Drawing(NamedTuple):
    """A drawing: its SVG with one look, and what it shows in words."""

    svg: str
    title: str
    description: str


def drawings(html: str) -> list[Drawing]:
    """The drawings in what a cell of a notebook shows, each settled; of two layouts the wide one, marks in tables left out."""
    outside = "\n".join(_STYLE.findall(html))  # what stands in one drawing holds for all of a page
    found = []
    for match in _SVG.finditer(html):
        svg = match[0]
        wraps = _DIV.findall(html, 0, match.start())  # the last is the nearest, by which styles may name it
        box, opens = _BOX.search(svg), svg.partition(">")[0]
        if (
            not box
            or min(float(box[3]), float(box[4])) < SMALL
            or "<text" not in svg
            or re.search(r'class="[^"]*\bnarrow\b', opens)
        ):
            continue
        found.append(
            Drawing(still(svg, outside, wraps[-1] if wraps else ""), _told(svg, "title"), _told(svg, "desc"))
        )
    return found


def still(svg: str, outside: str = "", wrapper: str = "") -> str:
    """An SVG as a file of its own: its size and family said, its colours settled, without links, states and the dark.

    Parameters
    ----------
    outside : styles of the page that the drawing goes by
    wrapper : classes of the element around it, by which styles may name it
    """
    css = "\n".join([outside, *_STYLE.findall(svg)])
    rules, settled = _rules(css), dict(_VARIABLE.findall(_without_blocks(css)))
    styles = "\n".join(f"{selector}{{{_declared(body, settled)}}}" for selector, body in rules)
    body = _STYLE.sub("", svg)
    body = re.sub(r"</?a\b[^>]*>", lambda tag: "<g>" if tag[0][1] != "/" else "</g>", body)
    body = body.replace("currentColor", INK)
    box = _BOX.search(body)
    assert box is not None
    width, height = float(box[3]), float(box[4])
    opens, _, rest = body.partition(">")
    opens = re.sub(r'\s(?:width|height|style|xmlns|xmlns:xlink|role|tabindex|aria-[\w-]+)="[^"]*"', "", opens)
    inner = f"{opens}>{rest}"
    wide, high = width + 2 * MARGIN, height + 2 * MARGIN
    size = f'width="{wide:g}" height="{high:g}" viewBox="{-MARGIN} {-MARGIN} {wide:g} {high:g}"'
    named = f' class="{wrapper}"' if wrapper else ""
    nested = re.sub(r"^<svg", f'<svg width="{width:g}" height="{height:g}"', inner, count=1)
    style = f"<style>\n{styles}\n</style>\n"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size} '
        f'font-family="{FAMILY}">\n{style}<g{named}>{nested}</g>\n</svg>\n'
    )


def size(drawing: Drawing) -> tuple[float, float]:
    """Width and height of a drawing in user units."""
    box = _BOX.search(drawing.svg)
    assert box is not None  # `still` writes one
    return float(box[3]), float(box[4])


def svg(drawing: Drawing) -> bytes:
    """The drawing as a file of its own, which brings the letters that it is drawn with."""
    return embed(drawing.svg).encode()


def png(drawing: Drawing, *, dpi: int = DPI) -> bytes:
    """The drawing as PNG on white, ``dpi`` dots an inch of its own size (96 user units), which the file says too."""
    return _with_dots(_typst(drawing, "png", dpi), dpi)


def _with_dots(data: bytes, dpi: int) -> bytes:
    """A PNG that says how many dots an inch has: where none is said, journals and Word take 72 or 96."""
    metre = round(dpi / 0.0254)
    said = b"pHYs" + struct.pack(">IIB", metre, metre, 1)
    chunk = struct.pack(">I", len(said) - 4) + said + struct.pack(">I", zlib.crc32(said))
    head = 8 + 25  # the signature and IHDR, which it follows
    return data[:head] + chunk + data[head:]


def pdf(drawing: Drawing) -> bytes:
    """The drawing as PDF of one page, as large as the drawing; its text stays text."""
    return _typst(drawing, "pdf", DPI)


def _typst(drawing: Drawing, kind: Literal["pdf", "png"], dpi: int) -> bytes:
    import typst

    width, height = (side * POINT for side in size(drawing))
    page = (
        "#set document(date: none)\n"
        f"#set page(width: {width:g}pt, height: {height:g}pt, margin: 0pt, fill: white)\n"
        f'#set text(font: ("{ON_PAPER[0]}", "{ON_PAPER[1]}"))\n'
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)\n'
    )
    fonts: Any = [str(FONTS), str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]
    return typst.compile(
        page.encode(),
        format=kind,
        ppi=float(dpi),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"svg": drawing.svg},
    )


def _without_blocks(css: str) -> str:
    """Styles without those that hold under a condition (@media, @container)."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"@[\w-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)


def _rules(css: str) -> list[tuple[str, str]]:
    """Selectors and declarations of what holds everywhere, in their order."""
    found = []
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", _without_blocks(css)):
        kept = [one.strip() for one in selectors.split(",") if not _ONLY_ON_PAGES.search(one)]
        if kept:
            found.append((",".join(kept), body))
    return found


def _declared(body: str, settled: dict[str, str]) -> str:
    """Declarations with their variables settled, of two of one name the last, in words that every program of drawing knows."""
    for _ in range(3):  # a variable may stand in another
        body = _USED.sub(lambda used: settled.get(used[1], used[2] or INK).strip(), body)
    body = _FONT.sub(lambda font: f"font-weight:{font[1]};font-size:{font[2]}px", body)
    parts = (part.partition(":") for part in re.sub(r"\s+", " ", body).split(";"))
    last = {
        name.strip(): value.strip()
        for name, _, value in parts
        if value.strip() and not name.strip().startswith("--")
    }
    for name in (
        "font",
        "font-family",
        "display",
        "width",
        "height",
        "min-width",
        "max-width",
        "margin",
        "outline",
    ):
        last.pop(name, None)
    return ";".join(f"{name}:{'none' if value == 'transparent' else value}" for name, value in last.items())


def _told(svg: str, name: str) -> str:
    found = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", svg, re.DOTALL)
    return plain.of_html(found[1]) if found else ""
