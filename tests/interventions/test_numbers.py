"""What prose says of the interventions."""

import pandas as pd
from packages import MEASURES, OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.interventions.numbers import _commonest, interventions_numbers


def test_the_features_told_of_most_are_named_with_their_ranges():
    values = interventions_numbers(OPENED[SYNTHETIC])
    assert values["answer"] == (
        "Commonest among 3 interventions: “Exercises at home” (2 to 3), “Log of progress” (2 to 3), "
        "“Group sessions” (1) and “Reminders” (1 to 2). Of 12 answers, 3 are open."
    )


def test_cells_and_items_are_counted_by_what_they_hold():
    values = interventions_numbers(OPENED[SYNTHETIC])
    names = ("yes", "no", "unclear", "not_reported", "not_available", "not_charted", "cells")
    cells = {name: values[f"n_{name}"] for name in names}
    assert list(cells.values()) == [6, 3, 1, 2, 0, 0, 12]
    assert values["cells"] == "Of 12 answers, 6 are “yes” and 3 “no”; 1 is unclear and 2 are not reported."
    items = {name: values[f"n_tidier_{name}"] for name in ("reported", "partly", "not_reported")}
    assert items == {"reported": 20, "partly": 6, "not_reported": 10} and values["n_tidier"] == 36
    assert values["tidier_items"] == "Of 36 TIDieR items, 20 are reported, 6 partly and 10 not."
    assert values["contradictions"].startswith("On 2 of 36 items statements contradict each other")


def test_no_item_is_called_not_reported_where_the_others_are_not_at_hand():
    review = OPENED[SYNTHETIC]
    open_ = review.tidier["completeness"].replace("not_reported", "not_available")
    values = interventions_numbers(only(review, tidier=review.tidier.assign(completeness=open_)))
    assert values["tidier_items"] == (
        "Of 36 TIDieR items, 20 are reported and 6 partly; 10 are not available in the document at hand."
    )


def test_a_review_without_features_says_so_and_names_none():
    review = OPENED[SYNTHETIC]
    silent = interventions_numbers(
        only(review, features=review.features[:0], feature_values=review.feature_values[:0])
    )
    assert silent["answer"] == "This review gives no features." and silent["commonest"] == "not reported"
    assert silent["n_tidier"] == 36


def test_what_is_not_available_or_not_charted_is_told_apart_from_what_is_not_reported():
    review = OPENED[SYNTHETIC]
    cells = review.feature_values.copy()
    cells.loc[[5, 7], ["value", "evidence"]] = "not_available"
    told = review.tidier.assign(
        completeness=review.tidier["completeness"].mask(review.tidier["item"] == 12, "not_available")
    )
    values = interventions_numbers(only(review, feature_values=cells[1:], tidier=told[1:]))
    assert values["cells"] == (
        "Of 12 answers, 5 are “yes” and 3 “no”; 1 is unclear, 2 are not available in the document at hand and 1 is not charted yet."
    )
    assert values["tidier_items"] == (
        "Of 36 TIDieR items, 19 are reported, 6 partly and 7 not; 3 are not available in the document at hand; 1 is not charted yet."
    )


def test_one_printed_fraction_and_several_read_well():
    review = OPENED[SYNTHETIC]
    assert interventions_numbers(review)["printed"] == (
        "The one printed fraction of interventions with a feature cannot be decided."
    )
    own = review.claims[review.claims["feature_id"] == "reminders"]
    twice = pd.concat([review.claims, own.assign(claim_id="C9", reported="3")], ignore_index=True)
    assert interventions_numbers(only(review, claims=twice))["printed"] == (
        "Of 2 printed fractions of interventions with a feature, 0 hold, 1 differs and 1 cannot be decided."
    )


def told(*lows: int) -> list[str]:
    table = pd.DataFrame({"label": list("abcdefgh")[: len(lows)], "low": lows})
    return _commonest(table)["label"].tolist()


def test_of_features_that_are_told_as_often_none_is_named_before_another():
    assert told(5, 4, 3, 2) == ["a", "b", "c"]
    assert told(5, 4, 3, 3, 2) == ["a", "b", "c", "d"]
    assert told(5, 4, 1, 1, 1, 1) == ["a", "b"]  # too many to name with the third
    assert told(1, 0, 0) == ["a"] and told(0, 0) == []
    assert told(1, 1, 1, 1, 1, 1) == ["a", "b", "c"]  # all alike: some of them


def test_cells_that_were_not_asked_are_told_apart_and_counted_nowhere():
    found = interventions_numbers(OPENED[MEASURES])
    assert found["n_cells"] == 4
    assert found["cells"].endswith("2 further answers are not asked for, and counted nowhere.")
    assert "among 1 rating scale and 2 indices" in found["answer"]
