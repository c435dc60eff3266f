"""The drawings of a book's pages as files of their own, each with its title, what is counted, and where that comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reviewbook.files import digest
from reviewbook.page.escape import svg as escaped
from reviewbook.page.figure import FOLDER
from reviewbook.page.svg import number, wrap
from reviewbook.page.typeface import STACK, embed
from reviewbook.press import notebooks, plain
from reviewbook.press.manuscript import figures as drawn
from reviewbook.press.manuscript.figures import Drawing
from reviewbook.press.manuscript.stills import stills

DPI = 192  # two dots a pixel
EDGE, GAP = 20, 24  # free margin; between the parts of a figure
LEAST, MOST = 520, 1090  # so that a title over a narrow drawing is no tower; of several parts side by side
INK, MUTED = "#1b2530", "#58646f"
_FIGURE = re.compile(
    r'<div class="rb-figure(?: rb-of-table)?" id="figure-([\w-]+)">(.*?)<p class="rb-source">(.*?)</p>',
    re.DOTALL,
)
_NAMED = re.compile(r'<p class="(rb-finding-of|rb-unit)">(.*?)</p>', re.DOTALL)
_FILES = f'"../{FOLDER}/'


class Shown(NamedTuple):
    """A figure as its page shows it: what it is called, its texts, and the HTML of its drawings."""

    name: str
    finding: str
    unit: str
    source: str
    inner: str


def write(source: Path, folder: Path) -> str:
    """Bring the files of a book's figures up to date; what was reused, in words.

    Parameters
    ----------
    source : folder of the book, with its notebooks as they were run.
    folder : where they lie as they do in the site: figures/NAME.svg and .png.
    """
    known = folder.with_suffix(".json")
    before = json.loads(known.read_text(encoding="utf-8")) if known.is_file() else {}
    library = digest.of_folder(digest.LIBRARY, "press/**/*.py")
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    now: dict[str, str] = {}
    reused = 0
    for one in shown(source):
        made_of = digest.of_value([library, list(one)])
        files = [place / f"{one.name}.{kind}" for kind in ("svg", "png")]
        if before.get(one.name) == made_of and all(file.is_file() for file in files):
            reused += 1
        else:
            whole = composed(one)
            files[0].write_text(embed(whole.svg), encoding="utf-8")
            files[1].write_bytes(drawn.png(whole, dpi=DPI))
        now[one.name] = made_of
    for file in place.iterdir():
        if file.stem not in now:
            file.unlink()
    known.write_text(json.dumps(now), encoding="utf-8")
    return f"{reused} of {len(now)}"


def shown(source: Path) -> Iterator[Shown]:
    """The figures of the notebooks that say that they are files too."""
    for notebook in sorted((source / "notebooks").glob("*.ipynb")):
        for cell in notebooks.code_cells(notebooks.read(notebook)):
            for output in cell.get("outputs", ()):
                html = output.get("data", {}).get("text/html", "")
                if 'class="rb-figure' in html and _FILES in html:
                    yield from figures_of(html)


def figures_of(html: str) -> Iterator[Shown]:
    """The figures in what a cell shows that say that they are files too."""
    for name, inner, source in _FIGURE.findall(html):
        if _FILES in source:
            texts = {kind: plain.of_html(text) for kind, text in _NAMED.findall(inner)}
            of = plain.of_html(source.partition("</span>")[0])
            yield Shown(name, texts.get("rb-finding-of", ""), texts.get("rb-unit", ""), of, inner)


def composed(one: Shown) -> Drawing:
    """A figure as one drawing: its title above, its source beneath; several parts stand side by side as far as there is room.

    What a page builds of HTML is drawn as it stands there (`manuscript.stills`), one part beneath the other.
    """
    beside = drawn.drawings(one.inner)
    parts = beside or stills(one.inner)
    sizes = [drawn.size(part) for part in parts]
    whole = sum(width + GAP for width, _ in sizes) - GAP
    inside = max([LEAST, *(width for width, _ in sizes), min(whole, MOST if len(beside) > 1 else 0)])
    texts: list[str] = []
    y = _lines(texts, wrap(one.finding, inside, bold=True, size=17), EDGE, 17, "b")
    y = _lines(texts, wrap(one.unit, inside, size=12.5) if one.unit else [], y + 2, 12.5, "q")
    placed: list[str] = []
    x, top, tall = 0.0, y + 10, 0.0
    for part, (width, height) in zip(parts, sizes, strict=True):
        if x and x + width > inside:
            x, top, tall = 0.0, top + tall + GAP, 0.0
        placed.append(
            part.svg.strip().replace("<svg ", f'<svg x="{number(EDGE + x - 4)}" y="{number(top)}" ', 1)
        )
        x, tall = x + width + GAP, max(tall, height)
    bottom = _lines(texts, wrap(one.source, inside, size=12), top + tall + 8, 12, "q")
    wide, high = number(inside + 2 * EDGE), number(bottom + EDGE)
    description = " ".join(part.description for part in parts)
    style = f"text{{font-family:{STACK}}}.rb-b{{font-weight:700;fill:{INK}}}.rb-q{{fill:{MUTED}}}"
    svg = "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
            f'font-family="{drawn.FAMILY}">',
            f"<title>{escaped(one.finding, quotes=False)}</title>",
            f"<desc>{escaped(description, quotes=False)}</desc>",
            f"<style>{style}</style>",
            f'<rect width="{wide}" height="{high}" fill="#fff"/>',
            *texts,
            *placed,
            "</svg>",
        ]
    )
    return Drawing(svg, one.finding, description)


def _lines(texts: list[str], lines: Sequence[str], y: float, size: float, css: str) -> float:
    """Add lines of text from ``y`` downwards; where they end."""
    for line in lines:
        texts.append(
            f'<text class="rb-{css}" font-size="{size:g}" x="{EDGE}" y="{number(y + size)}">{escaped(line, quotes=False)}</text>'
        )
        y += 1.35 * size
    return y
