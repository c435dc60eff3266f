"""The process that runs claims: what it says to each query, and that its tables can be read and nothing else."""

import json
import subprocess
import sys

import duckdb
import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, table
from packages.claims import tables_of

from reviewbook.claims import asking, child


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return made(tables_of(OPENED[SYNTHETIC]), tmp_path_factory.mktemp("child"))


def made(tables, folder):
    """The database that is made of tables as they are handed over."""
    child.write(folder / "review.duckdb", asking.hand_over(tables, folder))
    return folder / "review.duckdb"


def test_the_database_itself_opens_no_file_whatever_is_asked_of_it(file, tmp_path):
    """The second lock, behind the one that lets only SELECT pass."""
    connection = child.opened(str(file), 512)
    with pytest.raises(duckdb.PermissionException):
        connection.execute(f"COPY reports TO '{tmp_path}/out.csv'")
    with pytest.raises(duckdb.Error, match="locked"):
        connection.execute("SET enable_external_access = true")
    with pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("DELETE FROM reports")


CELLS = [
    "a",
    None,
    "",
    'é\n“q” "',
    "not_reported",
    "a\\b",
    "null",
    "1",
    "2019-01-01",
    '{"a": 1}',
    "a\0b",
    "\U0001f600",
    "x" * 10**6,
]
TABLES = {
    "texts": table("id text", *((str(at), cell) for at, cell in enumerate(CELLS))),
    "numbers": pd.DataFrame(
        {
            "n": pd.array([1, None, -(10**15) + 1, 0], dtype="Int64"),
            "x": pd.array([0.1, 1 / 3, None, 1e22], dtype="Float64"),
            "plain": [0.1, float("nan"), 2.0, -0.0],
            "is": [True, False, True, False],
        }
    ),
    "names": table("select a\"b c'd rowid A a", ("1", "2", "3", "4", "5", "6")),
    "none": pd.DataFrame({"n": pd.array([], dtype="Int64"), "text": pd.array([], dtype="string")}),
    "blank": pd.DataFrame({"n": pd.array([None], dtype="Int64"), "text": pd.array([None], dtype="string")}),
}


@pytest.mark.parametrize("rows", [2, 10_000])
def test_the_database_has_every_cell_as_the_tables_have_it(rows, tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "ROWS", rows)
    with duckdb.connect(str(made(TABLES, tmp_path))) as written, duckdb.connect() as direct:
        for name, frame in TABLES.items():
            direct.register(f"frame_{name}", frame)
            direct.execute(f'CREATE TABLE "{name}" AS SELECT * FROM "frame_{name}"')
            for asked in (f'DESCRIBE "{name}"', f'SELECT * FROM "{name}"'):
                assert written.execute(asked).fetchall() == direct.execute(asked).fetchall()
        assert [row[1] for row in written.execute("SELECT * FROM texts").fetchall()] == CELLS


def test_each_query_has_one_line_of_answer_and_a_lack_of_memory_is_the_last(file):
    given = {"database": str(file), "tables": [], "seconds": 10, "memory_mb": 64}
    queries = [
        "SELECT 1, 2",
        "SELECT NULL",
        "SELECT random()",
        "SELECT len(list(i)) FROM range(90000000) t(i)",
        "SELECT 3",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "reviewbook.claims.child"],
        input="".join(json.dumps(line) + "\n" for line in [given, *queries]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        "ready",
        {"number": [1.0, 2.0]},
        {"number": None},
        {"failed": "CLAI-006", "found": "the function random", "quote": False},
        {"over": "memory"},
    ]


def test_functions_that_change_are_those_that_the_database_knows_and_some_that_it_does_not(file):
    names = child.changing(child.opened(str(file), 512))
    assert {"random", "now", "uuid", "current_setting", "version", "query"} <= names
    assert not {"count", "sum", "coalesce", "range", "age", "max"} & names
