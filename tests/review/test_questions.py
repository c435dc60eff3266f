"""The charting form: which columns its questions add to the tables, and of whom they are asked."""

import pandas as pd
import pytest
from packages import SYNTHETIC, copied, set_cell

from reviewbook.check import check
from reviewbook.review.questions import Scope, asked_where, counted_as, fields, parted, scope, together
from reviewbook.review.reading import read

QUESTIONS = ["question_id", "about", "label", "help", "type", "unit"]
CHOICES = ["question_id", "value", "counts_as"]


def asked(*rows, choices=()):
    questions = pd.DataFrame(rows, columns=QUESTIONS, dtype="string")
    return fields(questions, pd.DataFrame(choices, columns=CHOICES, dtype="string"))


def test_a_question_is_a_column_of_the_table_of_what_it_is_about():
    found = asked(
        ("dose", "report", "Dose", "Which dose?", "number", "mg"),
        ("funder", "study", "Funder", pd.NA, "text", pd.NA),
        ("launched", "entity", "Launched", pd.NA, "date", pd.NA),
    )
    assert {name: list(own) for name, own in found.items()} == {
        "reports": ["dose"],
        "studies": ["funder"],
        "interventions": ["launched"],
    }
    dose = {"name": "dose", "type": "number", "description": "Dose. Which dose?", "unit": "mg"}
    assert found["reports"]["dose"] == dose
    assert found["interventions"]["launched"]["constraints"]["pattern"]


def test_answers_of_a_list_are_those_of_its_choices_and_without_choices_any():
    row = ("robot", "report", "Robot", pd.NA, "choice", pd.NA)
    listed = asked(row, choices=[("robot", "humanoid", pd.NA), ("dose", "high", pd.NA)])
    assert listed["reports"]["robot"]["constraints"] == {"enum": ["humanoid"]}
    assert "constraints" not in asked(row)["reports"]["robot"]
    blind = asked(("blind", "report", "Blinded", pd.NA, "yes_no", pd.NA))
    assert blind["reports"]["blind"]["constraints"] == {"enum": ["yes", "no", "unclear"]}


def test_a_column_that_the_library_knows_stays_as_its_schema_has_it():
    assert asked(("design", "report", "Design", pd.NA, "text", pd.NA)) == {}
    assert asked(("design", "report", "Design", pd.NA, "choice", pd.NA)) == {}


def test_a_column_that_the_library_knows_may_hold_the_choices_that_its_question_lists():
    found = asked(
        ("design", "report", "Design", pd.NA, "choice", pd.NA), choices=[("design", "cohort", pd.NA)]
    )
    assert {table: own["design"]["constraints"] for table, own in found.items()} == {
        "reports": {"enum": ["cohort"]},
        "studies": {"enum": ["cohort"]},
    }
    assert found["reports"]["design"]["description"] == "Design, broadly."


def test_a_question_is_asked_where_another_column_has_one_of_its_answers_or_is_blank():
    cells = {"design": ["cohort", "case", "", "cohort; x", "not_reported"]}
    assert asked_where("design = cohort | trial", cells, range(5)) == [0, 2, 3]
    assert asked_where("design = case", cells, [1, 3]) == [1]
    assert asked_where("elsewhere = x", cells, range(5)) == []
    assert asked_where(pd.NA, cells, [1, 4]) == [1, 4]


def test_a_blank_cell_of_what_was_not_asked_is_nothing_to_do(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    file = folder / "reports.csv"
    head, *rows = file.read_text().splitlines()
    # Blinding is asked of designs other than qualitative; Synthetic2019 is qualitative.
    wide = [
        f"{head},blinding",
        *(f"{row},{'' if row.startswith('Synthetic2019') else 'not_reported'}" for row in rows),
    ]
    file.write_text("\n".join(wide) + "\n")
    (folder / "answers.csv").write_text(
        "\n".join(
            one for one in (folder / "answers.csv").read_text().splitlines() if not one.startswith("blinding")
        )
        + "\n"
    )
    assert [one for one in check(folder) if one.code == "TABL-012"] == []
    file.write_text("\n".join([*wide[:1], wide[1].removesuffix("not_reported"), *wide[2:]]) + "\n")
    assert [(one.row, one.field) for one in check(folder) if one.code == "TABL-012"] == [(2, "blinding")]


@pytest.mark.parametrize("nothing", [pd.NA, "", "not_applicable"])
def test_a_question_without_a_scope_is_asked_of_all(nothing):
    assert scope(nothing) is None


def test_a_scope_names_another_question_and_its_answers():
    assert scope("design=cohort|case control ") == Scope("design", ("cohort", "case control"))


def test_several_answers_are_parted_by_semicolons_each_once():
    assert parted(" web; app;web ;") == ["web", "app"]
    assert parted(pd.NA) == parted("not_reported") == []
    assert together(["web", "app"]) == "web; app"


def test_a_choice_is_counted_as_another_only_where_the_table_says_so():
    choices = pd.DataFrame(
        [("robot", "non-humanoid ", "animal"), ("robot", "animal", pd.NA), ("toy", "bear", "dog")],
        columns=CHOICES,
        dtype="string",
    )
    assert counted_as(choices, "robot") == {"non-humanoid ": "animal"}


def test_a_column_of_a_table_that_no_question_asks_for_is_still_undeclared(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    rows = pd.read_csv(folder / "reports.csv", dtype="string").assign(supervision="not_reported", mood="good")
    rows.to_csv(folder / "reports.csv", index=False)
    assert [p.field for p in check(folder) if p.code == "TABL-003"] == ["mood"]


def test_a_form_that_cannot_be_read_adds_no_column_and_is_told_once(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "questions.csv").write_text("nothing,of,the,kind\n1,2,3,4\n", "utf-8")
    review, problems = read(folder)
    assert "supervision" not in review.reports
    assert [p.code for p in problems if p.file == "questions.csv"] == ["TABL-001"]


def test_a_choice_of_another_spelling_is_read_as_the_choice(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "answers.csv", "value", "Supervised ", row=50)
    review, _ = read(folder)
    assert review.reports.loc[0, "supervision"] == "supervised"
