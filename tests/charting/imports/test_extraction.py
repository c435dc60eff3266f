"""Take an extraction into a review."""

import csv
import io

from hypothesis import Phase, given
from hypothesis import strategies as st
from packages import rows_of, shared
from packages.examples import examples
from packages.extractions import COVIDENCE, answers, questions, refused, sheet, taken, workbook

from reviewbook import open_review
from reviewbook.charting import of_review
from reviewbook.charting.imports import extraction
from reviewbook.check import check
from reviewbook.cli import main
from reviewbook.files.undo import undo


def test_both_reviewers_and_the_consensus_are_kept(tmp_path):
    review, notes = taken(tmp_path, sheet(tmp_path, COVIDENCE))
    found = answers(review)
    assert questions(review) == {
        "design": "choice",
        "share_cases": "number percent",
        "tool": "choices",
        "comments": "text",
    }
    assert [found["design", "Doe2019", who] for who in ("A", "B", "consensus")] == [
        "Cohort",
        "cohort",
        "Cohort",
    ]
    assert [found["share_cases", one, "A"] for one in ("Doe2019", "Roe2021")] == [
        "90",
        "not_reported",
    ]
    assert notes[0].startswith('Pseudonyms: "Ann Elm" is A, "Bo Fir" is B')
    settled = {row["settled_by"] for row in rows_of(review / "answers.csv") if row["charter"] == "consensus"}
    assert settled == {"not_reported"}
    assert {one.code for one in check(review) if one.severity == "problem"} == set()


def test_who_charted_is_told_where_the_sheet_does_not(tmp_path):
    file = sheet(tmp_path, "Study,Kind\nDoe 2020,a\n")
    assert set(answers(taken(tmp_path, file)[0], "charter")) == {("not_reported",)}
    (tmp_path / "other").mkdir()
    assert set(answers(taken(tmp_path / "other", file, charter="AB")[0], "charter")) == {("AB",)}


def test_columns_are_named_and_left_out(tmp_path):
    file = sheet(tmp_path, "Paper name,Sort of thing,Remarks\nDoe 2020,a,b\nRoe 2021,c,d\n")
    assert refused(extraction.add, taken_none(tmp_path), file)[0][0] == "CHAR-011"
    review, _ = taken(tmp_path, file, columns="study=Paper name,design=Sort of thing,-=Remarks")
    assert list(questions(review)) == ["design"]
    wrong = refused(extraction.add, review, file, columns="Study=Paper name")
    assert wrong == [("IMPT-005", '"Study=Paper name"')]
    assert refused(extraction.add, review, file, columns="study=Paper name,x=Nowhere")[0][0] == "IMPT-005"


def taken_none(folder):
    review = folder / "none"
    review.mkdir()
    return review


def test_the_same_file_again_changes_nothing_and_undo_takes_all_out(tmp_path, capsys):
    review, _ = taken(tmp_path, sheet(tmp_path, COVIDENCE))
    before = {file.name: file.read_bytes() for file in review.iterdir() if file.is_file()}
    again = extraction.add(review, sheet(tmp_path, COVIDENCE))
    assert again.changed == [] and again.files[0].before
    assert {file.name: file.read_bytes() for file in review.iterdir() if file.is_file()} == before
    undo(review, again.files[0].import_id)
    assert [file.name for file in review.iterdir()] == ["datapackage.json"]


def test_undo_of_a_changed_file_brings_the_answers_back_that_it_changed(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, COVIDENCE))
    before = {file.name: file.read_bytes() for file in review.iterdir() if file.suffix == ".csv"}
    more = COVIDENCE.replace("see Table 2", "see Table 4")
    done = extraction.add(review, sheet(tmp_path, more, "again.csv"))
    undo(review, done.files[0].import_id)
    assert {file.name: file.read_bytes() for file in review.iterdir() if file.suffix == ".csv"} == before


def test_the_command_says_what_it_did(tmp_path, capsys):
    review = taken_none(tmp_path)
    file = workbook(tmp_path, {"Data": [["Study", "Country"], ["Doe 2020", "Chile"]]})
    assert (
        main(
            ["import", "extraction", str(file), "--review", str(review), "--charter", "AB", "--sheet", "Data"]
        )
        == 0
    )
    said = capsys.readouterr().out
    assert "Questions (1)" in said and "Reports: 1 in the sheet, 0 there already, 1 new: Doe2020" in said
    assert rows_of(review / "answers.csv")[0]["locator"] == "sheet.xlsx, sheet Data, row 2, column Country"


def test_a_published_extraction_comes_in_whole(tmp_path):
    review, _ = taken(tmp_path, shared("samples/covidence/covidence_extraction_28feb24.csv"))
    loaded = open_review(review)
    assert (len(loaded.questions), len(loaded.reports)) == (37, 130)
    assert loaded.reports["year"].value_counts().to_dict() == {2019: 47, 2020: 45, 2021: 38}
    who = loaded.answers.groupby("charter")["about_id"].nunique().to_dict()
    assert who == {"A": 130, "B": 14, "consensus": 14}
    assert set(of_review.standing(loaded)["standing"]) <= {"alone", "settled", "agreed", "blank"}


ANYTHING = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=15
)


@examples(12, phases=[Phase.generate])  # of an import, shrinking takes minutes
@given(st.lists(st.tuples(ANYTHING, ANYTHING), min_size=2, max_size=4))
def test_whatever_the_cells_hold_an_import_can_be_told_from_a_changed_one_and_taken_out(
    tmp_path_factory, cells
):
    folder = tmp_path_factory.mktemp("any")
    rows = [["Study", "Why", "How"], *([f"Doe {2000 + at}", *row] for at, row in enumerate(cells))]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    (folder / "a.csv").write_bytes(out.getvalue().encode())
    review, _ = taken(folder, folder / "a.csv")
    (folder / "b.csv").write_bytes(out.getvalue().encode() + b"\r\n")
    again = extraction.add(review, folder / "b.csv")
    assert again.files[0].added == 0
    for import_id in (again.files[0].import_id, extraction.add(review, folder / "a.csv").files[0].import_id):
        undo(review, import_id)
    assert [file.name for file in review.iterdir()] == ["datapackage.json"]


def test_questions_that_nobody_asks_are_told_and_taken_out_where_that_is_asked_for(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, COVIDENCE))
    own = {
        "questions": {"position": "9", "about": "report", "label": "Aim", "type": "choice"},
        "choices": {"value": "x", "position": "1"},
    }
    for table, cells in own.items():
        names = list(rows_of(review / f"{table}.csv")[0])
        with (review / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            row = {"question_id": "aim", **cells}
            csv.DictWriter(file, names, lineterminator="\n").writerow(
                {name: row.get(name, "") for name in names}
            )
    assert main(["tidy", str(review)]) == 0
    other = sheet(tmp_path, COVIDENCE.replace("Cohort", "Panel"))
    _, notes = taken(tmp_path, other)
    told = [note for note in notes if note.startswith("Questions that no column asks")]
    assert told and "(1): aim; they stay" in told[0]
    report = extraction.add(review, other, remove=True)
    assert "aim" not in questions(review) and "design" in questions(review)
    assert not any(row["question_id"] == "aim" for row in rows_of(review / "choices.csv"))
    undo(review, report.files[0].import_id)
    assert "aim" in questions(review), "an import that is undone brings them back"
    assert any(row["question_id"] == "aim" for row in rows_of(review / "choices.csv"))


def test_readers_filter_by_questions_with_few_answers(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, COVIDENCE))
    found = {
        row["question_id"]: (row["type"], row["filter"], row["axis"])
        for row in rows_of(review / "questions.csv")
    }
    assert found["design"] == ("choice", "yes", "yes") and found["comments"] == ("text", "no", "no")
