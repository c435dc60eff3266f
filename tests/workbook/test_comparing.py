"""What was changed in a workbook, in the tables, and in both."""

from reviewbook.workbook.comparing import compared
from reviewbook.workbook.meaning import Cell
from reviewbook.workbook.noting import Noted
from reviewbook.workbook.reading import Page, Row
from reviewbook.workbook.sheets import Column, Sheet

NAMES = ("note_id", "text", "n")
COLUMNS = (
    Column("note_id", {"name": "note_id", "type": "string"}, key=True),
    Column("text", {"name": "text", "type": "string"}),
    Column("n", {"name": "n", "type": "integer"}),
)


def rows(*cells: tuple) -> list[dict[str, str]]:
    return [dict(zip(NAMES, row, strict=True)) for row in cells]


def done(before: list[tuple], now: list[tuple], given: list[tuple], *, key: tuple = NAMES[:1]):
    """What a page with these rows brings; the columns of each are those of `NAMES`."""
    columns = tuple(Column(one.name, one.field, key=one.name in key) for one in COLUMNS)
    sheet = Sheet("sources", "sources", "sources", "", columns, rows(*now))
    page = Page(
        Noted("sources", "sources", "sources", list(NAMES), len(key), rows(*before)),
        "sources",
        {name: at for at, name in enumerate(NAMES)},
    )
    for number, cells in enumerate(given, 2):
        page.rows.append(Row(number, {name: Cell(cell) for name, cell in zip(NAMES, cells, strict=True)}))
    return compared("a.xlsx", sheet, page)


def changes(found) -> list[tuple]:
    return [(one.place, one.was, one.becomes) for one in found.changes]


def problems(found) -> list[tuple]:
    return [(one.code, one.field, one.found, one.expected) for one in found.problems]


ONE = [("a", "x", "1"), ("b", "y", "2")]


def test_what_nobody_changed_brings_nothing():
    found = done(ONE, ONE, [("b", "y", 2), ("a", "x", "1")])
    assert (changes(found), found.added, found.removed, problems(found), found.same) == ([], [], [], [], 4)


def test_a_cell_that_one_side_changed_is_taken_from_that_side():
    now = [("a", "x", "1"), ("b", "since", "2")]
    found = done(ONE, now, [("a", "typed", "1"), ("b", "y", "2")])
    assert changes(found) == [("sources!B2", "x", "typed")] and problems(found) == []


def test_a_cell_that_both_changed_alike_is_no_change_and_otherwise_a_problem():
    now = [("a", "since", "1"), ("b", "y", "3")]
    found = done(ONE, now, [("a", "typed", "1"), ("b", "y", "3")])
    assert changes(found) == []
    assert problems(found) == [
        ("WORK-005", "sources!B2", '"typed", where "x" stood', '"since", as sources.csv has it since'),
    ]


def test_a_row_that_is_new_is_added_and_one_that_both_added_is_compared():
    found = done([], [("b", "", "2")], [("c", "new", ""), ("b", "words", "2")])
    assert found.added == [(2, {"note_id": "c", "text": "new", "n": ""})]
    assert changes(found) == [("sources!B3", "", "words")]
    assert problems(done([], [("b", "y", "2")], [("b", "other", "2")]))[0][0] == "WORK-005"


def test_a_row_that_is_gone_from_the_sheet_is_told_and_so_is_a_change_of_it_since():
    assert done(ONE, ONE, [("b", "y", "2")]).removed == [("a",)]
    found = done(ONE, [("a", "since", "1"), ("b", "y", "2")], [("b", "y", "2")])
    assert found.removed == [] and [one[:3] for one in problems(found)] == [
        ("WORK-005", "sources", "no row of a, which was changed in sources.csv since"),
    ]


def test_a_row_that_is_gone_from_the_table_stays_gone_unless_it_was_changed():
    assert problems(done(ONE, ONE[:1], ONE)) == []
    assert [one[:2] for one in problems(done(ONE, ONE[:1], [*ONE[:1], ("b", "typed", "2")]))] == [
        ("WORK-005", "sources!A3"),
    ]


def test_two_rows_of_one_key_and_a_row_without_one_are_problems():
    found = done(ONE, ONE, [*ONE, ("a", "again", ""), ("", "lost", "")])
    assert problems(found) == [
        ("WORK-003", "sources!A5", 'no note_id beside "lost"', "the note_id of the row"),
        ("WORK-003", "sources!A4", "a again, as in row 2", "a row each"),
    ]


def test_an_identifier_that_became_a_number_is_named_and_is_no_new_row():
    found = done([("007", "x", "1")], [("007", "x", "1")], [(7, "x", "1")])
    assert [one[:3] for one in problems(found)] == [
        ("WORK-004", "sources!A2", 'the number 7, where "007" stood')
    ]
    found = done([("7", "x", "1")], [("7", "x", "1")], [(7, "typed", 1)])
    assert changes(found) == [("sources!B2", "x", "typed")] and problems(found) == []


def test_rows_that_share_a_key_as_a_part_of_it_is_not_charted_yet_are_compared_in_their_order():
    twice = [("a", "", "1"), ("a", "", "2")]
    found = done(twice, twice, [("a", "", "1"), ("a", "", "5")], key=("note_id", "text"))
    assert changes(found) == [("sources!C3", "2", "5")] and problems(found) == []


def test_several_faults_of_a_row_are_told_at_once():
    found = done(ONE, ONE, [("a", True, 10**16), ("b", "y", "2")])
    assert [one[:2] for one in problems(found)] == [("WORK-004", "sources!B2"), ("WORK-004", "sources!C2")]
