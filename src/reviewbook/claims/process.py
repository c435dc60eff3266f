"""The process that runs queries (`reviewbook.claims.child`), as who asks sees it: started, spoken to line by line, ended.

It takes a sixth of a second until it could answer. Who expects queries starts it before anything else (`warm`), and it gets
ready while the tables are read.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Process:
    """A process that waits for tables, and then for queries."""

    def __init__(self) -> None:
        # The same library and the same DuckDB, however this process came by them.
        paths = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reviewbook.claims.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=paths,
            text=True,
            encoding="utf-8",
        )
        self.pid = self._process.pid
        self.of = os.getpid()
        self._lines: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._reader = threading.Thread(target=_read, args=(self._process.stdout, self._lines), daemon=True)
        self._reader.start()

    def say(self, line: object) -> None:
        """Tell it something; where it has ended, `hear` says so."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(line) + "\n")
            self._process.stdin.flush()

    def hear(self, *, seconds: float) -> Any:
        """The next thing that it says; None where it has ended.

        Raises
        ------
        queue.Empty where it says nothing for so long.
        """
        return self._lines.get(timeout=seconds)

    def end(self) -> int:
        """End it, whatever it does; its exit status."""
        self._process.kill()
        return self.ended()

    def ended(self) -> int:
        """Its exit status once it has ended, as it does where a query takes too much."""
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        self._reader.join()  # at the end of what it reads
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(BrokenPipeError):
                stream.close()  # type: ignore[union-attr]
        return status

    def last_words(self) -> str:
        """What it wrote last where errors go, once it is ended."""
        self._process.kill()
        assert self._process.stderr is not None
        said = self._process.stderr.read().strip().splitlines()
        self.ended()
        return (said or ["no word"])[-1]


class _Spare:
    """The process that was started before anybody had a query."""

    process: Process | None = None


_spare = _Spare()


@contextmanager
def warm() -> Iterator[None]:
    """Have a process get ready meanwhile; if nobody asks anything, it is ended."""
    _spare.process = Process()
    try:
        yield
    finally:
        spare, _spare.process = _spare.process, None
        if spare is not None:
            spare.end()


def started() -> Process:
    """A process that waits for tables: the one that is getting ready (`warm`), or a new one."""
    spare, _spare.process = _spare.process, None
    # A fork has the spare process of its parent, and must not speak to it.
    return spare if spare is not None and spare.of == os.getpid() else Process()


def _read(lines: Any, into: queue.SimpleQueue[Any]) -> None:
    """Pass on what the process says, line by line, then None; in a thread, because Windows cannot wait for a pipe."""
    for line in lines:
        into.put(json.loads(line))
    into.put(None)
