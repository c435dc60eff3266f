"""The rules of reports, studies and interventions: counted apart, nobody counted twice."""

from __future__ import annotations

import pandas as pd

from reviewbook.problems import Problem
from reviewbook.review import NOTHING

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
        Most frequent first, then by value; not_reported and blank ("not charted") last.
    """
    values = frame[by].astype("string").fillna("not charted")
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
        gives a number), studies (that give one), of
        (studies in all), not_reported (labels of the studies that give none, as a list)
    """
    rows = []
    for column in PEOPLE:
        given = studies[column].notna()
        rows.append(
            {
                "who": column.removesuffix("_n"),
                "people": int(studies[column].sum()) if given.any() else pd.NA,
                "studies": int(given.sum()),
                "of": len(studies),
                "not_reported": studies.loc[~given, "label"].tolist(),
            }
        )
    return pd.DataFrame(rows)


def problems(reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame) -> list[Problem]:
    """Reports, studies and interventions that do not fit together."""
    found: list[Problem] = []
    if reports.empty:
        return found
    study = studies.set_index("study_id")
    of_study = reports.set_index("report_id")["study_id"]
    role = interventions.set_index("intervention_id")["worker_role"]
    for at, row in reports.iterrows():
        place = {"file": "reports.csv", "row": at + 2}
        if row["study_id"] not in study.index:
            continue
        own = study.loc[row["study_id"]]
        for column in PEOPLE:
            if pd.notna(row[column]) and pd.notna(own[column]) and row[column] > own[column]:
                expected = f"at most {own[column]}, the {column} of study {row['study_id']}"
                found.append(
                    Problem("STUD-001", found=str(row[column]), expected=expected, field=column, **place)
                )
        shares = row["sample_of"]
        if pd.notna(shares) and shares not in NOTHING and of_study.get(shares) != row["study_id"]:
            expected = f"a report of study {row['study_id']}"
            found.append(
                Problem("STUD-002", found=f"report {shares}", expected=expected, field="sample_of", **place)
            )
        wanted = role.get(own["intervention_id"])
        if wanted is not None and row["role"] != wanted:
            expected = f"{wanted}, the worker_role of {own['intervention_id']}"
            found.append(
                Problem("STUD-005", found=str(row["role"]), expected=expected, field="role", **place)
            )
    for at, study_id in studies["study_id"].items():
        own = reports[reports["study_id"] == study_id]
        place = {"file": "studies.csv", "row": at + 2}
        if own.empty:
            found.append(
                Problem("STUD-003", found=f"study {study_id} without a report", expected="a report", **place)
            )
        main = own["sample_of"].isna() | own["sample_of"].isin(NOTHING)
        if len(own) and main.sum() != 1:
            names = ", ".join(own.loc[main, "report_id"])
            seen = (
                f"{names} each with a sample of its own"
                if names
                else "every report with the sample of another"
            )
            found.append(Problem("STUD-006", found=seen, expected="one main report", **place))
    for at, intervention_id in interventions["intervention_id"].items():
        if not (studies["intervention_id"] == intervention_id).any():
            found.append(
                Problem(
                    "STUD-004",
                    "interventions.csv",
                    f"{intervention_id} without a study",
                    "a study",
                    row=at + 2,
                )
            )
    return found + _country_notices(reports, studies, interventions)


def _country_notices(
    reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame
) -> list[Problem]:
    found = []
    country = interventions.set_index("intervention_id")["country"]
    for at, row in studies.iterrows():
        if pd.isna(row["country"]) or row["country"] in NOTHING:
            continue
        named = {
            f"interventions.csv: {country.get(row['intervention_id'])}": country.get(row["intervention_id"])
        }
        named |= {
            f"reports.csv, {report}: {value}": value
            for report, value in reports.loc[
                reports["study_id"] == row["study_id"], ["report_id", "country"]
            ].itertuples(index=False)
        }
        differing = [
            words
            for words, value in named.items()
            if pd.notna(value) and value not in NOTHING and value != row["country"]
        ]
        if differing:
            expected = f"one country; elsewhere {'; '.join(differing)}"
            found.append(
                Problem("STUD-007", "studies.csv", row["country"], expected, row=at + 2, field="country")
            )
    return found
