"""The rules of printed numbers for a whole review."""

from packages import OPENED, SYNTHETIC

from reviewbook.claims.of_review import evaluated


def test_each_printed_number_has_one_verdict():
    review = OPENED[SYNTHETIC]
    found = evaluated(review.full)
    assert found["claim_id"].tolist() == review.claims["claim_id"].tolist()
    assert found["verdict"].value_counts().to_dict() == {"holds": 4, "cannot_be_checked": 2, "differs": 1}
