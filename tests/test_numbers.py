"""The numbers of every chapter: prose finds each of them, whatever a review leaves out."""

import inspect

import pytest
from packages import WILLIAMS, open_once

from reviewbook import numbers
from reviewbook.appraisal.numbers import appraisal_numbers
from reviewbook.selection.numbers import selection_numbers
from reviewbook.studies.numbers import studies_numbers


@pytest.mark.parametrize(
    "function", [f for n, f in inspect.getmembers(numbers, inspect.isfunction) if n.endswith("_numbers")]
)
def test_prose_finds_every_number_whatever_the_review_leaves_out(function, sparse):
    if function.__name__.startswith("_"):
        return
    arguments = ("themes",) if "which" in inspect.signature(function).parameters else ()
    full = function(open_once(WILLIAMS), *arguments)
    assert set(full) == set(function(open_once(sparse), *arguments))
    assert all(isinstance(value, int | str) and value != "" for value in full.values())


def test_answers_of_the_first_review():
    review = open_once(WILLIAMS)
    assert selection_numbers(review)["answer"] == (
        "Of 558 records screened, 128 full texts were assessed and 15 reports included: 12 studies of 11 interventions."
    )
    assert studies_numbers(review)["people"].startswith("919 service users in ")
    assert appraisal_numbers(review)["answer"].startswith(
        "15 of 15 reports are rated, in points of 4: qualitative 1 to 4 (5 reports), mixed methods 0 to 2 (5 reports) and "
        "quantitative 1 to 4 (5 reports)."
    )
