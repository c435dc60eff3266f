"""The questions of a review without a form."""

from reviewbook.review.dictionary import schema
from reviewbook.studies import usual


def test_every_usual_question_is_a_column_of_reports():
    assert set(usual.USUAL) <= {field["name"] for field in schema("reports")["fields"]}


def test_people_are_asked_about_as_the_review_calls_them_and_others_not_at_all():
    asks = usual.questions({"participants": "Runners"}).set_index("question_id")
    assert asks.loc["participants_n", ["group", "label", "unit"]].tolist() == ["Runners", "Runners", "people"]
    assert "workers_n" not in asks.index
    assert asks.index[asks["grouping"] == "yes"].tolist() == ["role"]
