"""What a cell of a workbook says."""

import datetime
import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbook.workbook import meaning
from reviewbook.workbook.meaning import Cell, Odd, escaped, fault, meant, unescaped
from reviewbook.workbook.sheets import Column, of_field

TEXT = of_field({"name": "note", "type": "string"})
NUMBER = of_field({"name": "n", "type": "integer"})
DAY = of_field({"name": "day", "type": "string", "constraints": {"pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}})
YES_NO = of_field({"name": "value", "type": "string", "constraints": {"enum": ["yes", "no"]}})
SEVERAL = Column("tools", {"name": "tools"}, listed=("mat", "band"), several=True)


def test_examples():
    assert doctest.testmod(meaning).failed == 0


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_comes_out_of_a_workbook_as_it_went_in(text):
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize(
    ("value", "was", "said"),
    [
        ("new", "old", "new"),
        ("old  ", "old", "old"),  # a blank that nobody sees
        (" old", " old ", " old "),
        ("a\nb", "a\r\nb", "a\r\nb"),
        ("Not reported", "", "not_reported"),
        (None, "old", ""),
        (7, "7", "7"),
        (2020.0, "", "2020"),
        ("_x0041_", "", "A"),
    ],
)
def test_a_text(value, was, said):
    assert meant(Cell(value), TEXT, was) == said


@pytest.mark.parametrize(
    ("value", "was", "said"), [(7, "07", "07"), (2.5, "2.50", "2.50"), ("42", "41", "42"), (12.0, "", "12")]
)
def test_a_number(value, was, said):
    assert meant(Cell(value), NUMBER, was) == said


@pytest.mark.parametrize(
    ("cell", "column", "was", "found"),
    [
        (Cell(7), TEXT, "007", 'the number 7, where "007" stood'),
        (Cell(1.5), TEXT, "1.50", 'the number 1.5, where "1.50" stood'),
        (Cell(1.2345678901234567e19), TEXT, "12345678901234567890", "the number 12345678901234567"),
        (Cell(10**16), NUMBER, "", "of which a spreadsheet keeps 15 digits"),
        (Cell("=A1+1", "f"), TEXT, "2", 'the formula "=A1+1"'),
        (Cell("#REF!", "e"), TEXT, "", 'the error "#REF!"'),
        (Cell(True), TEXT, "", "the truth value TRUE"),
        (Cell(datetime.time(1, 2)), TEXT, "1:02", "the time 01:02:00"),
        (Cell(datetime.datetime(2026, 2, 1)), TEXT, "1-2", 'the date 2026-02-01, where "1-2" stood'),
        (
            Cell(datetime.datetime(2020, 5, 1)),
            TEXT,
            "1/5/2020",
            'the date 2020-05-01, where "1/5/2020" stood',
        ),
        (Cell(datetime.datetime(2020, 5, 1)), TEXT, "", "the date 2020-05-01"),
    ],
)
def test_what_a_spreadsheet_made_of_a_text_is_named_with_the_text(cell, column, was, found):
    said = meant(cell, column, was)
    assert isinstance(said, Odd) and found in said.found
    assert not was or cell.kind != "n" or was in said.expected


@pytest.mark.parametrize(
    ("day", "column", "was", "said"),
    [
        (datetime.datetime(2019, 3, 31), DAY, "2019-03-31", "2019-03-31"),
        (datetime.datetime(2019, 3, 31), TEXT, "31/3/2019", "31/3/2019"),  # one reading alone
        (datetime.datetime(2019, 3, 1), DAY, "2019-03", "2019-03"),
        (datetime.datetime(2021, 4, 2), DAY, "2019-03-31", "2021-04-02"),
        (datetime.date(2021, 4, 2), DAY, "", "2021-04-02"),
        (datetime.datetime(2021, 4, 2), DAY, "not_reported", "2021-04-02"),
    ],
)
def test_a_day_is_taken_where_it_can_be_one_alone(day, column, was, said):
    assert meant(Cell(day), column, was) == said


def test_words_of_a_list_may_be_written_otherwise():
    assert meant(Cell("Yes "), YES_NO, "") == "yes"
    assert meant(Cell(True), YES_NO, "no") == "yes" and meant(Cell(False), YES_NO, "") == "no"
    assert meant(Cell("Band ;Mat"), SEVERAL, "") == "band; mat"
    assert meant(Cell("Band, mat"), SEVERAL, "") == "band; mat"
    assert meant(Cell("Band, rope"), SEVERAL, "") == "Band, rope", "rope is none of them: it is named whole"
    of_commas = Column("tools", {"name": "tools"}, listed=("mat", "band", "mat, thick"), several=True)
    assert (
        meant(Cell("mat, thick"), of_commas, "") == "mat, thick"
        and meant(Cell("mat, band"), of_commas, "") == "mat, band"
    )
    assert meant(Cell(0.9, "n", "0%"), TEXT, "") == "90%"


def test_an_answer_that_is_not_listed_is_named_with_those_that_are():
    assert fault("rope", SEVERAL) == "some of mat, band, parted by semicolons" and fault("mat; rope", SEVERAL)
    assert (
        fault("mat; band", SEVERAL) == ""
        and fault("not_reported", SEVERAL) == ""
        and fault("", SEVERAL) == ""
    )
    assert fault("maybe", YES_NO) == "one of yes, no"
    assert fault("many", NUMBER) and not fault("12", NUMBER) and not fault("not_applicable", NUMBER)
    assert fault("May 2020", DAY) and not fault("2020-05", DAY)
