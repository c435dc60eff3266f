"""Which cells rest on a place where the source disagrees with itself: the flag stands wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reviewbook.review.dictionary import schema
from reviewbook.review.nothing import NOTHING


class Touched:
    """The cells that disagreements touch, to be asked for.

    Parameters
    ----------
    cells : the table disagreement_cells: disagreement_id, table_name, row_key, field_name (a blank one, as not_applicable: all of
        the row)

    Examples
    --------
    >>> row = {"disagreement_id": "D1", "table_name": "ratings", "row_key": "Doe2015 mmat-2011 overall", "field_name": "rating"}
    >>> touched = Touched(pd.DataFrame([row]))
    >>> touched.by("ratings", ["Doe2015"]), touched.by("ratings", ["Doe2015"], "unit"), touched.by("ratings", ["Roe2016"])
    (['D1'], [], [])
    """

    def __init__(self, cells: pd.DataFrame) -> None:
        self._by: dict[tuple[str, str], list[tuple[str, str]]] = {}
        named = cells[["table_name", "row_key", "field_name", "disagreement_id"]].fillna("")
        for table, key, field, disagreement in named.itertuples(index=False, name=None):
            for start in _starts(key):
                self._by.setdefault((table, start), []).append((field, disagreement))

    def by(self, table: str, keys: Iterable[str], *fields: str) -> list[str]:
        """The disagreements, each once, that touch one of these rows: all of it, or one of these fields (none given: any).

        A key is that of a row, or the first parts of one: of ``ratings``, a report stands for all its ratings.
        """
        if not self._by:
            return []
        found = dict.fromkeys(
            disagreement
            for key in keys
            for field, disagreement in self._by.get((table, key), ())
            if not fields or field in NOTHING or field in fields
        )
        return list(found)


def _starts(key: str) -> Iterable[str]:
    """A key and what it begins with, part by part."""
    parts = key.split(" ")
    return (" ".join(parts[:n]) for n in range(1, len(parts) + 1))


def row_keys(table: str, frame: pd.DataFrame) -> pd.Series:
    """The key of each row of a table as disagreement_cells has it: the parts in their order with a blank between; missing where a
    part is blank."""
    parts = [frame[name].astype("string") for name in schema(table)["primaryKey"]]
    return parts[0].str.cat(parts[1:], sep=" ") if len(parts) > 1 else parts[0]
