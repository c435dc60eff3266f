"""What an earlier import of the same files took, and what it set aside: that alone is tried again."""

from types import SimpleNamespace

from reviewbook.selection.imports.again import Again, line_of


def test_the_line_of_a_row_is_that_of_its_locator():
    assert line_of({"locator": "found.ris, line 12"}) == line_of({"locator": "log.xlsx, row 12"}) == 12
    assert line_of({"locator": "p. 12"}) == line_of({}) == 0


def test_only_what_an_import_set_aside_is_open_once_it_was_made():
    aside = {"import_id": "i1", "line": "3", "entry": "K3"}
    record = {"import_id": "i1", "record_id": "r1", "source_key": "K1", "locator": "a.ris, line 1"}
    rows = {"imports": [{"import_id": "i1"}], "set_aside": [aside], "records": [record], "decisions": []}
    again = Again(
        {"a.ris": "i1", "b.ris": "i2"}, {name: SimpleNamespace(rows=own) for name, own in rows.items()}
    )
    third, first = {"locator": "a.ris, line 3"}, record | {"record_id": ""}
    assert (
        again.is_open("i1", third, "") and again.is_open("i1", first, "K3") and again.is_open("i2", first, "")
    )
    assert not again.is_open("i1", first, "K1")
    assert [again.record("i1", first), again.record("i1", first)] == ["r1", None]
