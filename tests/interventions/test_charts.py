"""The charts of interventions as a chapter shows them."""

import re

from packages import OPENED, SYNTHETIC
from packages.reading import told
from packages.reviews import only

from reviewbook.interventions import charts


def test_the_chart_of_fractions_tells_every_feature_by_its_range_and_first_what_is_printed_of_it():
    assert told(charts.fractions(OPENED[SYNTHETIC]).data) == [
        (
            "Exercises at home: yes 2 to 3 of 3; Log of progress: yes 2 to 3 of 3; "
            "Reminders: printed 2 of 3; the tables allow 1 to 2; yes 1 to 2 of 3; Group sessions: yes 1 of 3."
        )
    ]


def test_a_long_name_of_a_feature_is_wrapped_beside_its_bar_and_told_in_full():
    review = OPENED[SYNTHETIC]
    long = "Exercises that people do at home between one session and the next, with a diary that nobody reads"
    named = review.features.assign(label=[long, *review.features["label"][1:]])
    shown = charts.fractions(only(review, features=named)).data
    assert long in told(shown)[0]
    drawn = re.sub(r"<[^>]+>", "", shown.split("</desc>")[1])
    assert "Exercises that people do at home" in drawn and "with a diary that nobody reads" in drawn


def test_a_review_without_features_is_told_so():
    review = OPENED[SYNTHETIC]
    assert "This review gives no" in charts.fractions(only(review, features=review.features[:0])).data
