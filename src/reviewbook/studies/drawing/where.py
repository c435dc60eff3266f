"""Where: countries in their regions; the chart, and the table of the same numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any, NamedTuple

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.page.escape import html
from reviewbook.page.figure import INK, axes, inline
from reviewbook.page.grid import absent, grid, in_place, needs, nothing, page, uncharted
from reviewbook.page.marks import SIGN, Marks
from reviewbook.page.words import cite, counted, escape, joined, symbol
from reviewbook.review.labels import UNSAID, within
from reviewbook.review.model import Review
from reviewbook.review.questions import ABOUT
from reviewbook.studies import of_review

MOST_COUNTRIES = 40  # rows of the chart; the table has them all
MOST_CHARACTERS = 34  # of a country's name in the chart
REPORTS, STUDIES = "#3579b8", "#c05a2b"  # keep 3:1 against white and against the theme's dark ground
ROW = 0.24  # inches
WORDS = {
    "several": "Several countries, not named",
    **{kind: text.capitalize() for kind, text in UNSAID.items()},
}
PLACES = ("country", "unknown")
NOWHERE = "Region not known"
COMPUTED = "Region of the United Nations (M49), computed; the review itself gives this country none."
UNKNOWN = "Not recognised as a country; shown as charted."


def countries(review: Review) -> HTML | Markdown:
    """Reports and studies of each country, counted apart, by region: two marks a row, and the numbers beside them."""
    if line := absent(review, "reports"):
        return page(line)
    if line := _uncharted(review):
        return page(line)
    every = of_review.places(review)
    if not every["kind"].isin([*PLACES, "several"]).any():
        return page(nothing("No report of this review names a country, as far as they are charted."))
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


CHARTED = ("reports.country", "studies.country")
COUNTRIES: dict[str, Any] = {"caption": "Reports and studies by country", "name": "tbl-countries"}


def _uncharted(review: Review) -> str | None:
    """One line that says that no country is charted, in the columns of that name or by the question that asks for it; else None."""
    asks = of_review.place_question(review)
    if asks is None:
        return uncharted(review, *CHARTED)
    table, _ = ABOUT[asks["about"]]
    return uncharted(review, f"{table}.{asks['question_id']}", called=escape(within(asks["label"])))


@needs("reports", **COUNTRIES)
def countries_table(review: Review) -> Markdown:
    """Every country with its ISO 3166 code and region, reports and studies counted apart, and which reports."""
    if line := _uncharted(review):
        return in_place(line, **COUNTRIES)
    table = of_review.places(review)
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
