"""How a try ended, and what is told of all tries: a table, and a folder for each finding that reproduces it."""

from __future__ import annotations

import json
import re
import shutil
import traceback
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from reviewbook.review.problems import ReviewProblems, codes

PASSED, REFUSED = "passed", "refused"
FAULTS = {  # how a try may not end, and how the table calls it
    "traceback": "tracebacks",
    "hang": "hangs",
    "crash": "crashes",
    "lost": "lost rows",
    "wrong": "wrong",
}
ALIKE = 3  # findings of one sort that are kept
READS = "case.json"


@dataclass(frozen=True)
class Outcome:
    """How one try ended."""

    end: str  # passed, refused, or one of FAULTS
    said: str = ""  # what was said, the traceback, or what is wrong
    sort: str = ""  # findings of one sort are probably one fault

    @property
    def fault(self) -> bool:
        return self.end in FAULTS


def refusal(wrong: ReviewProblems) -> Outcome:
    """A refusal, where each problem has a code that is known and says what was found and what was expected."""
    for problem in wrong.problems:
        if problem.code not in codes() or not problem.found or not problem.expected:
            return Outcome(
                "wrong", f"a refusal without a known code or without words: {problem!r}", "no code"
            )
    if not wrong.problems:
        return Outcome("wrong", "a refusal that names no problem", "no problem")
    return Outcome(REFUSED, str(wrong))


def failure(error: BaseException) -> Outcome:
    """A traceback, sorted by its class and the innermost place in the library."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/reviewbook/" in frame.filename] or frames
    place = f"{own[-1].filename.rpartition('/reviewbook/')[2]}:{own[-1].name}" if own else "nowhere"
    told = "".join(traceback.format_exception(error))
    return Outcome("traceback", told, f"{type(error).__name__} in {place}")


@dataclass
class Tally:
    """What became of the tries of each kind, and the findings."""

    place: Path  # where findings are saved
    ends: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sorts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    saved: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, kind: str, outcome: Outcome) -> bool:
        """Count a try; whether it is a finding of which few like it are kept yet."""
        self.ends[kind][outcome.end] += 1
        if not outcome.fault:
            return False
        sort = kind, outcome.end, outcome.sort
        self.sorts[sort] += 1
        return self.sorts[sort] <= ALIKE

    def save(self, kind: str, name: str, plan: dict, outcome: Outcome, folder: Path | None) -> Path:
        """Keep a finding: its input, how it ended and the command that tries it again."""
        plain = re.sub(r"[^a-z0-9]+", "-", outcome.sort.lower()).strip("-")[:60]
        there = self.place / f"{kind}-{outcome.end}-{plain}-{name}"
        shutil.rmtree(there, ignore_errors=True)
        there.mkdir(parents=True)
        case = {"kind": kind, "plan": plan, "end": outcome.end, "sort": outcome.sort}
        (there / READS).write_text(json.dumps(case, indent=1) + "\n", "utf-8")
        (there / "said.txt").write_text(outcome.said + "\n", "utf-8", errors="backslashreplace")
        command = f"python -m attacks --again {there}"
        (there / "README.md").write_text(
            f"# {kind}: {outcome.end}\n\n{plain}\n\nWhat was said is in said.txt. Tried again by\n\n    {command}\n",
            "utf-8",
        )
        if folder is not None and folder.is_dir():
            shutil.copytree(folder, there / "input", symlinks=True, dirs_exist_ok=True)
        self.saved.append(there)
        return there

    @property
    def faults(self) -> int:
        return sum(ends[end] for ends in self.ends.values() for end in FAULTS)

    def table(self) -> str:
        """One row a kind."""
        header = ["kind", "tries", REFUSED, PASSED, *FAULTS.values()]
        rows = [
            [kind, sum(ends.values()), ends[REFUSED], ends[PASSED], *(ends[end] for end in FAULTS)]
            for kind, ends in self.ends.items()
        ]
        cells = [header, *([str(cell) for cell in row] for row in rows)]
        widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
        return "\n".join(
            "  ".join(
                cell.ljust(width) if at == 0 else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in cells
        )

    def told(self) -> str:
        """The table, the sorts of findings, most frequent first, and where they are."""
        lines = [self.table(), *self.notes]
        for (kind, end, sort), n in self.sorts.most_common():
            lines.append(f"{n:>5} x {kind}, {end}: {sort}")
        lines += [f"saved: {there}" for there in self.saved]
        return "\n".join(lines)
