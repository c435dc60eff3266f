"""What the rules of this chapter give of a whole review."""

from packages import OPENED, SYNTHETIC

from reviewbook.charting import of_review
from reviewbook.review.model import restrict


def test_the_charters_are_those_who_answered_and_not_the_consensus():
    assert of_review.charters(OPENED[SYNTHETIC]) == ["A1", "A2"]


def test_what_two_charters_differed_on_is_settled_in_the_synthetic_review():
    stands = of_review.standing(OPENED[SYNTHETIC])
    assert stands["standing"].value_counts().to_dict() == {"agreed": 16, "alone": 7, "settled": 7}
    assert len(of_review.answers(OPENED[SYNTHETIC])) == 60
    assert len(of_review.coverage(OPENED[SYNTHETIC])) == 42


def test_a_subset_compares_what_belongs_to_it_alone():
    review = OPENED[SYNTHETIC]
    part = restrict(review, reports=review.reports["report_id"].head(2), subset="all")
    assert set(of_review.pairs(part)["about_id"]) == {"Synthetic2018", "Synthetic2019"}
    assert set(of_review.differences(part)["about_id"]) <= {"Synthetic2018", "Synthetic2019"}


def test_what_was_not_asked_and_not_answered_is_no_pair():
    compared = of_review.pairs(OPENED[SYNTHETIC])
    blinding = compared[compared["question_id"] == "blinding"]
    assert len(blinding) == 3  # of five reports, two were not asked
    assert of_review.by_question(OPENED[SYNTHETIC])["question_id"].tolist() == [
        "supervision", "sessions", "equipment", "blinding", "reason_to_stop",
    ]  # fmt: skip


def test_answers_stand_in_the_order_of_the_form_group_by_group():
    names = [one.question_id for one in of_review.answered(OPENED[SYNTHETIC])]
    assert names[:4] == ["design", "blinding", "setting", "supervision"]
    assert names == [question["question_id"] for question in of_review.in_order(OPENED[SYNTHETIC])]
