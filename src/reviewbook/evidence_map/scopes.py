"""The rules of what the map was asked of: the questions of the form as dimensions, and which empty cells are gaps.

A pair of values without a report is a gap only where a report that was asked could have stood there: no outcome is lacking of reports
of which nobody asked for outcomes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from reviewbook.charting.coverage import asked as asked_of
from reviewbook.charting.coverage import to_reports
from reviewbook.evidence_map.axes import (
    FRAMED,
    IDS,
    NO_RESULT,
    NOT_ASKED,
    NOT_CHARTED,
    NOT_CODED,
    UNSAID,
    Dimension,
    by_report,
    column,
    many,
)
from reviewbook.review.form import ordered, shown, words
from reviewbook.review.nothing import given
from reviewbook.review.questions import ABOUT, CHOSEN

RESERVED = ("report", "participants", "workers", "rated", "rating", "intervention", "results")  # other keys
YES = "yes"


def of_questions(
    questions: pd.DataFrame,
    choices: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    taken: Iterable[str] = (),
) -> list[Dimension]:
    """The questions of the form that may be an axis or a filter, in their order; numbers are none, and what nobody answered.

    Parameters
    ----------
    tables : reports, studies, interventions and report_studies.
    taken : keys of other dimensions.
    """
    other = {*RESERVED, *taken}
    found = []
    for one in ordered(questions):
        if YES not in (one["axis"], one["filter"]) or one["type"] == "number":
            continue
        table, _ = ABOUT[one["about"]]
        name = one["question_id"]
        key = f"asked.{name}" if name in other else name
        made = column(table, tables[table], name, key=key, label=one["label"])
        if made is None:
            continue
        listed = words(one, choices)
        told = {
            "axis": one["axis"] == YES,
            "filter": one["filter"] == YES,
            "group": one["group"] if given(pd.Series([one["group"]])).iloc[0] else "",
        }
        made = replace(made, kind="question", **told)
        of_it = asked_of(questions, tables, name)
        made = _put(made, listed, framed=one["type"] == "choices", chosen=one["type"] in CHOSEN)
        if one["asked_of"] is not None:
            made = _not_asked(made, of_it)
            if made.asked:
                reports = to_reports(of_it, tables)
                sure = frozenset(reports.index[reports.fillna(False)])
                made = replace(made, scopes=dict.fromkeys(listed, sure))
        found.append(made)
    return found


def _put(dimension: Dimension, listed: Mapping[str, str], *, framed: bool, chosen: bool) -> Dimension:
    """A dimension with the words and the order of a question's choices; of several choices all stand there."""
    said = [value for value in dimension.values if value not in UNSAID]
    there = [value for value in listed if framed or value in said]
    said = [*there, *(value for value in said if value not in listed)]
    names = {value: listed.get(value, shown(value) if chosen else value) for value in said}
    values = (*said, *(value for value in dimension.values if value in UNSAID))
    if not (framed and listed):
        return replace(dimension, values=values, names=names)
    return replace(dimension, values=values, names=names, kind="choices", asked=True)


def _not_asked(dimension: Dimension, of_it: pd.Series) -> Dimension:
    """A dimension in which what was not asked is `NOT_ASKED`, rather than not charted."""
    out = dimension.members[dimension.of].map(of_it).eq(False).fillna(False)
    silent = (dimension.members["value"] == NOT_CHARTED) & out
    members = dimension.members.assign(value=dimension.members["value"].mask(silent, NOT_ASKED))
    return replace(dimension, members=members, values=_with_last(dimension.values, members))


def _with_last(values: Iterable[str], members: pd.DataFrame) -> tuple[str, ...]:
    """Values, those of `UNSAID` last, as far as they are there."""
    there = set(members["value"])
    return (
        *(value for value in values if value not in UNSAID),
        *(value for value in UNSAID if value in there),
    )


def asked_columns(questions: pd.DataFrame) -> set[tuple[str, str]]:
    """The tables and their columns that are questions of the form."""
    return {(ABOUT[one["about"]][0], one["question_id"]) for one in ordered(questions)}


def scoped_to(dimension: Dimension, scoped: Mapping[str, pd.Series]) -> Dimension:
    """A dimension of reports that was brought to some of them alone: a report without a value that was asked for none is `NOT_ASKED`.

    Parameters
    ----------
    scoped : value -> report_id -> whether it was asked for the value, missing where that is not known; other values were asked of all.
    """
    own = {value: scoped[value] for value in dimension.values if value in scoped}
    if not own:
        return dimension
    members = dimension.members
    # What was answered was asked, whatever the form says.
    scopes = {
        value: frozenset(asked.index[asked.fillna(False)])
        | frozenset(members.loc[members["value"] == value, "report_id"])
        for value, asked in own.items()
    }
    said = [value for value in dimension.values if value not in UNSAID]
    if all(value in own for value in said):
        some = pd.concat([own[value] for value in said], axis=1).fillna(True).any(axis=1)
        silent = members["value"].isin([NOT_CODED, NO_RESULT])
        out = silent & members["report_id"].map(some).eq(False)
        members = members.assign(value=members["value"].mask(out, NOT_ASKED))
    return replace(dimension, values=_with_last(dimension.values, members), members=members, scopes=scopes)


def of_results(domains: pd.DataFrame, reports: pd.Series, asked: pd.Series | None) -> list[Dimension]:
    """The domains of outcomes for which reports give results, as one dimension; none where no result has a domain.

    Parameters
    ----------
    domains : the table results.
    asked : report_id -> whether it was asked for results; None: nobody says that any was.
    """
    own = domains.loc[given(domains["domain"]), ["report_id", "domain"]].rename(columns={"domain": "value"})
    own = own[own["report_id"].isin(reports)].drop_duplicates()
    if own.empty:
        return []
    values = pd.Series(own["value"].unique())
    names = dict(zip(values, values, strict=True))
    found = many(
        "results", "outcome domain", "results", IDS["reports"], values, own, reports, names, NO_RESULT
    )
    if asked is None:
        return [found]
    return [scoped_to(replace(found, asked=True), dict.fromkeys(values, asked))]


def empty(found: pd.DataFrame, x: Iterable[str], y: Iterable[str]) -> pd.DataFrame:
    """Pairs of values without a report: one row (x, y), in the order of ``y`` and ``x``.

    ``found`` is from `cells`. A value of `UNSAID` is left out: that nothing is said of something is no lack of evidence.
    """
    there = set(zip(found["x"], found["y"], strict=True))
    x, y = ([value for value in values if value not in UNSAID] for values in (x, y))
    rows = [(column, row) for row in y for column in x if (column, row) not in there]
    return pd.DataFrame(rows, columns=["x", "y"], dtype="string")


def gaps(pairs: pd.DataFrame, x: Dimension, y: Dimension, leads: pd.DataFrame) -> pd.Series:
    """Which pairs without a report are gaps: a dimension was brought to the reports, and one that was asked could have stood there.

    Parameters
    ----------
    pairs : from `empty`.

    Returns
    -------
    Series of bool with the index of ``pairs``
    """
    if not (x.asked or y.asked):
        return pd.Series(False, pairs.index)
    across, down = _could(x, leads), _could(y, leads)
    found = [
        _together(across.get(column), down.get(row))
        for column, row in pairs[["x", "y"]].itertuples(index=False)
    ]
    return pd.Series(found, pairs.index, dtype=bool)


def _could(dimension: Dimension, leads: pd.DataFrame) -> Mapping[str, frozenset[str]]:
    """The reports that could have stood under a value; any could under one that is left out."""
    if dimension.asked:
        there = set(leads["report_id"])
        return {value: reports & there for value, reports in dimension.scopes.items()}
    if dimension.kind in FRAMED:
        return {}
    pairs = by_report(dimension, leads)
    return {value: frozenset(own) for value, own in pairs.groupby("value")["report_id"]}


def _together(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    if one is None or other is None:
        return bool(one is None or one) and bool(other is None or other)
    return not one.isdisjoint(other)
