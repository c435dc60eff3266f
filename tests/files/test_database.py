"""SQLite databases from strangers: opened to be read alone."""

import sqlite3
from contextlib import closing

import pytest

from reviewbook.files import database
from reviewbook.review.problems import ReviewProblems


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a study.sqlite3"
    with closing(sqlite3.connect(path)) as base:
        base.executescript("CREATE TABLE codes (id, name); INSERT INTO codes VALUES (2, 'b'), (1, 'a')")
    return path


def opened(file, *tables):
    return database.opened(file, tables=tables or ("codes",), what="a study")


def refused(file, *tables) -> list[str]:
    with pytest.raises(ReviewProblems) as wrong, opened(file, *tables):
        pass
    return [problem.code for problem in wrong.value.problems]


def test_rows_come_in_the_order_asked_for_and_lack_a_column_as_older_versions_do(file):
    with opened(file) as base:
        rows = database.rows(base, "codes", "id")
    assert [(row["id"], row["name"], row["colour"]) for row in rows] == [(1, "a", None), (2, "b", None)]


def test_a_table_that_is_not_there_has_no_rows(file):
    with opened(file) as base:
        assert database.rows(base, "cases") == []


def test_text_that_is_no_utf_8_is_read_all_the_same(file):
    with closing(sqlite3.connect(file)) as base:
        base.execute("INSERT INTO codes VALUES (3, CAST(x'47FC' AS TEXT))")
        base.commit()
    with opened(file) as base:
        assert database.rows(base, "codes", "id")[2]["name"] == "G\ufffd"


def test_cells_are_what_their_columns_are_for(file):
    with closing(sqlite3.connect(file)) as base:
        base.execute("INSERT INTO codes VALUES (' 3 ', 4.5)")
        base.execute("INSERT INTO codes VALUES (4.0, NULL)")
        base.commit()
    with opened(file) as base:
        tables = {"codes": database.rows(base, "codes", "rowid")}
    kinds = {"id": int, "name": str, "colour": str}
    typed = database.typed(tables, file="s", kinds=kinds, keys={"codes": "id"})
    assert [(row["id"], row["name"], row["colour"]) for row in typed["codes"]] == [
        (2, "b", None),
        (1, "a", None),
        (3, "4.5", None),
        (4, None, None),
    ]


def test_every_cell_of_another_kind_is_named_and_every_key_that_is_none_of_its_own(file):
    cells = [(b"\x00", b"\x00", b"\x00"), ("x", 1, "nan"), (None, "a", "1e300"), (1, "a", 1.5)]
    tables = {"codes": [database.Row(id=key, name=name, at=at) for key, name, at in cells]}
    with pytest.raises(ReviewProblems) as wrong:
        kinds = {"id": int, "name": str, "at": int}
        database.typed(tables | {"more": tables["codes"][3:]}, file="s", kinds=kinds, keys={"codes": "id"})
    assert {problem.code for problem in wrong.value.problems} == {"QDAF-021"}
    assert [(p.file, p.row, p.field, p.found) for p in wrong.value.problems] == [
        ("s, table codes", 1, "at", "bytes"),
        ("s, table codes", 1, "id", "bytes"),
        ("s, table codes", 1, "name", "bytes"),
        ("s, table codes", 2, "at", '"nan"'),
        ("s, table codes", 2, "id", '"x"'),
        ("s, table codes", 3, "at", '"1e300"'),
        ("s, table codes", 3, "id", "nothing"),
        ("s, table codes", 4, "at", '"1.5"'),
        ("s, table more", 1, "at", '"1.5"'),
    ]
    assert database.typed({"codes": [database.Row(at=1.5)]}, file="s", kinds={"at": float}, keys={}) == {
        "codes": [{"at": 1.5}]
    }


def test_nothing_is_written_to_it_nor_beside_it(file):
    before = file.read_bytes()
    with opened(file) as base, pytest.raises(sqlite3.OperationalError):
        base.execute("DELETE FROM codes")
    assert (file.read_bytes(), list(file.parent.iterdir())) == (before, [file])


def test_what_is_none_or_another_or_damaged_is_refused(file, tmp_path):
    assert refused(tmp_path / "gone") == ["QDAF-001"]
    (tmp_path / "text").write_bytes(b"no database")
    assert refused(tmp_path / "text") == ["QDAF-020"]
    assert refused(file, "codes", "cases") == ["QDAF-020"]
    file.write_bytes(file.read_bytes()[:100] + bytes(9000))
    assert refused(file) == ["QDAF-001"]


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_database_with_changes_beside_it_is_not_all_there(file, ending):
    file.with_name(file.name + ending).write_bytes(b"changes")
    assert refused(file) == ["QDAF-001"]


def test_a_database_beyond_the_bounds_is_refused_with_what_was_met(file, monkeypatch):
    def said() -> str:
        with pytest.raises(ReviewProblems) as wrong, opened(file) as base:
            database.rows(base, "codes")
        (problem,) = wrong.value.problems
        assert problem.code == "QDAF-003"
        return f"{problem.found}, {problem.expected}"

    monkeypatch.setattr(database, "MOST_ROWS", 1)
    assert said() == '2 rows and more in the table "codes", at most 1 rows'
    monkeypatch.undo()
    monkeypatch.setattr(database, "MOST_CHARACTERS", 1000)
    with closing(sqlite3.connect(file)) as base:
        base.execute("ALTER TABLE codes ADD grown AS (hex(zeroblob(1000)))")
    assert said() == "a value of more than 1,000 bytes, shorter ones"
    monkeypatch.setattr(database, "LARGEST", 100)
    assert said() == f"a database of {file.stat().st_size:,} bytes, at most 100 bytes"
