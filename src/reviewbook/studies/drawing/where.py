"""Where: countries in their regions; the chart, and the table of the same numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any, NamedTuple

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.page.drawing import Bars, Sheet, both, key
from reviewbook.page.figure import Data, framed
from reviewbook.page.finding import NAMED, Span, leaders
from reviewbook.page.grid import absent, grid, in_place, needs, nothing, page, uncharted
from reviewbook.page.marks import SIGN, Marks
from reviewbook.page.words import cite, counted, escape, joined, symbol
from reviewbook.review.labels import UNSAID, within
from reviewbook.review.model import Review
from reviewbook.review.questions import ABOUT
from reviewbook.studies import of_review

MOST_COUNTRIES = 40  # rows of the chart; the table has them all
WORDS = {
    "several": "Several countries, not named",
    **{kind: text.capitalize() for kind, text in UNSAID.items()},
}
PLACES = ("country", "unknown")
NOWHERE = "Region not known"
COMPUTED = "Region of the United Nations (M49), computed; the review itself gives this country none."
UNKNOWN = "Not recognised as a country; shown as the review writes it."


def countries(review: Review) -> HTML | Markdown:
    """Reports and studies of each country, counted apart, by region: two marks a row, and the numbers beside them."""
    if line := absent(review, "reports"):
        return page(line)
    if line := _uncharted(review):
        return page(line)
    every = of_review.places(review)
    if not every["kind"].isin([*PLACES, "several"]).any():
        return page(nothing("No report of this review names a country, as far as the review tells."))
    table, further = _most(every)
    marks = Marks(review)
    touched = _touched(review, marks, every)
    rows = _rows(_sorted(table), further, touched)
    drawn = [row for row in rows if not row.heading]
    most = max(1, *(max(row.reports, row.studies) for row in drawn))

    def draw(sheet: Sheet) -> None:
        key(sheet, [("v", "reports"), ("w", "studies")])
        bars = Bars(sheet, [row.text for row in drawn], [row.said for row in drawn], most)
        for row in rows:
            if row.heading:
                bars.heading(row.text)
            elif row.unknown:
                bars.row(row.text, [("u", row.reports)], row.said, second=[("g", row.studies)])
            else:
                bars.row(row.text, [("v", row.reports)], row.said, second=[("w", row.studies)])

    told = [
        f"{row.country or WORDS[row.kind]}: {counted(len(row.reports), 'report')}, "
        f"{counted(len(row.studies), 'study', 'studies')}"
        for row in table.itertuples()
    ]
    facts = _facts(review, every)
    title = "Reports and studies by country"
    image = both(draw, title=title, description=f"{facts} {'; '.join(told)}.", name="countries")
    flags = marks.named(*touched.values())
    flags = f'\n<p class="rb-note">{flags}.</p>' if flags else ""
    data = Data(
        ["Country", "Region", "Reports", "Studies"],
        [
            [
                row.country or WORDS[row.kind],
                "" if pd.isna(row.region) else row.region,
                len(row.reports),
                len(row.studies),
            ]
            for row in every.itertuples()
        ],
    )
    return HTML(
        framed(
            review,
            image + flags,
            name="countries",
            finding=finding(every, len(review.reports)),
            unit=facts,
            tables=["reports", "studies"],
            note=" ".join(_notes(table, further)),
            data=data,
        )
    )


def finding(table: pd.DataFrame, n: int) -> str:
    """Where most reports come from, of ``n``; of `places.counts`."""
    named = table[table["kind"].isin(PLACES)]
    counts = ((row.country, len(row.reports)) for row in named.itertuples())
    spans = [Span(country, reports, reports) for country, reports in counts if reports]
    first, most = leaders(spans), max((one.low for one in spans), default=0)
    if len(spans) == 1:
        if most == n:
            return f"{spans[0].name}: all {counted(n, 'report')}"
        return f"{spans[0].name}: {most:,} of {counted(n, 'report')}, and no other country is named"
    if len(first) == 1:
        return f"{first[0]}: {most:,} of {counted(n, 'report')}, more than from any other country"
    if 1 < len(first) <= NAMED:
        return f"{joined(first)}: {most:,} of {counted(n, 'report')} each, more than from any other country"
    return (
        f"Reports come from {counted(len(spans), 'country', 'countries')}, at most {most:,} of {n:,} from one"
    )


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    """The regions with most reports first, in each the countries with most; what is not known last."""
    own = table.assign(n=table["reports"].map(len), m=table["studies"].map(len))
    own["named"] = own["kind"].isin(PLACES)
    own["region"] = own["region"].fillna(NOWHERE)
    own["sum"] = own.groupby(["named", "region"])["n"].transform("sum")
    own["nowhere"] = own["region"] == NOWHERE
    order = ["named", "nowhere", "sum", "region", "n", "m"]
    return own.sort_values(order, ascending=[False, True, False, True, False, False], kind="stable")


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
    unknown: bool = False

    @property
    def said(self) -> str:
        return f"{counted(self.reports, 'report')}, {counted(self.studies, 'study', 'studies')}"


def _rows(table: pd.DataFrame, further: pd.DataFrame, touched: Collection[Any] = ()) -> list[_Row]:
    rows: list[_Row] = []
    named = table["kind"].isin(PLACES)
    last = None
    for row in table[named].itertuples():
        region = NOWHERE if pd.isna(row.region) else row.region
        if region != last:
            rows.append(_Row(region, heading=True))
        last = region
        mark = " *" if row.computed else " †" if row.kind == "unknown" else ""
        mark += f" {SIGN}" if row.Index in touched else ""
        rows.append(_Row(row.country + mark, len(row.reports), len(row.studies)))
    others = [
        _Row(WORDS[row.kind], len(row.reports), len(row.studies), unknown=row.kind != "several")
        for row in table[~named].itertuples()
    ]
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
            name += f"<br>also written {joined(map(escape, row.spellings))}"
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
