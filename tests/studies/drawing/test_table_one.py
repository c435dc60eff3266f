"""What the table of characteristics tells of each report."""

from packages import OPENED, SAMPLES, WILLIAMS

from reviewbook.studies.drawing.table_one import COLUMNS, TableOne

TABLE = TableOne(OPENED[WILLIAMS])


def test_with_name_and_rating_there_are_six_columns_at_most():
    assert len(TABLE.heads) + 2 == COLUMNS
    assert TABLE.heads == [
        "Design and data collected",
        "Setting, country, period",
        "Service users",
        "Workers",
    ]


def test_how_many_people_stands_first_and_what_is_not_known_is_told_apart():
    *_, users, workers = TABLE.row("Anttila2008")
    assert users.first == [] and "number" in users.silent["not_reported"]
    assert [line.text for line in workers.first] == ["56"]
    assert TABLE.people("Anttila2008") == {"Service users": "not_reported", "Workers": "56"}


def test_a_label_that_the_column_says_already_is_left_out():
    design, place, *_ = TABLE.row("Anttila2008")
    assert [line.label for line in design.lines] == ["", "", "", "Source of qualitative data"]
    assert [line.text for line in place.first] == ["Norway", "2005 to 2006"]
    assert [line.label for line in place.lines] == [""]


def test_a_review_without_a_form_tells_what_is_usual():
    table = TableOne(OPENED[SAMPLES])
    assert table.heads[:2] == ["Design and data", "Setting, country, period"] and table.left == []
    assert table.people("Both2020") == {"People with back pain": "52", "Exercise workers": "not_reported"}
