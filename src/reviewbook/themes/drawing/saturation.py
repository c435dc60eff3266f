"""Saturation as a chart: for each report the codes that it has, those that are new with it, and how many there are so far."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.page.drawing import Bars, Sheet, both, key
from reviewbook.page.figure import Data, framed, slug
from reviewbook.page.grid import absent, no_scheme, page
from reviewbook.page.svg import number
from reviewbook.page.words import counted, do
from reviewbook.review import bibliography
from reviewbook.review.model import Review
from reviewbook.review.schemes import within
from reviewbook.themes import of_review, saturation
from reviewbook.themes.coding import noun, schemes
from reviewbook.themes.cooccurrence import nodes
from reviewbook.themes.of_review import codes_by_report, first_hand, held

MOST_REPORTS = 60  # rows of the chart; beyond, years are shown
NO_YEAR = "Year not known"
NO_CODE = "No passage of these reports stands under any of them."


class Found(NamedTuple):
    """What there is to show of one scheme."""

    scheme: str
    called: str  # within a sentence
    reports: pd.DataFrame  # `saturation.by_report`
    spread: pd.Series  # `saturation.spread`
    empty: int  # codes that hold no excerpt
    unreported: int  # codes given only to excerpts that are tied to no report


def found(review: Review, which: str, *, order: str = "year") -> list[Found]:
    """The schemes of a kind, each with its codes by report; a scheme of which no report has a code is there too.

    ``order`` of the reports is "year" or "charted", as `saturation.by_report` has it.
    """
    every, coded = nodes(review.codes), set(first_hand(review)["code_id"].unique())
    there = set(held(review)["code_id"].unique())
    parts = []
    for scheme in schemes(review.codes, which):
        names = every.loc[every["scheme"] == scheme, "code_id"]
        by_report = codes_by_report(review, scheme, order)
        spread = saturation.spread(by_report)
        empty, unreported = len(set(names) - there), len(coded & set(names)) - len(spread)
        parts.append(Found(scheme, within(review.package, scheme), by_report, spread, empty, unreported))
    return parts


def chart(review: Review, which: str) -> HTML | Markdown:
    """For each report of each scheme a bar of its codes, new ones filled; a line for all codes so far, a dashed one for any order.

    ``which`` is "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them.
    Beyond 60 reports a row is a year.
    """
    if line := absent(review, "reports", "codes", "codings"):
        return page(line)
    if line := second_hand(review, which):
        return page(line)
    parts = found(review, which)
    drawn = [_drawn(review, part) for part in parts if len(part.spread)]
    if not drawn:
        return page(NO_CODE if parts else no_scheme(which))
    return HTML("\n".join(drawn))


def second_hand(review: Review, which: str) -> str:
    """Why nothing is counted, as a sentence, where every coded excerpt comes from a text about the reports; empty elsewhere."""
    coded = review.excerpts["excerpt_id"].isin(review.codings["excerpt_id"])
    left_out = of_review.second_hand(review)
    if not left_out or left_out < coded.sum():
        return ""
    return (
        f"Not counted: the passages were taken from a text about the reports, not from the reports themselves; when a {noun(which)[0]} "
        "first comes up there says what that text cites, and nothing about saturation."
    )


def _drawn(review: Review, part: Found) -> str:
    every, by_year = part.reports, len(part.reports) > MOST_REPORTS
    rows = saturation.by_year(every) if by_year else every
    if by_year:
        names = [NO_YEAR if pd.isna(year) else str(year) for year in rows["year"]]
        after = rows["reports"].cumsum()
    else:
        labels = bibliography.labels(review)
        names = [labels[report] for report in rows["report_id"]]
        after = pd.Series(range(1, len(rows) + 1))
    average = saturation.expected(part.spread, len(every), after)
    new, known = rows["new"].map(len), rows["known"].map(len)
    most = int(rows["so_far"].max())
    numbers = [
        f"+{n}, {total:,} so far" if n else f"0, {total:,} so far"
        for n, total in zip(new, rows["so_far"], strict=True)
    ]

    many = noun(part.scheme)[1]

    def draw(sheet: Sheet) -> None:
        key(
            sheet,
            [
                ("v", f"new {many}"),
                ("w", f"{many} seen before"),
                ("k", f"all {many} so far"),
                ("r", "the same, mean of all orders"),
            ],
        )
        bars = Bars(sheet, names, numbers, most)
        line: list[tuple[float, float]] = []
        mean: list[tuple[float, float]] = []
        for name, one, other, said, total, usual in zip(
            names, new, known, numbers, rows["so_far"], average, strict=True
        ):
            top, _ = bars.row(name, [("v", one), ("w", other)], said, of=most)
            line.append((bars.left + total * bars.scale, top + 6))
            mean.append((bars.left + usual * bars.scale, top + 6))
        for points, css in ((mean, "r"), (line, "k")):
            sheet.path("M" + "L".join(f"{number(x)} {number(y)}" for x, y in points), css)
        sheet.marks(line, "k", size=1.5)

    title = f"New {many} with each {'year' if by_year else 'report'}: {part.called}"
    told = [
        f"{name}: {counted(n + m, *noun(part.scheme))}, {n} new, {total} so far"
        for name, n, m, total in zip(names, new, known, rows["so_far"], strict=True)
    ]
    name = f"saturation-{slug(part.scheme)}"
    image = both(draw, title=title, description=f"{' '.join(facts(part))} {'; '.join(told)}.", name=name)
    lines = notes(part)
    if n := of_review.second_hand(review):
        lines.append(f"{counted(n, 'passage')} from a text about the reports {_is(n)} left out.")
    data = Data(
        ["Year" if by_year else "Report", f"New {many}", "Seen before", "So far"],
        [list(row) for row in zip(names, new, known, rows["so_far"], strict=True)],
    )
    each = "year" if by_year else "report"
    unit = f"{_called(part)} that are new with each {each}, in the order of publication; {counted(len(every), 'report')}"
    return framed(
        review, image, name=name, finding=finding(part), unit=unit, tables=["codes", "codings", "excerpts"],
        note=" ".join(lines), data=data,
    )  # fmt: skip


def finding(part: Found) -> str:
    """When the last new code came, of how many reports."""
    table, n = part.reports, len(part.reports)
    one, many = noun(part.scheme)
    last = max(table.index[table["new"].map(len) > 0])
    after = int((table["codes"].map(len) > 0)[last + 1 :].sum())
    if not after:
        return f"New {many} came up to the last report that has any (report {last + 1:,} of {n:,})"
    return f"The last new {one} came with report {last + 1:,} of {n:,}; {counted(after, 'later report')} added none"


def facts(part: Found) -> list[str]:
    """How many codes there are, when the last new one came, and how many rest on one report: sentences of plain text.

    Parameters
    ----------
    part : from `found`, in the order of years; at least one report has a code.
    """
    table, n = part.reports, len(part.reports)
    with_codes = table["codes"].map(len) > 0
    line = (
        f"{_counted(part)} {do(len(part.spread), 'have')} passages "
        f"of {with_codes.sum():,} of {counted(n, 'report')}"
    )
    lines = [line + (f"; {part.empty:,} {do(part.empty, 'have')} none." if part.empty else ".")]
    last = max(table.index[table["new"].map(len) > 0])
    after = int(with_codes[last + 1 :].sum())
    then = f"{counted(after, 'later report')} with any {do(after, 'add')} none"
    lines.append(
        f"In the order of publication the last new one comes with report {last + 1:,} of {n:,}; "
        f"{then if after else 'no later report has any'}."
    )
    single = int((part.spread == 1).sum())
    if single:
        lines.append(
            f"{single:,} of {counted(len(part.spread), *noun(part.scheme))} {_is(single)} in one report alone."
        )
    else:
        lines.append(f"Every {noun(part.scheme)[0]} is in several reports.")
    if part.unreported:
        lines.append(
            f"{counted(part.unreported, *(f'further {one}' for one in noun(part.scheme)))} {do(part.unreported, 'have')} only passages "
            "that are tied to no report."
        )
    return lines


def notes(part: Found) -> list[str]:
    """The facts, and what the order and a flat curve do and do not say: sentences of plain text."""
    one, many = noun(part.scheme)
    lines = facts(part)
    share = saturation.new_information(part.spread, len(part.reports))
    if share is not None:
        percent = "less than 1" if 0 < share < 0.01 else f"{100 * share:.0f}"
        lines.append(
            f"On average over all orders the last {saturation.RUN} reports add {percent} % of the {many} that the first "
            f"{saturation.BASE} hold (5 % or less is one sign of saturation in interviews; Guest, Namey and Chen 2020)."
        )
    lines.append(
        f"Reports stand by year of publication, those of one year as in the table; in another order other {many} would be new. "
        f"A {one} counts where a passage was put under it itself; where a passage stands under a {one} and the one above it, the lower "
        f"alone counts. A flat curve says that these reports bring no further {one}, not that there is none."
    )
    return lines


def _called(part: Found) -> str:
    """What the codes of a scheme are called, and which scheme they are of where its name says more: "Categories (practices)"."""
    many = noun(part.scheme)[1]
    return many.capitalize() + (f" ({part.called})" if part.called != many else "")


def _counted(part: Found) -> str:
    n = counted(len(part.spread), *noun(part.scheme))
    return n + (f" ({part.called})" if part.called != noun(part.scheme)[1] else "")


def _is(n: int) -> str:
    return "is" if n == 1 else "are"
