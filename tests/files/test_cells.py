"""Tables for spreadsheets: no text is a formula, and all others stay as they are."""

import csv

import pandas as pd
import pytest
from packages import table

from reviewbook.files.cells import cell, for_spreadsheets


@pytest.mark.parametrize("text", ["=1+1", "+1 (a)", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1"])
def test_what_would_be_a_formula_is_text(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "-3", "+4.5", "-0,5", "'x", "3 = 3", "\u2013"])
def test_all_other_text_stays(text):
    assert cell(text) == text


def test_only_cells_of_text_change_and_blank_ones_stay_blank():
    frame = table("id text n", ("a", "=1", -1), ("b", None, None))
    rows = list(csv.reader(for_spreadsheets(frame).decode().splitlines()))
    assert rows == [["id", "text", "n"], ["a", "'=1", "-1"], ["b", "", ""]]
    assert frame["text"].iloc[0] == "=1" and pd.isna(frame["text"].iloc[1])  # the table itself is not changed
