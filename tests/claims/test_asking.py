"""Queries of claims: they read the review's tables and nothing else, within a limit, and give the same every time."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC, table
from packages.claims import tables_of
from packages.examples import examples

from reviewbook.claims import asking
from reviewbook.claims.asking import Limits, QueryFailed


@pytest.fixture(scope="module")
def database():
    with asking.Database(tables_of(OPENED[SYNTHETIC])) as opened:
        yield opened


# --- what a query may do


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT count(*) FROM reports", (5, 5)),
        ("SELECT count(*) FROM reports;", (5, 5)),
        ("WITH x AS (SELECT 3 AS n) SELECT n FROM x", (3, 3)),
        ("SELECT 1, 2", (1, 2)),
        ("SELECT 0.1 + 0.2", (pytest.approx(0.3), pytest.approx(0.3))),
        ("SELECT sum(participants_n) FROM studies", (109, 109)),
        ("SELECT sum(participants_n) FROM studies WHERE false", None),
        ("SELECT NULL, 3", None),
        ("SELECT 100.0 * count(*) / (SELECT count(*) FROM reports WHERE false) FROM reports", None),
        ("SELECT 0 / 0", None),
        ("SELECT count(*) FROM checklist WHERE answer = 'reported'", (20, 20)),
    ],
)
def test_a_query_gives_one_number_or_low_and_high_or_nothing(database, query, expected):
    assert database.ask(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM read_csv('{file}')",
        "SELECT count(*) FROM read_csv_auto('{file}')",
        "SELECT count(*) FROM '{file}'",
        "SELECT count(*) FROM read_text('{file}')",
        "SELECT count(*) FROM read_blob('{file}')",
        "SELECT count(*) FROM glob('{folder}/*')",
        "SELECT count(*) FROM read_csv('https://example.org/a.csv')",
        "COPY reports TO '{folder}/out.csv'",
        "COPY reports FROM '{file}'",
        "EXPORT DATABASE '{folder}/out'",
        "ATTACH '{folder}/out.db' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "PRAGMA database_list",
        "CREATE TABLE mine AS SELECT 1",
        "DROP TABLE reports",
        "DELETE FROM reports",
        "UPDATE reports SET year = 1",
        "INSERT INTO editions SELECT * FROM editions",
        "SELECT 1; SELECT 2",
        "SELECT 1; DELETE FROM reports",
        "EXPLAIN SELECT 1",
        "CALL pragma_version()",
        "SELECT count(*) FROM secret",  # a table of the program that asks, not of the review
        "SELECT count(*) FROM nowhere",
        "SELECT colour FROM reports",
        "SELEC 1",
        "",
        "-- nothing",
    ],
)
def test_a_query_that_does_more_than_read_the_tables_is_refused(database, query, tmp_path):
    secret = table("a", (1,))  # noqa: F841 - DuckDB can find variables of the caller, and must not
    (tmp_path / "data.csv").write_text("a\n1\n", "utf-8")
    with pytest.raises(QueryFailed) as refused:
        database.ask(query.format(file=tmp_path / "data.csv", folder=tmp_path))
    assert refused.value.code == "CLAI-002"
    assert [path.name for path in tmp_path.iterdir()] == ["data.csv"]
    assert database.ask("SELECT count(*) FROM reports") == (5, 5)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT report_id FROM reports", "5 rows of 1 columns"),
        ("SELECT 1 WHERE false", "no row"),
        ("SELECT 1, 2, 3", "1 rows of 3 columns"),
        ("SELECT 'many'", "\"('many',)\""),
        ("SELECT DATE '2020-01-01'", '"(datetime.date(2020, 1, 1),)"'),
        ("SELECT 12, 5", "low 12 above high 5"),
    ],
)
def test_a_query_that_gives_no_single_number_is_named(database, query, found):
    with pytest.raises(QueryFailed) as failed:
        database.ask(query)
    assert (failed.value.code, str(failed.value)) == ("CLAI-003", found)


def test_a_query_that_finds_no_row_is_wrong_only_where_all_that_it_names_is_charted():
    query = "SELECT n FROM reports WHERE reference = 44"

    def answer(*references, n=1):
        reports = table("reference n", *[(one, n) for one in references])
        found = asking.answers([query], {"reports": reports, "studies": table("reference", (None,))})[query]
        return found if found is None else getattr(found, "code", found)

    assert answer(44) == (1, 1)
    assert answer(45) == "CLAI-003"
    assert answer(45, None) is None
    assert answer(45, n=None) is None


@examples(20)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_low_and_high_in_the_wrong_order_are_never_taken_for_a_range(database, low, high):
    if low > high:
        with pytest.raises(QueryFailed, match="above"):
            database.ask(f"SELECT {low}, {high}")
    else:
        assert database.ask(f"SELECT {low}, {high}") == (low, high)


# --- what the tables do not settle


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT random()", "the function random"),
        ("SELECT Random() > 2", "the function random"),
        ("SELECT (SELECT max(uuid()::VARCHAR < 'x') FROM reports)::INT", "the function uuid"),
        ("SELECT year(now())", "the function now"),
        ("SELECT year(today())", "the function today"),
        ("SELECT year(current_date) - max(year) FROM reports", "the word current_date"),
        ("SELECT count(*) FROM reports WHERE year < year(CURRENT_TIMESTAMP)", "the word current_timestamp"),
        ("SELECT hour(localtime)", "the word localtime"),
        ("SELECT day(age(TIMESTAMP '2020-01-01'))", "the function age"),
        ("SELECT year(ago(INTERVAL 1 YEAR))", "the function ago"),
        ("WITH x AS (SELECT system.main.random() AS n) SELECT n FROM x", "the function random"),
        ("SELECT list_sum(list_transform([1], x -> x + random()))", "the function random"),
        ("SELECT count(*) FROM reports USING SAMPLE 50%", "a sample of rows"),
        ("SELECT count(*) FROM reports TABLESAMPLE 2", "a sample of rows"),
        ("SELECT reservoir_quantile(year, 0.5, 2) FROM reports", "the function reservoir_quantile"),
        ("SELECT current_setting('threads')::INT", "the function current_setting"),
        ("SELECT count(*) FROM duckdb_settings()", "the function duckdb_settings"),
        ("SELECT count(*) FROM duckdb_tables", "the table duckdb_tables of the database itself"),
        ("SELECT count(*) FROM information_schema.tables", "the table tables of the database itself"),
        ("SELECT count(*) FROM query('SELECT random()')", "the function query"),
        ("SELECT sleep_ms(1)", "the function sleep_ms"),
        ("SELECT length(version())", "the function version"),
    ],
)
def test_a_query_whose_result_the_tables_do_not_settle_is_refused(database, query, found):
    with pytest.raises(QueryFailed) as refused:
        database.ask(query)
    assert (refused.value.code, str(refused.value)) == ("CLAI-006", found)


def test_what_only_looks_like_it_passes(database):
    assert database.ask("SELECT year(age(TIMESTAMP '2020-01-01', TIMESTAMP '2018-01-01'))") == (2, 2)
    assert database.ask("SELECT count(*) FROM reports WHERE design = 'random()'") == (0, 0)
    assert database.ask("SELECT sum(n) FROM range(4) t(n)") == (6, 6)
    assert database.ask('SELECT count(now) FROM (SELECT 1 AS "now")') == (1, 1)


# --- limits


def running(pid: int) -> bool:
    """Whether a process is there; one that has ended and that nobody has asked about is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


LONG = "SELECT count(*) FROM range(100000000000) a, range(1000) b"
# In a function that computes one row, or in the planner, DuckDB does not look whether it was interrupted.
UNSTOPPABLE = "SELECT length(repeat('x', 1500000000)) + " + " + ".join(
    ["length(repeat('x', 1000000000))"] * 20
)
LARGE = "SELECT len(list(i)) FROM range(300000000) t(i)"
HUGE_TEXT = "SELECT length(string_agg(repeat('x', 100000000), '')) FROM range(1000)"


def test_a_query_over_its_limit_ends_alone_and_the_others_stand():
    tables = tables_of(OPENED[SYNTHETIC])
    count = "SELECT count(*) FROM reports"
    limits = Limits(seconds=0.3, memory_mb=128)
    started = time.monotonic()
    told = asking.answers([LONG, count, LARGE, HUGE_TEXT, UNSTOPPABLE, count + ";"], tables, limits)
    assert time.monotonic() - started < 20
    assert told[count] == told[count + ";"] == (5, 5)
    over = {
        query: (failed.code, str(failed)) for query, failed in told.items() if isinstance(failed, QueryFailed)
    }
    assert over.pop(LONG) == ("CLAI-005", "could not be run in 0.3 s")
    assert over.pop(LARGE) == ("CLAI-005", "could not be run in 128 MB")
    assert {code for code, _ in over.values()} == {"CLAI-005"} and set(over) == {HUGE_TEXT, UNSTOPPABLE}


def test_the_same_is_asked_once_and_anew_of_other_tables(monkeypatch):
    tables = tables_of(OPENED[SYNTHETIC])
    query = "SELECT count(*) + 100 FROM reports"
    assert asking.answers([query], tables) == {query: (105, 105)}
    changed = tables | {"reports": tables["reports"].iloc[1:]}
    assert asking.answers([query], changed) == {query: (104, 104)}
    monkeypatch.setattr(asking, "Database", None)  # would fail if it were asked
    assert asking.answers([query], changed) == {query: (104, 104)}


def asked_anew(queries, tables, monkeypatch, limits=asking.USUAL) -> list[str]:
    """The queries that a process is asked."""
    sent = []
    with monkeypatch.context() as patch:
        send = asking.Database.send
        patch.setattr(asking.Database, "send", lambda self, query: sent.append(query) or send(self, query))
        asking.answers(queries, tables, limits)
    return sent


def test_only_what_can_have_another_answer_is_asked_anew(monkeypatch):
    tables = tables_of(OPENED[SYNTHETIC])
    one, other, none = (f"SELECT count(*) + 200 FROM {name}" for name in ("reports", "codes", "nowhere"))
    assert asked_anew([one, other, none], tables, monkeypatch) == [one, other, none]
    assert asked_anew([other, one, none], dict(tables), monkeypatch) == []
    codes = tables["codes"]
    cell = codes.copy()
    cell.loc[3, "label"] = pd.NA
    for changed in (
        codes.iloc[1:],
        cell,
        codes.rename(columns={"label": "name"}),
        codes.astype({"position": "Float64"}),
    ):
        assert asked_anew([one, other, none], tables | {"codes": changed}, monkeypatch) == [other]
        assert asked_anew([one, other, none], tables, monkeypatch) == [other]
    assert asked_anew([one, none], tables | {"nowhere": codes}, monkeypatch) == [none]
    assert asked_anew([one], tables, monkeypatch, Limits(seconds=3)) == [one]


# --- while something else is done


def test_queries_are_run_meanwhile_and_answered_once(monkeypatch):
    tables = tables_of(OPENED[SYNTHETIC])
    query, other = "SELECT count(*) + 300 FROM reports", "SELECT count(*) + 301 FROM reports"
    with asking.asked([query, other, "SELECT colour FROM reports AS r300"], tables):
        monkeypatch.setattr(asking, "Database", None)  # would fail if another were made
        assert asking.answers([query], tables) == {query: (305, 305)}
        assert asking.answers([other], tables) == {other: (306, 306)}
    assert asking.answers([query, other], tables) == {query: (305, 305), other: (306, 306)}


def test_of_other_tables_what_is_run_meanwhile_is_no_answer():
    tables = tables_of(OPENED[SYNTHETIC])
    query = "SELECT count(*) + 400 FROM reports"
    with asking.asked([query], tables):
        changed = tables | {"reports": tables["reports"].iloc[1:]}
        assert asking.answers([query], changed) == {query: (404, 404)}
        assert asking.answers([query], tables) == {query: (405, 405)}


def test_what_nobody_waits_for_ends():
    tables = tables_of(OPENED[SYNTHETIC])
    with asking.asked([LONG + " WHERE 500 > 1"], tables, Limits(seconds=60)) as (_, batch):
        database = batch._database
        folder, process = Path(database._folder.name), database._process
        assert folder.is_dir() and running(process.pid)
    assert not folder.exists() and not running(process.pid)
    assert asking._known.batch is None


def test_more_queries_than_a_pipe_holds_are_handed_over_without_waiting_and_all_answered():
    queries = [f"SELECT {at} -- {'x' * 5000}" for at in range(100)]
    with asking.asked(queries, {}) as (_, batch):
        assert sum(len(query) for query in queries[: batch._database._sent]) < 2**15  # half a pipe
        told = asking.answers(queries, {})
    assert [told[query] for query in queries] == [(at, at) for at in range(100)]


def test_limits_are_those_of_the_package():
    assert Limits.of({}) == (2, 512)
    assert Limits.of({"claims": {"seconds": 5}}) == (5, 512)


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="Linux tells whether a process runs")
def test_the_process_ends_with_the_one_that_started_it(tmp_path):
    code = (
        "from reviewbook.claims.asking import *\n"
        "with Database({}) as d:\n"
        "    d.ask('SELECT 1'); print(d._process.pid, flush=True)\n"
        "    import time; time.sleep(60)"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    pid = int(started.stdout.readline())
    assert running(pid)
    started.kill()
    started.communicate()
    for _ in range(50):
        if not running(pid):
            return
        time.sleep(0.1)
    pytest.fail("it is still there")
