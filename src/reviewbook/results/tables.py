"""Chapter 09: every result, directions by study and by domain, and what changes without low-rated reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from IPython.display import Markdown

from reviewbook.appraisal.of_review import low_points, low_rated
from reviewbook.page.grid import OPEN_ROWS, file_link, grid, in_place, needs, nothing, page
from reviewbook.page.marks import Marks
from reviewbook.page.words import cite, counted, escape, fraction, number, said, span, symbol
from reviewbook.results import of_review
from reviewbook.results.amounts import amount
from reviewbook.results.directions import ALL, DIRECTIONS, FAVOURS, LEAST
from reviewbook.review.labels import UNSAID
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED, NOTHING

NOT_YET = "Domain not charted yet"
NO_DIRECTION = "No result is given a direction of effect."
GIVEN = ("value", "unit", "note")  # what a cell shows of a result
CONTRAST: dict[str, Any] = {
    "caption": "Directions with and without low-rated reports",
    "name": "tbl-direction-contrast",
}


@needs("results", caption="Results", name="tbl-results")
def results(review: Review) -> Markdown:
    """Every result as it is charted, domain by domain: a row a result. Directions have a column where any is charted."""
    table = review.results
    order = {domain: at for at, domain in enumerate(table["domain"].dropna().unique())}
    table = table.assign(at=table["domain"].map(order).fillna(len(order))).sort_values("at", kind="stable")
    pointing, marks = bool(table["direction"].isin(DIRECTIONS).any()), Marks(review)
    # The result beside its outcome, so that a phone shows both.
    head = [
        "Outcome",
        "Result",
        *(["Which way"] * pointing),
        "Report",
        "Whose, when and of how many",
        "Where it says so",
    ]
    rows = (_result(row, marks, pointing=pointing) for _, row in table.iterrows())
    return page(
        grid(
            head,
            rows,
            caption="Results",
            name="tbl-results",
            css="rb-wide",
            widths=[24, 26, *([14] * pointing), 14, 20, 14],
            open_rows=2 * OPEN_ROWS,
            of=len(table),
            all_in=file_link(review, "results"),
        )
    )


def _result(row: pd.Series, marks: Marks, *, pointing: bool) -> list[str]:
    domain = NOT_YET if pd.isna(row["domain"]) else said(row["domain"])
    value = amount(row)
    note = [escape(row["note"])] if _told(row["note"]) else []
    number_ = (
        [said(value)] if _told(value) or not note else []
    )  # what is given in words alone stands in words
    n = row["n"] if pd.notna(row["n"]) else row["n" + AS_CHARTED]
    parts = {"whose": row["group"], "when": row["time_point"], "n": n}
    shown = {"n": f"n = {number(n)}{marks.of('results', row['result_id'], 'n')}"} if _told(n) else {}
    told = [shown.get(part) or said(one) for part, one in parts.items() if _told(one)]
    told += [escape(row["instrument"])] if _told(row["instrument"]) else []
    told += _silent(
        {
            **({} if number_ else {"number": value}),
            **{part: one for part, one in parts.items() if not _told(one)},
        }
    )
    return [
        f"*{domain}*<br>{escape(row['outcome'])}",
        "<br>".join([*number_, *note]) + marks.of("results", row["result_id"], *GIVEN),
        *([_direction(row)] if pointing else []),
        cite([row["report_id"]]),
        "<br>".join(told),
        said(row["locator"]),
    ]


def _silent(parts: Mapping[str, object]) -> list[str]:
    """What is not told of a result, a line for each kind of nothing: "not reported: when, of how many"."""
    by: dict[str, list[str]] = {}
    for part, value in parts.items():
        by.setdefault(UNSAID["" if pd.isna(value) else str(value)], []).append(
            "of how many" if part == "n" else part
        )
    return [f"[{kind}: {', '.join(those)}]{{.rb-nr}}" for kind, those in by.items()]


def _told(value: object) -> bool:
    return bool(pd.notna(value)) and value != "" and value not in NOTHING


def _direction(row: Mapping[str, Any]) -> str:
    if pd.isna(row["direction"]) or row["direction"] not in DIRECTIONS:
        return said(row["direction"])
    return f"{symbol(row['direction'])}<br>compared with: {said(row['comparison'])}"


def directions(review: Review) -> Markdown:
    """The direction of each study in each outcome domain, with the results behind it; a line where no result has a direction."""
    table = of_review.by_study(review)
    if table.empty:
        return page(nothing(NO_DIRECTION))
    studies = {one.study_id: one for one in of_review.studies(review)}
    order = {domain: at for at, domain in enumerate(table["domain"].unique())}
    place = [(order[row.domain], studies[row.study_id].place) for row in table.itertuples()]
    table = table.iloc[sorted(range(len(table)), key=place.__getitem__)]
    rows = []
    for row in table.itertuples():
        one = studies[row.study_id]
        behind = [f"{getattr(row, way):,} {symbol(way)}" for way in (*ALL[:3], ALL[-1]) if getattr(row, way)]
        rows.append(
            [
                escape(row.domain),
                f"{one.place} {escape(one.name)}",
                symbol(row.direction),
                f"{counted(row.results, 'result')}: {', '.join(behind)}",
                "not given" if pd.isna(row.n) else number(row.n),
                escape(one.design) or "–",
                "–" if one.points is None else f"{one.points:g}/{one.of:g}",
                cite(row.reports),
            ]
        )
    head = ["Domain", "Study", "Direction", "Its results", "Most people", "Design", "Rating", "Reports"]
    caption = "Direction of each study in each outcome domain"
    return page(
        grid(
            head,
            rows,
            caption=caption,
            name="tbl-directions",
            css="rb-wide",
            open_rows=2 * OPEN_ROWS,
            all_in=file_link(review, "results"),
        )
    )


def directions_by_domain(review: Review) -> Markdown | None:
    """The studies of each outcome domain by direction, with the sign test where it is allowed; None where there is none."""
    table = of_review.by_domain(review)
    if table.empty:
        return None
    rows = [
        [
            escape(row.domain),
            *(number(getattr(row, one)) for one in ALL),
            fraction(int(getattr(row, FAVOURS)), int(row.clear)),
            f"not done: fewer than {LEAST}"
            if pd.isna(row.p)
            else f"p = {row.p:.3f}; {row.share:.0f} % ({row.low:.0f} to {row.high:.0f})",
        ]
        for row in table.itertuples()
    ]
    head = ["Domain", *map(symbol, ALL), "Favour, of those clear", "Sign test, and share that favours"]
    return page(grid(head, rows, caption="Studies by direction", name="tbl-direction-domains", css="rb-wide"))


def direction_contrast(review: Review) -> Markdown | None:
    """The directions of each domain with and without the reports rated below ``min_rating``; None where no result has one."""
    if of_review.by_domain(review).empty:
        return None
    if not review.min_rating:
        return in_place("No contrast was asked for on this page.", **CONTRAST)
    points = low_points(review)
    low = set(low_rated(review)) & set(of_review.directed(review)["report_id"])
    if not low:
        return in_place(f"No report with a direction is rated below {points}.", **CONTRAST)
    table = of_review.contrast(review)
    rows = [
        [
            escape(row.domain),
            _of(row.favours, row.unclear, row.studies),
            _of(row.favours_without, row.unclear_without, row.studies_without),
            _of(row.against, row.unclear, row.studies),
            _of(row.against_without, row.unclear_without, row.studies_without),
        ]
        for row in table.itertuples()
    ]
    head = ["Domain", "Favour, of all", "Favour, of those left", "Against, of all", "Against, of those left"]
    note = f"Set aside, as rated below {points}: {cite(sorted(low))}."
    if table["unclear"].sum():
        note += " A study whose results are unclear makes a range."
    return page(grid(head, rows, **CONTRAST), note)


def _of(part: int, unclear: int, whole: int) -> str:
    """A part of the studies: a range where some are unclear, which may belong to it or not; "–" where there is no study."""
    if not whole or not unclear:
        return fraction(int(part), int(whole))
    return f"{span(part, part + unclear)} of {whole:,}"
