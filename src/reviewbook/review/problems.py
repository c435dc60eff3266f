"""What can be wrong with a review, each with a code, a place and a remedy.

A problem never stands for an author's mistake alone: it says where it is, what was found there, what was expected and
what to do. `codes` also makes the book's page of problem codes.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Code:
    """One kind of problem: what it means, and what to do about it."""

    code: str
    title: str
    remedy: str
    severity: str = "problem"  # or "notice": shown, but the review still passes


@functools.cache
def codes() -> Mapping[str, Code]:
    """Every kind of problem by its code, from the checks.yaml of each room; read when first asked for.

    A room lists its own beside its checks; here nothing is known of which rooms there are.
    """
    import yaml  # only what has a problem to tell need wait for it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    kinds: dict[str, Code] = {}
    for room in sorted(resources.files("reviewbook").iterdir(), key=lambda room: room.name):
        listed = room / "checks.yaml"
        if listed.is_file():
            own = yaml.load(listed.read_text(encoding="utf-8"), Loader=loader)
            kinds |= {code: Code(code, **about) for code, about in own.items()}
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
        first = f"{self.code}  {place}: found {self.found}, expected {self.expected}."
        return f"{first}\n          {codes()[self.code].remedy} See errors.html#{self.code.lower()}"

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
        row=None if problem.row is None else int(rows[problem.row - 1]),
        found=OTHER_ROW.sub(there, problem.found),
        expected=OTHER_ROW.sub(there, problem.expected),
    )


def quote(value: object) -> str:
    """The value as a problem shows it: quoted, cut at 60 characters, on one line."""
    text = " ".join(str(value).split())
    return f'"{text[:57]}..."' if len(text) > 60 else f'"{text}"'


def report(problems: Iterable[Problem]) -> str:
    """Every problem in words, with a closing count."""
    problems = list(problems)
    notices = sum(problem.severity == "notice" for problem in problems)
    wrong = len(problems) - notices
    count = f"{wrong} problem{'' if wrong == 1 else 's'}, {notices} notice{'' if notices == 1 else 's'}"
    return "\n".join([*map(str, problems), count])


def as_json(problems: Iterable[Problem]) -> str:
    """Every problem as a JSON list of objects."""
    return json.dumps([problem.as_dict() for problem in problems], indent=2, ensure_ascii=False)
