"""The rules of reports, studies and interventions: counted apart, nobody counted twice."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.nothing import NOTHING, written

PEOPLE = ("participants_n", "workers_n")


def joined(reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    """Reports with their intervention: one row a report, with intervention_id, intervention, region and delivery added."""
    about = interventions.rename(columns={"name": "intervention"})[
        ["intervention_id", "intervention", "region", "delivery"]
    ]
    path = (
        studies[["study_id", "intervention_id", "label"]]
        .rename(columns={"label": "study"})
        .merge(about, on="intervention_id")
    )
    return reports.merge(path, on="study_id", how="left", validate="many_to_one")


def counts(frame: pd.DataFrame, by: str, *, unit: str) -> pd.DataFrame:
    """How many rows have each value of a column.

    Returns
    -------
    DataFrame, one row a value: ``by``, n, total, ids (the ``unit`` identifiers behind n, as a list)
        Most frequent first, then by value; the words for nothing and blank ("not charted") last.
    """
    unsaid = written(frame, by)  # of a number, which kind of nothing its cell holds
    values = frame[by].astype("string").fillna(unsaid.mask(unsaid == "")).fillna("not charted")
    ids = frame[unit].groupby(values).agg(list)
    table = pd.DataFrame({by: ids.index, "n": ids.map(len).to_numpy(), "ids": ids.to_numpy()})
    table["total"] = len(frame)
    table["last"] = table[by].isin([*NOTHING, "not charted"])
    table = table.sort_values(["last", "n", by], ascending=[True, False, True]).drop(columns="last")
    return table[[by, "n", "total", "ids"]].reset_index(drop=True)


def per_intervention(
    reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame
) -> pd.DataFrame:
    """Reports and studies of each intervention: one row an intervention, in the table's order.

    Columns: intervention_id, name, worker_role, studies (count), reports (count), report_ids (list).
    """
    linked = reports.merge(studies[["study_id", "intervention_id"]], on="study_id", how="left")
    grouped = linked.groupby("intervention_id", sort=False)
    table = interventions[["intervention_id", "name", "worker_role"]].copy()
    ids = table["intervention_id"]
    table["studies"] = ids.map(grouped["study_id"].nunique()).fillna(0).astype("Int64")
    table["reports"] = ids.map(grouped.size()).fillna(0).astype("Int64")
    lists = grouped["report_id"].agg(list)
    table["report_ids"] = [lists.get(i, []) for i in ids]
    return table


def people(studies: pd.DataFrame) -> pd.DataFrame:
    """People over all studies, each once.

    Returns
    -------
    DataFrame, one row a kind of people: who ("participants", "workers"), people (sum; missing where no study
        gives a number), studies (that have one), of
        (studies in all), without (of the studies that have none, as a list of pairs: the study's label, and what its cell holds,
        a word for nothing or "" where it is blank)
    """
    rows = []
    for column in PEOPLE:
        given = studies[column].notna()
        labels, cells = studies.loc[~given, "label"], written(studies, column)[~given]
        rows.append(
            {
                "who": column.removesuffix("_n"),
                "people": int(studies[column].sum()) if given.any() else pd.NA,
                "studies": int(given.sum()),
                "of": len(studies),
                "without": list(zip(labels, cells, strict=True)),
            }
        )
    return pd.DataFrame(rows)
