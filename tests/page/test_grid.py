"""A table as MyST: its caption, its name, its header cells."""

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
