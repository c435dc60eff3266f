"""The rules of when: study periods, precise as they are charted, and how long after them a report appeared."""

from __future__ import annotations

import functools
import re
from datetime import date, timedelta

import pandas as pd

from reviewbook.review.nothing import NOTHING, written
from reviewbook.studies.links import lists

NOT_SETTLED = "not_settled"  # what reports.year_basis says of a year that several works could give


@functools.lru_cache(maxsize=10_000)  # few dates stand in many cells
def ends(text: object) -> tuple[float, float] | None:
    """Where a date as charted begins and ends, in years: "2016" is all of 2016, "2016-07" its seventh month.

    Returns
    -------
    Two numbers of years, the second just after the last day; None where there is no date, or none that a calendar has.

    Examples
    --------
    >>> ends("2016"), ends("2017-06-31")
    ((2016.0, 2017.0), None)
    """
    if pd.isna(text) or str(text) in NOTHING:
        return None
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", str(text)):
        return None
    year, *rest = map(int, str(text).split("-"))
    try:
        first = date(year, *[*rest, 1, 1][:2])
        if len(rest) == 2:
            after = first + timedelta(days=1)
        else:
            after = date(year, rest[0] + 1, 1) if rest and rest[0] < 12 else date(year + 1, 1, 1)
    except (ValueError, OverflowError):  # no such day; the last day that Python knows
        return None
    return _years(first), _years(after)


def _years(day: date) -> float:
    start = date(day.year, 1, 1)
    return day.year + (day - start).days / (date(day.year + 1, 1, 1) - start).days


def periods(reports: pd.DataFrame) -> pd.DataFrame:
    """The study period and the publication of each report.

    Returns
    -------
    DataFrame, one row a report: report_id, year, study_from, study_to, begins, ends, lag
        ``study_from`` and ``study_to`` as charted. ``begins`` and ``ends`` are years with their parts, missing where there is no date:
        an end that is not reported is not made up. ``lag`` is the year of publication less the year in which the study
        ended. Sorted by begin, then (those without one last) by year and report_id.
    """
    table = reports[["report_id", "year", "study_from", "study_to"]].copy()
    first, last = table["study_from"].map(ends), table["study_to"].map(ends)
    table["begins"] = pd.array([pair[0] if pair else None for pair in first], dtype="Float64")
    table["ends"] = pd.array([pair[1] if pair else None for pair in last], dtype="Float64")
    year = pd.array([int(pair[0]) if pair else None for pair in last], dtype="Int64")
    table["lag"] = table["year"].astype("Int64") - year
    order = ["begins", "year", "report_id"]
    return table.sort_values(order, na_position="last").reset_index(drop=True)


def undated(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports without a year of publication, which nothing that is worked out of years counts.

    Returns
    -------
    DataFrame, one row a report, in the table's order: report_id, why ("not_settled" where ``year_basis`` says so, else the word
        for nothing in the cell of the year, "" where it is blank)
    """
    open_ = (reports["year_basis"] == NOT_SETTLED).fillna(False).astype(bool)
    why = written(reports, "year").mask(open_, NOT_SETTLED)
    without = reports["year"].isna()
    return pd.DataFrame({"report_id": reports["report_id"], "why": why})[without].reset_index(drop=True)


def by_year(reports: pd.DataFrame, linked: pd.DataFrame) -> pd.DataFrame:
    """Studies running in each year, and reports published in it.

    A study runs in every year that the periods of its reports touch, once; where only one end is known, in that year alone.
    The period of a report that tells of several studies is that of each.

    Parameters
    ----------
    linked : from `links.links`; a report of which no study is charted adds none.

    Returns
    -------
    DataFrame, one row a year from the first to the last: year, running (study_ids, a list), published (report_ids, a list)
    """
    table, studies = periods(reports), lists(linked, "report_id", "study_id")
    running: dict[int, dict[str, None]] = {}
    published: dict[int, list[str]] = {}
    for row in table.itertuples():
        begins, after = row.begins, row.ends
        if pd.notna(begins) or pd.notna(after):
            # A period that ends with a year ends just before the next one begins.
            last = int(after - 1e-6) if pd.notna(after) else int(begins)
            for year in range(int(begins) if pd.notna(begins) else last, last + 1):
                running.setdefault(year, {}).update(dict.fromkeys(studies.get(row.report_id, ())))
        if pd.notna(row.year):
            published.setdefault(int(row.year), []).append(row.report_id)
    years = [*running, *published]
    span = range(min(years), max(years) + 1) if years else range(0)
    return pd.DataFrame(
        {
            "year": list(span),
            "running": [list(running.get(year, ())) for year in span],
            "published": [published.get(year, []) for year in span],
        }
    )
