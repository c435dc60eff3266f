"""What the rules of this chapter give of a whole review."""

from packages import OPENED, SYNTHETIC

from reviewbook.charting import of_review


def test_the_charters_are_those_who_answered_and_not_the_consensus():
    assert of_review.charters(OPENED[SYNTHETIC]) == ["A1", "A2"]


def test_what_two_charters_differed_on_is_settled_in_the_synthetic_review():
    stands = of_review.standing(OPENED[SYNTHETIC])
    assert stands["standing"].value_counts().to_dict() == {"agreed": 16, "alone": 7, "settled": 7}
    assert len(of_review.answers(OPENED[SYNTHETIC])) == 60
    assert len(of_review.coverage(OPENED[SYNTHETIC])) == 42
