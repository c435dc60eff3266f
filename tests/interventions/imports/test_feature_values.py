"""The values that a matrix gives, with evidence and place; blank cells and words that are none."""

import pytest
from packages import rows_of
from packages.featured import add, refused, values

from reviewbook.check import check


def test_a_cell_that_says_more_is_the_evidence_and_of_a_silent_one_goes_to_the_locator(review):
    add(review, 'App,Web,Chat\nA,"Yes, by text message",NR (authors asked)\nB,1,0\n')
    said, places = values(review, "evidence"), values(review, "locator")
    assert said["a", "web"] == "Yes, by text message" and said["b", "web"] == "Charted as “1” in the matrix"
    assert said["a", "chat"] == "not_reported"
    assert places["a", "chat"] == "m.csv, row 2, column Chat: “NR (authors asked)”"


def test_a_box_that_is_checked_may_repeat_its_heading(review):
    add(review, "Study,Depression,Stress\nA,depression,Stress\nB,,stress\n", blank="no")
    assert values(review) == {
        ("a", "depression"): "yes",
        ("a", "stress"): "yes",
        ("b", "depression"): "no",
        ("b", "stress"): "yes",
    }


def test_blank_cells_and_dashes_are_one_problem_a_file(review):
    text = "App,Web,Chat\nA,x,\nB,-,x\nC,,–\n"
    assert refused(review, text) == [
        ("IMPT-009", 2, "Chat", "4 cells blank or with a dash, the first of them here")
    ]


@pytest.mark.parametrize(
    ("blank", "evidence"), [("no", "Charted as a blank cell in the matrix"), ("not_reported", "not_reported")]
)
def test_what_blank_cells_stand_for_can_be_said(review, blank, evidence):
    add(review, "App,Web,Chat\nA,x,\nB,-,x\n", blank=blank)
    assert values(review) == {
        ("a", "web"): "yes",
        ("a", "chat"): blank,
        ("b", "web"): blank,
        ("b", "chat"): "yes",
    }
    assert values(review, "evidence")["a", "chat"] == evidence
    assert {problem.code for problem in check(review)} <= {"TABL-012"}, (
        "nothing but what nobody has looked for"
    )


def test_pairs_that_a_long_table_leaves_out_are_blank_too(review):
    text = "App,Feature,Value\nA,Web,yes\nB,Chat,yes\n"
    assert refused(review, text) == [
        ("IMPT-009", None, None, "no row for 2 of the pairs of intervention and feature")
    ]
    add(review, text, blank="no")
    assert (
        values(review)["a", "chat"] == "no"
        and values(review, "evidence")["a", "chat"] == "Not listed in the matrix"
    )


def test_a_feature_that_nobody_has_stays_and_a_file_without_any_answer_is_refused(review):
    add(review, "App,Web,Chat\nA,x,\nB,x,\n", blank="no")
    assert values(review)["a", "chat"] == "no"
    assert [code for code, *_ in refused(review, "App,Year,Web\nA,2001,\nB,2002,-\n", blank="no")] == [
        "IMPT-007"
    ]


def test_words_that_are_no_values_are_told_by_row_and_column_all_at_once(review):
    text = "App,Web,Chat\nA,Partial,NA\nB,yes,no\nC,partial,n/a\nD,no,2\nE,Partial,\n"
    assert refused(review, text) == [
        ("IMPT-008", 2, "Web", '"Partial", also in row 6'),
        ("IMPT-008", 2, "Chat", '"NA" in 2 cells, the first of them here'),
        ("IMPT-008", 4, "Web", '"partial"'),
        ("IMPT-008", 5, "Chat", '"2"'),
        ("IMPT-009", 6, "Chat", "1 cell blank or with a dash, the first of them here"),
    ]


def test_a_column_of_halves_alone_is_asked_about_and_not_left_out(review):
    assert refused(review, "App,Web,Chat\nA,yes,Partial\nB,no,partly met\n") == [
        ("IMPT-008", 2, "Chat", '"Partial"'),
        ("IMPT-008", 3, "Chat", '"partly met"'),
    ]


def test_a_long_table_brings_evidence_places_and_reports(synthetic):
    add(
        synthetic,
        "Intervention,Study,Feature,Value,Quote,Page\nNew,Synthetic2018,Reminders,Yes,an email,p. 4\n"
        "New,Nobody 2001,Group sessions,No,,p. 5\nNew,,Exercises at home,NR,,\nNew,,Log of progress,y,,\n",
    )
    row = {
        key: row
        for row in rows_of(synthetic / "feature_values.csv")
        for key in [(row["intervention_id"], row["feature_id"])]
    }
    assert [row["new", "reminders"][name] for name in ("value", "evidence", "report_id", "locator")] == [
        "yes",
        "an email",
        "Synthetic2018",
        "p. 4 (m.csv, row 2, column Value)",
    ]
    assert row["new", "group_sessions"]["report_id"] == "not_applicable"
    assert row["new", "group_sessions"]["locator"] == "Nobody 2001, p. 5 (m.csv, row 3, column Value)"


def test_two_rows_for_one_value_are_joined_where_they_agree_and_told_where_not(review):
    add(review, "App,Feature,Value,Quote,Page\nA,Web,yes,one,p. 1\nA,Web,Yes,two,p. 2\n")
    (row,) = rows_of(review / "feature_values.csv")
    assert (row["evidence"], row["locator"]) == (
        "one; two",
        "p. 1 (m.csv, row 2, column Value); p. 2 (m.csv, row 3, column Value)",
    )
    assert refused(review, "App,Feature,Value\nB,Web,yes\nB,Web,no\n") == [
        ("IMPT-010", 3, "Value", "no for B, Web")
    ]


def test_two_reports_behind_one_value_leave_no_single_one(synthetic):
    rows = "New,Synthetic2018,Reminders,1\nNew,Synthetic2019,Reminders,1\n"
    rest = "New,,Group sessions,0\nNew,,Exercises at home,0\nNew,,Log of progress,0\n"
    add(synthetic, "App,Paper,Feature,Value\n" + rows + rest)
    assert values(synthetic, "report_id")["new", "reminders"] == "not_applicable"


def test_evidence_beside_not_reported_is_told(review):
    assert refused(review, "App,Feature,Value,Evidence\nA,Web,NR,a site\nB,Web,1,a site\n") == [
        ("INTV-003", 2, None, 'not_reported with evidence "a site"')
    ]
