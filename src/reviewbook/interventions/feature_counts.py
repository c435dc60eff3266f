"""The rules of what was delivered: features held, and fractions with the list behind them."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.nothing import NOT_REPORTED, NOTHING
from reviewbook.review.problems import Problem

VALUES = ("yes", "no", "unclear", "not_reported")


def fractions(
    values: pd.DataFrame, features: pd.DataFrame, interventions: pd.DataFrame, *, by: str | None = None
) -> pd.DataFrame:
    """How many interventions have each feature.

    Parameters
    ----------
    by : a column of ``interventions`` to count within, such as "worker_role"; None for all together.

    Returns
    -------
    DataFrame, one row a feature (and value of ``by``): feature_id, group, label, [by], k, said, n, yes, no, unclear,
        not_reported
        ``k`` interventions have the feature, of ``said`` on which the source says yes or no, of ``n`` in all. The last four
        columns hold intervention identifiers as lists: what stands behind each fraction.
    """
    wanted = ["intervention_id", *([by] if by else [])]
    joined = values.merge(interventions[wanted], on="intervention_id").merge(
        features[["feature_id", "position", "group", "label"]], on="feature_id"
    )
    keys = ["position", "feature_id", "group", "label", *([by] if by else [])]
    rows = []
    for key, cell in joined.groupby(keys, sort=True):
        row = dict(zip(keys, key, strict=True))
        lists = {value: cell.loc[cell["value"] == value, "intervention_id"].tolist() for value in VALUES}
        rows.append(
            row
            | {"k": len(lists["yes"]), "said": len(lists["yes"]) + len(lists["no"]), "n": len(cell)}
            | lists
        )
    columns = [*keys, "k", "said", "n", *VALUES]
    return pd.DataFrame(rows, columns=columns).drop(columns="position")


def printed(
    checked: pd.DataFrame, values: pd.DataFrame, features: pd.DataFrame, interventions: pd.DataFrame
) -> pd.DataFrame:
    """Fractions that the authors print of a feature, beside those that the tables give.

    Parameters
    ----------
    checked : printed numbers with their verdict, from `reviewbook.claims.verdicts.evaluate`; those without a ``feature_id`` are left out.

    Returns
    -------
    DataFrame, one row a printed fraction, in the order of the features: claim_id, feature_id, group, label, worker_role (missing:
        all), statement, reported, unit, k, said, n, yes, no, open (lists of intervention_id; open: unclear, not reported or
        not charted), low, high, verdict, why, note, locator
    """
    about = checked[~checked["feature_id"].fillna("").isin(NOTHING)]
    rows = []
    for claim in about.to_dict("records"):
        role = (
            None if pd.isna(claim["worker_role"]) or claim["worker_role"] in NOTHING else claim["worker_role"]
        )
        among = interventions if role is None else interventions[interventions["worker_role"] == role]
        told = values[values["feature_id"] == claim["feature_id"]].set_index("intervention_id")["value"]
        told = told.reindex(among["intervention_id"])
        lists = {value: told.index[told == value].tolist() for value in ("yes", "no")}
        settled = {*lists["yes"], *lists["no"]}
        rows.append(
            {**claim, "worker_role": role, "k": len(lists["yes"]), "said": len(settled), "n": len(among)}
            | lists
            | {"open": [key for key in told.index if key not in settled]}
        )
    columns = [
        *("claim_id", "feature_id", "group", "label", "worker_role", "statement", "reported", "unit"),
        *("k", "said", "n", "yes", "no", "open", "low", "high", "verdict", "why", "note", "locator"),
    ]
    if not rows:
        return pd.DataFrame(columns=columns)
    named = features[["feature_id", "position", "group", "label"]]
    table = pd.DataFrame(rows).merge(named, on="feature_id")
    return table.sort_values(["position", "claim_id"])[columns].reset_index(drop=True)


def feature_problems(
    interventions: pd.DataFrame, features: pd.DataFrame, values: pd.DataFrame
) -> list[Problem]:
    """Cells missing from the matrix, values that do not fit their evidence."""
    if not len(values):
        return []
    there = set(zip(values["intervention_id"], values["feature_id"], strict=True))
    lacking = [
        Problem("INTV-001", "feature_values.csv", f"no row ({intervention}, {feature})", "one")
        for intervention in interventions["intervention_id"]
        for feature in features["feature_id"]
        if (intervention, feature) not in there
    ]
    return lacking + unfit(values, file="feature_values.csv", value="value", told="evidence")


def unfit(table: pd.DataFrame, *, file: str, value: str, told: str) -> list[Problem]:
    """Rows whose column ``told`` is not_reported and their ``value`` is not, or the other way round."""
    silent = table[value] == NOT_REPORTED
    untold = table[told].isna() | (table[told] == NOT_REPORTED)
    expected = f"{told} not_reported exactly where {value} is"
    return [
        Problem(
            "INTV-003",
            file,
            f"{table.at[at, value]} with {told} {'not_reported' if untold[at] else 'given'}",
            expected,
            row=at + 2,
            field=told,
        )
        for at in table.index[silent != untold]
    ]


def of_another(
    table: pd.DataFrame, reports: pd.DataFrame, studies: pd.DataFrame, *, file: str
) -> list[Problem]:
    """Rows on an intervention whose ``report_id`` names a report about another one."""
    about = reports[["report_id", "study_id"]].merge(studies[["study_id", "intervention_id"]], on="study_id")
    other = table["report_id"].map(about.set_index("report_id")["intervention_id"])
    return [
        Problem(
            "INTV-005",
            file,
            f"{table.at[at, 'report_id']}, a report about {other[at]}",
            f"a report about {table.at[at, 'intervention_id']}, or not_applicable",
            row=at + 2,
            field="report_id",
        )
        for at in table.index[other.notna() & (other != table["intervention_id"])]
    ]
