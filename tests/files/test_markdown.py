"""Tables as plain Markdown."""

from reviewbook.files.markdown import rows_of


def test_a_table_has_its_head_a_rule_and_its_rows_and_no_cell_is_parted():
    assert rows_of(["Rule", "Is"], [["a", "b|c"], ["d", ""]]) == [
        "| Rule | Is |",
        "| --- | --- |",
        "| a | b\\|c |",
        "| d |  |",
    ]
