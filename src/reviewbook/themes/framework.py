"""A framework synthesis: what each row holds of each code, which codes a report has at all, and what no category caught."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

KINDS = ("finding", "quotation")


def cells(placed: pd.DataFrame, *, low: Collection[str]) -> pd.DataFrame:
    """How many excerpts stand in each cell, each excerpt once however many reports it is from.

    Parameters
    ----------
    placed : DataFrame, one row (row, code_id, excerpt_id, report_id), with ``kind`` ("finding" or "quotation"); report_id is
        missing where the excerpt is tied to no report.
    low : report_id of the low-rated, from `sensitivity.low_rated`.

    Returns
    -------
    DataFrame, one row a cell that has an excerpt: row, code_id; findings, quotations (int); low_only (bool), whether all the
        reports behind it are low-rated. An excerpt without a report is not from a low-rated one.
    """
    keys = ["row", "code_id"]
    unique = placed.drop_duplicates([*keys, "excerpt_id"])
    kinds = {f"{kind}s": (unique["kind"] == kind).astype(int) for kind in KINDS}
    counts = unique[keys].assign(**kinds).groupby(keys, sort=False, as_index=False).sum()
    other = placed[keys].assign(other=~placed["report_id"].isin(low)).groupby(keys, sort=False)["other"].any()
    return counts.assign(low_only=~other.reindex(counts[keys]).to_numpy(dtype=bool))


def having(cells_: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """How many rows have each code, as one counts them.

    Parameters
    ----------
    cells_ : from `cells`.
    rows : DataFrame, one row a row of the matrix: key, group, unit
        Rows of one unit are counted as one, such as an intervention that stands under two worker groups. A row whose unit is
        missing is not counted.

    Returns
    -------
    DataFrame, one row (code_id, group): k (int)
        Each group of ``rows``; and, with ``group`` missing, all of them together.
    """
    table = cells_[["row", "code_id"]].merge(rows[["key", "group", "unit"]], left_on="row", right_on="key")
    table = table.dropna(subset="unit")
    parts = [
        own.drop_duplicates(["code_id", "group", "unit"]).groupby(["code_id", "group"], dropna=False).size()
        for own in (table.dropna(subset="group"), table.assign(group=pd.NA))
    ]
    return pd.concat(parts).rename("k").reset_index().astype({"code_id": "string", "group": "string"})


def uncaught(table: pd.DataFrame, framework: pd.DataFrame) -> pd.DataFrame:
    """What is coded under the themes and under no category of a framework.

    Parameters
    ----------
    table, framework : from `coding.coded`, of the themes and of the framework.

    Returns
    -------
    DataFrame : the rows of ``table`` whose excerpt has no row in ``framework``
    """
    return table[~table["excerpt_id"].isin(framework["excerpt_id"])].reset_index(drop=True)
