"""The one family of the pages and of all that is drawn: Inter, whose files lie in fonts/ (docs/adr/0020).

So it is known how wide a line is, in SVG, PNG and PDF, and on every machine. Its digits are all of one width.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
EM = 2048  # units of the widths in a font size
# Where the files are out of reach, letters that are no wider: a line keeps to its room.
STACK = 'Inter,Arial,Helvetica,"Liberation Sans",sans-serif'
# The widths are those of single letters, in shares of a pixel: pairs move closer in prose alone, and where a system rounds
# each letter to whole pixels, lines would be up to 4 % wider.
PLAIN = "letter-spacing:0;word-spacing:0;font-kerning:none;text-rendering:geometricPrecision"
# What matplotlib calls them, and its own family, which has further letters.
ON_PAPER = ["Inter reviewbook", "DejaVu Sans"]
WEIGHTS = {400: "regular", 700: "bold"}


@cache
def advances(bold: bool) -> dict[str, int]:
    """How far each character of the family moves on, in 2048ths of the font size."""
    column = "bold" if bold else "regular"
    return {
        character: wide
        for part in _parts().values()
        for character, wide in zip(part["characters"], part[column], strict=True)
    }


def embed(drawing: str) -> str:
    """The drawing with the font files that its letters need, so that it looks the same as a file of its own.

    Whole files, as pages fetch them (18 KB for English in one weight): to cut out single letters would take a second.

    Parameters
    ----------
    drawing : SVG with a ``<style>``, as `flowchart.draw` and `quality.draw` write it
    """
    used = set("".join(re.findall(r"<text[^>]*>([^<]*)", drawing)))
    faces = [
        f"@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/woff2;base64,{_data(part, weight)})}}\n"
        for part, table in _parts().items()
        if not used.isdisjoint(table["characters"])
        for weight in WEIGHTS
    ]
    return drawing.replace("<style>", f"<style>\n{''.join(faces)}", 1)


@contextmanager
def in_matplotlib() -> Iterator[None]:
    """Inside, matplotlib finds the first family of `ON_PAPER`; afterwards it knows no more fonts than before."""
    from matplotlib.font_manager import fontManager

    before = list(fontManager.ttflist)
    for file in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(file)
    try:
        yield
    finally:
        fontManager.ttflist[:] = before


@cache
def _parts() -> dict[str, dict]:
    """The files of one weight: the characters of each, and their widths."""
    return json.loads((FONTS / "widths.json").read_text(encoding="utf-8"))


def _data(part: str, weight: int) -> str:
    return b64encode((FONTS / "web" / f"inter-{part}-{weight}.woff2").read_bytes()).decode()
