"""A framework synthesis: what each row holds of each code, which codes a report has at all, and what no category caught."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from reviewbook.themes import grounds
from reviewbook.themes.coding import numbered

KINDS = ("finding", "quotation")
SIDES = {
    "behind": grounds.BEHIND,
    "told": grounds.EMPIRICAL,
    "may": (*grounds.EMPIRICAL, *grounds.OPEN),
    "uncharted": (grounds.NOT_CHARTED,),
}


def cells(placed: pd.DataFrame, *, low: Collection[str]) -> pd.DataFrame:
    """How many excerpts stand in each cell, each excerpt once however many reports it is from.

    Parameters
    ----------
    placed : DataFrame, one row (row, code_id, excerpt_id, report_id), with ``kind`` ("finding" or "quotation"), and direction and
        basis where they are charted; report_id is missing where the excerpt is tied to no report.
    low : report_id of the low-rated, from `sensitivity.low_rated`.

    Returns
    -------
    DataFrame, one row a cell that has an excerpt: row, code_id (categories); findings, quotations (int); and as bool
        low_only: all its reports are low-rated; an excerpt without a report is not from a low-rated one
        behind: any of it speaks for the code; where none does, all of it limits the code or is general
        told: any of that is an account or a measure (`grounds.EMPIRICAL`)
        may: any of it is, or is of a basis that is not said or not charted yet and may be one
        weak: none of it is known to be one, and of none the basis has still to be charted
    """
    (row, rows), (code, codes), (excerpt, excerpts), (report, reports) = (
        numbered(placed[name]) for name in ("row", "code_id", "excerpt_id", "report_id")
    )
    at, keys = pd.factorize(row * max(len(codes), 1) + code)
    unique = ~pd.Series(at * max(len(excerpts), 1) + excerpt).duplicated().to_numpy()
    kind = placed["kind"].array[unique]
    counts = {
        f"{one}s": np.bincount(at[unique][np.asarray(kind == one, dtype=bool)], minlength=len(keys))
        for one in KINDS
    }
    other = np.append(~reports.isin(low), True)[report]  # the last is for no report
    ground = grounds.grounds(placed)
    on = {name: np.isin(ground, [grounds.GROUNDS.index(one) for one in some]) for name, some in SIDES.items()}
    has = {name: np.bincount(at[rows_], minlength=len(keys)) > 0 for name, rows_ in on.items()}
    row, code = np.divmod(keys, max(len(codes), 1))
    return pd.DataFrame(
        {"row": pd.Categorical.from_codes(row, rows), "code_id": pd.Categorical.from_codes(code, codes)}
        | counts
        | {"low_only": np.bincount(at[other], minlength=len(keys)) == 0}
        | {side: has[side] for side in ("behind", "told", "may")}
        | {"weak": has["behind"] & ~has["told"] & ~has["uncharted"]}
    )


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
    (row, names), (code, codes) = (numbered(cells_[name]) for name in ("row", "code_id"))
    (group, groups), (unit, _) = (numbered(rows[name]) for name in ("group", "unit"))
    own = pd.DataFrame({"row": names.get_indexer(rows["key"]), "group": group, "unit": unit})
    own = own[(own["row"] >= 0) & (own["unit"] >= 0)]
    table = pd.DataFrame({"row": row, "code_id": code}).merge(own, on="row")
    parts = [
        part.drop_duplicates(["code_id", "group", "unit"]).groupby(["code_id", "group"]).size()
        for part in (table[table["group"] >= 0], table.assign(group=-1))
    ]
    out = pd.concat(parts).rename("k").reset_index()
    return out.assign(
        code_id=codes.astype("string").array.take(out["code_id"]),
        group=groups.astype("string").array.take(out["group"].to_numpy(), allow_fill=True),
    )


def brought_to(table: pd.DataFrame, not_asked: Collection[str]) -> pd.DataFrame:
    """What is coded of which a framework could have caught something.

    Parameters
    ----------
    table : from `coding.coded`.
    not_asked : the reports to which the framework was not brought.

    Returns
    -------
    DataFrame : the rows of ``table`` whose excerpt is from another report, too, or from none that is known
    """
    if not not_asked:
        return table
    other = table.loc[~table["report_id"].isin(list(not_asked)), "excerpt_id"]
    return table[table["excerpt_id"].isin(other)].reset_index(drop=True)


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
