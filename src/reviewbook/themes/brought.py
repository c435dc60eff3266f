"""To which reports codes were brought (``asked_of``): a report that was not asked for a code is in no denominator of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from reviewbook.charting.coverage import reports_within
from reviewbook.review.nothing import given

UNITS = {"reports": "report_id", "studies": "study_id", "interventions": "intervention_id"}


def scoped(codes: pd.DataFrame) -> bool:
    """Whether any code was brought to some reports alone."""
    return "asked_of" in codes and bool(given(codes["asked_of"]).any())


def asked(
    codes: pd.DataFrame, questions: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> dict[str, pd.Series]:
    """Of the codes that were not brought to all reports, to which they were: code_id -> report_id -> bool, missing where not known.

    A code without ``asked_of`` was brought to those to which the code above it was.
    """
    if not scoped(codes):
        return {}
    own = dict(zip(codes["code_id"], codes["asked_of"].where(given(codes["asked_of"])), strict=True))
    above = dict(zip(codes["code_id"], codes["parent_id"], strict=True))
    found: dict[str, pd.Series] = {}
    known: dict[str, pd.Series] = {}
    for code in own:
        at, seen = code, set()
        while at in own and pd.isna(own[at]) and at not in seen:
            seen.add(at)
            at = above[at]
        if (said := own.get(at)) is None or pd.isna(said):
            continue
        if said not in known:
            known[said] = reports_within(said, questions, tables)
        found[code] = known[said]
    return found


def not_asked(asked: Mapping[str, pd.Series], coded: pd.DataFrame) -> dict[str, frozenset[str]]:
    """The reports that are known not to have been asked for a code: code_id -> report_id; of other codes all reports were asked.

    Parameters
    ----------
    asked : from `asked`; a report of which it is not charted yet whether it was asked counts as asked.
    coded : from `coding.coded`; who holds something of a code was asked for it, whatever is said.
    """
    pairs = coded.loc[coded["code_id"].isin(list(asked)), ["code_id", "report_id"]].dropna()
    held = pairs.astype("string").drop_duplicates().groupby("code_id")["report_id"].agg(frozenset)
    out = {
        code: frozenset(of_it.index[of_it.eq(False).fillna(False)]) - held.get(code, frozenset())
        for code, of_it in asked.items()
    }
    return {code: reports for code, reports in out.items() if reports}


def none_asked(out: Mapping[str, frozenset[str]], codes: Iterable[str]) -> frozenset[str]:
    """The reports that were asked for none of some codes; ``out`` is from `not_asked`."""
    each = [out.get(code, frozenset()) for code in codes]
    return frozenset.intersection(*each) if each else frozenset()


def aside(path: pd.DataFrame, unit: str, reports: Collection[str]) -> frozenset[str]:
    """The studies, interventions, or whatever reports lead to, all of whose reports are among some.

    Parameters
    ----------
    path : one row a way that a report leads: report_id, and ``unit``, missing where it is not known.
    """
    own = path.dropna(subset=["report_id", unit])
    return frozenset(own[unit]) - frozenset(own.loc[~own["report_id"].isin(list(reports)), unit])


def wholes(
    out: Mapping[Any, frozenset[str]],
    subjects: Iterable[Any],
    path: pd.DataFrame,
    every: Mapping[str, int],
) -> dict[Any, dict[str, int]]:
    """Of how many reports, studies and interventions each code, or whatever else was brought to reports, is told.

    Parameters
    ----------
    out : subject -> the reports that were not asked for it.
    path : from `links.links` of the studies.
    every : how many there are in all, by the names of `UNITS`.

    Returns
    -------
    dict, subject -> the same of those that were asked, and ``not_asked``: how many reports were not
        A study is asked where one of its reports is.
    """
    known: dict[frozenset[str], dict[str, int]] = {}
    found = {}
    for subject in subjects:
        reports = out.get(subject, frozenset())
        if reports not in known:
            gone = {"reports": reports} | {
                unit: aside(path, column, reports) for unit, column in UNITS.items() if unit != "reports"
            }
            known[reports] = {unit: max(0, n - len(gone[unit])) for unit, n in every.items()}
            known[reports]["not_asked"] = len(reports)
        found[subject] = known[reports]
    return found
