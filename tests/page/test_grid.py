"""A table as MyST: its caption, its name, its header cells."""

from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.page import grid


def test_a_table_of_one_column_has_no_header_column():
    assert ":stub-columns:" not in grid.grid(["A"], [["b"]], caption="c", name="d")
    assert ":stub-columns: 1" in grid.grid(["A", "B"], [["b", "c"]], caption="c", name="d")


def test_a_table_has_caption_name_and_row_headers():
    text = grid.grid(["A", "B"], [["x", "1"]], caption="What", name="tbl-x", css="rb-sticky")
    assert text.splitlines()[:5] == [
        ":::{list-table} What",
        ":name: tbl-x",
        ":header-rows: 1",
        ":stub-columns: 1",
        ":class: rb-table rb-sticky",
    ]


def test_several_tables_that_are_left_out_are_said_to_be_neither_one_nor_the_other():
    review = OPENED[SYNTHETIC]
    bare = only(review, records=review.records[:0], decisions=review.decisions[:0])
    assert grid.absent(bare, "records", "decisions", "reports") == (
        "This review gives no records found (table `records`) or screening decisions (table `decisions`)."
    )


def test_a_table_without_a_row_is_a_note_that_references_still_lead_to():
    text = grid.grid(["A", "B"], [], caption="What", name="tbl-x")
    assert text == (
        ":::{list-table} What\n:name: tbl-x\n:class: rb-table rb-missing\n\n"
        "* - Nothing that is charted makes a row of this table.\n:::"
    )
    assert ":header-rows:" in grid.grid(["A", "B"], [], caption="What", name="tbl-x", total=["In all", "0"])
