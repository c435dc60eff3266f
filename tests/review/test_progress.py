"""How far the charting is: rows and cells that are given, and those still blank."""

import numpy as np
import pandas as pd
from packages import SYNTHETIC, copied, rows_of, set_cell, table

from reviewbook.review.progress import in_words, of_review, progress
from reviewbook.review.reading import read


def test_a_row_is_charted_where_no_cell_is_blank_and_words_for_nothing_are_given():
    reports = table(
        "report_id doi setting",
        ("A", "not_reported", "not_applicable"),
        ("B", None, "at home"),
        ("C", None, None),
    )
    found = progress({"reports": reports, "studies": reports[:0]})
    assert found.to_dict("records") == [
        {"table": "reports", "rows": 3, "charted": 1, "cells": 9, "blank": 3},
        {"table": "studies", "rows": 0, "charted": 0, "cells": 0, "blank": 0},
    ]


def test_of_a_number_the_cell_as_charted_says_whether_it_is_blank():
    years = pd.DataFrame(
        {
            "year": pd.array([2001, None, None], dtype="Int64"),
            "year_as_charted": pd.array(["2001", "not_reported", ""], dtype="string"),
        }
    )
    assert progress({"reports": years}).loc[0, ["rows", "charted", "cells", "blank"]].tolist() == [3, 2, 3, 1]


def test_only_the_columns_of_the_file_count(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    file = folder / "reports.csv"
    columns = len(rows_of(file)[0])
    set_cell(file, "setting", "", row=3)
    set_cell(file, "year", "", row=3)
    found = of_review(read(folder)[0]).set_index("table")
    assert found.loc["reports"].tolist() == [5, 4, 5 * columns, 2]
    (folder / "ratings.csv").write_text(
        "report_id,tool,component,unit,locator\nSynthetic2018,x,overall,percent,p\n"
    )
    found = of_review(read(folder)[0]).set_index("table")
    assert found.loc["ratings"].tolist() == [1, 1, 5, 0]  # without the column rating


def test_progress_is_told_one_line_a_table():
    found = pd.DataFrame(
        [("reports", 13, 7, 325, 40), ("flow", 1, 1, 8, 0)],
        columns=["table", "rows", "charted", "cells", "blank"],
    )
    assert in_words(found) == [
        "reports  7 of 13 rows charted, 40 of 325 cells blank",
        "flow     1 of 1 row charted, no cell blank",
    ]
    assert in_words(found[:0]) == []


def test_a_blank_cell_of_what_a_row_was_not_asked_is_no_gap():
    frame = pd.DataFrame({"report_id": ["A", "B"], "blinding": ["yes", None]})
    aside = {("reports", "blinding"): np.array([False, True])}
    (row,) = progress({"reports": frame}, aside).to_dict("records")
    assert row == {"table": "reports", "rows": 2, "charted": 2, "cells": 3, "blank": 0}
