"""The journal of imports: what is noted of a table, whatever the order in which files came."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.examples import examples

from reviewbook.files import journal
from reviewbook.files.journal import Journal, digest, key_of
from reviewbook.files.ledger import Table
from reviewbook.review.problems import ReviewProblems

DECIDED = {"record_id": "R1", "reviewer": "AA", "stage": "full_text", "decision": "include", "turn": "1"}


def came(*rows: dict[str, str], table: str = "decisions") -> Table:
    made = Table(table, [], [])
    made.add([dict(row) for row in rows])
    return made


def test_a_row_is_known_by_its_key_without_its_turn():
    assert key_of("decisions", DECIDED) == key_of("decisions", DECIDED | {"turn": "2"}) == "R1, AA, full_text"


@given(row=st.dictionaries(st.text(max_size=3), st.text(max_size=3)))
@examples(40)
def test_a_digest_is_another_where_a_cell_says_another_thing(row):
    assert digest(row) == digest(row | {"more": "", "column": "not_applicable"})
    for name in row.keys() - {"turn"}:
        assert digest(row) != digest(row | {name: f"{row[name]}x"})


def test_the_order_in_which_files_came_leaves_no_trace():
    parts = [
        came(DECIDED | {"import_id": "i1"}),
        came(DECIDED | {"import_id": "i2", "turn": "2", "decision": "maybe"}),
        came({"record_id": "R1", "title": "One", "import_id": "i3"}, table="records"),
    ]
    told = set()
    for order in permutations(parts):
        noted = Journal()
        for part in order:
            noted.before(part.name, lambda: None)
            noted.add(part, (), ["A"])
        told.add(noted.written())
    assert len(told) == 1


def test_what_is_written_is_read_again_and_nothing_is_written_of_nothing(tmp_path):
    noted = Journal()
    assert noted.written() is None
    noted.before("decisions", lambda: {"header": ["record_id"]})
    noted.add(came(DECIDED | {"import_id": "i1"}), (), [])
    (tmp_path / journal.FILE).write_bytes(noted.written())
    again = journal.read(tmp_path)
    assert again == noted and again.has_part_in("decisions") and not again.has_part_in("records")
    assert journal.read(tmp_path / "elsewhere") == Journal()


def test_rows_of_other_imports_alone_are_known_from_them():
    noted = Journal()
    noted.add(came({"record_id": "R1", "import_id": "i1"}, table="records"), (), [])
    noted.know({"i2": {"records": ["R1", "R2"]}, "i1": {"records": ["R1"]}})
    assert (noted.notes["i2"].known, noted.notes["i1"].known) == ({"records": ["R1"]}, {})


@pytest.mark.parametrize("text", ["", "[]", '{"before": {}, "imports": {"i1": {"colour": 1}}}'])
def test_a_file_that_is_no_journal_is_told(tmp_path, text):
    (tmp_path / journal.FILE).write_text(text)
    with pytest.raises(ReviewProblems, match="IMPT-016"):
        journal.read(tmp_path)


def test_any_bytes_are_kept_as_they_are():
    data = bytes(range(256))
    assert journal.bytes_of(journal.text_of(data)) == data
