"""What prose says of the results."""

from dataclasses import replace

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.results import reviewed, undirected
from packages.reviews import only

from reviewbook.results.numbers import results_numbers


def test_the_first_review_gives_numbers_and_no_direction():
    told = results_numbers(OPENED[WILLIAMS])
    assert told["answer"] == (
        "25 results from 13 of 15 reports: 19 with a number and 6 without one. No result is given a direction of effect."
    )
    assert told["directions"] == (
        "No result is given a direction of effect, so that neither an effect direction plot nor a harvest plot is drawn."
    )
    assert told["metric"].startswith("Results are listed one by one")


def test_directions_are_counted_of_the_results_that_have_one():
    told = results_numbers(OPENED[SYNTHETIC])
    assert told["answer"] == (
        "19 results from 4 of 5 reports: 15 with a number and 4 without one. Of 17 results with a direction, 10 favour the "
        "intervention, 2 are against it, 3 show no difference and 2 are unclear."
    )
    assert told["directions"] == (
        "Studies that favour the intervention, of 4 studies with a direction, by domain: Pain, 2 of 3; Function, 2 of 3; "
        "Keeping it up, 2 to 3 of 4; Harms, 0 to 1 of 1; Wellbeing, 0 of 1. What is unclear may favour it or not, and makes a range."
    )
    assert told["domains"].startswith("Results are grouped by what they measure: Pain (5), Function (6), ")
    assert (
        "here in 0 of 5 domains" in told["synthesis"] and "never counted by significance" in told["synthesis"]
    )


NOT_YET = "Of 1 result the direction is not charted yet."


@pytest.mark.parametrize(
    ("ways", "says"),
    [
        (["favours"], "Of 1 result with a direction, 1 favours the intervention."),
        (["against"], "Of 1 result with a direction, 0 favour the intervention and 1 is against it."),
        (["favours", None], f"Of 1 result with a direction, 1 favours the intervention. {NOT_YET}"),
        ([None], f"yet. {NOT_YET}"),
        (["not_applicable", None], f"No result is given a direction of effect. {NOT_YET}"),
    ],
)
def test_open_directions_are_said_and_never_counted_as_none(ways, says):
    review = reviewed(*(("Synthetic2018", f"o{at}", "P", way) for at, way in enumerate(ways)))
    assert results_numbers(review)["answer"].endswith(says)


def test_numbers_that_are_not_charted_yet_are_not_told_as_missing():
    review = reviewed(("Synthetic2018", "a", "P", "favours"))
    assert results_numbers(review)["answer"].startswith(
        "1 result from 1 of 5 reports: 0 with a number and 1 whose number is not charted yet."
    )


def test_results_in_no_domain_are_counted_apart():
    two = reviewed(("Synthetic2018", "a", "P", "favours"), ("Synthetic2018", "b", None, "favours"))
    assert results_numbers(two)["domains"] == (
        "Results are grouped by what they measure: P (1); 1 result belongs to none."
    )
    none = reviewed(("Synthetic2018", "b", None, "favours"))
    assert results_numbers(none)["domains"] == "No result belongs to an outcome domain yet."


def test_a_review_without_results_says_so_and_speaks_of_no_plot():
    review = OPENED[SYNTHETIC]
    told = results_numbers(only(review, results=review.results[:0]))
    assert told["answer"] == "This review gives no results of its reports."
    assert set(told) == set(results_numbers(undirected()))


def test_reports_that_are_shown_and_have_no_results_are_not_taken_for_all():
    review = OPENED[SYNTHETIC]
    shown = replace(only(review, results=review.results[:0]), whole=review)
    assert results_numbers(shown)["answer"] == "The reports shown give no results."
