"""The rules of what was delivered: features held, fractions with the list behind them, TIDieR completeness."""

from __future__ import annotations

import pandas as pd

from reviewbook.problems import Problem

VALUES = ("yes", "no", "unclear", "not_reported")
TIDIER_ITEMS = range(1, 13)  # Hoffmann et al. 2014


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


def cells(values: pd.DataFrame, features: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    """Every cell of the feature matrix in words.

    Returns
    -------
    DataFrame, one row (intervention, feature), in the tables' order: intervention (name), group (worker_role), feature (label),
        feature_group, value, evidence, locator
    """
    names = interventions[["intervention_id", "name", "worker_role"]].reset_index(names="row")
    labels = features[["feature_id", "position", "group", "label"]].rename(
        columns={"group": "feature_group", "label": "feature"}
    )
    table = (
        values.merge(names, on="intervention_id")
        .merge(labels, on="feature_id")
        .sort_values(["row", "position"])
    )
    table = table.rename(columns={"name": "intervention", "worker_role": "group"})
    columns = ["intervention", "group", "feature", "feature_group", "value", "evidence", "locator"]
    return table[columns].reset_index(drop=True)


def completeness(tidier: pd.DataFrame) -> pd.DataFrame:
    """TIDieR items reported, partly reported and not: one row an intervention, indexed by intervention_id, each of 12."""
    table = tidier.groupby(["intervention_id", "completeness"], sort=False).size().unstack(fill_value=0)
    return table.reindex(columns=["reported", "partly", "not_reported"], fill_value=0)


def problems(
    interventions: pd.DataFrame, features: pd.DataFrame, values: pd.DataFrame, tidier: pd.DataFrame
) -> list[Problem]:
    """Cells missing from the matrix, TIDieR items missing, values that do not fit their evidence."""
    found: list[Problem] = []
    there = set(zip(values["intervention_id"], values["feature_id"], strict=True))
    items = set(zip(tidier["intervention_id"], tidier["item"], strict=True))
    for intervention in interventions["intervention_id"]:
        if len(values):
            lacking = [f for f in features["feature_id"] if (intervention, f) not in there]
            found += [
                Problem("INTV-001", "feature_values.csv", f"no row ({intervention}, {f})", "one")
                for f in lacking
            ]
        if len(tidier):
            missing = [i for i in TIDIER_ITEMS if (intervention, i) not in items]
            found += [
                Problem("INTV-002", "tidier.csv", f"no item {i} of {intervention}", "one") for i in missing
            ]
    for file, frame, value, told in (
        ("feature_values.csv", values, "value", "evidence"),
        ("tidier.csv", tidier, "completeness", "text"),
    ):
        silent = frame[value] == "not_reported"
        no_evidence = frame[told].isna() | (frame[told] == "not_reported")
        for at in frame.index[silent != no_evidence]:
            seen = f"{frame.at[at, value]} with {told} {'not_reported' if no_evidence[at] else 'given'}"
            expected = f"{told} not_reported exactly where {value} is"
            found.append(Problem("INTV-003", file, seen, expected, row=at + 2, field=told))
    return found
