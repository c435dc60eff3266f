"""What a build did, why, and how long it took: for a line at its end, and for a file that programs read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

LONG = 2.0  # seconds after which a build says where the time went


@dataclass
class Step:
    """One step of a build.

    Attributes
    ----------
    seconds : by the clock; steps that ran side by side overlap
    why : what made it necessary; "" where nothing was reused
    reused : what was taken from an earlier build
    """

    what: str
    seconds: float
    why: str = ""
    reused: str = ""


@dataclass
class Steps:
    """The steps of one build, in the order in which they ended."""

    taken: list[Step] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    @contextmanager
    def of(self, what: str, why: str = "") -> Iterator[Step]:
        """Take a step; what is known of it only later is written into what this gives."""
        step, began = Step(what, 0.0, why), time.monotonic()
        try:
            yield step
        finally:
            step.seconds = time.monotonic() - began
            self.taken.append(step)

    def add(self, step: Step) -> None:
        """Add a step that was taken elsewhere."""
        self.taken.append(step)

    @property
    def seconds(self) -> float:
        """Since the first."""
        return time.monotonic() - self.began

    def summary(self) -> str:
        """The steps by kind, in one line."""
        kinds: dict[str, float] = {}
        for step in self.taken:
            if not step.what.startswith("notebook "):  # they stand in one step together
                kinds[step.what] = kinds.get(step.what, 0) + step.seconds
        parts = [f"{what} {seconds:.1f} s" for what, seconds in kinds.items() if seconds >= 0.05]
        return f"in all {self.seconds:.1f} s: " + ", ".join(parts)

    def said(self) -> dict[str, Any]:
        """Seconds in all, and a list of steps."""
        steps = [asdict(step) | {"seconds": round(step.seconds, 3)} for step in self.taken]
        return {"seconds": round(self.seconds, 3), "steps": steps}

    def write(self, file: Path) -> None:
        """Write them as JSON, as they are `said`."""
        write(file, self.said())


def write(file: Path, said: object) -> None:
    """Write down as JSON how long something took."""
    file.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
