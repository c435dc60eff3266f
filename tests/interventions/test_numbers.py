"""What prose says of the interventions."""

from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.interventions.numbers import interventions_numbers


def test_the_features_held_by_most_are_named_with_their_fractions():
    values = interventions_numbers(OPENED[SYNTHETIC])
    assert values["answer"] == (
        "The features most often found among 3 interventions are “Exercises at home” (2 of 3), “Log of progress” (2 of 3) and "
        "“Group sessions” (1 of 3); the source settles 9 of 12 cells and leaves the others open."
    )
    assert values["together"] == (
        "The two features most often found together are “Exercises at home” and “Log of progress”, in 2 of 3 interventions."
    )


def test_cells_and_items_are_counted_by_what_they_hold():
    values = interventions_numbers(OPENED[SYNTHETIC])
    cells = {name: values[f"n_{name}"] for name in ("yes", "no", "unclear", "not_reported", "cells")}
    assert cells == {"yes": 6, "no": 3, "unclear": 1, "not_reported": 2, "cells": 12}
    items = {name: values[f"n_tidier_{name}"] for name in ("reported", "partly", "not_reported")}
    assert items == {"reported": 20, "partly": 6, "not_reported": 10} and values["n_tidier"] == 36
    assert values["contradictions"].startswith("On 2 of 36 items statements contradict each other")


def test_a_review_without_features_says_so_and_names_none():
    review = OPENED[SYNTHETIC]
    silent = interventions_numbers(
        only(review, features=review.features[:0], feature_values=review.feature_values[:0])
    )
    assert silent["answer"] == "This review charts no features." and silent["commonest"] == "not reported"
    assert silent["n_tidier"] == 36
