"""Numbers of a review's own form: a strip each, and the table of what they come to."""

import itertools
import re

import pandas as pd
from packages import OPENED, SYNTHETIC
from packages.reading import rows, told
from packages.reviews import only, without_form

from reviewbook.page.grid import absent
from reviewbook.studies import charts, tables
from reviewbook.studies.drawing import strips

REVIEW = OPENED[SYNTHETIC]
SAID = "Sessions a week: 4 of 5 reports, median 2.5, range 2 to 3; 1 not reported"


def test_a_number_stands_with_its_middle_its_ends_and_of_how_many_it_is_not_known():
    for shown in (charts.numbers(REVIEW), charts.numbers(REVIEW, "sessions")):
        assert told(shown.data) == [f"{SAID}."]
        assert SAID.partition(": ")[2] in shown.data
    assert rows(tables.numbers(REVIEW).data, "tbl-numbers")[1:] == [
        ["Sessions a week", "4/5 reports", "2.5", "2 to 3", "2 to 3", "1 not reported"]
    ]


def test_many_numbers_are_bars():
    one = only(REVIEW, reports=REVIEW.reports.iloc[:1])
    many = pd.concat([REVIEW.reports] * 20, ignore_index=True)
    many["report_id"] = [f"R{n}" for n in range(len(many))]
    marks, bars = charts.numbers(one).data, charts.numbers(only(REVIEW, reports=many)).data
    assert re.search(r'<path class="v" d="[^"]*a4.5', marks) and not re.search(
        r'<path class="v" d="[^"]*a4.5', bars
    )
    assert bars.count('<path class="v"') == 2 * 2, "two values, at both widths"


def test_of_whole_numbers_each_bar_holds_equally_many_values():
    assert strips._edges(pd.Series([1.0, 4.0])) == [0.5, 1.5, 2.5, 3.5, 4.5]
    wide = strips._edges(pd.Series([1.0, 50.0]))
    assert {after - before for before, after in itertools.pairwise(wide)} == {3} and wide[-1] > 50
    assert len(strips._edges(pd.Series([0.5, 1.0]))) == strips.BARS + 1


def test_one_number_and_equal_numbers_can_be_drawn():
    same = REVIEW.reports.assign(sessions=pd.array([3.0] * 5, dtype="Float64"))
    assert "5 of 5 reports, median 3, range 3." in told(charts.numbers(only(REVIEW, reports=same)).data)[0]
    many = pd.concat([same] * 20, ignore_index=True).assign(report_id=[f"R{n}" for n in range(100)])
    assert "100 of 100" in told(charts.numbers(only(REVIEW, reports=many)).data)[0]
    assert "1 of 1 report" in told(charts.numbers(only(REVIEW, reports=same.iloc[:1])).data)[0]


def test_a_review_that_asks_for_no_number_says_so():
    assert charts.numbers(without_form(REVIEW)).data == f"{absent(without_form(REVIEW), 'questions')}\n"
    silent = REVIEW.reports.assign(
        sessions=pd.array([None] * 5, dtype="Float64"), sessions_as_charted=pd.array([""] * 5, dtype="string")
    )
    assert "No number is there yet" in charts.numbers(only(REVIEW, reports=silent)).data


def test_ticks_are_round_and_few():
    assert strips._ticks(7, 400, whole=True, most=7) == [100, 200, 300, 400]
    assert strips._ticks(3, 3, whole=True, most=7) == [3]


def test_the_title_is_of_the_number_that_most_give():
    one, two = pd.Series([1.0, 2.0, 9.0]), pd.Series([4.0])
    assert strips.finding(["A", "B"], [two, one]) == "B: median 2, from 1 to 9"
    assert strips.finding(["A"], [two]) == "A: 4, the only one given"
    assert strips.finding(["A"], [pd.Series([4.0, 4.0])]) == "A: 4 wherever it is given"
