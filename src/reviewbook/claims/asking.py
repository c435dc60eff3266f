"""Ask queries of a review's tables, each within a limit of time and memory: the rest of the review does not wait for one claim.

The queries run in a process of their own (`reviewbook.claims.child`), which is ended where one takes too much, and started
anew for the next. The same query of the same tables has the same answer, and is asked once. Queries can be handed over before
their answers are wanted (`asked`): they are run meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import queue
import re
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from reviewbook.claims.child import NO_ROW
from reviewbook.claims.process import Process, started
from reviewbook.review.problems import quote

# Waited for an answer beyond the time of computing, on a machine that is busy with other things.
PATIENCE = 10
START = 600  # seconds in which the process must be there and hold the tables
AHEAD = 16_000  # characters of queries that wait in its pipe: one that is full would hold up who asks
ROWS = 10_000  # of a table that are handed over in one line


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

    A query that finds no row, and names a column with a blank cell, may find one when all is charted: the tables hold nothing yet.

    Parameters
    ----------
    queries : SQL, one SELECT each
    tables : the tables that they may read, by name
    limits : what each of them may take; over it the answer is a QueryFailed with the code CLAI-005
    """
    with asked(queries, tables, limits) as (keys, batch):
        if batch is not None:
            batch.finish()
        told = {query: _known.told[query].answer for query in keys}
    return {
        query: None if str(answer) == NO_ROW and _names_a_blank(query, tables) else answer
        for query, answer in told.items()
    }


def _names_a_blank(query: str, tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether a column of which a cell is blank stands in a query, with its table."""
    words = set(re.findall(r"\w+", query.lower()))
    named = [frame for name, frame in tables.items() if name in words]
    return any(frame[column].isna().any() for frame in named for column in frame if column.lower() in words)


@contextmanager
def asked(
    queries: Iterable[str], tables: Mapping[str, pd.DataFrame], limits: Limits = USUAL
) -> Iterator[tuple[dict[str, _Key], _Batch | None]]:
    """Let queries be run meanwhile, so far as their answers are not known; `answers` to the same queries waits for them."""
    keys = _keys(queries, tables, limits)
    new = {query: key for query, key in keys.items() if not _known.holds(query, key)}
    under_way = _known.batch
    if not new or (under_way is not None and new.items() <= under_way.keys.items()):
        yield keys, under_way
        return
    named = " ".join(new).lower()
    with Database({name: frame for name, frame in tables.items() if name in named}, limits) as database:
        _known.batch = _Batch(new, database)
        try:
            yield keys, _known.batch
        finally:
            _known.batch = under_way


_Key = tuple[Limits, tuple[tuple[str, bytes], ...]]  # what a query may take, and the tables that it can read


class _Told(NamedTuple):
    key: _Key
    answer: Answer


class _Batch:
    """Queries that are being run."""

    def __init__(self, keys: dict[str, _Key], database: Database):
        self.keys, self._database, self._waiting = keys, database, deque(keys)
        for query in keys:
            database.send(query)

    def finish(self) -> None:
        """Wait for their answers."""
        while self._waiting:
            query = self._waiting.popleft()
            try:
                answer: Answer = self._database.receive()
            except QueryFailed as failed:
                answer = failed
            _known.told[query] = _Told(self.keys[query], answer)


class _Known:
    """What was asked in this process, and is asked now: a chapter asks the same several times."""

    def __init__(self) -> None:
        self.told: dict[str, _Told] = {}
        self.batch: _Batch | None = None

    def holds(self, query: str, key: _Key) -> bool:
        return query in self.told and self.told[query].key == key


_known = _Known()


def _keys(queries: Iterable[str], tables: Mapping[str, pd.DataFrame], limits: Limits) -> dict[str, _Key]:
    """What the answer to each query depends on."""
    queries = dict.fromkeys(queries)
    can_read = {query: [name for name in tables if name in query.lower()] for query in queries}
    digests = {
        name: _digest(tables[name]) for name in {name for names in can_read.values() for name in names}
    }
    return {
        query: (limits, tuple((name, digests[name]) for name in names)) for query, names in can_read.items()
    }


def _digest(frame: pd.DataFrame) -> bytes:
    told = hashlib.sha256(json.dumps(_columns(frame)).encode())
    for line in _lines(frame):
        told.update(line.encode())
    return told.digest()


class Database:
    """Tables that can be asked and nothing else, in a process of their own; to be used in a ``with`` block."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], limits: Limits = USUAL):
        self.limits = limits
        self._process: Process | None = None
        self._waiting: deque[str] = deque()  # queries without an answer yet
        self._sent = 0  # so many of them are with the process
        self._is_ready = False
        self._folder = tempfile.TemporaryDirectory(prefix="rb-claims-")
        try:
            folder = Path(self._folder.name)
            self._given = {
                "database": str(folder / "review.duckdb"),
                "tables": hand_over(tables, folder),
                "seconds": limits.seconds,
                "memory_mb": limits.memory_mb,
            }
        except BaseException:
            self._folder.cleanup()
            raise

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.end()
        self._folder.cleanup()

    def ask(self, query: str) -> tuple[float, float] | None:
        """The number that a query gives, as (low, high); both are the same where the query gives one column.

        None where the tables hold nothing to compute it from (the query gives NULL, or divides by nothing).

        Raises
        ------
        QueryFailed where the query is not a SELECT or fails (CLAI-002), gives another shape than one row with one or two
            numbers (CLAI-003), takes too much (CLAI-005), or is not settled by the tables (CLAI-006).
        """
        self.send(query)
        return self.receive()

    def send(self, query: str) -> None:
        """Let a query be run; `receive` gives its answer, in the order of queries."""
        self._waiting.append(query)
        self._feed()

    def _feed(self) -> Process:
        """Hand the process as many queries as it takes at once."""
        if self._process is None:
            self._process, self._sent, self._is_ready = started(), 0, False
            self._process.say(self._given)
        ahead = sum(len(query) for query in list(self._waiting)[: self._sent])
        while self._sent < len(self._waiting) and (not self._sent or ahead < AHEAD):
            query = self._waiting[self._sent]
            self._process.say(query)
            self._sent, ahead = self._sent + 1, ahead + len(query)
        return self._process

    def receive(self) -> tuple[float, float] | None:
        """What `ask` gives, of the first query that was sent and has no answer yet."""
        process = self._feed()
        if not self._is_ready:
            self._wait_until_ready(process)
        try:
            said = process.hear(seconds=self.limits.seconds * PATIENCE)
        except queue.Empty:
            said = {"over": "time"}
        self._waiting.popleft()
        self._sent -= 1
        if said is None:
            self._process = None
            status = process.ended()
            if status in (-_SIGPROF, -_SIGKILL):
                raise QueryFailed("CLAI-005", self._over("time" if status == -_SIGPROF else "memory"))
            raise QueryFailed("CLAI-002", f"a query at which the database breaks off (status {status})")
        if "over" in said:
            self._process = None
            process.end()
            raise QueryFailed("CLAI-005", self._over(said["over"]))
        if "failed" in said:
            raise QueryFailed(said["failed"], quote(said["found"]) if said["quote"] else said["found"])
        if said["number"] is None:
            return None
        low, high = said["number"]
        if low > high:
            raise QueryFailed("CLAI-003", f"low {plain(low)} above high {plain(high)}")
        return low, high

    def _wait_until_ready(self, process: Process) -> None:
        try:
            said = process.hear(seconds=START)
        except queue.Empty:
            said = None
        if said != "ready":
            self._process = None
            raise ChildProcessError(f"the process that runs claims did not start: {process.last_words()}")
        self._is_ready = True

    def _over(self, what: str) -> str:
        most = f"{self.limits.seconds:g} s" if what == "time" else f"{self.limits.memory_mb} MB"
        return f"could not be run in {most}"


_SIGPROF, _SIGKILL = 27, 9  # Windows names neither, and ends no process by them


def hand_over(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[dict[str, Any]]:
    """Write tables as `reviewbook.claims.child` reads them into a folder; what it must know of them."""
    given = []
    for at, (name, frame) in enumerate(tables.items()):
        file, longest = folder / f"{at}.json", 0
        with file.open("w", encoding="utf-8") as out:
            for line in _lines(frame):
                longest = max(longest, len(line))
                out.write(line)
        given.append({"name": name, "columns": _columns(frame), "file": str(file), "longest": longest})
    return given


SQL = {
    "b": "BOOLEAN",
    "i": "BIGINT",
    "u": "BIGINT",
    "f": "DOUBLE",
}  # by numpy's sign of a type; all else is text


def _columns(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """The columns of a table, each with its type in SQL."""
    return [(name, SQL.get(kind.kind, "VARCHAR")) for name, kind in frame.dtypes.items()]


def _lines(frame: pd.DataFrame) -> Iterator[str]:
    """The cells of some rows a line, column by column; null where there is none. Pure ASCII, so that a sign is a byte."""
    columns = [column.array for _, column in frame.items()]
    for start in range(0, max(len(frame), 1), ROWS):
        some = (column[start : start + ROWS] for column in columns)
        yield json.dumps({f"c{at}": _cells(column) for at, column in enumerate(some)}) + "\n"


def _cells(column: Any) -> list:
    cells = column.to_numpy(object, copy=True)
    cells[column.isna()] = None
    return cells.tolist()


def plain(value: float) -> str:
    """A number as a problem shows it: 12, or 12.5."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
