"""The kinds of interventions, as matrices group by them."""

from packages import MEASURES, OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.interventions.drawing import kinds


def test_a_matrix_is_grouped_by_kind_where_there_are_several():
    review = OPENED[MEASURES]
    assert kinds.by_kind(review) == "kind" and kinds.by_kind(OPENED[SYNTHETIC]) is None
    own = review.interventions.assign(kind="index")
    assert kinds.by_kind(only(review, interventions=own)) is None
    assert (
        kinds.by_kind(only(review, interventions=review.interventions.head(2))) is None
    )  # each its own group


def test_kinds_stand_in_the_words_of_the_review():
    found = kinds.with_kinds(OPENED[MEASURES])
    assert found["kind"].tolist() == ["Rating scale", "Index", "Index"]
