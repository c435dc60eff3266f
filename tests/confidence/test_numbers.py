"""The sentence on confidence, in each state."""

from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.assessed import assessments, whole
from packages.reviews import only

from reviewbook.confidence.numbers import confidence_numbers

REVIEW = OPENED[SYNTHETIC]


def said(*rows: dict, which: str = "themes", review=REVIEW) -> str:
    return confidence_numbers(only(review, confidence=assessments(*rows)), which)["confidence"]


def test_what_is_assessed_is_named_with_its_level():
    assert confidence_numbers(REVIEW, "themes") == {
        "n_subjects": 4,
        "n_assessed": 3,
        "n_under_way": 0,
        "n_differ": 0,
        "n_not_assessed": 1,
        "confidence": "Confidence is assessed for 3 of 4 themes and findings: moderate confidence in “Carrying on”, low confidence "
        "in “Being encouraged” and very low confidence in “SYNTHETIC: pain is one reason why people stop”.",
    }


def test_a_finding_under_two_categories_is_counted_and_named_once():
    numbers = confidence_numbers(REVIEW, "frameworks")
    assert numbers["n_subjects"] == 6 and numbers["n_assessed"] == 2
    assert numbers["confidence"] == (
        "Confidence is assessed for 2 of 6 categories and findings: high confidence in “Opportunity” and very low confidence in "
        "“SYNTHETIC: pain is one reason why people stop”."
    )


def test_where_nobody_judged_it_says_so():
    assert said() == "Confidence in the 2 themes has not been assessed yet."
    assert said(which="frameworks") == "Confidence in the 5 categories has not been assessed yet."
    one = only(REVIEW, codes=REVIEW.codes[REVIEW.codes["code_id"] == "stopping"].reset_index(drop=True))
    assert said(review=one) == "Confidence in the theme has not been assessed yet."


def test_what_is_under_way_and_what_is_open_is_counted():
    rows = [whole("carrying_on", level=None), whole("stopping"), whole("stopping", "BB", level="low")]
    assert said(*rows) == (
        "No assessment of the 2 themes is whole yet; 1 is under way and 1 is open, because assessors differ."
    )
    assert said(whole("carrying_on"), rows[1], rows[2]).endswith(
        "in “Carrying on”; 1 is open, because assessors differ."
    )


def test_many_are_counted_by_level(monkeypatch):
    monkeypatch.setattr("reviewbook.confidence.numbers.NAMED", 1)
    assert said(whole("carrying_on"), whole("stopping")) == (
        "Confidence is assessed for 2 of 2 themes: moderate confidence in 2."
    )


def test_a_review_without_coding_has_nothing_to_be_sure_of():
    none = only(REVIEW, codes=REVIEW.codes[:0])
    assert "This review has no themes" in said(review=none)


def test_the_first_review_is_not_assessed():
    numbers = confidence_numbers(OPENED[WILLIAMS], "themes")
    assert numbers["n_assessed"] == 0 and numbers["n_not_assessed"] == numbers["n_subjects"]
