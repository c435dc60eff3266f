"""The rules of reports, studies and interventions: counted apart, nobody counted twice."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reviewbook.review.labels import NOT_YET
from reviewbook.review.nothing import NOTHING, given, written
from reviewbook.studies.links import lists

PEOPLE = ("participants_n", "workers_n")


def joined(
    reports: pd.DataFrame, linked: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame
) -> pd.DataFrame:
    """Reports with what they lead to.

    Parameters
    ----------
    linked : from `links.links`.

    Returns
    -------
    DataFrame, one row a report: its columns, and as lists studies (labels), interventions ((intervention_id, name) of each),
        shared (the reports whose samples it shares)
    """
    labels = dict(zip(studies["study_id"], studies["label"], strict=True))
    names = dict(zip(interventions["intervention_id"], interventions["name"], strict=True))
    shared = lists(linked[given(linked["sample_of"])], "report_id", "sample_of")
    of_report, about = (lists(linked, "report_id", unit) for unit in ("study_id", "intervention_id"))
    ids = reports["report_id"].tolist()
    table = reports.copy()
    table["studies"] = [[labels.get(study, study) for study in of_report.get(one, ())] for one in ids]
    table["interventions"] = [[(key, names.get(key, key)) for key in about.get(one, ())] for one in ids]
    table["shared"] = [shared.get(one, []) for one in ids]
    return table


def counts(frame: pd.DataFrame, by: str, *, unit: str) -> pd.DataFrame:
    """How many rows have each value of a column.

    Returns
    -------
    DataFrame, one row a value: ``by``, n, total, ids (the ``unit`` identifiers behind n, as a list)
        Most frequent first, then by value; the words for nothing and blank ("not charted yet") last.
    """
    unsaid = written(frame, by)  # of a number, which kind of nothing its cell holds
    values = frame[by].astype("string").fillna(unsaid.mask(unsaid == "")).fillna(NOT_YET)
    ids = frame[unit].groupby(values).agg(list)
    table = pd.DataFrame({by: ids.index, "n": ids.map(len).to_numpy(), "ids": ids.to_numpy()})
    table["total"] = len(frame)
    table["last"] = table[by].isin([*NOTHING, NOT_YET])
    table = table.sort_values(["last", "n", by], ascending=[True, False, True]).drop(columns="last")
    return table[[by, "n", "total", "ids"]].reset_index(drop=True)


def per_intervention(linked: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    """Reports and studies of each intervention, each once: one row an intervention, in the table's order.

    Columns: intervention_id, name, worker_role, studies (count of those that have a report), reports (count), report_ids (list).

    Parameters
    ----------
    linked : from `links.links`. A report belongs to every intervention of its studies.
    """
    table = interventions[["intervention_id", "name", "worker_role"]].copy()
    studies, reports = (lists(linked, "intervention_id", unit) for unit in ("study_id", "report_id"))
    ids = table["intervention_id"]
    table["studies"] = pd.array([len(studies.get(i, ())) for i in ids], dtype="Int64")
    table["reports"] = pd.array([len(reports.get(i, ())) for i in ids], dtype="Int64")
    table["report_ids"] = [reports.get(i, []) for i in ids]
    return table


def people(studies: pd.DataFrame, columns: Iterable[str] = PEOPLE) -> pd.DataFrame:
    """People over all studies, each once.

    Parameters
    ----------
    columns : of ``studies``, which count people.

    Returns
    -------
    DataFrame, one row a kind of people: who ("participants", "workers", or what else the column counts), column, people (sum;
        missing where no study gives a number), studies (that have one), of (studies in all), without (of the studies that have
        none, as a list of pairs: the study's label, and what its cell holds, a word for nothing or "" where it is blank)
    """
    rows = []
    for column in columns:
        said = studies[column].notna()
        labels, cells = studies.loc[~said, "label"], written(studies, column)[~said]
        rows.append(
            {
                "who": column.removesuffix("_n"),
                "column": column,
                "people": int(studies[column].sum()) if said.any() else pd.NA,
                "studies": int(said.sum()),
                "of": len(studies),
                "without": list(zip(labels, cells, strict=True)),
            }
        )
    return pd.DataFrame(rows, columns=["who", "column", "people", "studies", "of", "without"])
