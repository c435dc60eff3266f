"""Cells of a matrix of codes: which excerpts and reports lie in each, and what no category caught."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import table
from packages.coded_tables import PLACED

from reviewbook.themes import framework


def test_an_excerpt_of_two_reports_is_counted_once_in_a_cell():
    found = framework.cells(PLACED, low=[]).set_index(["row", "code_id"])
    assert found[["findings", "quotations"]].T.to_dict("list") == {
        ("app", "t"): [1, 1], ("app", "u"): [1, 0], ("web", "t"): [1, 0], ("", "t"): [1, 0],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("low", "marked"),
    [
        ([], []),
        (["A"], []),  # B stands behind the same finding
        (["C"], [("web", "t")]),
        (["A", "B"], [("app", "t"), ("app", "u")]),
        (["A", "B", "C"], [("app", "t"), ("app", "u"), ("web", "t")]),  # no report is not a low-rated one
    ],
)
def test_a_cell_is_marked_where_all_its_reports_are_low_rated(low, marked):
    found = framework.cells(PLACED, low=low)
    assert list(found.loc[found["low_only"], ["row", "code_id"]].itertuples(index=False, name=None)) == marked


def test_a_cell_says_whether_anything_in_it_speaks_for_the_code_and_is_more_than_a_supposition():
    placed = table("row code_id excerpt_id report_id kind direction basis",
                   ("a", "t", "F1", "A", "finding", "supports", "hypothesis"), ("a", "t", "F2", "A", "finding", "limits", "measured"),
                   ("b", "t", "F1", "B", "finding", "supports", "hypothesis"), ("b", "t", "F3", "B", "finding", "supports", "measured"),
                   ("c", "t", "F2", "C", "finding", "limits", "measured"), ("c", "t", "F4", "C", "finding", "general", None),
                   ("d", "t", "F1", "D", "finding", "supports", "hypothesis"), ("d", "t", "F5", "D", "finding", None, None),
                   ("e", "t", "F6", "E", "finding", "supports", "not_reported"))  # fmt: skip
    found = framework.cells(placed, low=[]).set_index("row")[["behind", "told", "may", "weak"]]
    assert found.T.to_dict("list") == {
        "a": [True, False, False, True],
        "b": [True, True, True, False],
        "c": [False, False, False, False],
        "d": [True, False, True, False],  # the basis of one is not charted yet
        "e": [True, False, True, True],
    }


def test_rows_of_one_unit_are_counted_as_one_and_those_without_are_not_counted():
    cells = table("row code_id", ("usual|app", "t"), ("research|app", "t"), ("research|web", "t"), ("", "t"))
    rows = table("key group unit", ("usual|app", "usual", "app"), ("research|app", "research", "app"),
                 ("research|web", "research", "web"), ("", None, None))  # fmt: skip
    found = framework.having(cells, rows)
    told = {(row.code_id, None if pd.isna(row.group) else row.group): row.k for row in found.itertuples()}
    assert told == {("t", "usual"): 1, ("t", "research"): 2, ("t", None): 2}


IDS = st.sampled_from("abcd")


@given(rows=st.lists(st.tuples(IDS, IDS, IDS, st.one_of(st.none(), IDS)), max_size=30), low=st.sets(IDS))
def test_cells_agree_with_sets_counted_one_by_one(rows, low):
    kind = {excerpt: "quotation" if excerpt in "ab" else "finding" for excerpt in "abcd"}
    placed = table("row code_id excerpt_id report_id kind", *((*row, kind[row[2]]) for row in rows)).astype(
        "string"
    )
    found = framework.cells(placed, low=low)
    told = {(c.row, c.code_id): (c.findings, c.quotations, c.low_only) for c in found.itertuples()}
    wanted = {}
    for key in {row[:2] for row in rows}:
        own = [row for row in rows if row[:2] == key]
        kinds = [kind[excerpt] for excerpt in {row[2] for row in own}]
        wanted[key] = (kinds.count("finding"), kinds.count("quotation"), all(row[3] in low for row in own))
    assert told == wanted


def test_what_no_category_caught_has_no_row_in_the_framework():
    found = framework.uncaught(PLACED, PLACED[PLACED["excerpt_id"].isin(["F1", "F3"])])
    assert found["excerpt_id"].tolist() == ["Q1", "F2"]
