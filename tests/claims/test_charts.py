"""The charts of printed numbers as a chapter shows them."""

from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.claims import charts


def test_the_figure_of_a_review_without_printed_numbers_says_so():
    review = OPENED[SYNTHETIC]
    assert "claims" in charts.outcomes(only(review, claims=review.claims[:0])).data
