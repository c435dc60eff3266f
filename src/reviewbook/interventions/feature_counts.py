"""The rules of what was delivered: features held, as ranges where cells are open, with the list behind each number."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reviewbook.review.nothing import NOT_AVAILABLE, NOT_REPORTED, given

NOT_CHARTED = "not_charted"
SETTLED = ("yes", "no")  # the values that say whether an intervention has a feature
OPEN = (
    "unclear",
    NOT_REPORTED,
    NOT_AVAILABLE,
    NOT_CHARTED,
)  # those that leave it open, each for another reason
KINDS = (*SETTLED, *OPEN)
VALUES = KINDS[:-1]  # what a cell may hold; what is not charted is blank, or has no row
RANGE = ["low", "high", "n", *KINDS]


def fractions(
    values: pd.DataFrame, features: pd.DataFrame, interventions: pd.DataFrame, *, by: str | None = None
) -> pd.DataFrame:
    """How many interventions have each feature: at least, at most, and which.

    Parameters
    ----------
    by : a column of ``interventions`` to count within, such as "worker_role"; None for all together.

    Returns
    -------
    DataFrame, one row a feature (and value of ``by``), by position: feature_id, group, label, [by], low, high, n, yes, no,
        unclear, not_reported, not_available, not_charted
        Of ``n`` interventions at least ``low`` and at most ``high`` have the feature: ``low`` are those of which the source says
        yes, ``high`` all but those of which it says no. The last six columns hold intervention identifiers as lists, in the
        order of ``interventions``; each intervention is in one of them.
    """
    wanted = ["intervention_id", *([by] if by else [])]
    among = interventions[wanted].sort_values(by, kind="stable") if by else interventions[wanted]
    asked = features.sort_values(["position", "feature_id"])[["feature_id", "group", "label"]]
    cells = asked.merge(among, how="cross").merge(
        values[["intervention_id", "feature_id", "value"]], on=["intervention_id", "feature_id"], how="left"
    )
    keys = ["feature_id", "group", "label", *([by] if by else [])]
    rows = [
        dict(zip(keys, key, strict=True)) | _range(cell)
        for key, cell in cells.groupby(keys, sort=False, dropna=False)
    ]
    return pd.DataFrame(rows, columns=[*keys, *RANGE])


def _range(cells: pd.DataFrame) -> dict[str, Any]:
    """The range of some cells of a feature (one an intervention), and the interventions by what is said of them."""
    value = cells["value"].fillna(NOT_CHARTED)
    lists = {kind: cells.loc[value == kind, "intervention_id"].tolist() for kind in KINDS}
    return {"low": len(lists["yes"]), "high": len(cells) - len(lists["no"]), "n": len(cells)} | lists


def blanks(values: pd.DataFrame, features: pd.DataFrame, interventions: pd.DataFrame) -> tuple[int, int]:
    """How many cells the matrix has, and how many of them are not charted: blank, or without a row."""
    own = values["intervention_id"].isin(interventions["intervention_id"])
    own &= values["feature_id"].isin(features["feature_id"]) & values["value"].notna()
    there = len(values.loc[own, ["intervention_id", "feature_id"]].drop_duplicates())
    n = len(features) * len(interventions)
    return n, n - there


def printed(
    claims: pd.DataFrame, values: pd.DataFrame, features: pd.DataFrame, interventions: pd.DataFrame
) -> pd.DataFrame:
    """Fractions that the authors print of a feature, beside those that the cells allow.

    Parameters
    ----------
    claims : printed numbers; those without a ``feature_id`` are left out.

    Returns
    -------
    DataFrame, one row a printed fraction, in the order of the features: claim_id, feature_id, group, label, worker_role (missing:
        all), statement, reported, unit, note, locator, low, high, n, yes, no, unclear, not_reported, not_available, not_charted
        The numbers and lists are those of `fractions`, among the interventions of the worker group.
    """
    about = claims.assign(worker_role=claims["worker_role"].where(given(claims["worker_role"])))
    rows = []
    for claim in about[given(claims["feature_id"])].to_dict("records"):
        role = claim["worker_role"]
        among = interventions if pd.isna(role) else interventions[interventions["worker_role"] == role]
        told = values[values["feature_id"] == claim["feature_id"]]
        cells = among[["intervention_id"]].merge(
            told[["intervention_id", "value"]], on="intervention_id", how="left"
        )
        rows.append(claim | _range(cells))
    columns = ["claim_id", "feature_id", "group", "label", "worker_role", "statement", "reported", "unit"]
    columns += ["note", "locator", *RANGE]
    if not rows:
        return pd.DataFrame(columns=columns)
    named = features[["feature_id", "position", "group", "label"]]
    table = pd.DataFrame(rows).merge(named, on="feature_id")
    return table.sort_values(["position", "claim_id"])[columns].reset_index(drop=True)
