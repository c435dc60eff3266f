"""A matrix of features of reports or studies becomes questions that are answered yes or no."""

import csv

import pytest
from packages import rows_of
from packages.extractions import refused

from reviewbook import open_review
from reviewbook.charting.drawing import yes_no
from reviewbook.charting.imports import features
from reviewbook.check import check
from reviewbook.cli import main
from reviewbook.files.undo import undo

WIDE = (
    ",,,,Reach,Reach,Rigour\n"
    "Study,DOI,Title,Year,Web,Chat,Registered\n"
    'Doe 2019,10.1000/a,On walking,2019,x,"Yes, by text",no\n'
    "Roe 2020,10.1000/b,On running,2020,?,NR,N/A\n"
)


def sheet(folder, text, name="m.csv"):
    file = folder / name
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def review(tmp_path):
    """An empty folder, which becomes a review."""
    folder = tmp_path / "review"
    folder.mkdir()
    return folder


def answers(review, column="value"):
    return {(row["question_id"], row["about_id"]): row[column] for row in rows_of(review / "answers.csv")}


def test_each_feature_becomes_a_question_and_each_value_an_answer(review, tmp_path):
    features.add(review, sheet(tmp_path, WIDE), about="report", charter="AB")
    own = rows_of(review / "questions.csv")
    assert {(row["question_id"], row["group"], row["type"], row["about"]) for row in own} == {
        ("web", "Reach", "yes_no", "report"),
        ("chat", "Reach", "yes_no", "report"),
        ("registered", "Rigour", "yes_no", "report"),
    }
    assert answers(review) == {
        ("web", "Doe2019"): "yes",
        ("chat", "Doe2019"): "yes",
        ("registered", "Doe2019"): "no",
        ("web", "Roe2020"): "unclear",
        ("chat", "Roe2020"): "not_reported",
        ("registered", "Roe2020"): "not_applicable",
    }
    assert answers(review, "comment")["chat", "Doe2019"] == "Yes, by text"
    assert answers(review, "locator")["web", "Doe2019"] == "m.csv, row 3, column Web"
    assert set(answers(review, "charter").values()) == {"AB"}


def test_no_intervention_is_made_and_the_review_is_sound(review, tmp_path):
    features.add(review, sheet(tmp_path, WIDE), about="report")
    assert not (review / "interventions.csv").exists() and not (review / "features.csv").exists()
    assert {one.code for one in check(review) if one.severity == "problem"} == set()
    assert yes_no.yes_no(open_review(review)) is not None
    assert set(answers(review, "charter").values()) == {"not_reported"}


@pytest.mark.parametrize(
    "text",
    [
        "DOI,Web\n10.1000/A,no\n",
        "Report ID,Web\nDoe2019,no\n",
        "Title,Year,Web\nOn walking,2019,no\n",
        "Author,Year,Web\nDoe,2019,no\n",
    ],
)
def test_reports_that_are_there_are_recognised(review, tmp_path, text):
    features.add(
        review,
        sheet(tmp_path, "Study,DOI,Title,Year,Chat\nDoe 2019,10.1000/a,On walking,2019,x\n"),
        about="report",
    )
    features.add(review, sheet(tmp_path, text, "other.csv"), about="report")
    assert [row["report_id"] for row in rows_of(review / "reports.csv")] == ["Doe2019"]
    assert answers(review)["web", "Doe2019"] == "no"


def test_a_row_that_may_be_either_of_two_reports_is_named_and_nothing_is_written(review, tmp_path):
    features.add(review, sheet(tmp_path, WIDE), about="report")
    both = sheet(tmp_path, "Study,DOI,Title,Year,Chat\nDoe 2019,10.1000/b,On walking,2019,no\n", "both.csv")
    assert [code for code, *_ in refused(features.add, review, both, about="report")] == ["CHAR-012"]


def test_questions_about_studies_are_answered_of_the_study_of_each_report(review, tmp_path):
    features.add(review, sheet(tmp_path, WIDE), about="study")
    assert {row["about"] for row in rows_of(review / "questions.csv")} == {"study"}
    assert {about for _, about in answers(review)} == {
        row["study_id"] for row in rows_of(review / "studies.csv")
    }


def test_a_feature_that_is_asked_already_is_that_question(review, tmp_path):
    features.add(review, sheet(tmp_path, WIDE), about="report")
    more = sheet(tmp_path, "Study,Web,Video\nDoe 2019,no,x\n", "more.csv")
    report = features.add(review, more, about="report", charter="CD")
    assert any("1 asked already, 1 new questions of type yes_no: video" in note for note in report.notes)
    said = {
        (row["question_id"], row["charter"]): row["value"]
        for row in rows_of(review / "answers.csv")
        if row["about_id"] == "Doe2019"
    }
    assert said["web", "not_reported"] == "yes" and said["web", "CD"] == "no"


def test_a_question_of_another_type_is_no_feature(review, tmp_path):
    features.add(review, sheet(tmp_path, WIDE), about="report")
    file = review / "questions.csv"
    file.write_text(file.read_text("utf-8").replace("Web,Web,yes_no", "Web,Web,text"), "utf-8")
    again = sheet(tmp_path, "Study,Web\nDoe 2019,no\n", "again.csv")
    assert [code for code, *_ in refused(features.add, review, again, about="report")] == ["IMPT-007"]


def test_blank_cells_and_other_words_are_refused_as_of_interventions(review, tmp_path):
    file = sheet(tmp_path, "Study,Web,Chat\nDoe 2019,x,\nRoe 2020,Partial,x\n")
    assert {code for code, *_ in refused(features.add, review, file, about="report")} == {
        "IMPT-008",
        "IMPT-009",
    }
    whole = sheet(tmp_path, "Study,Web,Chat\nDoe 2019,x,\nRoe 2020,,x\n", "whole.csv")
    features.add(review, whole, about="report", blank="no")
    assert answers(review)["chat", "Doe2019"] == "no"


def test_the_same_file_again_changes_nothing_and_undo_takes_all_out(review, tmp_path):
    first = features.add(review, sheet(tmp_path, WIDE), about="report")
    before = {file.name: file.read_bytes() for file in review.iterdir() if file.is_file()}
    assert features.add(review, sheet(tmp_path, WIDE), about="report").files[0].before
    assert {file.name: file.read_bytes() for file in review.iterdir() if file.is_file()} == before
    undo(review, first.files[0].import_id)
    names = ("questions.csv", "answers.csv", "reports.csv", "studies.csv")
    assert not any(rows_of(review / name) for name in names if (review / name).exists())


def test_a_dry_run_writes_nothing(review, tmp_path):
    features.add(review, sheet(tmp_path, WIDE), about="report", dry_run=True)
    assert not list(review.iterdir())


def test_a_charter_is_of_answers_alone(review, tmp_path, capsys):
    file = sheet(tmp_path, WIDE)
    assert main(["import", "features", str(file), "--review", str(review), "--charter", "AB"]) == 1
    assert "no such option without --about" in capsys.readouterr().err and not list(review.iterdir())


def test_the_command_takes_it_in(review, tmp_path, capsys):
    file = sheet(tmp_path, WIDE)
    assert main(["import", "features", str(file), "--review", str(review), "--about", "report"]) == 0
    assert "3 new questions of type yes_no" in capsys.readouterr().out


def test_a_blank_cell_says_nothing_where_a_question_is_not_asked(review, tmp_path):
    features.add(review, sheet(tmp_path, WIDE), about="report")
    file = review / "questions.csv"
    lines = rows_of(file)
    for row in lines:
        row["asked_of"] = "web = yes" if row["question_id"] == "chat" else ""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, lines[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    more = sheet(tmp_path, "Study,Web,Chat\nDoe 2019,yes,no\nRoe 2020,?,\n", "more.csv")
    # Of Roe 2020 the form does not ask it, as its web is unclear; what an earlier charter answered stays.
    features.add(review, more, about="report", charter="CD", blank="no")
    said = {
        (row["about_id"], row["question_id"]): row["value"]
        for row in rows_of(review / "answers.csv")
        if row["charter"] == "CD"
    }
    assert said == {("Doe2019", "web"): "yes", ("Doe2019", "chat"): "no", ("Roe2020", "web"): "unclear"}


def test_works_of_one_name_are_told_apart_by_doi_or_title(review, tmp_path):
    text = "Study,Title,Web\nDoe 2019,On walking,yes\nDoe 2019,On running,no\n"
    features.add(review, sheet(tmp_path, text), about="report")
    assert answers(review) == {("web", "Doe2019a"): "yes", ("web", "Doe2019b"): "no"}
    (tmp_path / "other").mkdir()
    again = text.replace("On running", "On walking")
    assert [
        code
        for code, *_ in refused(
            features.add, tmp_path / "other", sheet(tmp_path, again, "n.csv"), about="report"
        )
    ] == ["IMPT-007"]


def test_a_column_of_reference_numbers_names_no_study_beside_its_authors(review, tmp_path):
    text = "First author,Year,Web,Reference\nDoe et al.,2019,yes,[12]\nDoe et al.,2021,no,[13]\n"
    features.add(review, sheet(tmp_path, text), about="report")
    assert [row["label"] for row in rows_of(review / "studies.csv")] == ["Doe 2019", "Doe 2021"]
