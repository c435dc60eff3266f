"""Interactive figures (plotly), drawn in the reader's browser from a bundle that the book itself carries.

`plotly_figure` turns any figure of bars, pies or scatter into HTML that loads nothing until a reader comes to
it; `feature_map` draws interventions by features. `book/_static/explore.js` does the drawing and takes every
colour from `book/_static/reviewbook.css`, so a figure follows the page from light to dark. The same numbers
must stand in a table beneath: hover is for the mouse, the table is for everybody.
"""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from IPython.display import HTML

# book/_vendor/<BUNDLE>, served at the site root, of the version that the pinned plotly writes for
# (tests/test_vendor.py).
BUNDLE = "plotly-basic-4.1.1.min.js"
IN_BUNDLE = ("bar", "pie", "scatter")  # what the basic bundle can draw: 1.2 MB instead of 4.8

# Below this width of the figure (CSS pixels) explore.js takes the narrow layout; reviewbook.css has it too.
NARROW = 600

# In place of plotly's own template (6.5 KB a figure). Colours that depend on the theme come from the style
# sheet.
TEMPLATE: dict[str, Any] = {
    "layout": {
        "colorway": ["#00695c", "#a63a00", "#1f5fbf", "#7a5200", "#7b3fa0", "#5a6068"],
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


@dataclass(frozen=True)
class Mark:
    """How one value of a feature is drawn: plotly symbol, colour in the light theme, size in pixels."""

    word: str
    symbol: str
    colour: str  # also --rb-<value> of the light theme in reviewbook.css; a test compares them
    size: int


MARKS = {
    "yes": Mark("yes", "circle", "#00695c", 13),
    "no": Mark("no", "x", "#a63a00", 10),
    "unclear": Mark("unclear", "diamond-open", "#7a5200", 12),
    "not_reported": Mark("not reported", "line-ew-open", "#5a6068", 10),
}

COLUMNS = ("intervention", "group", "feature", "feature_group", "value", "evidence", "locator")
CODED = {"not_reported": "not reported", "not_applicable": "not applicable"}

ROW, ROW_NARROW = 35, 46  # pixels a feature; narrow rows carry their label above the marks
COLUMN_NARROW = 26  # pixels an intervention below which a phone scrolls instead of squeezing
LABEL, LABEL_NARROW, HOVER = 38, 48, 44  # characters a line
LINE = 4.2  # characters of a worker group's name that fit over one column


def plotly_figure(
    fig: go.Figure,
    *,
    div_id: str,
    caption: str,
    description: str = "",
    narrow: dict[str, Any] | None = None,
    min_width: int = 0,
) -> HTML:
    """HTML that draws a plotly figure when a reader comes to it, and says what it shows until then.

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
    words = f"<strong>{_html(caption)}</strong>" + (
        f" <span>{_html(description)}</span>" if description else ""
    )
    return HTML(
        f'<figure class="rb-plotly mathjax_ignore" id="{div_id}" aria-labelledby="{div_id}-caption" '
        f'data-bundle="{BUNDLE}" data-narrow="{NARROW}" style="{sizes}">\n'
        f'<figcaption id="{div_id}-caption">{words}</figcaption>\n'
        '<div class="rb-plotly-frame">\n'
        '<p class="rb-plotly-status" role="status"></p>\n'
        '<button type="button" class="rb-button" hidden>Show the interactive figure</button>\n'
        "<noscript><p>The interactive figure needs scripts. "
        "The table beneath holds the same values.</p></noscript>\n"
        "</div>\n"
        f'<script type="application/json">{_json(payload)}</script>\n'
        "</figure>"
    )


def feature_map(matrix: pd.DataFrame, *, title: str, div_id: str) -> HTML:
    """Interventions by features as a figure of signs, with a description made from the counts.

    Parameters
    ----------
    matrix : DataFrame, one row per cell
        Columns ``intervention``, ``group`` (of workers), ``feature``, ``feature_group``, ``value`` ("yes",
        "no", "unclear", "not_reported"; blank: not charted yet), ``evidence``, ``locator`` (text or blank).
        Interventions, features and groups stand in the order in which they first appear.
    title : str
        Plain text, shown as the caption.
    div_id : str
        See `plotly_figure`.

    Returns
    -------
    IPython.display.HTML
        One line of text instead of a figure where nothing is charted.

    Raises
    ------
    ValueError
        A column is missing, a value is none of the four, or a cell appears twice.
    """
    from IPython.display import HTML

    if not _checked(matrix)["value"].notna().any():
        return HTML(
            '<p class="rb-nothing">No feature is charted in this review, so there is no map to draw.</p>'
        )
    fig = feature_figure(matrix)
    rows, columns = _rows(matrix), _columns(matrix)
    narrow = {
        "height": ROW_NARROW * len(rows) + 230,
        "margin.l": 4,
        "margin.r": 4,
        "xaxis.tickangle": -90,
        "yaxis.automargin": False,
        "yaxis.range": [len(rows) - 0.5, -0.9],  # the first label stands above its row
        "yaxis.ticklabelposition": "inside top",
        "yaxis.ticklabelshift": 9,
        "yaxis.ticktext": [_label(text, bold, LABEL_NARROW, 1) for text, bold, _ in rows],
        "yaxis.tickvals": [
            y + 0.35 * bold for y, (_, bold, _) in enumerate(rows)
        ],  # a heading keeps to its features
    }
    return plotly_figure(
        fig,
        div_id=div_id,
        caption=title,
        description=describe_features(matrix) + " The tables beneath hold every value.",
        narrow=narrow,
        min_width=COLUMN_NARROW * len(columns),
    )


def feature_figure(matrix: pd.DataFrame) -> go.Figure:
    """The figure behind `feature_map`: one scatter trace a value, features downwards, interventions across.

    Parameters
    ----------
    matrix : DataFrame, one row per cell
        See `feature_map`.

    Returns
    -------
    plotly.graph_objects.Figure
        Positions are numbers with tick labels, so that features of one name in two groups stay apart.
    """
    import plotly.graph_objects as go

    cells = _checked(matrix)
    rows, columns = _rows(cells), _columns(cells)
    y_of = {key: y for y, (_, _, key) in enumerate(rows) if key}
    x_of = {intervention: x for intervention, _, x in columns}
    left, right = columns[0][2] - 0.6, columns[-1][2] + 0.6

    # Hairlines under the features alone, as one trace: a grid would also run through the headings of groups.
    guides = [x for _ in y_of for x in (left, right, None)]
    traces = [
        go.Scatter(
            x=guides,
            y=[y for row in y_of.values() for y in (row, row, None)],
            mode="lines",
            line={"color": "#d1d5da", "width": 1},
            meta={"rb": "line"},
            hoverinfo="skip",
            showlegend=False,
        )
    ]
    for value, mark in MARKS.items():
        said = cells[cells["value"] == value]
        if said.empty:
            continue
        traces.append(
            go.Scatter(
                x=[x_of[name] for name in said["intervention"]],
                y=[y_of[key] for key in zip(said["feature_group"], said["feature"], strict=True)],
                mode="markers",
                name=f"{mark.word} ({len(said)})",
                marker={
                    "color": mark.colour,
                    "line": {"color": mark.colour, "width": 2},
                    "size": mark.size,
                    "symbol": mark.symbol,
                },
                meta={"rb": value.replace("_", "-")},
                hoverinfo="text",
                hovertext=[_hover(cell, mark.word) for cell in said.to_dict("records")],
            )
        )

    layout = {
        "dragmode": False,  # a finger on the figure scrolls the page
        "height": ROW * len(rows) + 230,
        "hovermode": "closest",
        "legend": {
            "orientation": "h",
            "x": 0,
            "xref": "container",
            "y": 1,
            "yanchor": "top",
            "yref": "container",
        },
        "margin": {"b": 64, "l": 8, "r": 40, "t": 120},
        "xaxis": {
            "fixedrange": True,
            "range": [left, right],
            "showgrid": False,
            "side": "top",
            "tickangle": -45,
            "ticklabeloverflow": "allow",  # else plotly hides names that a first, narrower layout cuts
            "ticktext": [_label(name, False, 20, 2) for name, _, _ in columns],
            "tickvals": [x for _, _, x in columns],
        },
        "yaxis": {
            "fixedrange": True,
            "range": [len(rows) - 0.5, -0.5],
            "showgrid": False,
            "ticklabeloverflow": "allow",
            "ticktext": [_label(text, bold, LABEL, 2) for text, bold, _ in rows],
            "tickvals": list(range(len(rows))),
        },
        "annotations": _groups(columns),
    }
    return go.Figure(traces, layout)


def describe_features(matrix: pd.DataFrame) -> str:
    """One or two sentences that count the cells of a feature map by value.

    Parameters
    ----------
    matrix : DataFrame, one row per cell
        See `feature_map`.

    Returns
    -------
    str

    Examples
    --------
    >>> describe_features(pd.DataFrame({
    ...     "intervention": ["PCR", "MHEN"], "group": ["usual", "usual"], "feature": ["app", "app"],
    ...     "feature_group": ["Technology", "Technology"], "value": ["no", "yes"], "evidence": ["", ""],
    ...     "locator": ["Table 4", "Table 4"]}))
    '2 interventions by 1 feature: of 2 cells, 1 yes, 1 no, 0 unclear, 0 not reported.'
    """
    cells = _checked(matrix)
    features = cells.groupby(["feature_group", "feature"], dropna=False).ngroups
    interventions = cells["intervention"].nunique()
    counts = ", ".join(f"{(cells['value'] == value).sum()} {mark.word}" for value, mark in MARKS.items())
    blank = interventions * features - int(cells["value"].notna().sum())
    return (
        f"{_plural(interventions, 'intervention')} by {_plural(features, 'feature')}: "
        f"of {_plural(interventions * features, 'cell')}, {counts}"
        + (f", {blank} not charted yet" if blank else "")
        + "."
    )


def _checked(matrix: pd.DataFrame) -> pd.DataFrame:
    missing = [column for column in COLUMNS if column not in matrix.columns]
    if missing:
        raise ValueError(f"feature map: no column {', '.join(missing)}; expected {', '.join(COLUMNS)}")
    cells = matrix.loc[:, list(COLUMNS)].astype(object)
    cells = cells.where(cells.notna() & (cells != ""), None)
    alien = sorted({str(value) for value in cells["value"].dropna()} - set(MARKS))
    if alien:
        raise ValueError(f"feature map: value {', '.join(alien)} is none of {', '.join(MARKS)}")
    twice = cells[cells.duplicated(["intervention", "feature_group", "feature"])]
    if len(twice):
        first = twice.iloc[0]
        raise ValueError(f"feature map: {first['intervention']}, {first['feature']} appears twice")
    return cells


def _rows(cells: pd.DataFrame) -> list[tuple[str, bool, tuple[str | None, str] | None]]:
    """What stands at each y: (text, is it a heading, key of the feature or None)."""
    rows: list[tuple[str, bool, tuple[str | None, str] | None]] = []
    for group in cells["feature_group"].unique():
        if group:
            rows.append((group, True, None))
        of_group = cells[cells["feature_group"].isna() if group is None else cells["feature_group"] == group]
        rows += [(feature, False, (group, feature)) for feature in of_group["feature"].unique()]
    return rows


def _columns(cells: pd.DataFrame) -> list[tuple[str, str | None, float]]:
    """What stands at each x: (intervention, its worker group, x); half a column apart between groups."""
    pairs = cells.drop_duplicates("intervention")[["intervention", "group"]]
    order = {group: n for n, group in enumerate(pairs["group"].unique())}
    pairs = sorted(pairs.itertuples(index=False, name=None), key=lambda pair: order[pair[1]])
    return [(name, group, n + 0.5 * order[group]) for n, (name, group) in enumerate(pairs)]


def _groups(columns: list[tuple[str, str | None, float]]) -> list[dict[str, Any]]:
    """The name of each worker group beneath its columns."""
    places: dict[str, list[float]] = {}
    for _, group, x in columns:
        if group:
            places.setdefault(group, []).append(x)
    return [
        {
            "showarrow": False,
            "text": _label(group, False, max(10, int(LINE * len(xs))), 3),
            "x": (xs[0] + xs[-1]) / 2,
            "y": 0,
            "yanchor": "top",
            "yref": "paper",
            "yshift": -6,
        }
        for group, xs in places.items()
    ]


def _hover(cell: dict[str, Any], word: str) -> str:
    """Intervention and feature, the value in words, what it rests on, where that stands."""
    lines = [f"<b>{_text(cell['intervention'])}</b>: {_text(cell['feature'])}", f"<b>{word}</b>"]
    evidence = CODED.get(cell["evidence"], cell["evidence"])
    if evidence and evidence != word:
        lines.append(_label(str(evidence), False, HOVER, 6))
    if cell["locator"]:
        lines.append(f"<i>{_label(str(cell['locator']), False, HOVER, 2)}</i>")
    return "<br>".join(lines)


def _label(text: str, bold: bool, width: int, lines: int) -> str:
    """Text for plotly in at most so many lines; what does not fit ends in "…" (the table has it whole)."""
    broken = textwrap.wrap(text, width, max_lines=lines, placeholder=" …") or [""]
    joined = "<br>".join(_text(line) for line in broken)
    return f"<b>{joined}</b>" if bold else joined


def _text(text: str) -> str:
    """Text that plotly, which reads a little HTML and takes $...$ for mathematics, shows as it is."""
    return escape(str(text), quote=False).replace("$", "&#36;")


def _html(text: str) -> str:
    return escape(text).replace("$", "&#36;")


def _json(payload: dict[str, Any]) -> str:
    """JSON that is safe inside <script>, the same bytes every time, without a $ that could pass for TeX."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    for sign in "<>&$":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _plural(n: int, noun: str) -> str:
    return f"{n} {noun}" + ("" if n == 1 else "s")
