"""What a review is about, counted by kind."""

from packages import MEASURES, OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.page import kinds


def test_kinds_are_counted_each_in_its_words():
    review = OPENED[MEASURES]
    assert kinds.counted(review) == "1 rating scale and 2 indices"
    assert kinds.counted(review, ["usable_index"]) == "1 index"


def test_what_has_no_kind_yet_is_told_beside_those_that_have_one():
    review = OPENED[MEASURES]
    own = review.interventions.copy()
    own["kind"] = own["kind"].where(own["intervention_id"] != "usable_index")
    assert kinds.counted(only(review, interventions=own)) == "1 rating scale, 1 index and 1 further measure"
    assert kinds.counted(only(review, interventions=own), ["usable_index"]) == "1 measure"


def test_a_review_of_one_kind_of_thing_counts_by_its_noun():
    assert kinds.counted(OPENED[SYNTHETIC]) == "3 interventions"
