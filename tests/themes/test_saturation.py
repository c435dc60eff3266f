"""Saturation: what each report adds, in an order that is stated, and what any choice of reports holds on average."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import table

from reviewbook.themes import saturation

GIVEN = table(
    "excerpt_id code_id", ("E1", "a"), ("E1", "b"), ("E2", "b"), ("E2", "c"), ("E3", "a"), ("E4", "d")
)
LINKS = table("excerpt_id report_id", ("E1", "R1"), ("E1", "R3"), ("E2", "R2"), ("E3", "R2"))
REPORTS = table("report_id year", ("R1", 2012), ("R2", 2010), ("R3", None), ("R4", 2012))


def test_what_stands_in_the_text_of_no_report_is_second_hand():
    where = ("review", "own", "open", "not_applicable", None)
    excerpts = table("excerpt_id document_id", *((f"E{at}", one) for at, one in enumerate(where)))
    documents = table("document_id report_id", ("review", "not_applicable"), ("own", "R1"), ("open", None))
    assert saturation.first_hand(excerpts, documents).tolist() == [False, True, True, True, True]
    assert saturation.first_hand(excerpts, documents[:0]).all()


def test_reports_stand_by_year_and_those_without_one_last():
    found = saturation.by_report(GIVEN, LINKS, REPORTS)
    assert found["report_id"].tolist() == ["R2", "R1", "R4", "R3"]
    assert found["new"].tolist() == [["b", "c", "a"], [], [], []]
    assert found["known"].tolist() == [[], ["a", "b"], [], ["a", "b"]]
    assert found["codes"].tolist() == [["b", "c", "a"], ["a", "b"], [], ["a", "b"]]
    assert found["so_far"].tolist() == [3, 3, 3, 3]


def test_as_charted_the_table_is_the_order():
    found = saturation.by_report(GIVEN, LINKS, REPORTS, order="charted")
    assert found["report_id"].tolist() == ["R1", "R2", "R3", "R4"]
    assert found["new"].tolist() == [["a", "b"], ["c"], [], []]
    assert found["so_far"].tolist() == [2, 3, 3, 3]


def test_a_code_that_is_tied_to_no_report_is_in_none():
    spread = saturation.spread(saturation.by_report(GIVEN, LINKS, REPORTS))
    assert spread.to_dict() == {"b": 3, "c": 1, "a": 3}


def test_years_hold_their_reports_together():
    found = saturation.by_year(saturation.by_report(GIVEN, LINKS, REPORTS))
    assert found["year"].tolist() == [2010, 2012, pd.NA]
    assert found["reports"].tolist() == [1, 2, 1]
    assert found["new"].tolist() == [["b", "c", "a"], [], []]
    assert found["known"].tolist() == [[], ["a", "b"], ["a", "b"]]
    assert found["so_far"].tolist() == [3, 3, 3]


def test_a_code_is_new_once_in_a_year_of_several_reports():
    links = table("excerpt_id report_id", ("E1", "R1"), ("E1", "R4"), ("E2", "R4"))
    found = saturation.by_year(saturation.by_report(GIVEN, links, REPORTS))
    assert found["new"].tolist() == [[], ["a", "b", "c"], []] and found["known"].tolist() == [[], [], []]
    assert found["so_far"].tolist() == [0, 3, 3]


def test_a_code_of_several_excerpts_of_a_report_counts_once():
    links = table("excerpt_id report_id", ("E1", "R1"), ("E2", "R1"), ("E3", "R1"))
    assert saturation.by_report(GIVEN, links, REPORTS)["new"].tolist() == [[], ["a", "b", "c"], [], []]


def test_without_any_code_nothing_is_new():
    found = saturation.by_report(GIVEN.iloc[:0], LINKS, REPORTS)
    assert found["so_far"].tolist() == [0, 0, 0, 0] and saturation.spread(found).empty
    assert saturation.expected(saturation.spread(found), 4, (0, 4)).tolist() == [0, 0]


@given(st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=6))
def test_the_mean_over_all_orders_is_the_mean_over_all_choices(holds):
    counts = [sum(code in own for own in holds) for code in range(6)]
    spread = pd.Series([k for k in counts if k], dtype=int)
    for n, mean in enumerate(saturation.expected(spread, len(holds), range(len(holds) + 1))):
        choices = [len(set().union(*chosen)) for chosen in combinations(holds, n)]
        assert mean == pytest.approx(sum(choices) / len(choices))


@given(st.lists(st.integers(1, 500), min_size=1, max_size=20))
def test_the_mean_rises_from_none_to_all_and_ever_more_slowly(spread):
    curve = saturation.expected(pd.Series(spread), 500, range(501))
    steps = pd.Series(curve).diff().dropna()
    assert curve[0] == pytest.approx(0) and curve[-1] == pytest.approx(len(spread))
    assert (steps > -1e-9).all() and (steps.diff().dropna() < 1e-9).all()


def test_new_information_is_what_the_last_three_add_to_what_four_hold():
    # Of 8 reports one code is in each, one in a single one: four hold 1 + 4/8, the last three add 3/8.
    assert saturation.new_information(pd.Series([8, 1]), 8) == pytest.approx((3 / 8) / 1.5)
    assert saturation.new_information(pd.Series([8]), 8) == 0


@pytest.mark.parametrize(("spread", "reports"), [([3], 6), ([], 20)])
def test_of_too_few_reports_or_no_code_there_is_no_new_information(spread, reports):
    assert saturation.new_information(pd.Series(spread, dtype=int), reports) is None


@given(st.permutations(["R1", "R2", "R3", "R4"]))
def test_all_codes_are_found_in_any_order(order):
    reports = REPORTS.set_index("report_id").loc[order].reset_index()
    found = saturation.by_report(GIVEN, LINKS, reports, order="charted")
    assert found["report_id"].tolist() == order and found["so_far"].iloc[-1] == 3
    assert sorted(code for new in found["new"] for code in new) == ["a", "b", "c"]


def test_no_argument_is_changed():
    before = [frame.copy() for frame in (GIVEN, LINKS, REPORTS)]
    saturation.by_report(GIVEN, LINKS, REPORTS)
    for frame, kept in zip((GIVEN, LINKS, REPORTS), before, strict=True):
        pd.testing.assert_frame_equal(frame, kept)
