"""Where and when: countries in their regions, study periods and publications; the charts, and the tables of the same numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.page.escape import html, plotly
from reviewbook.page.figure import INK, axes, inline
from reviewbook.page.grid import absent, grid, in_place, missing, needs, page
from reviewbook.page.interactive import plotly_figure
from reviewbook.page.marks import SIGN, Marks
from reviewbook.page.words import cite, counted, do, escape, joined, listed, number, said, symbol
from reviewbook.review import bibliography
from reviewbook.review.labels import UNSAID
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING
from reviewbook.studies import of_review, periods, places

MOST_COUNTRIES = 40  # rows of the chart; the table has them all
MOST_REPORTS = 60  # rows of the timeline; beyond, years are shown
MOST_CHARACTERS = 34  # of a country's name in the chart
REPORTS, STUDIES = "#3579b8", "#c05a2b"  # keep 3:1 against white and against the theme's dark ground
ROW = 0.24  # inches
WORDS = {
    "several": "Several countries, not named",
    **{kind: text.capitalize() for kind, text in UNSAID.items()},
}
NO_YEAR = UNSAID | {periods.NOT_SETTLED: "not settled"}  # why a report has no year
PLACES = ("country", "unknown")
NOWHERE = "Region not known"
COMPUTED = "Region of the United Nations (M49), computed; the review itself gives this country none."
UNKNOWN = "Not recognised as a country; shown as charted."


# --- where


def countries(review: Review) -> HTML | Markdown:
    """Reports and studies of each country, counted apart, by region: two marks a row, and the numbers beside them."""
    if line := absent(review, "reports"):
        return missing(line)
    every = of_review.places(review)
    if not every["kind"].isin([*PLACES, "several"]).any():
        return missing("No report of this review names a country, as far as they are charted.")
    table, further = _most(every)
    marks = Marks(review)
    touched = _touched(review, marks, every)
    rows = _rows(table, further, touched)
    height = 0.9 + ROW * len(rows)
    figure, ax = axes(height=height, left=0.36)
    figure.subplots_adjust(bottom=0.35 / height)  # the axis is not labelled
    most = max(1, *(max(row.reports, row.studies) for row in rows))
    ax.set_xlim(0, 1.32 * most)  # the right fifth is for the numbers
    ax.set_ylim(len(rows) - 0.4, -0.6)
    drawn = [(y, row) for y, row in enumerate(rows) if not row.heading]
    for y, row in drawn:
        ax.plot([0, max(row.reports, row.studies)], [y, y], color=INK, linewidth=0.6, alpha=0.5)
        for at, n in ((1.16, row.reports), (1.32, row.studies)):
            ax.text(at * most, y, f"{n:,}", fontsize=9, color=INK, ha="right", va="center")
    ys, reports, studies = zip(*((y, row.reports, row.studies) for y, row in drawn), strict=True)
    ax.scatter(reports, ys, s=26, marker="o", color=REPORTS, zorder=3, label="Reports")
    ax.scatter(
        studies, ys, s=72, marker="D", facecolors="none", edgecolors=STUDIES, linewidths=1.6, label="Studies"
    )
    for at, text in ((1.16, "Reports"), (1.32, "Studies")):
        ax.text(at * most, -0.75, text, fontsize=9, color=INK, ha="right", va="bottom")
    ax.set_yticks(range(len(rows)), [row.text for row in rows], fontsize=9)
    for tick, row in zip(ax.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("bold" if row.heading else "normal")
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", labelsize=9)
    ax.set_xticks(_ticks(most), [f"{tick:,}" for tick in _ticks(most)])
    ax.spines["bottom"].set_bounds(0, most)
    ax.legend(frameon=False, labelcolor=INK, ncols=2, loc="lower left", bbox_to_anchor=(0, 1), fontsize=9)
    told = [
        f"{row.country or WORDS[row.kind]}: {counted(len(row.reports), 'report')}, "
        f"{counted(len(row.studies), 'study', 'studies')}"
        for row in table.itertuples()
    ]
    facts = _facts(review, every)
    image = inline(figure, title="Reports and studies by country", description=f"{facts} {'; '.join(told)}.")
    notes = [facts, *_notes(table, further)]
    flags = marks.named(*touched.values())
    flags = f'\n<p class="rb-note">{flags}.</p>' if flags else ""
    return HTML(f'{image.data}\n<p class="rb-note">{html(" ".join(notes))}</p>{flags}')


def _touched(review: Review, marks: Marks, table: pd.DataFrame) -> dict[Any, list[str]]:
    """The disagreements on the country of what is counted, by the rows of `places.counts` that one touches."""
    asks = of_review.place_question(review)
    column = asks["question_id"] if asks else "country"
    own = {
        row.Index: [
            *marks.by("reports", row.reports, column),
            *marks.by("studies", row.studies, column),
        ]
        for row in table.itertuples()
    }
    return {at: touched for at, touched in own.items() if touched}


def _most(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows to draw, and the countries left out: the 40 with most reports are kept, of equals those that stand first."""
    named = table["kind"].isin(PLACES)
    n = table.loc[named, "reports"].map(len).sort_values(ascending=False, kind="stable")
    rest = n.index[MOST_COUNTRIES:]
    return table.drop(index=rest), table.loc[sorted(rest)]


class _Row(NamedTuple):
    """What stands at one height of the chart: a place with its counts, or the heading of a region."""

    text: str
    reports: int = 0
    studies: int = 0
    heading: bool = False


def _rows(table: pd.DataFrame, further: pd.DataFrame, touched: Collection[Any] = ()) -> list[_Row]:
    rows: list[_Row] = []
    named = table["kind"].isin(PLACES)
    last = None
    for row in table[named].itertuples():
        region = NOWHERE if pd.isna(row.region) else row.region
        if region != last:
            rows.append(_Row(_short(region), heading=True))
        last = region
        mark = " *" if row.computed else " †" if row.kind == "unknown" else ""
        mark += f" {SIGN}" if row.Index in touched else ""
        rows.append(_Row(_short(row.country) + mark, len(row.reports), len(row.studies)))
    others = [_Row(WORDS[row.kind], len(row.reports), len(row.studies)) for row in table[~named].itertuples()]
    if len(further):
        text = counted(len(further), "further country", "further countries")
        others.insert(0, _Row(text, len(_each(further["reports"])), len(_each(further["studies"]))))
    heading = [_Row("Others", heading=True)] if others and rows else []
    return [*rows, *heading, *others]


def _notes(table: pd.DataFrame, further: pd.DataFrame) -> list[str]:
    notes = []
    if len(further):
        notes.append(
            f"The {MOST_COUNTRIES} countries with most reports are drawn one by one; the table has all of them."
        )
    if table["computed"].any():
        notes.append(f"* {COMPUTED}")
    if (table["kind"] == "unknown").any():
        notes.append(f"† {UNKNOWN}")
    return notes


def _facts(review: Review, table: pd.DataFrame) -> str:
    """How many countries there are, and how many reports and studies they are counted from."""
    named = table[table["kind"].isin(PLACES)]
    times = Counter(report for reports in named["reports"] for report in reports)
    line = (
        f"{counted(len(named), 'country', 'countries')} in {counted(len(review.reports), 'report')} "
        f"of {counted(len(review.studies), 'study', 'studies')}."
    )
    if more := sum(n > 1 for n in times.values()):
        line += f" {counted(more, 'report')} {'names' if more == 1 else 'name'} several countries and count"
        line += f"{'s' if more == 1 else ''} in each."
    silent = len(_each(table.loc[~table["kind"].isin(PLACES), "reports"]))
    if silent:
        line += f" Of {counted(silent, 'report')} no country is known."
    return line


def _each(lists: pd.Series) -> set[str]:
    return {identifier for identifiers in lists for identifier in identifiers}


def _ticks(most: int) -> list[int]:
    step = next(
        s * 10**zeros for zeros in range(len(str(most))) for s in (1, 2, 5) if most <= 6 * s * 10**zeros
    )
    return list(range(0, most + 1, step))


def _short(text: str) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1].rstrip() + "…"


COUNTRIES: dict[str, Any] = {"caption": "Reports and studies by country", "name": "tbl-countries"}


@needs("reports", **COUNTRIES)
def countries_table(review: Review) -> Markdown:
    """Every country with its ISO 3166 code and region, reports and studies counted apart, and which reports."""
    table = of_review.places(review)
    if (table["kind"] == places.NOT_CHARTED).all():
        return in_place("No country is charted yet.", **COUNTRIES)
    marks = Marks(review)
    touched = _touched(review, marks, table)
    rows = []
    for row in table.itertuples():
        name = escape(row.country) if row.country else _nothing(row.kind)
        name += marks.show(touched.get(row.Index, []))
        if row.spellings:
            name += f"<br>also charted as {joined(map(escape, row.spellings))}"
        if row.kind == "unknown":
            name += f"<br>{symbol('unclear')}: not recognised as a country"
        region = "–" if pd.isna(row.region) else escape(row.region)
        rows.append(
            [
                name,
                "–" if pd.isna(row.code) else row.code,
                region + (f" ({symbol('computed')})" if row.computed else ""),
                f"{len(row.reports):,}/{len(review.reports):,}",
                f"{len(row.studies):,}/{len(review.studies):,}",
                cite(row.reports) or "–",
            ]
        )
    head = ["Country", "ISO 3166", "Region", "Reports (n/N)", "Studies (n/N)", "Which"]
    note = f"*Computed*: {COMPUTED[0].lower()}{COMPUTED[1:]}" if table["computed"].any() else None
    return page(grid(head, rows, **COUNTRIES), note)


def _nothing(kind: str) -> str:
    return WORDS[kind] if kind == "several" else symbol(kind)


# --- when


def timeline(review: Review) -> HTML | Markdown:
    """Study periods as bars and publications as marks, one row a report; beyond 60 reports, both counted by year."""
    if line := absent(review, "reports"):
        return missing(line)
    table = _with_reasons(review.reports)
    if line := _no_times(review, table):
        return missing(line)
    by_report = len(table) <= MOST_REPORTS
    return (_by_report if by_report else _by_year)(review, table)


def _no_times(review: Review, table: pd.DataFrame) -> str:
    """One line where no study period is charted, or nothing that a timeline could show; else empty."""
    if not any(of_review.holds(review, "reports", column) for column in ("study_from", "study_to")):
        return "No study period of this review is charted yet."
    if table[["year", "begins", "ends"]].isna().all(axis=None):
        return "No report of this review has a year of publication or a study period."
    return ""


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
    return plotly_figure(
        figure,
        div_id="fig-timeline-plot",
        caption="Study periods and publication of the reports",
        description=f"{_lags(table)} A publication is drawn in the middle of its year, of which no more is charted. "
        "The table beneath holds the same values.",
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
    return plotly_figure(
        go.Figure(traces, _layout(420, len(years))),
        div_id="fig-timeline-plot",
        caption="Studies running and reports published in each year",
        description=f"{_lags(table)} A study counts in every year that its period touches. "
        "The table beneath holds the same values.",
        narrow={"xaxis.dtick": _step(len(years), 5)},
    )


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


TIMELINE: dict[str, Any] = {"caption": "Study periods and publication", "name": "tbl-timeline"}


@needs("reports", **TIMELINE)
def timeline_table(review: Review) -> Markdown:
    """The numbers of the timeline: one row a report; beyond 60 reports, one row a year."""
    table = _with_reasons(review.reports)
    if line := _no_times(review, table):
        return in_place(line, **TIMELINE)
    if len(table) > MOST_REPORTS:
        years = of_review.by_year(review)
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
