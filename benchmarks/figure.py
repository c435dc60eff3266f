"""A figure of a benchmark: how long a whole process took, and its peak of memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Figure(NamedTuple):
    """Seconds by the clock, at most how many there may be (None: no mark), and the peak of memory (None: not looked at)."""

    name: str
    seconds: float
    mark: float | None = None
    megabytes: float | None = None

    @property
    def met(self) -> bool:
        return self.mark is None or self.seconds <= self.mark

    def line(self) -> str:
        mark = "-" if self.mark is None else f"{self.mark:g} {'met' if self.met else 'NOT met'}"
        memory = "-" if self.megabytes is None else f"{self.megabytes:,.0f}"
        return f"{self.name} | {self.seconds:.1f} | {mark} | {memory}"


def timed(name: str, *command: object, mark: float | None = None) -> Figure:
    """How long a command takes; what it prints goes by unseen, and where it fails this stops."""
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with process:
        told = process.stdout.read().decode(errors="replace") if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{told}exit status {process.returncode}: {' '.join(map(str, command))}")
    return Figure(name, took, mark, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6)


def write(figures: Iterable[Figure], file: Path) -> None:
    """{name: {"seconds": ..., "mark": ..., "megabytes": ...}}, without what there is not."""
    told = {
        one.name: {
            name: value for name, value in one._asdict().items() if name != "name" and value is not None
        }
        for one in figures
    }
    file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
