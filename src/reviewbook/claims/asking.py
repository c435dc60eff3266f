"""Ask queries of a review's tables, each within a limit of time and memory: the rest of the review does not wait for one claim.

The queries run in a process of their own (`reviewbook.claims.child`), which is ended where one takes too much, and started
anew for the next. The same query of the same tables has the same answer, and is asked once.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from reviewbook.review.problems import quote

# Waited for an answer beyond the time of computing, on a machine that is busy with other things.
PATIENCE = 10
START = 60  # seconds in which the process must be there


class Limits(NamedTuple):
    """What one claim may take: seconds of computing, and megabytes of memory beside those of the database itself."""

    seconds: float = 2
    memory_mb: int = 512

    @classmethod
    def of(cls, package: Mapping[str, Any]) -> Limits:
        """The limits that datapackage.json sets in its property ``claims``; the default for what it leaves out."""
        return cls(**(package.get("claims") or {}))


USUAL = Limits()


class QueryFailed(Exception):
    """A claim's query that could not be run, or that gives no single number; ``code`` is the problem's code."""

    def __init__(self, code: str, found: str):
        super().__init__(found)
        self.code = code


Answer = tuple[float, float] | None | QueryFailed


def answers(
    queries: Iterable[str], tables: Mapping[str, pd.DataFrame], limits: Limits = USUAL
) -> dict[str, Answer]:
    """The answer to each query: low and high, None where the tables hold nothing to compute it from, or why there is none.

    Parameters
    ----------
    queries : SQL, one SELECT each
    tables : the tables that they may read, by name
    limits : what each of them may take; over it the answer is a QueryFailed with the code CLAI-005
    """
    queries = dict.fromkeys(queries)
    key = (_digest(tables), limits)
    if _last.key != key:
        _last.key, _last.told = key, {}
    if new := [query for query in queries if query not in _last.told]:
        named = " ".join(new).lower()
        with Database({name: frame for name, frame in tables.items() if name in named}, limits) as database:
            for query in new:
                try:
                    _last.told[query] = database.ask(query)
                except QueryFailed as failed:
                    _last.told[query] = failed
    return {query: _last.told[query] for query in queries}


class _Last:
    """What was asked last in this process: a chapter asks the same several times."""

    key: object = None
    told: dict[str, Answer] = {}  # noqa: RUF012 - there is one


_last = _Last()


def _digest(tables: Mapping[str, pd.DataFrame]) -> str:
    told = hashlib.sha256()
    for name, frame in tables.items():
        told.update(f"{name} {list(frame.columns)} {list(map(str, frame.dtypes))} {len(frame)}".encode())
        if len(frame.columns):
            told.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return told.hexdigest()


class Database:
    """Tables that can be asked and nothing else, in a process of their own; to be used in a ``with`` block."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], limits: Limits = USUAL):
        self.limits = limits
        self._process: subprocess.Popen[str] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="rb-claims-")
        self._file = Path(self._folder.name, "review.duckdb")
        try:
            _write(self._file, tables)
        except BaseException:
            self._folder.cleanup()
            raise

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._folder.cleanup()

    def ask(self, query: str) -> tuple[float, float] | None:
        """The number that a query gives, as (low, high); both are the same where the query gives one column.

        None where the tables hold nothing to compute it from (the query gives NULL, or divides by nothing).

        Raises
        ------
        QueryFailed where the query is not a SELECT or fails (CLAI-002), gives another shape than one row with one or two
            numbers (CLAI-003), takes too much (CLAI-005), or is not settled by the tables (CLAI-006).
        """
        if self._process is None:
            self._start()
        assert self._process is not None and self._process.stdin is not None
        try:
            with suppress(BrokenPipeError):  # it has ended, and its last line says so
                self._process.stdin.write(json.dumps(query) + "\n")
                self._process.stdin.flush()
            said = self._lines.get(timeout=self.limits.seconds * PATIENCE)
        except queue.Empty:
            self._end()
            raise QueryFailed("CLAI-005", self._over("time")) from None
        if said is None:
            status = self._end()
            if status in (-_SIGPROF, -_SIGKILL):
                raise QueryFailed("CLAI-005", self._over("time" if status == -_SIGPROF else "memory"))
            raise QueryFailed("CLAI-002", f"a query at which the database breaks off (status {status})")
        if "over" in said:
            self._end()
            raise QueryFailed("CLAI-005", self._over(said["over"]))
        if "failed" in said:
            raise QueryFailed(said["failed"], quote(said["found"]) if said["quote"] else said["found"])
        if said["number"] is None:
            return None
        low, high = said["number"]
        if low > high:
            raise QueryFailed("CLAI-003", f"low {plain(low)} above high {plain(high)}")
        return low, high

    def _over(self, what: str) -> str:
        most = f"{self.limits.seconds:g} s" if what == "time" else f"{self.limits.memory_mb} MB"
        return f"could not be run in {most}"

    def _start(self) -> None:
        """Start the process and wait until it has opened the tables."""
        command = [sys.executable, "-P", "-m", "reviewbook.claims.child", str(self._file)]
        # The same library and the same DuckDB, however this process came by them.
        paths = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [*command, str(self.limits.seconds), str(self.limits.memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=paths,
            text=True,
            encoding="utf-8",
        )
        self._lines: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._reader = threading.Thread(target=_read, args=(self._process.stdout, self._lines), daemon=True)
        self._reader.start()
        try:
            ready = self._lines.get(timeout=START)
        except queue.Empty:
            ready = None
        if ready != "ready":
            process = self._process
            process.kill()
            said = process.stderr.read().strip().splitlines() if process.stderr else []
            self._end()
            raise ChildProcessError(
                f"the process that runs claims did not start: {(said or ['no word'])[-1]}"
            )

    def _end(self) -> int | None:
        """End the process, if there is one; its exit status."""
        process, self._process = self._process, None
        if process is None:
            return None
        if process.stdin:
            with suppress(BrokenPipeError):  # it has ended already
                process.stdin.close()  # it ends when there is nothing more to ask
        try:
            status = process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            status = process.wait()
        self._reader.join()  # at the end of what it reads
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
        return status


_SIGPROF, _SIGKILL = 27, 9  # Windows names neither, and ends no process by them


def _read(lines: Any, into: queue.SimpleQueue[Any]) -> None:
    """Pass on what the process says, line by line, then None; in a thread, because Windows cannot wait for a pipe."""
    for line in lines:
        into.put(json.loads(line))
    into.put(None)


def _write(file: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """A DuckDB file with these tables."""
    import duckdb  # only claims need it

    with duckdb.connect(str(file), config={"threads": 1}) as connection:
        connection.execute("BEGIN")
        for name, frame in tables.items():
            connection.register(f"frame_{name}", frame)
            connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM "frame_{name}"')
            connection.unregister(f"frame_{name}")
        connection.execute("COMMIT")


def plain(value: float) -> str:
    """A number as a problem shows it: 12, or 12.5."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
