"""What was answered to each question."""

import pandas as pd
from packages import OPENED, SYNTHETIC

from reviewbook.charting import of_review
from reviewbook.charting.answered import answered

CHOICES = pd.DataFrame(
    [["q", "b", 1, "Bee", None], ["q", "a", 2, None, None], ["q", "z", 3, None, "a"]],
    columns=["question_id", "value", "position", "label", "counts_as"],
)


def told(kind: str, cells: list, states: list[str] | None = None):
    frame = pd.DataFrame({"q": pd.array(cells, dtype="string")})
    state = pd.Series(states or ["charted"] * len(cells), dtype="string")
    return answered({"question_id": "q", "type": kind}, frame, state, CHOICES)


def test_choices_stand_in_their_order_and_further_answers_by_how_often():
    found = told("choice", ["c", "d", "d", "a"])
    assert found.answers == (("b", 0), ("a", 1), ("d", 2), ("c", 1))  # z is counted as a
    assert not found.several


def test_of_several_choices_each_is_counted_and_that_shares_add_to_more_is_known():
    found = told("choices", ["a; b", "b"])
    assert found.answers == (("b", 2), ("a", 1)) and found.several


def test_what_has_no_value_stands_apart_and_is_in_no_whole():
    cells = ["a", "not_reported", None, None]
    found = told("choice", cells, ["charted", "not_reported", "open", "not_asked"])
    assert (found.charted, found.asked) == (1, 3)
    assert found.apart == {"not_reported": 1, "open": 1, "not_asked": 1}


def test_numbers_stand_in_their_order_and_what_is_none_is_left_out():
    assert told("number", ["12", "3.5", "about 4"]).numbers == (3.5, 12.0)


def test_dates_are_counted_by_year_and_texts_not_at_all():
    assert told("date", ["2019-03", "2018", "2019"]).answers == (("2018", 1), ("2019", 2))
    assert told("text", ["pain", "pain"]).answers == ()


def test_the_synthetic_answers_are_counted_as_the_choices_say():
    found = {one.question_id: one for one in of_review.answered(OPENED[SYNTHETIC])}
    assert found["supervision"].answers == (("supervised", 2), ("partly", 1), ("unsupervised", 1))
    assert found["sessions"].numbers == (2.0, 2.0, 3.0, 3.0)
    assert found["blinding"].apart == {"not_reported": 1, "not_asked": 2}
