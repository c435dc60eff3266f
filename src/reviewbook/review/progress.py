"""How far the charting of a review is: rows and cells that are given, and those still blank."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from reviewbook.review.dictionary import MAY_BE_BLANK
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.questions import ABOUT, asked_where, scope
from reviewbook.review.table import headings

COLUMNS = ["table", "rows", "charted", "cells", "blank"]


def progress(
    tables: Mapping[str, pd.DataFrame], unasked: Mapping[tuple[str, str], np.ndarray] | None = None
) -> pd.DataFrame:
    """How far each table is.

    Parameters
    ----------
    tables : name -> its rows, with the columns that are charted. A cell with a word for nothing is done,
        a blank one is not; of a number, the companion column as charted says which.
    unasked : table, column -> whether each row is one of which it is not asked; a blank cell there is none.

    Returns
    -------
    DataFrame, one row a table: table, rows, charted (rows without a blank cell), cells, blank

    Examples
    --------
    >>> progress({"reports": pd.DataFrame({"report_id": ["A", "B"], "doi": ["not_reported", None]})}).to_dict("records")
    [{'table': 'reports', 'rows': 2, 'charted': 1, 'cells': 4, 'blank': 1}]
    """
    found = []
    for table, frame in tables.items():
        may_be = MAY_BE_BLANK.get(table, ())
        columns = [name for name in frame if not name.endswith(AS_CHARTED) and name not in may_be]
        rows = len(frame)
        gaps = np.zeros(rows, dtype=np.int64)
        cells = rows * len(columns)
        for name in columns:
            empty_, aside = blank(frame, name), (unasked or {}).get((table, name), np.zeros(rows, dtype=bool))
            gaps += empty_ & ~aside
            cells -= int((empty_ & aside).sum())
        found.append((table, rows, int((gaps == 0).sum()), cells, int(gaps.sum())))
    return pd.DataFrame(found, columns=COLUMNS)


def blank(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Which cells of a column are blank: not charted yet."""
    as_charted = name + AS_CHARTED
    if as_charted in frame:  # of a number, missing may be not reported
        cells = frame[as_charted].array
        return cells.isna() | (cells == "").to_numpy(bool, na_value=False)
    return frame[name].array.isna()


def of_review(r: Review) -> pd.DataFrame:
    """`progress` of the tables that a review has a file of, with the columns of these files."""
    return progress(
        {
            table: frame[_columns(r.path / f"{table}.csv", frame)]
            for table, frame in r.tables.items()
            if is_there(r, table)
        },
        _unasked(r),
    )


def _unasked(r: Review) -> dict[tuple[str, str], np.ndarray]:
    """Of columns that are questions, the rows of which these are not asked, by table and column."""
    found = {}
    for question in r.tables["questions"][["question_id", "about", "asked_of"]].to_dict("records"):
        if question["about"] not in ABOUT or scope(question["asked_of"]) is None:
            continue
        table = ABOUT[question["about"]][0]
        frame = r.tables[table]
        cells = {name: frame[name].astype("string").fillna("").tolist() for name in frame}
        aside = np.ones(len(frame), dtype=bool)
        aside[asked_where(question["asked_of"], cells, range(len(frame)))] = False
        found[table, question["question_id"]] = aside
    return found


def is_there(r: Review, table: str) -> bool:
    """Whether a review has a file of a table, with rows or without."""
    return (r.path / f"{table}.csv").is_file()


def _columns(file: Path, frame: pd.DataFrame) -> list[str]:
    """The columns of a table that its file has, and of numbers their companions; none where it cannot be read."""
    try:
        names = set(headings(file, {name: {} for name in frame}))
    except ReviewProblems:
        return []
    return [name for name in frame if name.removesuffix(AS_CHARTED) in names]


def in_words(table: pd.DataFrame) -> list[str]:
    """One line a table: "reports  7 of 13 rows charted, 40 of 325 cells blank"."""
    width = max(map(len, table["table"]), default=0)
    return [
        f"{row.table:<{width}}  {row.charted:,} of {row.rows:,} row{'' if row.rows == 1 else 's'} charted, "
        + (f"{row.blank:,} of {row.cells:,} cells blank" if row.blank else "no cell blank")
        for row in table.itertuples()
    ]
