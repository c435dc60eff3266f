"""What prose says of the evidence map."""

import pandas as pd
from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.evidence_map.numbers import map_numbers


def test_reports_and_people_are_said_with_how_many_studies_give_a_number():
    assert map_numbers(OPENED[SYNTHETIC]) == {
        "matrix": "holds the 3 interventions against the 4 features, each with its evidence.",
        "marks": ", and its shape and colour say how the reports are rated.",
        "answer": "5 reports on 3 interventions lie on the map, with 109 people with back pain in the 3 of 4 "
        "studies that give a number.",
    }


def test_people_that_no_study_counts_are_left_out_of_the_sentence():
    review = OPENED[SYNTHETIC]
    nobody = review.studies.assign(participants_n=pd.array([None] * len(review.studies), dtype="Int64"))
    assert map_numbers(only(review, studies=nobody))["answer"] == (
        "5 reports on 3 interventions lie on the map."
    )


def test_a_review_of_no_intervention_is_not_told_of_none_of_them():
    review = OPENED[SYNTHETIC]
    said = map_numbers(only(review, interventions=review.interventions[:0], features=review.features[:0]))
    assert said["answer"].startswith("5 reports lie on the map, with 109 people")
    assert said["matrix"] == "would hold interventions against features; this review charts none."
    one = map_numbers(only(review, features=review.features[:1]))["matrix"]
    assert one.startswith("holds the 3 interventions against the one feature, ")


def test_marks_say_no_rating_where_there_is_none():
    review = OPENED[SYNTHETIC]
    unrated = only(review, ratings=review.ratings[:0], appraisals=review.appraisals[:0])
    assert map_numbers(unrated)["marks"] == "."
