"""The rules of which report tells of which study: many to many. Whoever counts reports, studies or interventions goes by these."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.nothing import given

COLUMNS = ["report_id", "study_id", "intervention_id", "sample_of"]


def links(reports: pd.DataFrame, report_studies: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Where each report leads.

    Returns
    -------
    DataFrame, one row (report, study), reports in the order of their table: report_id, study_id, intervention_id, sample_of
        A report of which no study is charted has one row that names none. intervention_id is missing where the study names
        none, or is about none; sample_of is as charted.
    """
    own = report_studies[["report_id", "study_id", "sample_of"]].drop_duplicates(["report_id", "study_id"])
    about = studies.loc[given(studies["intervention_id"]), ["study_id", "intervention_id"]]
    table = reports[["report_id"]].merge(own.dropna(subset=["study_id"]), on="report_id", how="left")
    return table.merge(about.dropna(), on="study_id", how="left")[COLUMNS]


def lists(table: pd.DataFrame, of: str, named: str) -> dict[str, list[str]]:
    """What each thing leads to, each once in the order of the links: study_id by report_id, report_id by intervention_id, and so on.

    Parameters
    ----------
    table : from `links`.
    of, named : columns of it. Only what leads somewhere is there.
    """
    pairs = table[[of, named]].dropna().drop_duplicates()
    found: dict[str, list[str]] = {}
    for key, name in zip(pairs[of].tolist(), pairs[named].tolist(), strict=True):
        found.setdefault(key, []).append(name)
    return found
