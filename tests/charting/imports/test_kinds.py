"""The type of the answers in a column."""

import doctest

import pytest

from reviewbook.charting.imports import kinds


def guess(*cells, heading="Anything"):
    return kinds.guessed([kinds.plain(cell) for cell in cells], heading)


def test_examples():
    assert doctest.testmod(kinds).failed == 0


@pytest.mark.parametrize(
    ("cells", "kind", "unit"),
    [
        (("Yes", "no", "Unclear", "N/A", ""), "yes_no", ""),
        (("Unclear", "Unclear"), "text", ""),
        (("90%", "12.5 %", "3", "NR"), "number", "percent"),
        (("12 months", "3 months"), "number", "months"),
        (("1,234", "n = 20", "7"), "number", ""),
        (("1,5", "2,25 km", "3"), "number", "km"),
        (("12 months", "3 weeks"), "text", ""),
        (("2019-03-01", "May 2020", "3 April 2021"), "date", ""),
        (("web; app", "app", "web", "web"), "choices", ""),
        (("tools, people", "people", "tools, schools", "schools, people", "tools"), "choices", ""),
        (("Yes, both", "Yes, one", "Yes, both", "Yes, one", "No", "No"), "choice", ""),
        (("cohort", "trial", "cohort", "trial", "Other: a survey"), "choice", ""),
        (("one thing", "another", "a third", "a fourth"), "text", ""),
        (("cohort", "trial"), "text", ""),
    ],
)
def test_each_type_by_its_rule(cells, kind, unit):
    found = guess(*cells)
    assert (found.type, found.unit) == (kind, unit)


def test_a_country_is_told_by_the_heading():
    assert guess("Norway", "Chile", heading="Country of study").type == "country"


def test_words_for_nothing_are_those_of_the_tables_and_a_dash_is_blank():
    assert guess("90%", "NA", "Not reported", "–", "unclear").values[1:4] == [
        "not_applicable",
        "not_reported",
        "",
    ]


def test_a_few_cells_that_do_not_fit_are_odd_and_more_make_a_text():
    numbers = [str(n) for n in range(100)]
    few = guess(*numbers, "approx. 7", "<1")
    assert (few.type, few.odd, few.values[100:]) == ("number", [100, 101], ["", ""])
    many = guess(*numbers, "a", "b", "c", "d")
    assert (many.type, many.values[-1]) == ("text", "d")


def test_what_stands_behind_other_is_one_answer():
    found = guess("app; Other: a bell; a whistle", "app; web", "web", "app", "web")
    assert found.values[0] == "app; Other: a bell, a whistle"
    assert (found.choices, found.others) == (["app", "web"], ["Other: a bell, a whistle"])


def test_near_spellings_are_one_choice_and_stay_as_charted():
    found = guess("urban", "Urban", "urban", "rural", "rural")
    assert (found.choices, found.values[1]) == (["rural", "urban"], "Urban") or found.choices == [
        "urban",
        "rural",
    ]


def test_answers_to_a_question_whose_type_is_known():
    assert kinds.as_type(["Yes", "maybe", "NA" and "not_applicable"], "yes_no").odd == [1]
    assert kinds.as_type(["12%", "x"], "number").values == ["12", ""]
    assert kinds.as_type(["anything"], "text") is None


def test_a_comma_parts_thousands_or_decimals_and_never_both_in_one_column():
    assert guess("1,234", "2,000").values == ["1234", "2000"]
    assert guess("1,5", "2,25").values == ["1.5", "2.25"]
    assert guess("1,5", "1,234").type == "text"
