"""The rules of what was delivered: features held, and fractions with the list behind them."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.nothing import NOTHING

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
