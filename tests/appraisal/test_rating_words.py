"""How a rating is said."""

import pandas as pd
import pytest

from reviewbook.appraisal import answering, rating_words

WHOLE = {
    "rating": 3,
    "unit": "points_of_4",
    "component": "overall",
    "basis": "reported",
    "note": None,
    "judgement": None,
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "3/4"),
        ({"unit": "points_of_5"}, "3/5"),
        ({"rating": 75, "unit": "percent"}, "75 %"),
        ({"basis": "computed"}, "3/4 (computed)"),
        ({"component": "qualitative"}, "3/4 (qualitative component only)"),
        ({"rating": None}, ""),
        ({"rating": None, "basis": "computed"}, "by criterion only"),
        ({"rating": None, "basis": "computed", "note": "no 1.3, 1.4"}, "none yet: no 1.3, 1.4"),
        ({"rating": None, "basis": "computed", "judgement": "serious risk"}, "serious risk (computed)"),
        ({"rating": None, "basis": "appraised", "judgement": "serious risk"}, "serious risk"),
    ],
)
def test_a_rating_is_said_in_its_unit_with_what_it_is_of_and_where_it_is_from(changed, said):
    assert rating_words.of_row(WHOLE | changed) == said


def test_a_report_without_a_row_is_not_charted_yet_and_never_0():
    rated = pd.DataFrame([WHOLE], index=["A"])
    assert rating_words.of_report("B", rated) == ""
    assert rating_words.by_report(rated, pd.Series(["B", "A"])) == ["not charted yet", "3/4"]


def test_a_report_that_failed_screening_will_have_no_rating():
    row = WHOLE | {"rating": None, "basis": "computed", "note": "failed screening (S1: no)"}
    assert rating_words.of_row(row) == "none: failed screening (S1: no)"


@pytest.mark.parametrize("word", ["not_available", "not_applicable", "not_reported"])
def test_of_a_rating_that_is_not_there_the_kind_of_nothing_is_said(word):
    ratings = pd.DataFrame(
        {
            "report_id": ["A"],
            "tool": "mmat-2011",
            "component": "overall",
            "rating": pd.array([None], dtype="Int64"),
            "rating_as_charted": pd.array([word], dtype="string"),
            "unit": "points_of_4",
        }
    )
    rated = answering.overall(ratings)
    assert rating_words.of_report("A", rated) == word
    assert rating_words.by_report(rated, pd.Series(["A"])) == [word.replace("_", " ")]
