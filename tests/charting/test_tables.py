"""The tables of the charting."""

import pytest
from packages import OPENED, SYNTHETIC
from packages.charting import by_nobody, by_one, unsettled, without_form
from packages.reviews import only

from reviewbook.charting import tables

ALL = (tables.coverage, tables.compared_charters, tables.charter_differences)


def rows(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in row.split("\n  - ")]
        for row in text.partition("* - ")[2].partition("\n:::")[0].split("\n* - ")
    ]


@pytest.mark.parametrize("table", ALL)
def test_without_a_form_there_is_no_table(table):
    assert table(without_form()) is None


@pytest.mark.parametrize("table", ALL[1:])
@pytest.mark.parametrize("review", [by_one, by_nobody])
def test_where_one_charted_nothing_is_compared(table, review):
    assert table(review()) is None


def test_the_numbers_of_each_question_are_those_of_the_figure():
    told = rows(tables.coverage(OPENED[SYNTHETIC]).data)
    assert told[0] == ["Question", "Charted", "Not reported", "Not asked", "Asked", "About"]
    assert ["Blinded assessors", "2 of 3", "1", "2", "3", "reports"] in told


def test_an_open_cell_makes_a_range():
    told = {row[0]: row for row in rows(tables.coverage(unsettled()).data)}
    assert told["Equipment"][1] == "3 to 4 of 5"


def test_agreement_is_told_question_by_question_and_over_all():
    told = {row[0]: row[1:] for row in rows(tables.compared_charters(OPENED[SYNTHETIC]).data)}
    assert told["Supervision"] == ["3/5<br>60\u00a0(23\u00a0to\u00a088)", "0", "2", "0", "0", "2/5", "–"]
    assert told["All questions"][0] == "16/23<br>70\u00a0(49\u00a0to\u00a084)"


def test_what_is_alike_is_stated_with_its_limits():
    said = tables.compared_charters(OPENED[SYNTHETIC]).data
    assert "at most 5 % apart" in said and "a likeness of 0.8 or more" in said and "from 10 pairs" in said


def test_a_difference_has_what_each_said_what_stands_and_who_settled_it():
    told = rows(tables.charter_differences(OPENED[SYNTHETIC]).data)
    assert [
        "Sessions a week<br>{cite:t}`Synthetic2019`",
        "A1: [– not reported]{.rb-nr}<br>A2: 3<br>*one says nothing*",
        "3<br>*decided by:* A1 and A2",
    ] in told
    assert any("*differ, likeness 0.33*" in row[1] for row in told)


def test_of_several_choices_those_in_common_stand_apart():
    told = [row[1] for row in rows(tables.charter_differences(OPENED[SYNTHETIC]).data)]
    assert "Both: app<br>A1: band<br>A2: nothing more<br>*nearly alike*" in told


def test_texts_that_begin_alike_are_shown_from_where_they_differ():
    review = OPENED[SYNTHETIC]
    own = review.answers["charter"].isin(["A1", "A2"]) & (review.answers["question_id"] == "reason_to_stop")
    long = "People say a good deal of why they stopped, and most of it is " * 2 + review.answers["value"]
    text = tables.charter_differences(
        only(review, answers=review.answers.assign(value=review.answers["value"].mask(own, long)))
    ).data
    assert "A1: … pain<br>A2: … pain, and lack of time" in text


def test_what_nobody_settled_stands_first_and_is_counted_in_the_title():
    text = tables.charter_differences(unsettled()).data
    assert "Where charters differ: 7 answers, 1 open" in text
    assert rows(text)[1][0].startswith("Equipment")
    assert rows(text)[1][2] == "**open**<br>nobody has decided it"
