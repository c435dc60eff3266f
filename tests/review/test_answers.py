"""What stands of the answers of all charters, and the tables that take it."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, copied, only, set_cell, table

from reviewbook.review.answers import CONSENSUS, alikeness, counted, read, standing, widened
from reviewbook.review.reading import read as read_review

KINDS = {
    "dose": "number", "robot": "choice", "tools": "choices", "why": "text", "blind": "yes_no", "where": "country", "when": "date",
}  # fmt: skip


def asked(**kinds):
    rows = [(name, kind, "report", name.capitalize()) for name, kind in (KINDS | kinds).items()]
    return table("question_id type about label", *rows)


def chosen(*rows):
    return table("question_id value counts_as", *rows)


def answered(*rows):
    return table("question_id about_id charter value", *rows)


def stands(*rows, choices=()):
    answers = read(answered(*rows), asked(), chosen(*choices))
    found = standing(answers, asked())
    return [
        (None if pd.isna(one.value) else one.value, one.charters, one.standing) for one in found.itertuples()
    ]


def test_one_charter_alone_stands():
    assert stands(("dose", "A", "ab", "5")) == [("5", 1, "alone")]


def test_a_blank_answer_is_none_yet_and_a_word_for_nothing_is_one():
    assert stands(("dose", "A", "ab", None)) == [(None, 0, "blank")]
    assert stands(("dose", "A", "ab", None), ("dose", "A", "cd", "not_reported")) == [
        ("not_reported", 1, "alone")
    ]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("dose", "1", "1.0"),
        ("tools", "web; app", "app;web"),
        ("why", "Lost  interest", "lost interest"),
        ("where", "norway", "Norway"),
        ("robot", "non-humanoid", "Non humanoid"),
    ],
)
def test_charters_agree_who_say_the_same_in_other_signs(question, one, other):
    assert stands((question, "A", "ab", one), (question, "A", "cd", other)) == [(one, 2, "agreed")]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("dose", "1", "1.5"),
        ("dose", "not_reported", "not_available"),
        ("tools", "web", "web; app"),
        ("when", "2019", "2019-01"),
        ("blind", "no", "unclear"),
    ],
)
def test_nothing_stands_where_charters_differ_and_nobody_settled_it(question, one, other):
    rows = (question, "A", "ab", one), (question, "A", "cd", other)
    assert stands(*rows) == [(None, 2, "differ")]
    assert stands(*rows, (question, "A", CONSENSUS, other)) == [(other, 2, "settled")]


def test_a_blank_consensus_settles_nothing():
    rows = ("dose", "A", "ab", "1"), ("dose", "A", "cd", "2"), ("dose", "A", CONSENSUS, None)
    assert stands(*rows) == [(None, 2, "differ")]


def test_each_question_and_report_stands_by_itself_in_the_order_of_the_answers():
    rows = ("why", "B", "ab", "x"), ("dose", "A", "ab", "1"), ("why", "A", "ab", "y")
    found = standing(answered(*rows), asked())
    assert found[["question_id", "about_id"]].values.tolist() == [["why", "B"], ["dose", "A"], ["why", "A"]]


def test_answers_are_read_as_the_choices_that_they_mean():
    choices = [("robot", "non-humanoid", None), ("tools", "web app", None)]
    rows = (
        ("robot", "A", "ab", " Non-Humanoid"),
        ("tools", "A", "ab", "Web-App;phone"),
        ("dose", "A", "ab", "42,5"),
    )
    assert read(answered(*rows), asked(), chosen(*choices))["value"].tolist() == [
        "non-humanoid", "web app; phone", "42.5",
    ]  # fmt: skip


def test_what_is_no_answer_of_its_type_stays_as_written():
    assert read(answered(("dose", "A", "ab", "many")), asked(), chosen())["value"].tolist() == ["many"]


def test_an_answer_to_a_question_that_is_not_there_stays():
    assert read(answered(("none", "A", "ab", " x ")), asked(), chosen())["value"].tolist() == [" x "]


def test_numbers_are_alike_by_value_and_words_for_nothing_only_as_themselves():
    assert alikeness("2.50", "number") == alikeness("2.5", "number") != alikeness("2", "number")
    assert alikeness("not_reported", "number") != alikeness("not_available", "number")


def test_several_answers_are_counted_as_others_each_once():
    assert counted("dog; cat; bear", {"dog": "animal", "cat": "animal"}) == "animal; bear"
    assert counted("not_reported", {"not_reported": "x"}) == "not_reported"


# --- the tables


def test_the_answers_that_stand_are_columns_of_the_reports_and_as_charted_beside_numbers():
    reports = OPENED[SYNTHETIC].reports.set_index("report_id")
    assert reports["supervision"].tolist() == [
        "supervised",
        "supervised",
        "partly",
        "unsupervised",
        "not_reported",
    ]
    assert reports["sessions"].astype(object).where(reports["sessions"].notna(), None).tolist() == [
        3,
        3,
        2,
        2,
        None,
    ]
    assert reports["sessions_as_charted"].iloc[-1] == "not_reported"


def test_answers_about_studies_and_entities_are_columns_of_theirs():
    assert OPENED[SYNTHETIC].studies["recruited_from"].notna().all()
    assert "first_run" in OPENED[SYNTHETIC].interventions
    assert "first_run" not in OPENED[SYNTHETIC].reports


def test_a_cell_of_the_table_stays_and_a_blank_one_takes_the_answer(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    rows = pd.read_csv(folder / "reports.csv", dtype="string").assign(supervision=["partly", "", "", "", ""])
    rows.to_csv(folder / "reports.csv", index=False)
    assert read_review(folder)[0].reports["supervision"].tolist() == [
        "partly", "supervised", "partly", "unsupervised", "not_reported",
    ]  # fmt: skip


def test_a_number_of_the_librarys_own_may_be_answered_too(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    form = (folder / "questions.csv").read_text("utf-8").replace("sessions,8", "workers_n,8")
    (folder / "questions.csv").write_text(form.replace("\nsessions,", "\nworkers_n,"), "utf-8")
    answers = (folder / "answers.csv").read_text("utf-8").replace("\nsessions,", "\nworkers_n,")
    (folder / "answers.csv").write_text(answers, "utf-8")
    rows = pd.read_csv(folder / "reports.csv", dtype="string").drop(columns="workers_n")
    rows.to_csv(folder / "reports.csv", index=False)
    reports = read_review(folder)[0].reports
    assert str(reports["workers_n"].dtype) == "Int64" and reports["workers_n"].dropna().tolist() == [
        3,
        3,
        2,
        2,
    ]


def test_a_review_without_a_form_has_its_tables_as_they_are(tmp_path):
    review, _ = read_review(only("reports", to=tmp_path))
    assert widened(review.tables) == {}


def test_a_cell_is_counted_as_the_other_choice(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "answers.csv", "value", "group class", row=54)
    assert read_review(folder)[0].reports.loc[1, "supervision"] == "supervised"


def test_an_answer_with_a_semicolon_is_counted_whole_and_text_is_left_alone():
    assert counted("Other: a; b", {"Other: a; b": "Other"}) == "Other"
    assert counted("one; two; one;", {}) == "one; two; one;"
