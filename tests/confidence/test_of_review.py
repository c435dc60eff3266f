"""What the chapters show of confidence in a whole review."""

from dataclasses import replace

from packages import OPENED, SYNTHETIC, WILLIAMS, open_once
from packages.reviews import only

from reviewbook.confidence import of_review


def test_shown_are_themes_and_what_was_assessed_each_with_its_sentence():
    table = of_review.subjects(OPENED[SYNTHETIC], "themes")
    assert table[["about_id", "label", "state"]].to_numpy().tolist() == [
        ["carrying_on", "Carrying on", "assessed"],
        ["co_encouragement", "Being encouraged", "assessed"],
        ["stopping", "Stopping", "not_assessed"],
        ["F3", "Stopping", "assessed"],
    ]
    assert list(table["text"]) == [
        "SYNTHETIC: people keep exercising where the exercises have a fixed hour and somebody notices.",
        "Encouragement by a worker or a group.",
        "What makes people stop.",
        "SYNTHETIC: pain is one reason why people stop.",
    ]


def test_a_review_that_nobody_assessed_shows_its_themes_and_what_there_is_to_weigh():
    review = only(OPENED[WILLIAMS], confidence=OPENED[SYNTHETIC].confidence[:0])
    table = of_review.subjects(review, "themes")
    assert set(table["state"]) == {"not_assessed"} and len(table) == 2
    found = of_review.measures(replace(review, min_rating=2), "themes")
    reports = found[found["measure"] == "reports"]
    assert set(reports["of"]) == {len(review.reports)} and (reports["n"] > 0).all()
    assert "low_rated" in set(found["measure"])


def test_assessments_stay_those_of_the_whole_review_where_a_part_is_shown():
    part = open_once(SYNTHETIC, subset="coach")
    assert part.whole is not None
    assert of_review.standing(part).equals(of_review.standing(OPENED[SYNTHETIC]))
    found = of_review.measures(part, "themes")
    assert (found.loc[found["measure"] == "reports", "of"] == len(part.reports)).all()


def test_reports_behind_are_named_in_the_order_of_their_table():
    behind = of_review.reports_behind(OPENED[SYNTHETIC], "themes")
    assert behind["code", "carrying_on"] == ["Synthetic2019", "Synthetic2020a"]
    assert behind["finding", "F3"] == ["Synthetic2019"]
