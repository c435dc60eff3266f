"""When: study periods and publications; the timeline, and the table of the same numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.page.drawing import both
from reviewbook.page.escape import plotly
from reviewbook.page.figure import Data, framed
from reviewbook.page.grid import absent, grid, in_place, needs, nothing, page, uncharted
from reviewbook.page.interactive import plotly_figure
from reviewbook.page.words import cite, counted, do, escape, listed, number, said, symbol
from reviewbook.review import bibliography
from reviewbook.review.labels import UNSAID
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING
from reviewbook.studies import of_review, periods
from reviewbook.studies.drawing import timeline_still

NO_TIMES = "No report of this review has a year of publication or a study period."
MOST_REPORTS = 60  # rows of the timeline; beyond, years are shown
NO_YEAR = UNSAID | {periods.NOT_SETTLED: "uncertain"}  # why a report has no year


def timeline(review: Review) -> HTML | Markdown:
    """Study periods as bars and publications as marks, one row a report; beyond 60 reports, both counted by year."""
    if line := absent(review, "reports"):
        return page(line)
    if line := uncharted(review, *PERIOD, called="study period"):
        return page(line)
    table = _with_reasons(review.reports)
    if table[["year", "begins", "ends"]].isna().all(axis=None):
        return page(nothing(NO_TIMES))
    by_report = len(table) <= MOST_REPORTS
    return (_by_report if by_report else _by_year)(review, table)


def _with_reasons(reports: pd.DataFrame) -> pd.DataFrame:
    """`periods.periods`, and in the column ``why`` the reason why a report has no year."""
    undated = periods.undated(reports)
    table = periods.periods(reports)
    return table.assign(
        why=table["report_id"].map(dict(zip(undated["report_id"], undated["why"], strict=True)))
    )


def _by_report(review: Review, table: pd.DataFrame) -> HTML:
    import plotly.graph_objects as go

    names = bibliography.labels(review)
    hover = [_hover(names[row.report_id], row) for row in table.itertuples()]
    table = table.assign(y=range(len(table)), hover=hover)
    whole = table.dropna(subset=["begins", "ends"])
    start = table[table["begins"].notna() & table["ends"].isna()]
    end = table[table["begins"].isna() & table["ends"].notna()]
    out = table.dropna(subset=["year"])
    later = whole.dropna(subset=["year"])
    points = {"mode": "markers", "hoverinfo": "text"}
    traces = [
        go.Scatter(
            x=[x for row in later.itertuples() for x in (row.ends, row.year + 0.5, None)],
            y=[y for row in later.itertuples() for y in (row.y, row.y, None)],
            mode="lines",
            line={"width": 1, "dash": "dot"},
            meta={"rb": "edge"},
            hoverinfo="skip",
            showlegend=False,
        ),
        go.Bar(
            name=f"Study period ({len(whole)})",
            orientation="h",
            base=whole["begins"].tolist(),
            x=(whole["ends"] - whole["begins"]).tolist(),
            y=whole["y"].tolist(),
            width=0.5,
            hoverinfo="text",
            hovertext=whole["hover"].tolist(),
            meta={"rb": "edge"},
        ),
        *(
            go.Scatter(
                name=f"{word} reported alone ({len(part)})",
                x=part[column].tolist(),
                y=part["y"].tolist(),
                marker={"symbol": sign, "size": 11},
                hovertext=part["hover"].tolist(),
                meta={"rb": "unclear"},
                **points,
            )
            for word, column, sign, part in (
                ("Start", "begins", "triangle-right", start),
                ("End", "ends", "triangle-left", end),
            )
            if len(part)
        ),
        go.Scatter(
            name=f"Published ({len(out)})",
            x=(out["year"] + 0.5).tolist(),
            y=out["y"].tolist(),
            marker={"symbol": "diamond", "size": 11},
            hovertext=out["hover"].tolist(),
            meta={"rb": "link"},
            **points,
        ),
    ]
    ends = pd.concat([table["begins"], table["ends"], table["year"]]).dropna()
    years = ends.max() - ends.min()
    figure = go.Figure(traces, _layout(130 + 26 * len(table), years))
    figure.update_yaxes(
        range=[len(table) - 0.4, -0.6],
        showgrid=False,
        ticktext=[plotly(names[report]) for report in table["report_id"]],
        tickvals=table["y"].tolist(),
    )
    silent = {
        str(row.report_id): f"period {_period(row.study_from, row.study_to)}; year {_year(row)}"
        if pd.isna(row.begins) and pd.isna(row.ends)
        else f"year {_year(row)}"
        for row in table.itertuples()
        if pd.isna(row.year)
    }
    told = [
        f"{names[row.report_id]}: {_period(row.study_from, row.study_to)}, published {_year(row)}"
        for row in table.itertuples()
    ]
    title = "Study periods and publication of the reports"
    still = both(
        lambda sheet: timeline_still.by_report(sheet, table, names, silent),
        title=title, description=f"{_lags(table)} {'; '.join(told)}.", name="timeline",
    )  # fmt: skip
    shown = plotly_figure(
        figure,
        still=still,
        div_id="fig-timeline-plot",
        caption=title,
        narrow={
            "height": 170 + 40 * len(table),
            "margin.l": 4,
            "xaxis.dtick": _step(years, 4),
            "yaxis.automargin": False,
            "yaxis.range": [len(table) - 0.4, -0.9],
            "yaxis.ticklabelposition": "inside top",
            "yaxis.ticklabelshift": 8,
        },
    )
    rows = [
        [
            names[row.report_id],
            _date(row.study_from),
            _date(row.study_to),
            _year(row),
            "" if pd.isna(row.lag) else row.lag,
        ]
        for row in table.itertuples()
    ]
    data = Data(["Report", "Study from", "Study to", "Published", "Years between"], rows)
    unit = f"Study periods and publication of {counted(len(table), 'report')}, the earliest study first. {_lags(table)}"
    return HTML(
        framed(
            review,
            shown.data,
            name="timeline",
            finding=finding(table),
            unit=unit,
            tables=["reports"],
            data=data,
        )
    )


def _by_year(review: Review, table: pd.DataFrame) -> HTML:
    import plotly.graph_objects as go

    years = of_review.by_year(review)
    running, published = years["running"].map(len).tolist(), years["published"].map(len).tolist()
    bars = {"x": years["year"].tolist(), "hoverinfo": "text"}
    traces = [
        go.Bar(
            name="Studies running",
            y=running,
            hovertext=[
                f"{y}: {counted(n, 'study', 'studies')} running"
                for y, n in zip(bars["x"], running, strict=True)
            ],
            marker={"line": {"width": 1}, "pattern": {"shape": "/"}},
            meta={"rb": "edge"},
            **bars,
        ),
        go.Bar(
            name="Reports published",
            y=published,
            hovertext=[
                f"{y}: {counted(n, 'report')} published" for y, n in zip(bars["x"], published, strict=True)
            ],
            meta={"rb": "link"},
            **bars,
        ),
    ]
    told = "; ".join(
        f"{year}: {counted(n, 'study', 'studies')}, {counted(m, 'report')}"
        for year, n, m in zip(bars["x"], running, published, strict=True)
    )
    title = "Studies running and reports published in each year"
    still = both(
        lambda sheet: timeline_still.by_year(sheet, bars["x"], running, published),
        title=title, description=f"{_lags(table)} {told}.", name="timeline",
    )  # fmt: skip
    shown = plotly_figure(
        go.Figure(traces, _layout(420, len(years))),
        still=still,
        div_id="fig-timeline-plot",
        caption=title,
        narrow={"xaxis.dtick": _step(len(years), 5)},
    )
    data = Data(
        ["Year", "Studies running", "Reports published"],
        list(zip(bars["x"], running, published, strict=True)),
    )
    unit = f"{title}; a study counts in every year that its period touches. {_lags(table)}"
    return HTML(
        framed(
            review,
            shown.data,
            name="timeline",
            finding=finding(table),
            unit=unit,
            tables=["reports"],
            data=data,
        )
    )


def finding(table: pd.DataFrame) -> str:
    """How long after its study a report appeared, where that is known; else of how many periods are known."""
    lag, n = table["lag"].dropna(), len(table)
    if len(lag) and lag.median() >= 0:
        middle = f"{_signed(lag.median())} {'year' if lag.median() == 1 else 'years'}"
        late = "Half of the reports appeared within" if len(lag) > 2 else "Reports appeared within"
        within = middle if len(lag) > 2 else f"{_signed(lag.max())} years"
        return f"{late} {within} of the end of their study ({len(lag):,} of {counted(n, 'report')} tell)"
    whole = int((table["begins"].notna() & table["ends"].notna()).sum())
    return f"{whole:,} of {counted(n, 'report')} {do(whole, 'give')} a study period"


def _layout(height: int, years: float) -> dict:
    return {
        "bargap": 0.2,
        "dragmode": False,  # a finger on the figure scrolls the page
        "height": height,
        "hovermode": "closest",
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        "margin": {"b": 40, "l": 8, "r": 12, "t": 60},
        "xaxis": {"dtick": _step(years, 9), "fixedrange": True, "tickformat": "d"},
        "yaxis": {"fixedrange": True},
    }


def _step(years: float, ticks: int) -> int:
    """Years between ticks, so that there are hardly more than so many."""
    return next((step for step in (1, 2, 5, 10, 20, 50) if years / step <= ticks), 100)


def _year(row) -> str:
    """The year of publication, or in plain words why there is none."""
    return str(row.year) if pd.notna(row.year) else NO_YEAR.get(row.why, row.why)


def undated_words(undated: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Which reports have no year of publication and why, as plain text; empty where all have one.

    Parameters
    ----------
    undated : as `periods.undated` gives it.
    names : report_id -> what the report is called.
    """
    if undated.empty:
        return ""
    told = [
        f"{listed(names[report] for report in own['report_id'])} ({NO_YEAR.get(why, why)})"
        for why, own in undated.groupby("why", sort=False)
    ]
    n = len(undated)
    return (
        f"{counted(n, 'report')} {do(n, 'have')} no year of publication: {'; '.join(told)}. "
        f"{'It enters' if n == 1 else 'They enter'} nothing that is computed from years."
    )


def _hover(name: str, row) -> str:
    """The report, its study period as charted, its publication, and the years between."""
    lines = [f"<b>{plotly(name)}</b>", f"Study period: {plotly(_period(row.study_from, row.study_to))}"]
    lines.append(f"Published: {_year(row)}")
    if pd.notna(row.lag):
        lines.append(f"Years from the end of the study: {_signed(row.lag)}")
    return "<br>".join(lines)


def _period(begin: object, end: object) -> str:
    """A study period in plain words, as precise as it is charted."""
    first, last = _date(begin), _date(end)
    if first == last:
        return first
    both = periods.ends(begin) and periods.ends(end)
    return f"{first} to {last}" if both else f"start {first}, end {last}"


def _date(text: object) -> str:
    if pd.isna(text):
        return "not charted yet"
    return str(text).replace("_", " ") if text in NOTHING else str(text)


def _signed(years: float) -> str:
    return number(years).replace("-", "−")


def _undated(review: Review) -> str:
    """Of which reports no year is known, and why; empty where all have one."""
    return undated_words(periods.undated(review.reports), bibliography.labels(review))


def _lags(table: pd.DataFrame) -> str:
    """How many periods are known, and how long after its study a report appeared."""
    whole = int((table["begins"].notna() & table["ends"].notna()).sum())
    one = int((table["begins"].notna() ^ table["ends"].notna()).sum())
    line = f"{whole:,} of {counted(len(table), 'report')} {'gives' if whole == 1 else 'give'} a study period"
    if one:
        line += f", {one:,} only its start or its end"
    lag = table["lag"].dropna()
    if lag.empty:
        return line + "."
    median = f"{_signed(lag.median())} {'year' if lag.median() == 1 else 'years'}"
    reports = f"{counted(len(lag), 'report')}, from the years alone"
    if lag.min() == lag.max():
        line += f". From the end of the study to publication: {median} ({reports})."
    else:
        ends = f"range {_signed(lag.min())} to {_signed(lag.max())}"
        line += f". From the end of the study to publication: median {median} ({ends}; {reports})."
    if before := int((lag < 0).sum()):
        line += f" {counted(before, 'report')} appeared before {'its study' if before == 1 else 'their studies'} ended."
    return line


PERIOD = ("reports.study_from", "reports.study_to")
TIMELINE: dict[str, Any] = {"caption": "Study periods and publication", "name": "tbl-timeline"}


@needs("reports", **TIMELINE)
def timeline_table(review: Review) -> Markdown:
    """The numbers of the timeline: one row a report; beyond 60 reports, one row a year."""
    if line := uncharted(review, *PERIOD, called="study period"):
        return in_place(line, **TIMELINE)
    table = _with_reasons(review.reports)
    if len(table) > MOST_REPORTS:
        years = of_review.by_year(review)
        if years.empty:
            return in_place(nothing(NO_TIMES), **TIMELINE)
        rows = [
            [str(row.year), f"{len(row.running):,}", f"{len(row.published):,}"] for row in years.itertuples()
        ]
        return page(
            grid(["Year", "Studies running", "Reports published"], rows, **TIMELINE),
            escape(_undated(review)),
        )
    rows = [
        [
            cite([row.report_id]),
            said(row.study_from),
            said(row.study_to),
            _year(row) if pd.isna(row.why) or row.why == periods.NOT_SETTLED else symbol(row.why),
            "–" if pd.isna(row.lag) else _signed(row.lag),
        ]
        for row in table.itertuples()
    ]
    head = [
        "Report",
        "Study from",
        "Study to",
        "Published",
        "Years from the study's end to publication",
    ]
    return page(grid(head, rows, **TIMELINE))
