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
        "[This review gives no records found (table `records`) or screening decisions (table `decisions`).]{.rb-absent}"
    )


def test_a_table_without_a_row_is_a_note_that_references_still_lead_to():
    text = grid.grid(["A", "B"], [], caption="What", name="tbl-x")
    assert text == (
        ":::{list-table} What\n:name: tbl-x\n:class: rb-table rb-missing\n\n"
        "* - The review has nothing yet for a row of this table.\n:::"
    )
    assert ":header-rows:" in grid.grid(["A", "B"], [], caption="What", name="tbl-x", total=["In all", "0"])


def test_a_column_of_which_no_row_is_charted_is_left_out_and_said_once():
    rows = [["x", grid.BLANK, "1", grid.BLANK], ["y", grid.BLANK, grid.BLANK, grid.BLANK]]
    text = grid.grid(
        ["A", "B", "C", "D"], rows, caption="c", name="d", widths=[1, 2, 3, 4], total=["In all", "", "1", ""]
    )
    assert [cell for cell in "ABCD" if f"- {cell}\n" in text] == ["A", "C"]
    assert ":widths: 1 3\n" in text and "* - In all\n  - 1\n" in text
    assert text.endswith("Not charted yet: B and D.") and text.count("ot charted yet") == 2


def test_a_column_that_may_be_charted_further_down_stays():
    text = grid.grid(["A", "B"], ([str(n), grid.BLANK] for n in range(300)), caption="c", name="d")
    assert "  - B\n" in text and "Not charted yet" not in text


def test_of_several_tables_one_that_is_there_is_enough():
    review = OPENED[SYNTHETIC]
    bare = only(review, ratings=review.ratings[:0])
    assert grid.absent_all(bare, "ratings", "appraisals") is None
    bare = only(bare, appraisals=review.appraisals[:0])
    assert "(table `ratings`) or appraisal answers" in grid.absent_all(bare, "ratings", "appraisals")


def test_a_column_is_not_charted_where_every_cell_is_blank():
    review = OPENED[SYNTHETIC]
    assert grid.uncharted(review, "reports.country", "studies.country") is None
    blank = only(review, reports=review.reports.assign(design=None, year=None, year_as_charted=""))
    assert (
        grid.uncharted(blank, "reports.design", "reports.year")
        == "[Not charted yet of any report: design or year.]{.rb-absent}"
    )
    silent = only(review, reports=review.reports.assign(year=None, year_as_charted="not_reported"))
    assert grid.uncharted(silent, "reports.year") is None  # somebody looked
