"""What prose says of the printed numbers."""

from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.claims.numbers import claims_numbers


def test_printed_numbers_are_counted_by_their_verdict():
    assert claims_numbers(OPENED[SYNTHETIC]) == {
        "n_claims": 6,
        "n_holds": 3,
        "n_differs": 1,
        "n_cannot_be_checked": 2,
        "answer": "Of 6 printed numbers, 3 hold, 1 differs from the tables and 2 cannot be checked with what the source gives.",
    }


def test_a_review_without_claims_lists_none():
    review = OPENED[SYNTHETIC]
    values = claims_numbers(only(review, claims=review.claims[:0]))
    assert values["answer"] == "This review lists no printed numbers to check."
    assert [values[name] for name in ("n_claims", "n_holds", "n_differs", "n_cannot_be_checked")] == [0] * 4
