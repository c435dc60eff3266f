"""Long tables as wide sheets."""

from packages import MEASURES, SYNTHETIC, WILLIAMS, copied, only, open_once, rows_of, set_cell

from reviewbook.review.reading import read
from reviewbook.workbook import sheets, spread


def made(review, **asked):
    r = open_once(review) if review in (SYNTHETIC, MEASURES, WILLIAMS) else read(review)[0]
    found = sheets.of_review(r, wide=spread.SPREADS, **asked).sheets
    return {one.title: one for one in found if one.spread is not None}


def test_a_charter_has_a_sheet_a_kind_of_thing_and_several_have_one_for_the_consensus():
    found = made(SYNTHETIC)
    assert [title for title in found if title.startswith("reports")] == [
        *("reports A1", "reports A2", "reports consensus"),
    ]


def test_every_answer_about_a_thing_stands_in_a_cell():
    answers = rows_of(SYNTHETIC / "answers.csv")
    held = {
        (one.spread.fixed["charter"], row[one.key[0]], question, part): row[name]
        for one in made(SYNTHETIC).values()
        if one.table == "answers"
        for row in one.rows
        for name, (question, part) in one.spread.parts.items()
        if row[name]
    }
    wanted = {
        (row["charter"], row["about_id"], row["question_id"], part): row[part]
        for row in answers
        for part in ("value", "comment", "locator")
        if row[part]
    }
    assert held == wanted and len(wanted) > 50


def test_a_question_of_several_choices_says_so_and_labels_are_those_of_the_form():
    columns = {one.name: one for one in made(SYNTHETIC)["reports A1"].columns}
    assert columns["equipment"].several and columns["equipment"].label == "Equipment"
    assert columns["blinding"].listed == ("yes", "no", "unclear")
    assert columns["blinding locator"].aside and not columns["blinding locator"].due
    assert columns["blinding"].due
    assert not any(one.due for one in made(SYNTHETIC)["reports consensus"].columns)


def test_who_will_chart_gets_an_empty_sheet(tmp_path):
    review = only("questions", "choices", "reports", to=tmp_path)
    assert made(review) == {}
    found = made(review, charters=["CD"])
    assert list(found) == ["reports CD"]
    assert {
        cell for row in found["reports CD"].rows for name, cell in row.items() if name != "report_id"
    } == {""}
    assert "reports consensus" in made(review, charters=["CD", "EF"])


def test_an_appraiser_has_a_sheet_a_tool_with_the_criteria_of_the_tool():
    found = made(SYNTHETIC)
    one = found["mmat-2018 AA"]
    criteria = [column for column in one.columns if not column.aside and not column.key]
    assert [column.name for column in criteria][:4] == ["S1", "S2", "1.1", "1.2"]
    assert criteria[0].listed == ("yes", "no", "cannot_tell") and "Screening: " in criteria[0].label
    answers = rows_of(SYNTHETIC / "appraisals.csv")
    held = sum(bool(row[name]) for sheet in found.values() if sheet.table == "appraisals" for row in sheet.rows
               for name, part in sheet.spread.parts.items() if part.column == "answer")  # fmt: skip
    assert held == len(answers)


def test_a_tool_that_cannot_be_read_leaves_the_table_as_it_is(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    for row in range(2, len(rows_of(review / "appraisals.csv")) + 2):
        set_cell(review / "appraisals.csv", "tool", "of-nobody", row=row)
    assert not any(one.table == "appraisals" for one in made(review).values())
    found = sheets.of_review(read(review)[0], wide=spread.SPREADS).sheets
    assert [one.title for one in found if one.table == "appraisals"] == ["appraisals"]
