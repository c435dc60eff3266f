"""Interactive figures (plotly), drawn in the reader's browser from a bundle that the book itself carries.

`plotly_figure` turns any figure of bars, pies or scatter into HTML that loads nothing until a reader asks for it: until then, in
print and without scripts a drawing of the same stands in its place. `book/_static/interactive.js` does the drawing and takes
every colour from `book/_static/page.css`, so that a figure follows the page from light to dark. The same numbers must stand in a
table: hover is for the mouse, the table is for everybody.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from reviewbook.page.escape import json_in_script, plotly

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from IPython.display import HTML

# book/_vendor/<BUNDLE>, served at the site root, of the version that the pinned plotly writes for
# (tests/built/test_vendor.py).
BUNDLE = "plotly-basic-4.1.1.min.js"
IN_BUNDLE = ("bar", "pie", "scatter")  # what the basic bundle can draw: 1.2 MB instead of 4.8

# Below this width of the figure (CSS pixels) interactive.js takes the narrow layout; interactive.css has it too.
NARROW = 600

# In place of plotly's own template (6.5 KB a figure). Colours that depend on the theme come from the style
# sheet.
TEMPLATE: dict[str, Any] = {
    "layout": {
        "colorway": ["#0b6e69", "#a3401c", "#145a8d", "#85560a", "#5b3f9e", "#58646f"],
        "font": {"size": 13},
        "hoverlabel": {"align": "left", "namelength": -1},
        "margin": {"b": 60, "l": 56, "r": 12, "t": 24},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {"automargin": True, "zeroline": False},
        "yaxis": {"automargin": True, "zeroline": False},
    }
}

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d"],
    "plotlyServerURL": "",
    "responsive": True,
    "showSendToCloud": False,  # plotly.js 4 otherwise shows "Share chart...", which uploads to its maker
    "showTips": False,  # pop up far from the figure, pale in dark mode
    "typesetMath": False,  # a text with $ is money, not mathematics
}


def plotly_figure(
    fig: go.Figure,
    *,
    div_id: str,
    caption: str,
    description: str = "",
    narrow: dict[str, Any] | None = None,
    min_width: int = 0,
    still: str = "",
) -> HTML:
    """HTML that draws a plotly figure when a reader asks for it, and shows a drawing of the same until then.

    Parameters
    ----------
    fig : plotly.graph_objects.Figure of bar, pie or scatter traces
        Is not changed. A trace with ``meta={"rb": "yes"}`` takes the colour ``--rb-yes`` of the style sheet.
    div_id : str, a letter, then letters, digits, "-" or "_"
        Fixed by the caller and unique on its page, so that reruns give the same bytes.
    caption : str
        One line, plain text, shown above the figure.
    description : str
        What the figure shows, in plain text and numbers; always visible, read out by screen readers.
    narrow : dict of dotted layout path -> value
        What changes where the figure is narrower than 600 pixels, such as ``{"height": 900}``.
    min_width : int, pixels
        Below it the figure scrolls inside its own frame. 0: it never does.
    still : HTML of a drawing of the same
        Stands in the figure's place until a reader asks for it, in print, and without scripts.

    Returns
    -------
    IPython.display.HTML
        The same bytes for the same figure. Asks no other host.

    Raises
    ------
    ValueError
        The identifier does not fit, or a trace is of a type that the bundle cannot draw.

    Examples
    --------
    >>> import plotly.graph_objects as go
    >>> drawn = plotly_figure(go.Figure(go.Bar(x=["2012"], y=[3])), div_id="years", caption="Reports a year")
    >>> drawn.data.splitlines()[1]
    '<figcaption id="years-caption"><strong>Reports a year</strong></figcaption>'
    """
    from IPython.display import HTML

    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", div_id):
        raise ValueError(f"div_id {div_id!r}: a letter, then letters, digits, '-' or '_'")
    drawn = json.loads(fig.to_json())
    alien = sorted({trace.get("type", "scatter") for trace in drawn["data"]} - set(IN_BUNDLE))
    if alien:
        raise ValueError(
            f"figure {div_id!r}: {', '.join(alien)} is not in {BUNDLE}, which draws {', '.join(IN_BUNDLE)}"
        )
    layout = drawn["layout"] | {"template": TEMPLATE}
    payload = {"config": CONFIG, "data": drawn["data"], "layout": layout, "narrow": narrow or {}}

    height = int(layout.get("height", 450))
    sizes = f"--rb-height:{height}px;--rb-height-narrow:{int(payload['narrow'].get('height', height))}px"
    if min_width:
        sizes += f";--rb-min-width:{min_width}px"
    words = f"<strong>{plotly(caption)}</strong>" + (
        f" <span>{plotly(description)}</span>" if description else ""
    )
    unseen = ' class="rb-unseen"' if still else ""
    place = f'<div class="rb-plotly-still">\n{still}\n</div>\n' if still else ""
    return HTML(
        f'<figure class="rb-plotly mathjax_ignore" id="{div_id}" aria-labelledby="{div_id}-caption" '
        f'data-bundle="{BUNDLE}" data-narrow="{NARROW}" style="{sizes}">\n'
        f'<figcaption id="{div_id}-caption"{unseen}>{words}</figcaption>\n'
        f"{place}"
        '<div class="rb-plotly-frame">\n'
        '<p class="rb-plotly-status" role="status"></p>\n'
        '<button type="button" class="rb-button" hidden>Show the interactive figure (0.4 MB)</button>\n'
        "</div>\n"
        f'<script type="application/json">{json_in_script(payload, sort_keys=True)}</script>\n'
        "</figure>"
    )
