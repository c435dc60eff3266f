"""Draw with matplotlib to SVG whose text stays text, in the page's own colour and size."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Sequence
from typing import Any

import matplotlib.text
from IPython.display import HTML

from reviewbook.page.escape import html as escape
from reviewbook.page.typeface import ON_PAPER, in_matplotlib
from reviewbook.review.characters import without_control

INK = "#010203"  # stands for the page's own text colour until the SVG is written; a colour that no chart uses otherwise
STYLE: dict[Any, Any] = {  # matplotlib's types name every key there is
    "svg.fonttype": "none",
    "svg.hashsalt": "reviewbook",
    "font.family": ON_PAPER,
    "font.size": 11,
    "text.parse_math": False,  # what stands between two dollar signs is money
    "hatch.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), INK),
}


# Fills and hatches that tell kinds apart, in print and without colours too.
LOOKS = (
    ("#3579b8", None),
    ("#c05a2b", "///"),
    ("#6f6f6f", "xx"),
    ("#2f8f6b", "\\\\\\"),
    ("#8a62b3", "++"),
    ("#a8791e", "oo"),
    ("#b5477a", "--"),
)
OTHER = ("#ffffff", "..")  # what is not known, and kinds beyond those
Look = tuple[str, str | None]


def looks(kinds: Sequence[str]) -> dict[str, Look]:
    """A fill and a hatch for each kind, in their order; those beyond `LOOKS` share `OTHER`."""
    return {kind: LOOKS[at] if at < len(LOOKS) else OTHER for at, kind in enumerate(kinds)}


def axes(*, height: float, left: float = 0.2):
    """A figure 7 inches wide, and its axes; ``left`` is the share of the width kept for labels, ``height`` in inches."""
    # Figures made without pyplot hold no global state and leave nothing open.
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(7, height), layout=None)
        FigureCanvasSVG(figure)
        drawn = figure.add_subplot()
        inch = 1 / height
        figure.subplots_adjust(left=left, right=0.98, bottom=0.62 * inch, top=1 - 0.5 * inch)
    return figure, drawn


def _of_page(tag: str, key: str) -> str:
    """A tag of matplotlib's SVG with ids of its own on the page, and the page's colour, family and size."""
    tag = re.sub(r"; font-family: [^;\"]*", "", tag).replace(INK, "currentColor")
    # Two charts on one page must not share ids; width and height come from the page.
    tag = re.sub(r'\bid="([^"]+)"', rf'id="{key}-\1"', tag)
    tag = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{key}-", tag)
    return re.sub(
        r'<svg ([^>]*?)\s(?:height|width)="[^"]*"([^>]*?)\s(?:height|width)="[^"]*"', r"<svg \1\2", tag
    )


def inline(figure, *, title: str, description: str) -> HTML:
    """The figure as inline SVG: named and described, in currentColor, the same bytes for the same figure."""
    for text in figure.findobj(matplotlib.text.Text):  # made outside of `STYLE`
        text.set_fontfamily(ON_PAPER)
        text.set_parse_math(False)
        text.set_text(without_control(text.get_text()))
    out = io.StringIO()
    with in_matplotlib(), matplotlib.rc_context(STYLE), warnings.catch_warnings():
        # The text stays text: a browser finds the letters of other scripts.
        warnings.filterwarnings("ignore", r"Glyph \d+ \(.*\) missing from font", UserWarning)
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r"<defs>\s*<style.*?</style>\s*</defs>\s*", "", svg, flags=re.DOTALL
    )  # its rule would reach the whole page
    key = hashlib.sha256(title.encode()).hexdigest()[:8]
    svg = re.sub(r"<[^>]*>", lambda tag: _of_page(tag[0], key), svg)  # matplotlib writes ">" in no attribute
    named = f'role="img" aria-labelledby="{key}-title {key}-desc"'
    told = f'<title id="{key}-title">{escape(title)}</title>\n <desc id="{key}-desc">{escape(description)}</desc>'
    head, rest = svg.split(">", 1)
    return HTML(
        f'<div class="rb-chart" tabindex="0" role="region" aria-label="{escape(title)}">{head} {named}>\n {told}{rest.rstrip()}</div>'
    )
