"""Wide sheets of answers."""

from packages import SYNTHETIC, open_once, table

from reviewbook.charting import wide

QUESTIONS = table(
    "question_id position about label type",
    ("b", "2", "report", "B", "text"),
    ("a", "1", "report", "A", "text"),
)
CHOICES = table("question_id value counts_as")
ANSWERS = table(
    "question_id about_id charter value",
    ("a", "R1", "X", "one"),
    ("a", "R1", "Y", "two"),
    ("b", "R2", "X", "so"),
)
NONE = {"studies": table("study_id"), "interventions": table("intervention_id")}


def sheets(reports, answers=ANSWERS, questions=QUESTIONS):
    return {
        one.charter: one.cells.to_dict("list")
        for one in wide.wide({"reports": reports, **NONE}, answers, questions, CHOICES)
    }


def test_a_sheet_of_what_stands_and_one_for_each_charter():
    found = sheets(table("report_id locator", ("R1", "p"), ("R2", "p")))
    assert found == {
        None: {"report_id": ["R1", "R2"], "a": ["", ""], "b": ["", "so"]},
        "X": {"report_id": ["R1", "R2"], "a": ["one", ""], "b": ["", "so"]},
        "Y": {"report_id": ["R1", "R2"], "a": ["two", ""], "b": ["", ""]},
    }


def test_what_a_column_answers_is_in_the_sheet_of_what_stands():
    found = sheets(table("report_id b locator", ("R1", "yes", "p")), ANSWERS.iloc[:2])
    assert found[None] == {"report_id": ["R1"], "a": [""], "b": ["yes"]}
    assert found["X"] == {"report_id": ["R1"], "a": ["one"]}


def test_a_review_without_questions_has_the_columns_of_its_tables():
    reports = open_once(SYNTHETIC).reports
    assert wide.asked("report", ["report_id", "setting", "locator"], QUESTIONS.iloc[:0]) == ["setting"]
    assert len(reports)
