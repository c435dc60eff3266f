"""What headings say."""

import doctest

import pytest

from reviewbook.charting.imports import headings


def test_examples():
    assert doctest.testmod(headings).failed == 0


@pytest.mark.parametrize(
    ("parts", "role"),
    [
        (["Covidence #"], "number"),
        (["Study ID"], "study"),
        (["Author (Year)"], "citation"),
        (["Author, year, country"], "citation"),
        (["Study (first author, year)"], "citation"),
        (["Author affiliation"], None),
        (["First author"], "authors"),
        (["Study", "Year"], "year"),
        (["Outcome", "Year"], None),
        (["Reviewer Name"], "charter"),
        (["Date extracted"], "charted_at"),
        (["What was the exposure?"], None),
    ],
)
def test_columns_of_the_work_are_known_by_their_names(parts, role):
    assert headings.role(parts) == role


def test_known_questions_get_the_name_of_the_library():
    assert headings.known("Type of study design", "report") == "design"
    assert headings.known("% male", "report") == "participants_male_percent"
    assert headings.known("Male nurses", "report") is None
    assert headings.known("Setting", "study") is None
    assert headings.known("Q3. Study design", "report") == "design"


def test_names_are_short_and_free():
    assert (
        headings.question_id("Was it?", {"x"}) == "was_it" or headings.question_id("Was it?", {"x"}) == "it"
    )
    assert headings.question_id("What was the exposure?", {"exposure"}) == "exposure_2"
    assert len(headings.question_id("x" * 90, ())) <= 40
    assert headings.question_id("2nd outcome (%)", ()) == "x2nd_outcome_percent"
