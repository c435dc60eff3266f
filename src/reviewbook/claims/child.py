"""The process in which queries of claims are run: it holds a copy of the tables, and ends where a query takes too much.

`reviewbook.claims.process` starts it. It loads DuckDB alone, so that it starts in a sixth of a second. The first line in says
where the tables are and what a query may take (`main`); the first line out is "ready". Then one line of JSON in is a query, one
line out its answer: {"number": [low, high]} or {"number": null}, {"failed": code, "found": words}, or {"over": "memory"}, after
which the process ends. A query that computes for too long ends it without an answer.
"""

from __future__ import annotations

import json
import math
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

NO_ROW = "no row"
MORE_ROWS = 1000  # a claim has one; beyond, they are not counted
# What DuckDB calls the same in every query and still takes from the clock, the machine or by chance; what hides a statement
# in a text; and what tells of the database and not of the tables.
_CHANGING = {
    "ago",
    "current_localtime",
    "current_localtimestamp",
    "icu_calendar_names",
    "json_execute_serialized_sql",
    "query",
    "query_table",
    "reservoir_quantile",
    "test_all_types",
    "test_vector_types",
    "version",
    "which_secret",
}
_SYSTEM = ("duckdb_", "pragma_", "pg_", "sqlite_")
_SCHEMAS = {"information_schema", "pg_catalog"}
# Words that are read as functions where no column has their name.
_WORDS = {
    "current_catalog",
    "current_date",
    "current_database",
    "current_query",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "localtime",
    "localtimestamp",
    "session_user",
    "user",
}


def write(file: Path, tables: Sequence[Mapping[str, Any]]) -> None:
    """Make a DuckDB file of tables that were handed over (`reviewbook.claims.asking.hand_over`)."""
    import duckdb

    with duckdb.connect(str(file), config={"threads": 1}) as connection:
        connection.execute("BEGIN")
        for table in tables:
            of = {f"c{at}": column for at, column in enumerate(table["columns"])}
            named = ", ".join(f"unnest({cells}) AS {_name(name)}" for cells, (name, _) in of.items())
            types = {cells: f"{kind}[]" for cells, (_, kind) in of.items()}
            connection.execute(
                f"CREATE TABLE {_name(table['name'])} AS SELECT {named} FROM read_json($file, "
                "format = 'newline_delimited', columns = $types, maximum_object_size = $longest)",
                {"file": table["file"], "types": types, "longest": table["longest"]},
            )
        connection.execute("COMMIT")


def _name(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def opened(file: str, memory_mb: int) -> Any:
    """A connection to the tables in a DuckDB file, which can be read and nothing else."""
    import duckdb

    # One thread: sums of fractions and rows without an order are the same every time.
    limits: dict[str, Any] = {"threads": 1, "memory_limit": f"{memory_mb}MB", "temp_directory": ""}
    connection = duckdb.connect(file, read_only=True, config=limits)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def changing(connection: Any) -> set[str]:
    """The names of functions whose result is not settled by the tables."""
    found = connection.execute(
        "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE stability <> 'CONSISTENT'"
    ).fetchall()
    return _CHANGING | {name for (name,) in found}


def answer(connection: Any, query: str, unsettled: set[str]) -> dict[str, Any]:
    """What a query gives, as a line of the protocol says it."""
    import duckdb

    try:
        statements = connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            return _failed("CLAI-002", "a statement other than one SELECT")
        if found := _unsettled(connection, query, unsettled):
            return found
        result = connection.execute(query)
        rows = result.fetchmany(MORE_ROWS + 1)
    except (duckdb.OutOfMemoryException, MemoryError):
        return {"over": "memory"}
    except duckdb.Error as error:
        return _failed("CLAI-002", str(error).splitlines()[0], quote=True)
    if not rows:
        return _failed("CLAI-003", NO_ROW)
    if len(rows) != 1 or len(rows[0]) not in (1, 2):
        count = f"{len(rows)}" if len(rows) <= MORE_ROWS else f"more than {MORE_ROWS:,}"
        return _failed("CLAI-003", f"{count} rows of {len(rows[0])} columns")
    if any(value is None for value in rows[0]):
        return {"number": None}
    try:
        low, high = float(rows[0][0]), float(rows[0][-1])
    except (TypeError, ValueError, OverflowError):
        return _failed("CLAI-003", str(rows[0])[:1000], quote=True)
    return {"number": [low, high] if math.isfinite(low) and math.isfinite(high) else None}


def _unsettled(connection: Any, query: str, unsettled: set[str]) -> dict[str, Any] | None:
    """Why a query may give another number on another day or machine; None where the tables settle it."""
    (told,) = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [query]).fetchone()
    try:
        tree = json.loads(told)
    except RecursionError:
        return _failed("CLAI-002", "a statement too deep to look through")
    if tree.get("error"):
        return _failed("CLAI-002", str(tree.get("error_message", "a statement of a rare kind")), quote=True)
    for node in _nodes(tree):
        if node.get("sample"):
            return _failed("CLAI-006", "a sample of rows")
        name = str(node.get("function_name", "")).lower()
        one_argument = len(node.get("arguments") or node.get("children") or []) == 1
        if name in unsettled or name.startswith(_SYSTEM) or (name == "age" and one_argument):
            return _failed("CLAI-006", f"the function {name}")
        table = str(node.get("table_name", "")).lower()
        if node.get("type") == "BASE_TABLE" and (
            table.startswith(_SYSTEM) or str(node.get("schema_name", "")).lower() in _SCHEMAS
        ):
            return _failed("CLAI-006", f"the table {table} of the database itself")
        words = node.get("column_names") if node.get("type") == "COLUMN_REF" else None
        if words and len(words) == 1 and str(words[0]).lower() in _WORDS:
            return _failed("CLAI-006", f"the word {str(words[0]).lower()}")
    return None


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _failed(code: str, found: str, *, quote: bool = False) -> dict[str, Any]:
    return {"failed": code, "found": found, "quote": quote}


def _limit_itself(memory_mb: int) -> None:
    """Hold the process to its memory where the system can; DuckDB counts only what it takes for itself."""
    statm = Path("/proc/self/statm")
    if statm.is_file():
        import resource

        now = int(statm.read_text().split()[0]) * resource.getpagesize()
        most = now + memory_mb * 3 // 2 * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Take the tables, then answer queries until there are no more.

    The first line says ``database`` (a DuckDB file; one that is not there is made of ``tables``), ``seconds`` and ``memory_mb``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process ends it
    import duckdb

    with duckdb.connect(config={"threads": 1}) as any_database:  # the tables may not be read yet
        unsettled = changing(any_database)
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as out:

        def say(line: object) -> None:
            out.write(json.dumps(line) + "\n")
            out.flush()

        if not (first := sys.stdin.readline()):
            return
        given = json.loads(first)
        if not Path(given["database"]).exists():
            write(Path(given["database"]), given["tables"])
        connection = opened(given["database"], given["memory_mb"])
        _limit_itself(given["memory_mb"])
        say("ready")
        # Time of computing, not of the clock: a busy machine must not change a verdict. The system ends the process:
        # DuckDB cannot be interrupted everywhere. Windows has no such timer; there the one who asks waits no longer.
        timer = getattr(signal, "setitimer", None)
        for line in sys.stdin:
            if timer:
                timer(signal.ITIMER_PROF, given["seconds"])
            said = answer(connection, json.loads(line), unsettled)
            if timer:
                timer(signal.ITIMER_PROF, 0)
            say(said)
            if "over" in said:  # what a database does after it ran out of memory is not known
                return


if __name__ == "__main__":
    main()
