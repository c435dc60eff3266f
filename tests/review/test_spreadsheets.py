"""What spreadsheets make of cells."""

import pytest

from reviewbook.review.spreadsheets import damage


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("07-Nov", "a date"),
        ("Nov-07", "a date"),
        ("7-Nov-21", "a date"),
        ("07. Dez", "a date"),
        ("7-août", "a date"),
        ("2021-11-07 00:00:00", "a date"),
        ("07/11/2021", "a date"),
        ("2021/11/07 00:00:00", "a date"),
        ("3.20E+05", "a power"),
        ("3,2E+12", "a power"),
        ("#VALUE!", "the error"),
        ("#N/A", "the error"),
        ("#BEZUG!", "the error"),
        ("########", "the error"),
    ],
)
def test_a_cell_of_pages_that_a_spreadsheet_changed_is_named(cell, what):
    assert damage(cell, "pages").startswith(what)


@pytest.mark.parametrize(
    "cell", ["7-11", "e32-e40", "44197-44204", "S1-S9", "May 2-4", "#12", "5E10", "", "iv-xi", "2021"]
)
def test_pages_are_left_as_they_are(cell):
    assert damage(cell, "pages") == ""


def test_a_number_of_five_digits_is_a_day_only_where_no_such_number_can_be_meant():
    assert (
        damage("45678", "issue")
        and damage("45678", "year")
        and damage("45678", "pages", serials=frozenset(["pages"]))
    )
    assert not damage("45678", "pages") and not damage("4567", "issue")


def test_a_volume_is_no_day_however_it_is_written_and_an_issue_may_be_one():
    assert damage("1/5/2020", "volume") and damage("2020.05.01", "volume")
    assert not damage("1/5/2020", "issue") and not damage("1/2", "volume") and not damage("1-5/2020", "pages")


def test_a_date_may_be_meant_where_years_and_texts_stand():
    assert not damage("2021-11-07 00:00:00", "year") and not damage("Nov-07", "year")
    assert not damage("2021-11-07") and not damage("Sessions were held from 07-Nov")
