"""The summary of findings and the evidence profile as a chapter shows them."""

from packages import OPENED, SYNTHETIC, open_once
from packages.reading import rows
from packages.reviews import only

from reviewbook.confidence.tables import PART, confidence, confidence_profile


def test_each_scheme_has_a_table_of_its_own():
    shown = confidence(OPENED[SYNTHETIC], "frameworks").data
    assert ":name: tbl-confidence-behaviour-change\n" in shown and ":name: tbl-confidence-outcomes\n" in shown
    assert ":name: tbl-evidence-profile-themes\n" in confidence_profile(OPENED[SYNTHETIC], "themes").data


def test_a_part_of_the_review_says_what_the_assessments_are_of():
    part = open_once(SYNTHETIC, subset="coach")
    assert PART in confidence(part, "themes").data
    assert PART not in confidence(OPENED[SYNTHETIC], "themes").data
    assert PART not in confidence(open_once(SYNTHETIC), "themes").data


def test_a_review_without_codes_keeps_the_names_of_the_tables():
    review = OPENED[SYNTHETIC]
    none = only(review, codes=review.codes[:0])
    for table, name in ((confidence, "confidence"), (confidence_profile, "evidence-profile")):
        assert rows(table(none, "themes").data, f"tbl-{name}-themes") == [
            ["[This review gives no themes and categories (table `codes`).]{.rb-absent}"]
        ]
