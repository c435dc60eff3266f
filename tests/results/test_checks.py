"""What can be wrong with results."""

import pandas as pd
import pytest
from packages.results import results

from reviewbook.results import checks
from reviewbook.review.problems import codes

ROWS = [
    ("A", "pain", "Pain", "favours", 20),
    ("A", "sleep", "Sleep", "no_difference"),
    ("B", "pain", "Pain", "unclear"),
]


def found(**columns) -> list[tuple]:
    problems = checks.result_problems(results(*ROWS).assign(**columns))
    return [(p.code, p.row, p.field, p.found) for p in problems]


def test_results_that_can_be_have_no_problem():
    assert found() == []


@pytest.mark.parametrize("word", ["not_reported", "not_applicable"])
def test_a_direction_against_nothing_is_a_problem_and_an_unclear_one_is_not(word):
    assert found(comparison=[word, "usual care", word]) == [
        ("RESU-001", 2, "comparison", f"favours, compared with {word}")
    ]
    assert codes()["RESU-001"].severity == "problem"


def test_a_direction_in_no_domain_is_to_do():
    assert found(domain=[None, "Sleep", "not_reported"]) == [
        ("RESU-002", 2, "domain", "favours in no domain"),
        ("RESU-002", 4, "domain", "unclear in no domain"),
    ]
    assert found(domain=None, direction="not_applicable") == []
    assert codes()["RESU-002"].severity == "to do"


def test_a_result_told_twice_is_named_with_the_first():
    twice = {
        "outcome": "pain",
        "direction": "favours",
        "report_id": "A",
        "value_as_charted": "3",
        "n_as_charted": "20",
    }
    alike = found(**twice, domain="Pain")
    assert alike == [
        ("RESU-003", 3, "outcome", "R2, the result of R1 again"),
        ("RESU-003", 4, "outcome", "R3, the result of R1 again"),
    ]
    assert found(**twice | {"n_as_charted": ["1", "2", "3"]}) == []
    assert found(**twice | {"time_point": None}) == [], "of a blank cell nobody knows yet what it will hold"


def test_a_share_outside_of_0_to_100_is_a_notice():
    numbers = {"value": pd.array([-1, 100, 101], "Float64"), "value_as_charted": ["-1", "100", "101"]}
    assert found(**numbers, unit="percent") == [
        ("RESU-004", 2, "value", '"-1" percent'),
        ("RESU-004", 4, "value", '"101" percent'),
    ]
    assert found(**numbers, unit="points") == []
    assert codes()["RESU-004"].severity == "notice"


def test_blank_cells_are_no_contradiction():
    blank = dict.fromkeys(["domain", "comparison", "direction", "group", "time_point", "unit", "note"])
    assert found(**blank) == []
    assert found(comparison=None) == []
