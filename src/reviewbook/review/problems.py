"""What can be wrong with a review, each with a code, a place and a remedy.

A problem never stands for an author's mistake alone: it says where it is, what was found there, what was expected and
what to do. `codes` also makes the book's page of problem codes.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from reviewbook.review import shipped

if TYPE_CHECKING:
    import numpy as np

# What must be mended before a review is published, what is not done or not settled yet, what is worth a look.
PROBLEM, TO_DO, NOTICE = "problem", "to do", "notice"
HEADINGS = {PROBLEM: "Must mend", TO_DO: "To do", NOTICE: "Notices"}
ALONE = 3  # faults of one kind in one column that are told one by one; more are told together
SHOWN_RUNS, SHOWN_VALUES = 2, 3  # of faults told together: the runs of rows, and the values found


@dataclass(frozen=True)
class Code:
    """One kind of problem: what it means, and what to do about it."""

    code: str
    title: str
    remedy: str
    severity: str = PROBLEM  # or TO_DO or NOTICE: shown, but the review still passes


@functools.cache
def codes() -> Mapping[str, Code]:
    """Every kind of problem by its code, from the checks.yaml of each room; read when first asked for.

    A room lists its own beside its checks; here nothing is known of which rooms there are.
    """
    kinds: dict[str, Code] = {}
    for listed in sorted(Path(__file__).parents[1].glob("*/checks.yaml")):
        kinds |= {code: Code(code, **about) for code, about in shipped.read(listed).items()}
    return MappingProxyType(dict(sorted(kinds.items())))


@dataclass(frozen=True)
class Problem:
    """One problem at one place.

    ``row`` counts as a spreadsheet does: the header is row 1. ``row`` and ``field`` are None where the problem is one of
    the whole file.
    """

    code: str
    file: str
    found: str
    expected: str
    row: int | None = None
    field: str | None = None

    @property
    def severity(self) -> str:
        return codes()[self.code].severity

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.field is not None:
            place += f", field {self.field}"
        return _told(self.code, place, self.found, self.expected)

    def as_dict(self) -> dict:
        """All fields, with severity and remedy, for machines."""
        return asdict(self) | {
            "severity": self.severity,
            "title": codes()[self.code].title,
            "remedy": codes()[self.code].remedy,
        }


class ReviewProblems(Exception):
    """Raised where a review cannot be used; carries every problem found in ``problems``."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__(report(self.problems))

    def _render_traceback_(self) -> list[str]:
        # What a notebook shows in place of a traceback: an author's mistake needs the places, not our call stack.
        return [str(self)]


# Where the words of a problem name another row. What an author wrote stands in quotation marks, and is left alone.
OTHER_ROW = re.compile(r'(?P<quoted>"[^"]*")|(?<=\b[oi][fn] row )(?P<row>[0-9]+)')


def placed(problems: Iterable[Problem], rows: Mapping[str, np.ndarray]) -> list[Problem]:
    """Problems of tables, their rows as the author's own files have them.

    Parameters
    ----------
    rows : by the name of a file, for each row of its table (the header is the first) which row it is in the file; a file that is not
        named has its rows where the table has them.
    """
    return [_placed(one, rows[one.file]) if one.file in rows else one for one in problems]


def _placed(problem: Problem, rows: np.ndarray) -> Problem:
    def there(match: re.Match) -> str:
        return match["quoted"] or str(rows[int(match["row"]) - 1])

    return replace(
        problem,
        row=None if problem.row is None else int(rows[problem.row - 1]) or None,  # 0: it stands in no file
        found=OTHER_ROW.sub(there, problem.found),
        expected=OTHER_ROW.sub(there, problem.expected),
    )


def quote(value: object) -> str:
    """The value as a problem shows it: quoted, cut at 60 characters, on one line."""
    text = " ".join(str(value).split())
    return f'"{text[:57]}..."' if len(text) > 60 else f'"{text}"'


def report(problems: Iterable[Problem]) -> str:
    """Every problem in words: what must be mended, what is to do, notices, each under its heading; last how many of each.

    Faults of one kind in one column are told once with their rows, where there are more than `ALONE`. Where all must be
    mended, no heading says so.
    """
    problems = list(problems)
    groups = {severity: [p for p in problems if p.severity == severity] for severity in HEADINGS}
    lines: list[str] = []
    for severity, own in groups.items():
        if own and (severity != PROBLEM or len(own) < len(problems)):
            lines += [*([""] if lines else []), HEADINGS[severity]]
        lines += [in_words(alike) for alike in together(own)]
    return "\n".join([*lines, count(problems)])


def count(problems: Iterable[Problem]) -> str:
    """How many there are of each severity: "2 to mend, 14 to do, 3 notices"."""
    n = Counter(problem.severity for problem in problems)
    notices = f"{n[NOTICE]} notice{'' if n[NOTICE] == 1 else 's'}"
    return f"{n[PROBLEM]} to mend, {n[TO_DO]} to do, {notices}"


def together(problems: Iterable[Problem]) -> list[list[Problem]]:
    """The problems in lists of those that are told at once: one alone, or more than `ALONE` of one code, file and field.

    What is the same of more than `ALONE` whole files is told at once too. Each list stands where its first problem stood.
    """
    problems = list(problems)
    often = Counter(kind for problem in problems for kind in _kinds(problem))
    told: dict[tuple, list[Problem]] = {}
    for at, problem in enumerate(problems):
        kind = next((kind for kind in _kinds(problem) if often[kind] > ALONE), (at,))
        told.setdefault(kind, []).append(problem)
    return list(told.values())


def _kinds(problem: Problem) -> list[tuple]:
    """What makes problems one: their code with their file and field; of whole files, what was found and expected."""
    kinds: list[tuple] = [(problem.code, problem.file, problem.field)]
    if problem.row is None and problem.field is None:
        kinds.append((problem.code, None, None, problem.found, problem.expected))
    return kinds


def in_words(alike: Sequence[Problem]) -> str:
    """One problem in words, or one sentence about problems of one code, file and field (`together`)."""
    first = alike[0]
    if len(alike) == 1:
        return str(first)
    return _told(first.code, where(alike), found(alike), expected(alike))


def where(alike: Sequence[Problem]) -> str:
    """The place of problems of one code, file and field: "a.csv, rows 2-14, 17 and 3 more, field year"."""
    first = alike[0]
    files = list(dict.fromkeys(problem.file for problem in alike))
    more = f" and {len(files) - SHOWN_VALUES:,} more files" if len(files) > SHOWN_VALUES else ""
    place = ", ".join(files[:SHOWN_VALUES]) + more
    rows = sorted({problem.row for problem in alike if problem.row is not None})
    if len(rows) == 1:
        place += f", row {rows[0]}"
    elif rows:
        place += f", rows {_runs(rows)}"
    return place + (f", field {first.field}" if first.field is not None else "")


def found(alike: Sequence[Problem]) -> str:
    """What was found, each once: "x", "y", …; without a row to count them by, also how many there are."""
    values = list(dict.fromkeys(problem.found for problem in alike))
    more = ", …" if len(values) > SHOWN_VALUES else ""
    counted = alike[0].row is not None or len({problem.file for problem in alike}) > 1
    total = "" if len(alike) == 1 or counted else f" ({len(alike):,} in all)"
    return ", ".join(values[:SHOWN_VALUES]) + more + total


def expected(alike: Sequence[Problem]) -> str:
    """What was expected, each once; of many, the first and that there are others."""
    values = list(dict.fromkeys(problem.expected for problem in alike))
    return values[0] + (f" (others: {len(values) - 1:,} more)" if len(values) > 1 else "")


def _told(code: str, place: str, seen: str, wanted: str) -> str:
    remedy = f"{codes()[code].remedy} See errors.html#{code.lower()}"
    return f"{code}  {place}: found {seen}, expected {wanted}.\n          {remedy}"


def _runs(rows: Sequence[int]) -> str:
    """Rows in order as runs, the first `SHOWN_RUNS` of them: "2-14, 17 and 3 more"."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    shown = runs[: SHOWN_RUNS if len(runs) > SHOWN_RUNS + 1 else len(runs)]
    said = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in shown]
    left = len(rows) - sum(map(len, shown))
    if left:
        return f"{', '.join(said)} and {left:,} more"
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
