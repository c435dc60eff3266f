"""Wide sheets: a row a report, study or entity and a column a question, as people type answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import pandas as pd

from reviewbook.review.answers import read, standing
from reviewbook.review.dictionary import columns
from reviewbook.review.questions import ABOUT

# Columns of the tables that say which row it is or where it was read, and are no questions.
NO_QUESTIONS = (
    "report_id",
    "study_id",
    "intervention_id",
    "record_id",
    "reference",
    "year_basis",
    "label",
    "name",
    "locator",
)


class Wide(NamedTuple):
    """One sheet; its first column is the key of the table."""

    table: str
    charter: str | None  # None: what stands
    cells: pd.DataFrame  # of text, blank where nothing is charted


def wide(
    tables: Mapping[str, pd.DataFrame], answers: pd.DataFrame, questions: pd.DataFrame, choices: pd.DataFrame
) -> list[Wide]:
    """The sheets of a review: of each kind of thing what stands, then one for each charter who answered.

    What a column of a table answers itself has no charter, and is in the sheet of what stands alone.

    Parameters
    ----------
    tables : reports, studies and interventions as their files have them: text, a row each, without columns for other questions.
    """
    found = []
    stands = standing(read(answers, questions, choices), questions)
    for about, (table, key) in ABOUT.items():
        frame = tables[table]
        if frame.empty:
            continue
        names = asked(about, frame.columns, questions)
        own = [name for name in names if name not in frame]
        every = _spread(stands[stands["value"].notna()], frame[key], own)
        cells = pd.concat([frame[[key]], every.reindex(columns=own)], axis=1)
        for name in names:
            if name in frame:
                cells[name] = frame[name]
        if names:
            found.append(Wide(table, None, cells[[key, *names]].fillna("")))
        of_kind = answers[answers["question_id"].isin(own) & answers["value"].notna()]
        for charter in of_kind["charter"].dropna().unique():
            said = _spread(of_kind[of_kind["charter"] == charter], frame[key], own)
            found.append(Wide(table, charter, pd.concat([frame[[key]], said], axis=1).fillna("")))
    return found


def asked(about: str, header: Collection[str], questions: pd.DataFrame) -> list[str]:
    """The questions about a kind of thing, in their order; of a review that lists none, the columns of its table.

    Parameters
    ----------
    header : the columns that the table has in its file.
    """
    if questions.empty:
        table, _ = ABOUT[about]
        known = columns(table, {})
        return [name for name in header if name not in NO_QUESTIONS and name in known]
    own = questions[questions["about"] == about].sort_values("position", kind="stable")
    return own["question_id"].tolist()


def _spread(answers: pd.DataFrame, things: pd.Series, names: list[str]) -> pd.DataFrame:
    """Answers with a column a question, in the order of ``things``."""
    own = answers[answers["question_id"].isin(names)]
    spread = own.pivot(index="about_id", columns="question_id", values="value")
    found = spread.reindex(index=things, columns=names)
    found.index = things.index
    return found.astype("string")
