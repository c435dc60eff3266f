"""What a review's own questions say of its reports: columns, groups, counts, cross-tables, numbers."""

import pandas as pd
from packages import table

from reviewbook.studies import asked
from reviewbook.studies.asked import NOT_ASKED, Cell

FORM = table(
    "question_id position about type asked_of group label",
    ("design", 1, "report", "choice", None, "Method", "Design"),
    ("blind", 2, "report", "yes_no", "design = trial", "Method", "Blind"),
    ("tools", 3, "report", "choices", None, "Concept", "Tools"),
    ("n", 4, "study", "number", None, "Population", "People"),
)
QUESTIONS = {one["question_id"]: one for one in FORM.to_dict("records")}
STUDIES = table("study_id n_as_charted", ("s1", "12"), ("s2", "not_reported"), ("s3", None)).assign(
    n=pd.array([12, None, None], dtype="Float64")
)
TABLES = {
    "reports": table(
        "report_id design blind tools",
        ("R1", "trial", "yes", "app; web"),
        ("R2", "survey", None, "not_reported"),
        ("R3", "survey", "no", "web"),
        ("R4", None, None, None),
    ),
    "studies": STUDIES,
    "interventions": table("intervention_id"),
}
LINKED = table(
    "report_id study_id intervention_id sample_of",
    ("R1", "s1", None, None),
    ("R1", "s2", None, None),
    ("R2", "s2", None, None),
    ("R3", None, None, None),
    ("R4", "s3", None, None),
)


def found(name: str) -> dict[str, Cell]:
    return asked.cells(FORM, TABLES, QUESTIONS[name])


def test_what_is_not_asked_is_no_blank_and_what_was_answered_was_asked():
    assert [cell.value for cell in found("blind").values()] == ["yes", NOT_ASKED, "no", ""]
    assert [cell.value for cell in found("n").values()] == [12, "not_reported", ""]
    assert [cell.given for cell in found("blind").values()] == [True, False, True, False]


def test_a_report_has_the_answers_about_its_studies():
    of_report = asked.of_reports(LINKED, QUESTIONS["n"], found("n"))
    assert {report: [cell.about for cell in own] for report, own in of_report.items()} == {
        "R1": ["s1", "s2"],
        "R2": ["s2"],
        "R3": [],
        "R4": ["s3"],
    }
    own = asked.of_reports(LINKED, QUESTIONS["design"], found("design"))
    assert [len(cells) for cells in own.values()] == [1, 1, 1, 1], "a report of two studies stands once"


def test_each_question_has_a_column_where_there_is_room_and_else_each_group():
    questions = list(QUESTIONS.values())
    assert [name for name, _ in asked.columns(questions, 4)] == ["", "", "", ""]
    shared = asked.columns(questions, 3)
    assert [(name, len(own)) for name, own in shared] == [("Method", 2), ("", 1), ("", 1)]
    assert [(name, len(own)) for name, own in asked.columns(questions, 2)] == [
        ("Method", 2),
        ("Concept and population", 2),
    ]
    assert sum(len(own) for _, own in asked.columns(questions, 1)) == 4


def test_questions_without_a_group_are_no_group():
    questions = [{"question_id": one, "group": None, "label": one.upper()} for one in "abc"]
    assert [name for name, _ in asked.columns(questions, 3)] == ["", "", ""]
    assert [name for name, _ in asked.columns(questions, 2)] == ["", "B and C"]


def test_reports_are_grouped_in_the_order_of_the_choices_and_nothing_comes_last():
    known = {"survey": "Survey", "trial": "Trial"}
    own = asked.of_reports(LINKED, QUESTIONS["design"], found("design"))
    assert asked.grouped(QUESTIONS["design"], own, known) == {
        ("survey",): ["R2", "R3"],
        ("trial",): ["R1"],
        ("",): ["R4"],
    }
    several = asked.of_reports(LINKED, QUESTIONS["tools"], found("tools"))
    assert list(asked.grouped(QUESTIONS["tools"], several, {})) == [
        ("web",),
        ("app", "web"),
        ("",),
        ("not_reported",),
    ]


def test_every_answer_counts_of_those_that_were_asked_and_the_listed_ones_come_first():
    counts = asked.counts(
        QUESTIONS["blind"], found("blind"), {"yes": "Yes", "no": "No", "unclear": "Unclear"}
    )
    assert counts.values.tolist() == [
        ["yes", 1, 3, ["R1"]],
        ["no", 1, 3, ["R3"]],
        ["unclear", 0, 3, []],
        ["", 1, 3, ["R4"]],
    ]
    tools = asked.counts(QUESTIONS["tools"], found("tools"), {})
    assert dict(zip(tools["answer"], tools["n"], strict=True)) == {
        "web": 2,
        "app": 1,
        "not_reported": 1,
        "": 1,
    }


def test_a_thing_with_two_answers_counts_in_both_cells():
    rows, columns = {"R1": ["a"], "R2": ["b"], "R3": ["a"]}, {"R1": ["x", "y"], "R2": ["y"]}
    crossed = asked.cross(rows, columns, (["a", "b"], ["x", "y"]))
    assert crossed.to_numpy().tolist() == [[1, 1], [0, 1]]


def test_numbers_are_sorted_and_silence_is_no_number():
    spread = asked.spread(
        found("n") | {"s4": Cell("s4", "about 30"), "s5": Cell("s5", 7.5), "s6": Cell("s6", NOT_ASKED)}
    )
    assert spread.values == [("s5", 7.5), ("s1", 12.0)]
    assert spread.silent == {"not_reported": 1, "": 1, asked.IN_WORDS: 1}
    assert spread.of == 5 and spread.numbers.median() == 9.75
