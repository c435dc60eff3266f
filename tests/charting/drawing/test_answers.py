"""What was answered, a figure a group."""

import re

from lxml import html as lxml
from packages import OPENED, SYNTHETIC
from packages.charting import without_form
from packages.reviews import only

from reviewbook.charting.drawing.answers import MOST_ANSWERS, answers


def question(review, name: str) -> str:
    """What the figure says of one question, in words."""
    for item in lxml.fromstring(answers(review).data).iter("li"):
        if item.findtext("p/strong") == name:
            return " ".join(" | ".join(part.strip() for part in item.itertext() if part.strip()).split())
    raise AssertionError(name)


def test_each_answer_has_its_fraction_of_those_that_have_one():
    said = question(OPENED[SYNTHETIC], "Supervision")
    assert said == (
        "Supervision | 4 of 5 reports charted; not reported 1 | Supervised | 2 of 4 | Partly supervised | 1 of 4 | "
        "Unsupervised | 1 of 4"
    )


def test_several_answers_are_said_to_add_to_more_than_all():
    assert "shares add to more than all" in question(OPENED[SYNTHETIC], "Equipment")
    assert "shares add" not in question(OPENED[SYNTHETIC], "Supervision")


def test_of_a_number_the_median_and_the_range_are_told_with_the_unit():
    said = question(OPENED[SYNTHETIC], "Sessions a week")
    assert said.endswith("median 2.5 sessions a week | range 2 to 3 sessions a week; 4 numbers")


def test_of_a_text_only_the_number_is_told():
    told = question(OPENED[SYNTHETIC], "Why people stopped")
    assert told == "Why people stopped | 3 of 5 reports charted, in words; not reported 2"


def test_numbers_far_apart_stand_on_a_log_scale():
    review = OPENED[SYNTHETIC]
    sessions = review.reports["sessions"].where(review.reports["sessions"] != 3, 5000)
    far = only(review, reports=review.reports.assign(sessions=sessions))
    assert "log scale" in question(far, "Sessions a week")


def test_of_many_answers_those_given_most_stand_and_the_others_are_counted():
    review = OPENED[SYNTHETIC]
    many = "; ".join(f"thing {at:02d}" for at in range(20))
    equipment = review.reports["equipment"].where(review.reports["equipment"] != "mat", many)
    text = answers(only(review, reports=review.reports.assign(equipment=equipment))).data
    (own,) = re.findall(r"<strong>Equipment.*?<strong>", text, flags=re.DOTALL)
    assert own.count("rb-line-bar") == MOST_ANSWERS - 1
    assert "12 further answers, each given by 1" in own


def test_a_label_is_shown_letter_by_letter():
    review = OPENED[SYNTHETIC]
    label = review.questions["label"].mask(review.questions["question_id"] == "design", "<b>D</b> & co")
    text = answers(only(review, questions=review.questions.assign(label=label))).data
    assert "&lt;b&gt;D&lt;/b&gt; &amp; co" in text


def test_nothing_is_drawn_where_nothing_is_asked():
    assert answers(without_form()).data.strip().endswith("]{.rb-absent}")
