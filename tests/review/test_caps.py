"""How large a table may be: what is larger is told with the cap, the number that was met and its place, and nothing of it is read."""

import os

import pytest
from packages import SYNTHETIC, only, rows_of

from reviewbook.check import still_open
from reviewbook.files.ledger import Table
from reviewbook.review import caps
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import read


def told(folder) -> list[tuple]:
    problems = [one for one in read(folder)[1] if one.code == "TABL-014"]
    assert len(read(folder)[0].editions) == 0 or not problems
    return [(one.row, one.field, one.found, one.expected) for one in problems]


@pytest.fixture
def folder(tmp_path):
    return only("editions", to=tmp_path)


def noted(folder, *notes: str, mark: str = ",") -> None:
    """editions.csv with one row a note."""
    lines = [mark.join(["edition", "published", "searched_to", "note", "locator"])]
    lines += [mark.join([f"{n}.0", "2020", "2019", note, "x"]) for n, note in enumerate(notes)]
    (folder / "editions.csv").write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_cell_of_as_many_characters_as_the_cap_is_read_and_one_more_is_told_with_its_place(folder, mark):
    noted(folder, "a", "é" * 1_000_000, mark=mark)
    assert told(folder) == [] and len(read(folder)[0].editions) == 2
    noted(folder, "a", "é" * 1_000_001, "b", "c" * 1_500_000, mark=mark)
    expected = "at most 1,000,000 characters"
    assert told(folder) == [
        (3, "note", "a cell of 1,000,001 characters", expected),
        (5, "note", "a cell of 1,500,000 characters", expected),
    ]


def test_of_many_cells_that_are_too_long_some_are_told_and_one_beyond_measure_by_its_row(folder, monkeypatch):
    monkeypatch.setattr(caps, "CHARACTERS", 20)
    monkeypatch.setattr(caps, "MEASURED", 40)
    noted(folder, *["x" * 30] * 50)
    assert len(told(folder)) == 20
    noted(folder, "x", "x" * 50)
    assert told(folder) == [(3, None, "a cell of more than 40 characters", "at most 20 characters")]


def test_a_heading_that_is_too_long_is_told(folder):
    file = folder / "editions.csv"
    file.write_text("x" * 1_000_001 + "\n" + file.read_text("utf-8"), "utf-8")
    assert told(folder) == [
        (1, None, "a cell of more than 1,000,000 characters", "at most 1,000,000 characters")
    ]


def test_rows_beyond_the_cap_are_told(folder, monkeypatch):
    monkeypatch.setattr(caps, "ROWS", 3)
    noted(folder, "a", "b", "c")
    assert told(folder) == []
    noted(folder, "a", "b", "c", "d")
    assert told(folder) == [(None, None, "more than 3 rows", "at most 3 rows")]


def test_columns_beyond_the_cap_are_told_once_and_blank_ones_at_the_end_do_not_count(folder):
    file = folder / "editions.csv"
    header, *rows = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([header + "," * 2000, *rows]), "utf-8")
    assert told(folder) == []
    file.write_text("\n".join([header + "".join(f",x{n}" for n in range(996)), *rows]), "utf-8")
    assert told(folder) == [(1, None, "1,001 columns", "at most 1,000 columns")]


def test_a_file_of_more_bytes_than_the_cap_is_not_even_opened(folder, monkeypatch):
    file = folder / "editions.csv"
    os.truncate(file, 2 * 10**9 + 1)  # takes no room
    assert told(folder) == [(None, None, "a file of 2,000,000,001 bytes", "at most 2,000,000,000 bytes")]


def test_a_draft_reads_nothing_of_a_table_that_is_too_large_and_tells_it_once(tmp_path):
    folder = only("editions", to=tmp_path)
    os.truncate(folder / "editions.csv", 2 * 10**9 + 1)
    now = still_open(folder)
    assert [one.code for one in now.problems].count("TABL-014") == 1
    assert len(now.review.editions) == 0


def test_an_import_writes_no_cell_that_no_check_would_read():
    table = Table("editions", list(rows_of(SYNTHETIC / "editions.csv")[0]), [])
    table.add([{"note": "x" * 1_000_000}])
    with pytest.raises(
        ReviewProblems, match=r"TABL-014  editions\.csv, field note: found a cell of 1,000,001 char"
    ):
        table.add([{"note": "x" * 1_000_001}])
    assert len(table.rows) == 1
