"""The order by likeness: rows that hold the same stand together."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbook.page import similarity


def held(**rows: str) -> pd.DataFrame:
    return pd.DataFrame([[sign == "x" for sign in row] for row in rows.values()], index=list(rows))


def test_rows_that_hold_the_same_stand_together():
    assert similarity.order(held(a="xx..", b="..xx", c="xx..", d="..x.")) == ["a", "c", "b", "d"]


def test_neighbours_share_what_they_hold_and_not_what_they_lack():
    # a and c both lack three features and share none; b shares one with each of them.
    assert similarity.order(held(a="x....", c=".x...", b="xx...")) == ["a", "b", "c"]


def test_the_end_that_holds_more_comes_first():
    assert similarity.order(held(poor="x...", rich="xxxx", middle="xx..")) == ["rich", "middle", "poor"]


@pytest.mark.parametrize("rows", [0, 1, 2, 3])
def test_few_rows_and_rows_without_columns_keep_their_order(rows):
    names = list("abc"[:rows])
    assert similarity.order(pd.DataFrame(index=names)) == names
    assert sorted(similarity.order(held(**dict.fromkeys(names, "x")))) == names


@given(st.lists(st.tuples(*[st.booleans()] * 4), max_size=14))
def test_every_row_comes_once_and_equal_rows_side_by_side(rows):
    table_ = pd.DataFrame(rows, columns=list("abcd"), dtype=bool)
    order = similarity.order(table_)
    assert sorted(order) == list(range(len(rows)))
    patterns = [rows[at] for at in order]
    assert len(list(itertools.groupby(patterns))) == len(set(patterns))


def test_very_many_distinct_rows_are_put_in_order_without_a_tree(monkeypatch):
    monkeypatch.setattr(similarity, "TREE", 2)
    monkeypatch.delattr("scipy.cluster.hierarchy.linkage")  # whose time would grow with their square
    assert similarity.order(held(a="xx..", b="..xx", c="xxx.", d="..x.")) == ["a", "c", "d", "b"]
