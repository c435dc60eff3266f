"""Where a review searched, and how far each search reached: counts of places, not of rows."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.nothing import AS_CHARTED, NOT_APPLICABLE, given

PLACES = f"places{AS_CHARTED}"


def places(sources: pd.DataFrame) -> pd.Series:
    """How many places each row of table sources stands for: Int64, at least 1, which is also what a blank cell means."""
    return sources["places"].fillna(1)


def is_exact(sources: pd.DataFrame) -> bool:
    """Whether it is known how many places every row stands for: no cell says that its source is silent on it."""
    return not (sources["places"].isna() & sources[PLACES].notna() & (sources[PLACES] != "")).any()


def reached(sources: pd.DataFrame) -> pd.DataFrame:
    """How far the searches reached, the latest first.

    Returns
    -------
    DataFrame, one row for each end of a search and kind of source, in the order of the table
        searched_to : the end of the last search there, of the main one or of its update; a day is told as the month, or the year,
        that others end in too. kind : as charted. places : how many there are (Int64).
        Sources of which no end is charted have no row.
    """
    last = _ends(sources)
    known = sorted(last.dropna().unique(), key=len)
    told = last.map(lambda end: next((one for one in known if end.startswith(one)), end), na_action="ignore")
    found = pd.DataFrame({"searched_to": told, "kind": sources["kind"], "places": places(sources)})[
        told.notna()
    ]
    found = found.groupby(["searched_to", "kind"], sort=False, dropna=False, observed=True)["places"].sum()
    return found.reset_index().sort_values("searched_to", ascending=False, kind="stable", ignore_index=True)


def unknown(sources: pd.DataFrame) -> pd.DataFrame:
    """The rows of table sources of which no end is charted, but for those to which none applies."""
    return sources[_ends(sources).isna() & ~sources["searched_to"].isin([NOT_APPLICABLE])]


def _ends(sources: pd.DataFrame) -> pd.Series:
    """The end of the last search of each row, as charted; missing where none is."""
    dates = [sources[name].where(given(sources[name])) for name in ("searched_to", "updated_to")]
    last = [max((end for end in pair if pd.notna(end)), default=None) for pair in zip(*dates, strict=True)]
    return pd.Series(last, index=sources.index, dtype="object")
