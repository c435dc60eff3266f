"""What became of each question, and of whom it was asked."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, table

from reviewbook.charting.coverage import (
    STATES,
    asked,
    by_charter,
    by_question,
    coverage,
    in_order,
    reports_within,
)
from reviewbook.review.questions import ABOUT

FORM = "question_id position about asked_of"
EMPTY = table("study_id"), table("intervention_id")


def tables(reports):
    studies, interventions = EMPTY
    return {"reports": reports, "studies": studies, "interventions": interventions}


def test_every_question_has_a_row_for_each_thing_that_it_is_about_in_the_order_of_the_form():
    form = table(FORM, ("b", 1, "report", None), ("a", 2, "report", None))
    found = coverage(
        form, tables(table("report_id a b", ("R1", "x", None), ("R2", "not_reported", "not_applicable")))
    )
    assert found.values.tolist() == [
        ["b", "R1", "open"],
        ["b", "R2", "not_applicable"],
        ["a", "R1", "charted"],
        ["a", "R2", "not_reported"],
    ]


def test_what_is_not_asked_is_not_open_and_an_answer_that_is_there_counts():
    form = table(FORM, ("design", 1, "report", None), ("blind", 2, "report", "design = trial | cohort"))
    reports = table(
        "report_id design blind", ("R1", "trial", None), ("R2", "survey", None), ("R3", "survey", "yes")
    )
    found = coverage(form, tables(reports))
    assert found.loc[found["question_id"] == "blind", "state"].tolist() == ["open", "not_asked", "charted"]


def test_of_what_decides_it_not_charted_yet_nobody_knows_whether_it_is_asked():
    form = table(FORM, ("design", 1, "report", None), ("blind", 2, "report", "design = trial"))
    reports = table("report_id design blind", ("R1", None, None), ("R2", "not_reported", None))
    assert asked(form, tables(reports), "blind").astype(object).tolist()[1:] == [False]
    assert asked(form, tables(reports), "blind").isna().tolist() == [True, False]
    assert coverage(form, tables(reports))["state"].tolist()[2] == "open"


def test_one_of_several_answers_is_enough():
    form = table(FORM, ("tools", 1, "report", None), ("app", 2, "report", "tools = app"))
    reports = table("report_id tools app", ("R1", "web; app", None), ("R2", "web", None))
    assert asked(form, tables(reports), "app").tolist() == [True, False]


def test_the_synthetic_review_is_covered():
    review = OPENED[SYNTHETIC]
    found = coverage(review.questions, review.tables)
    assert len(found) == 7 * 5 + 4 + 3
    assert found["state"].value_counts().to_dict() == {"charted": 31, "not_reported": 9, "not_asked": 2}


def test_without_a_question_nothing_is_covered():
    assert coverage(table(FORM), tables(table("report_id"))).empty


def test_questions_of_a_group_stand_together_where_its_first_stands():
    questions = pd.DataFrame(
        {"question_id": ["c", "a", "b", "d"], "position": [3, 1, 2, 4], "group": ["X", "X", pd.NA, "not_reported"]}
    )  # fmt: skip
    found = in_order(questions)
    assert found["question_id"].tolist() == ["a", "c", "b", "d"]
    assert found["group"].tolist() == ["X", "X", "", ""]


def test_each_question_has_its_number_of_each_state_and_of_those_asked():
    review = OPENED[SYNTHETIC]
    states = coverage(review.questions, {table: getattr(review, table) for table, _ in ABOUT.values()})
    found = by_question(states, review.questions).set_index("question_id")
    assert found.loc["blinding", ["charted", "not_reported", "not_asked", "asked"]].tolist() == [2, 1, 2, 3]
    assert (found[list(STATES)].sum(axis=1) == found["asked"] + found["not_asked"]).all()


# --- which reports were asked for what is brought to them

FORM_OF_ALL = table(
    "question_id about asked_of", ("design", "report", None), ("arm", "study", None), ("kind", "entity", None)
)
ALL_TABLES = {
    "reports": table("report_id design", ("R1", "cohort"), ("R2", "interviews"), ("R3", None), ("R4", "cohort")),
    "studies": table(
        "study_id intervention_id arm", ("s1", "i1", "drug"), ("s2", "i2", None), ("s3", None, "talk")
    ),
    "interventions": table("intervention_id kind", ("i1", "app"), ("i2", "robot")),
    "report_studies": table("report_id study_id", ("R1", "s1"), ("R1", "s2"), ("R2", "s2"), ("R3", "s3")),
}  # fmt: skip


@pytest.mark.parametrize(
    ("asked_of", "expected"),
    [
        (None, [True, True, True, True]),
        ("design = cohort", [True, False, None, True]),
        ("arm = drug", [True, None, False, None]),
        ("arm = talk", [None, None, True, None]),
        ("kind = robot", [True, True, None, None]),
        ("nothing = x", [None] * 4),
    ],
)
def test_a_report_is_asked_where_it_or_one_of_its_own_has_the_answer(asked_of, expected):
    found = reports_within(asked_of, FORM_OF_ALL, ALL_TABLES)
    assert [None if pd.isna(one) else bool(one) for one in found] == expected
    assert list(found.index) == ["R1", "R2", "R3", "R4"]


def test_a_charter_is_measured_by_what_he_or_she_has_begun():
    form = table(FORM, ("a", 1, "report", None), ("b", 2, "report", None))
    states = coverage(form, tables(table("report_id a b", ("R1", "x", "y"), ("R2", None, None))))
    said = table(
        "question_id about_id charter value",
        ("a", "R1", "AA", "x"),
        ("b", "R1", "AA", "not_reported"),
        ("a", "R1", "BB", None),
        ("a", "R2", "BB", "z"),
        ("a", "R2", "consensus", "z"),
    )
    assert by_charter(states, said, form).values.tolist() == [["AA", 2, 2], ["BB", 1, 4]]
