"""The questions that columns ask."""

from packages import rows_of
from packages.extractions import answers, questions, refused, sheet, taken

from reviewbook.charting.imports import asked, extraction

TICKS = """Study,Features: chat,Features: calls,Alone: yes or no
Doe 2020,x,x,yes
Roe 2021,,x,no
Poe 2022,,,yes
Moe 2022,1,0,no
"""


def test_a_group_of_ticks_is_one_question_with_several_choices(tmp_path):
    review, notes = taken(tmp_path, sheet(tmp_path, TICKS))
    assert (
        questions(review) == {"features": "choices", "alone": "yes_no"}
        or questions(review)["features"] == "choices"
    )
    assert answers(review, "question_id", "about_id")["features", "Doe2020"] == "chat; calls"
    assert ("features", "Poe2022") not in answers(review, "question_id", "about_id")
    assert any(note.startswith("No tick, and so not charted, of 4: features 1") for note in notes)
    assert [row["value"] for row in rows_of(review / "choices.csv")] == ["calls", "chat"]


def test_blanks_among_ticks_are_what_they_are_said_to_be(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, TICKS), blank="no")
    assert answers(review, "question_id", "about_id")["features", "Poe2022"] == asked.NONE
    other, _ = taken(
        tmp_path / "review", sheet(tmp_path, "Study,Chat,Bell\nDoe 2020,x,\nRoe 2021,,x\n"), blank="no"
    )
    assert answers(other, "question_id", "about_id")["chat", "Roe2021"] == "no"


def test_what_does_not_fit_is_kept_as_a_comment_and_told_with_its_cell(tmp_path):
    rows = "".join(f"Doe {1950 + n},{n}\n" for n in range(60))
    review, notes = taken(tmp_path, sheet(tmp_path, f"Study,People\n{rows}Roe 2021,some 40\n"))
    assert [note for note in notes if "B62" in note] == [
        '  B62: "some 40" is no number, kept as the comment of the answer to people'
    ]
    last = next(row for row in rows_of(review / "answers.csv") if row["about_id"] == "Roe2021")
    assert (last["value"], last["comment"]) == ("", "charted as “some 40”")


def test_other_answers_are_counted_as_other_and_stay_as_charted(tmp_path):
    rows = "".join(f"Doe {1950 + n},{('web', 'app')[n % 2]}\n" for n in range(8))
    review, _ = taken(tmp_path, sheet(tmp_path, f"Study,Kind\n{rows}Roe 2021,Other: a bell; a whistle\n"))
    choices = {row["value"]: row["counts_as"] for row in rows_of(review / "choices.csv")}
    assert choices == {"app": "", "web": "", "Other": "", "Other: a bell; a whistle": "Other"}
    assert answers(review, "about_id")[("Roe2021",)] == "Other: a bell; a whistle"


def test_the_list_of_questions_says_what_each_is(tmp_path):
    _, notes = taken(tmp_path, sheet(tmp_path, "Study,Sample size,Why\nDoe 2020,20,a\nRoe 2021,30,b\n"))
    assert notes[1].startswith("Questions (2): name, type, answered, different")
    assert notes[2].split() == ["participants_n", "number", "2", "2", "20", "|", "30"]


def test_headings_that_recur_are_questions_of_their_own_and_stay_so(tmp_path):
    text = "Study,Note on it,Note on it\nDoe 2020,a thing,another\n"
    review, _ = taken(tmp_path, sheet(tmp_path, text))
    assert answers(review, "question_id") == {("note_it",): "a thing", ("note_it_2",): "another"}
    extraction.add(review, sheet(tmp_path, text.replace("another", "a third"), "again.csv"))
    assert answers(review, "question_id") == {("note_it",): "a thing", ("note_it_2",): "a third"}


def test_a_name_is_of_one_question(tmp_path):
    text = "Study,Design,Sort\nDoe 2020,a thing,another\n"
    review, _ = taken(tmp_path, sheet(tmp_path, text))
    other, _ = taken(tmp_path, sheet(tmp_path, "Study,Design\nDoe 2020,so\n", "b.csv"), about="study")
    assert questions(other) == {"design": "text", "sort": "text", "design_2": "text"}
    add = extraction.add
    for columns in ("sort=Design", "x=Design,x=Sort", "locator=Sort"):
        about = "study" if columns == "sort=Design" else "report"
        assert (
            refused(add, review, sheet(tmp_path, text, "c.csv"), columns=columns, about=about)[0][0]
            == "IMPT-005"
        )
