"""The process that runs claims: what it says to each query, and that its tables can be read and nothing else."""

import json
import subprocess
import sys

import duckdb
import pytest
from packages import OPENED, SYNTHETIC
from packages.claims import tables_of

from reviewbook.claims import asking, child


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    file = tmp_path_factory.mktemp("child") / "review.duckdb"
    asking._write(file, tables_of(OPENED[SYNTHETIC]))
    return file


def test_the_database_itself_opens_no_file_whatever_is_asked_of_it(file, tmp_path):
    """The second lock, behind the one that lets only SELECT pass."""
    connection = child.opened(str(file), 512)
    with pytest.raises(duckdb.PermissionException):
        connection.execute(f"COPY reports TO '{tmp_path}/out.csv'")
    with pytest.raises(duckdb.Error, match="locked"):
        connection.execute("SET enable_external_access = true")
    with pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("DELETE FROM reports")


def test_each_query_has_one_line_of_answer_and_a_lack_of_memory_is_the_last(file):
    queries = [
        "SELECT 1, 2",
        "SELECT NULL",
        "SELECT random()",
        "SELECT len(list(i)) FROM range(90000000) t(i)",
        "SELECT 3",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "reviewbook.claims.child", str(file), "10", "64"],
        input="".join(json.dumps(query) + "\n" for query in queries),
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
