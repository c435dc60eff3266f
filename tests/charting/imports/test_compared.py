"""Answers against those that the table has."""

from packages import rows_of
from packages.extractions import COVIDENCE, answers, sheet, taken

from reviewbook.charting.imports import compared, extraction
from reviewbook.files.ledger import Table

ROW = {"question_id": "q", "about_id": "r", "charter": "A", "value": "1", "locator": "here"}


def test_an_answer_is_new_known_or_changed():
    table = Table("answers", list(ROW), [dict(ROW)])
    rows = [ROW | {"locator": "elsewhere"}, ROW | {"charter": "B"}, ROW | {"value": "2", "question_id": "q"}]
    found = compared.compared(rows[:2], table, None)
    assert (found.known, found.new) == ([rows[0]], [rows[1]])
    assert compared.compared(rows[2:], table, None).changed[0][1]["value"] == "2"


def test_a_changed_file_changes_the_changed_answers_of_that_charter_and_says_which(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, COVIDENCE))
    before = answers(review)
    changed = COVIDENCE.replace(
        "Lanes one,Bo Fir,Doe,Nov-19,Synthetic Roads,cohort",
        "Lanes one,Bo Fir,Doe,Nov-19,Synthetic Roads,trial",
    )
    report = extraction.add(review, sheet(tmp_path, changed, "again.csv"))
    after = answers(review)
    assert {key for key in after if after[key] != before.get(key)} == {("design", "Doe2019", "B")}
    assert (
        '  design of Doe2019 by B: "cohort" is "trial" now (again.csv, row 3, column Type of study design)'
        in report.notes
    )
    assert len(after) == len(before)


def test_an_answer_that_somebody_changed_by_hand_stays_and_what_the_file_has_is_set_aside(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, COVIDENCE))
    file = review / "answers.csv"
    file.write_text(file.read_text().replace("see Table 2", "see Table 3"))
    extraction.add(review, sheet(tmp_path, COVIDENCE.replace("see Table 2", "see Table 4"), "again.csv"))
    assert answers(review)["comments", "Poe2021", "A"] == "see Table 3"
    (aside,) = rows_of(review / "set_aside.csv")
    assert (aside["entry"], aside["field"], aside["found"]) == ("Poe2021", "comments", "see Table 4")
