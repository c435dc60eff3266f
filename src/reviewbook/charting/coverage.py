"""Of which reports, studies or entities a question was asked, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewbook.review.answers import CONSENSUS
from reviewbook.review.nothing import (
    AS_CHARTED,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    NOT_REPORTED,
    WORDS,
    given,
    written,
)
from reviewbook.review.questions import ABOUT, Scope, parted, scope

COLUMNS = ["question_id", "about_id", "state"]
CHARTED, OPEN, NOT_ASKED = "charted", "open", "not_asked"
STATES = (CHARTED, NOT_REPORTED, NOT_AVAILABLE, NOT_APPLICABLE, OPEN, NOT_ASKED)


def asked(questions: pd.DataFrame, tables: Mapping[str, pd.DataFrame], question: str) -> pd.Series:
    """Of which reports, studies or entities a question is asked.

    Parameters
    ----------
    tables : reports, studies and interventions, with a column for each question (`reviewbook.review.answers.widened`).

    Returns
    -------
    Series of bool, missing where what decides it is not charted yet; its index is the identifiers of what the question is about.
    """
    row = questions.set_index("question_id").loc[question]
    table, key = ABOUT[row["about"]]
    names = pd.Index(tables[table][key], name=key)
    within = scope(row["asked_of"])
    if within is None:
        return pd.Series(True, names, dtype="boolean")
    other = dict(zip(questions["question_id"], questions["about"], strict=True)).get(within.question)
    if other != row["about"]:
        return pd.Series(pd.NA, names, dtype="boolean")
    return pd.Series(_have(tables[table][within.question], within).array, names)


def _have(cells: pd.Series, within: Scope) -> pd.Series:
    """Whether each cell holds one of the answers of a scope, missing where it is blank."""
    found = [
        pd.NA if pd.isna(cell) else bool(set(parted(cell)) & set(within.answers)) or cell in within.answers
        for cell in cells
    ]
    return pd.Series(found, cells.index, dtype="boolean")


def reports_within(
    asked_of: object, questions: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> pd.Series:
    """Which reports are asked for something that is asked of those with an answer to a question, such as the codes of a scheme.

    Parameters
    ----------
    asked_of : as the column of that name of the table questions has it. Where the form asks no such question, or the review has no
        form, a column of the table reports may bear the name.
    tables : reports, studies, interventions and report_studies.

    Returns
    -------
    Series of bool by report_id: of a question about studies, or about what they are about, a report is asked where one of its own
    has the answer. Missing where what decides it is not charted yet, or nobody can give such an answer.
    """
    names = pd.Index(tables["reports"]["report_id"], name="report_id")
    within = scope(asked_of)
    if within is None:
        return pd.Series(True, names, dtype="boolean")
    kinds = dict(zip(questions["question_id"], questions["about"], strict=True))
    table, key = ABOUT[kinds.get(within.question, "report")]
    frame = tables[table]
    if within.question not in frame:
        return pd.Series(pd.NA, names, dtype="boolean")
    own = pd.DataFrame({key: frame[key], "has": _have(frame[within.question], within)})
    return to_reports(own.set_index(key)["has"], tables)


def to_reports(found: pd.Series, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """What holds of reports, of studies or of what these are about, as what holds of reports: where it holds of one of its own.

    Parameters
    ----------
    found : Series of bool whose index is named report_id, study_id or intervention_id.
    """
    names = pd.Index(tables["reports"]["report_id"], name="report_id")
    if found.index.name == "report_id":
        return found.reindex(names).astype("boolean")
    led = tables["report_studies"][["report_id", "study_id"]].merge(
        tables["studies"][["study_id", "intervention_id"]], on="study_id", how="left"
    )
    has = led[found.index.name].map(found).astype("boolean")
    some = led["report_id"].isin(led.loc[has.fillna(False), "report_id"])
    unsure = led["report_id"].isin(led.loc[has.isna(), "report_id"])
    told = pd.Series(False, led["report_id"], dtype="boolean").mask(unsure.to_numpy(), pd.NA)
    told = told.mask(some.to_numpy(), True)
    return told[~told.index.duplicated()].reindex(names).astype("boolean")


def coverage(questions: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What became of each question about each report, study or entity.

    Returns
    -------
    DataFrame, one row (question, what it is about), questions in their order: question_id, about_id, state (charted, not_reported,
    not_available, not_applicable, open: not charted yet, not_asked)
    """
    parts = []
    for question in questions.sort_values("position", kind="stable").to_dict("records"):
        name = question["question_id"]
        table, key = ABOUT[question["about"]]
        frame = tables[table]
        cells = frame[name].astype("string")
        if name + AS_CHARTED in frame:
            cells = cells.fillna(written(frame, name).replace("", pd.NA))
        state = cells.where(cells.isin(WORDS)).mask(given(cells), CHARTED).fillna(OPEN)
        of_it = asked(questions, tables, name)
        # What was answered was asked, whatever the form says.
        not_asked = (of_it == False).fillna(False).to_numpy() & (state == OPEN).to_numpy()  # noqa: E712
        state = state.mask(not_asked, NOT_ASKED)
        parts.append(pd.DataFrame({"question_id": name, "about_id": frame[key].array, "state": state.array}))
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    return found.astype(dict.fromkeys(COLUMNS, "string"))


def by_charter(states: pd.DataFrame, answers: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """How far each charter is with what he or she has begun.

    Parameters
    ----------
    states : from `coverage`; answers : the table.

    Returns
    -------
    DataFrame, one row a charter, in the order of the answers, the consensus left out: charter, answered (a word for nothing is an
    answer), of (the answers asked of every report, study and entity of which the charter has a row)
    """
    kinds = dict(zip(questions["question_id"], questions["about"], strict=True))
    asked_of = states.loc[states["state"] != NOT_ASKED, ["question_id", "about_id"]]
    asked_of = asked_of.assign(kind=asked_of["question_id"].map(kinds))
    rows = []
    own = answers.assign(kind=answers["question_id"].map(kinds))
    for charter, said in own[own["charter"] != CONSENSUS].groupby("charter", sort=False):
        begun = asked_of.merge(said[["kind", "about_id"]].drop_duplicates(), on=["kind", "about_id"])
        given_ = said.loc[said["value"].fillna("") != "", ["question_id", "about_id"]].drop_duplicates()
        rows.append((charter, len(begun.merge(given_, on=["question_id", "about_id"])), len(begun)))
    return pd.DataFrame(rows, columns=["charter", "answered", "of"])


def in_order(questions: pd.DataFrame) -> pd.DataFrame:
    """The questions in their order, those of one group together where its first stands; ``group`` is blank where none is given."""
    ordered = questions.sort_values("position", kind="stable")
    group = ordered["group"].mask(~given(ordered["group"]), "")
    ordered = ordered.assign(group=group, at=pd.factorize(group)[0]).sort_values("at", kind="stable")
    return ordered.drop(columns="at").reset_index(drop=True)


def by_question(states: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """How many of what each question is about are in which state.

    Parameters
    ----------
    states : from `coverage`.

    Returns
    -------
    DataFrame, one row a question, `in_order`: question_id, about, group, label, the number of each of `STATES`, and asked (all but
    not_asked)
    """
    n = states.groupby(["question_id", "state"]).size().unstack(fill_value=0)
    found = in_order(questions)[["question_id", "about", "group", "label"]]
    for state in STATES:
        own = n[state] if state in n else pd.Series(dtype="int64")
        found[state] = found["question_id"].map(own).fillna(0).astype("int64")
    found["asked"] = found[[state for state in STATES if state != NOT_ASKED]].sum(axis=1)
    return found
