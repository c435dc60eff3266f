"""The rules of reports, studies and interventions: counted apart, nobody counted twice."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import Problem, quote
from reviewbook.studies import places

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


def study_problems(
    reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame
) -> list[Problem]:
    """Reports, studies and interventions that do not fit together."""
    alike = _alike(interventions["intervention_id"], file="interventions.csv")
    if reports.empty:
        return alike
    return [
        *alike,
        *_alike(reports["report_id"], file="reports.csv"),
        *_report_problems(reports, studies, interventions),
        *_study_problems(reports, studies),
        *_intervention_problems(studies, interventions),
        *_country_notices(reports, studies, interventions),
    ]


def _report_problems(
    reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame
) -> list[Problem]:
    """Reports that contradict their study or their intervention."""
    found = []
    of_study = studies.set_index("study_id")[["intervention_id", *PEOPLE]].to_dict("index")
    study_of = dict(zip(reports["report_id"], reports["study_id"], strict=True))
    role = dict(zip(interventions["intervention_id"], interventions["worker_role"], strict=True))
    for row in reports[["study_id", "sample_of", "role", *PEOPLE]].itertuples():
        place = {"file": "reports.csv", "row": row.Index + 2}
        own = of_study.get(row.study_id)
        if own is None:
            continue
        for column in PEOPLE:
            n = getattr(row, column)
            if pd.notna(n) and pd.notna(own[column]) and n > own[column]:
                expected = f"at most {own[column]}, the {column} of study {row.study_id}"
                found.append(Problem("STUD-001", found=str(n), expected=expected, field=column, **place))
        shares = row.sample_of
        if pd.notna(shares) and shares not in NOTHING and study_of.get(shares) != row.study_id:
            expected = f"a report of study {row.study_id}"
            found.append(
                Problem("STUD-002", found=f"report {shares}", expected=expected, field="sample_of", **place)
            )
        wanted = role.get(own["intervention_id"])
        if wanted is not None and row.role != wanted:
            expected = f"{wanted}, the worker_role of {own['intervention_id']}"
            found.append(Problem("STUD-005", found=str(row.role), expected=expected, field="role", **place))
    return found


def _study_problems(reports: pd.DataFrame, studies: pd.DataFrame) -> list[Problem]:
    """Studies without a report, or without exactly one that is the main one."""
    found = []
    having = set(reports["study_id"])
    main = reports[reports["sample_of"].isna() | reports["sample_of"].isin(NOTHING)]
    mains = main.groupby("study_id")["report_id"].agg(list).to_dict()
    for at, study in studies["study_id"].items():
        place = {"file": "studies.csv", "row": at + 2}
        names = mains.get(study, [])
        if study not in having:
            found.append(
                Problem("STUD-003", found=f"study {study} without a report", expected="a report", **place)
            )
        elif len(names) != 1:
            seen = (
                f"{', '.join(names)} each with a sample of its own"
                if names
                else "every report with the sample of another"
            )
            found.append(Problem("STUD-006", found=seen, expected="one main report", **place))
    return found


def _intervention_problems(studies: pd.DataFrame, interventions: pd.DataFrame) -> list[Problem]:
    """Interventions without a study, where the review has a table of studies."""
    if studies.empty:
        return []
    keys = interventions["intervention_id"]
    return [
        Problem("STUD-004", "interventions.csv", f"{key} without a study", "a study", row=at + 2)
        for at, key in keys[~keys.isin(studies["intervention_id"])].items()
    ]


def _country_notices(
    reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame
) -> list[Problem]:
    """Studies whose country is another than that of their intervention or of a report of theirs."""
    found = []
    of_intervention = dict(zip(interventions["intervention_id"], interventions["country"], strict=True))
    of_reports: dict[str, list[tuple[str, str]]] = {}
    for report, study, country in reports[["report_id", "study_id", "country"]].itertuples(index=False):
        of_reports.setdefault(study, []).append((f"reports.csv, {report}", country))
    for row in studies[["study_id", "intervention_id", "country"]].itertuples():
        if pd.isna(row.country) or row.country in NOTHING:
            continue
        elsewhere = [("interventions.csv", of_intervention.get(row.intervention_id))]
        differing = [
            f"{place}: {country}"
            for place, country in elsewhere + of_reports.get(row.study_id, [])
            if pd.notna(country)
            and country not in NOTHING
            and places.known(country) != places.known(row.country)
        ]
        if differing:
            expected = f"one country; elsewhere {'; '.join(differing)}"
            found.append(
                Problem("STUD-007", "studies.csv", row.country, expected, row=row.Index + 2, field="country")
            )
    return found


def _alike(keys: pd.Series, *, file: str) -> list[Problem]:
    """Identifiers that a disk without capitals takes for one: each has a page of its name."""
    lower = keys.str.lower()
    first = keys.groupby(lower).transform("first")
    twice = lower.duplicated() & (keys != first)  # the very same again is TABL-009
    return [
        Problem(
            "STUD-010", file, quote(keys[at]), f"another name than {first[at]}", row=at + 2, field=keys.name
        )
        for at in keys.index[twice]
    ]
