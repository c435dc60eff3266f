"""The tables of a page, read from its MyST."""

from reviewbook.page.grid import absent, folded, grid, in_place, nothing, page
from reviewbook.press.manuscript.tables import is_absent, tables


def test_a_grid_comes_back_as_text_with_its_caption_name_and_notes():
    text = grid(["Report", "n"], [["{cite:t}`A`", "1,204"], ["B", "x<br>y"]], caption="Of 2", name="tbl-of")
    (one,) = tables(f"First.\n\n{text}\n\nA note.\n", lambda role, content: f"{content} 2008")
    assert (one.caption, one.name, one.head) == ("Of 2", "tbl-of", ("Report", "n"))
    assert one.rows == (("A 2008", "1,204"), ("B", "x\ny"))
    assert (one.before, one.notes) == (("First.",), ("A note.",))


def test_folded_tables_and_several_in_one_output_are_each_found():
    two = [grid(["a", "b"], [["1", "2"]], caption=f"Table {at}", name=f"t{at}") for at in (1, 2)]
    assert [one.caption for one in tables(f"{two[0]}\n\n{folded('More', two[1])}")] == ["Table 1", "Table 2"]


def test_a_table_of_pipes_is_read_too():
    (one,) = tables(":::{table} Marks\n:name: m\n\n| Mark | Says |\n| --- | --- |\n| `a \\| b` | c |\n:::\n")
    assert (one.head, one.rows) == (("Mark", "Says"), (("a | b", "c"),))


def test_a_line_in_place_of_a_table_is_no_table():
    (one,) = tables(in_place("Not counted.", caption="New codes", name="x").data)
    assert one.is_missing and one.rows == (("Not counted.",),)


def test_what_holds_lines_in_place_of_what_is_not_there_alone_is_absent():
    line = nothing("This review gives no sources (table `sources`).")
    assert is_absent(page(line).data)
    assert is_absent(in_place(line, caption="Sources", name="s").data)
    assert not is_absent(page(line, "But this.").data)
    assert not is_absent("Nothing of the kind.")
    assert absent is not None
