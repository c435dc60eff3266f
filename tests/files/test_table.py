"""The rows of a table in a foreign file, read kindly to what programs and people make of one."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbook.files.table import (
    LONGEST,
    Rows,
    Unpaired,
    beginning,
    filled,
    fitted,
    named_once,
    text_of,
)
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.rows import mark_of

TABLE = [["id", "name", "note"], ["1", "Ann", "a, b; c"], ["2", "Bob", "two\nlines"]]


def as_text(rows, mark=",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
    return out.getvalue()


def known(cells) -> int:
    return len({"id", "name", "note"} & {cell.casefold() for cell in cells})


def read(text: str, **options) -> list[list[str]]:
    return [row.cells for row in Rows(text, mark=mark_of(text, known), **options)]


@pytest.mark.parametrize("mark", ",;\t|")
def test_cells_are_parted_by_whichever_mark_gives_the_names_that_are_known(mark):
    assert read(as_text(TABLE, mark)) == TABLE


def test_a_first_line_that_says_what_parts_the_cells_is_believed_and_is_no_row():
    text = "sep=;\n" + as_text(TABLE, ";")
    assert mark_of(text) == ";"
    rows = Rows(text, mark=";")
    assert [(row.line, row.number) for row in rows] == [(2, 1), (3, 2), (4, 3)]
    rows.back_to()
    assert [(row.line, row.number) for row in rows] == [(2, 1), (3, 2), (4, 3)]


def test_rows_have_their_line_their_number_and_their_text():
    text = "a title\n\n" + as_text(TABLE) + "3,Cy,end\n"
    rows = list(Rows(text, mark=","))
    assert [(row.line, row.number, row.cells[0]) for row in rows] == [
        (1, 1, "a title"),
        (3, 3, "id"),
        (4, 4, "1"),
        (5, 5, "2"),
        (7, 6, "3"),
    ]
    assert rows[3].raw == '2,Bob,"two\nlines"'


def test_blank_rows_and_blanks_around_cells_do_not_count():
    assert read("\n , ,\n id , name \n\n1, Ann \n") == [["id", "name"], ["1", "Ann"]]


def test_an_open_quotation_mark_costs_its_own_row_alone():
    rows = Rows('id,name\n1,"Ann\n2,Bob\n3,Cy\n', mark=",")
    header = next(iter(rows))
    rows.width = 2
    assert header.cells == ["id", "name"]
    assert [row.cells for row in rows] == [["1", "Ann"], ["2", "Bob"], ["3", "Cy"]]


def test_an_open_quotation_mark_before_many_rows_is_not_looked_for_again_and_again():
    text = 'id,name\n1,"open\n' + "2,b\n" * (3 * LONGEST)
    rows = Rows(text, mark=",")
    next(iter(rows))
    rows.width = 2
    assert sum(1 for _ in rows) == 3 * LONGEST + 1


def test_exact_rows_keep_their_blanks_and_must_have_quotation_marks_in_pairs():
    assert list(Rows("Code,Memo\n  child , m\n", mark=",", exact=True))[1].cells == ["  child ", " m"]
    with pytest.raises(Unpaired) as wrong:
        list(Rows('a,b\n"one\ntwo",2\n3,"open\n', mark=",", exact=True))
    assert wrong.value.number == 3


def test_one_may_go_back_to_a_row_and_read_on_behind_it():
    rows = Rows(as_text(TABLE), mark=",")
    first = beginning(rows)
    assert list(rows) == []
    rows.back_to(first[0])
    rows.width = 3
    again = list(rows)
    assert again == first[1:]
    rows.back_to()
    assert list(rows) == first


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", "b", "", " "], ["a", "b"]),
        (["a", "b", "c"], None),
        (["a"], ["a", ""]),
        ([], None),
    ],
)
def test_a_row_is_fitted_to_its_header_where_nothing_but_blanks_is_too_much_or_missing(cells, wanted):
    assert fitted(cells, 2, least=1) == wanted


def test_cells_count_up_to_the_last_that_holds_anything():
    assert (filled(["a", "", "b", " "]), filled([" ", ""]), filled([])) == (3, 0, 0)


def test_names_of_a_header_that_come_again_get_their_number():
    assert named_once(["a", "", "a", "", "A"]) == ["a", "", "a (2)", " (2)", "A"]


def test_a_file_that_begins_as_another_kind_is_refused_with_the_caller_s_code(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("\n\nTY  - JOUR\n", "utf-8")
    with pytest.raises(ReviewProblems) as refused:
        text_of(file, code="DECI-003", expected="a table")
    assert [(p.code, p.found, p.expected) for p in refused.value.problems] == [
        ("DECI-003", "a file of another kind: ris", "a table")
    ]
    file.write_bytes("id,Größe\n".encode("cp1252"))
    assert text_of(file, code="DECI-003", expected="a table") == ("id,Größe\n", "cp1252")


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8).map(str.strip)
ANY = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6)


@given(ANY, st.sampled_from(",;\t|"))
def test_what_was_written_is_read_again_whatever_parts_it(rows, mark):
    written = [["id", "name", "note"], *(row for row in rows if any(row))]
    text = as_text(written, mark)
    assert read(text) == [[cell.strip() for cell in row] for row in written]


@pytest.mark.parametrize("exact", [False, True])
def test_a_cell_is_read_whole_though_another_table_was_read_before(exact):
    rows = Rows("id,note\n1," + "x" * 300_000 + "\n", mark=",", exact=exact)
    csv.field_size_limit(1000)
    assert [len(row.cells[1]) for row in rows] == [4, 300_000]
