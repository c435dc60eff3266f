"""A tree of codes from rows that name each code by its path, its parent, its depth or its levels, as lists of several programs do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reviewbook.files.pieces import Left
from reviewbook.files.wording import one_line
from reviewbook.review.problems import Problem, ReviewProblems, quote

Path = tuple[str, ...]  # the names from the top of the tree down to a code


@dataclass
class CodeList:
    """Codes in the order in which a file first names them, each once for each path of names.

    A parent that no row is about is a group: a code that is not codable. Of two descriptions of one code the first counts.
    """

    _rows: dict[Path, dict] = field(default_factory=dict)
    _again: list[str] = field(default_factory=list)
    _others: list[str] = field(default_factory=list)

    def add(self, path: Sequence[str], description: str = "", *, codable: bool = True) -> str:
        """Take in a code with the parents that its path names; returns its key."""
        path = tuple(one_line(name) for name in path)
        row = self._row(path)
        if row["told"]:
            self._again.append(" > ".join(path))
        if not row["description"]:
            row["description"] = description
        elif description and one_line(description) != one_line(row["description"]):
            self._others.append(f"{path[-1]}: {one_line(description)}")
        row["codable"] = codable or row["codable"]
        row["told"] = True
        return row["key"]

    def _row(self, path: Path) -> dict:
        if path not in self._rows:
            parent = self._row(path[:-1])["key"] if path[:-1] else None
            self._rows[path] = {
                "key": str(len(self._rows) + 1),
                "parent": parent,
                "name": path[-1],
                "description": None,
                "codable": False,
                "told": False,
            }
        return self._rows[path]

    def used(self, path: Sequence[str]) -> str:
        """The key of a code that something is coded with: taken in where the list lacks it.

        A name alone is that of the one code that has it, wherever in the tree.
        """
        path = tuple(one_line(name) for name in path)
        if path not in self._rows and len(path) == 1:
            same = [known for known in self._rows if known[-1] == path[0]]
            path = same[0] if len(same) == 1 else path
        row = self._row(path)
        row["codable"] = True
        return row["key"]

    def __bool__(self) -> bool:
        return bool(self._rows)

    def rows(self) -> list[dict]:
        """The codes as rows of the table codes of a project."""
        return [row | {"description": row["description"] or None} for row in self._rows.values()]

    def left(self) -> list[Left]:
        """What the list says more than once."""
        found = []
        if self._again:
            found.append(
                Left(
                    "rows that name a code again", len(self._again), self._again[0], "each code is taken once"
                )
            )
        if self._others:
            why = "a code has one description: the first"
            found.append(Left("other descriptions of a code", len(self._others), self._others[0], why))
        return found


def by_parent(rows: Iterable[tuple[int, str, str | Path]], place: str) -> list[Path]:
    """The path of each code from its name and its parent's.

    A parent that several rows are about is the nearest of them above; one that no row is about stands at the top.

    Parameters
    ----------
    rows : number of the row, name of the code, and name of its parent ("" at the top) or, where the file gives it, its path
    place : what problems call the file

    Raises
    ------
    ReviewProblems (QDAF-022) where codes are above themselves.
    """
    rows = list(rows)
    named: dict[str, list[int]] = {}
    for at, (_, name, _) in enumerate(rows):
        named.setdefault(name, []).append(at)
    above: list[int | Path] = []
    for at, (_, _, parent) in enumerate(rows):
        if not isinstance(parent, str) or not parent:
            above.append(tuple(parent))
            continue
        others = [one for one in named.get(parent, []) if one != at]
        before = [one for one in others if one < at]
        nearest: Sequence[int | Path] = before or others[:1] or [(parent,)]
        above.append(nearest[-1])
    problems, paths = [], []
    for at, (number, name, _) in enumerate(rows):
        seen, one = {at}, above[at]
        path: Path = (name,)
        while isinstance(one, int) and one not in seen:
            seen.add(one)
            path, one = (rows[one][1], *path), above[one]
        if isinstance(one, int):
            found = f"{quote(name)} above itself, through {quote(path[0])}"
            problems.append(Problem("QDAF-022", place, found, "a parent further up in the tree", number))
        else:
            paths.append((*one, *path))
    if problems:
        raise ReviewProblems(problems)
    return paths


def by_depth(names: Iterable[str]) -> list[Path]:
    """The path of each code from how far its name is indented: it belongs to the nearest name above that is indented less.

    A single blank before a name is a slip, no level.
    """
    open_: list[tuple[int, str]] = []
    paths = []
    for name in names:
        bare = name.lstrip()
        indent = name[: len(name) - len(bare)]
        depth = 0 if indent == " " else len(indent)
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        open_.append((depth, bare.strip()))
        paths.append(tuple(one for _, one in open_))
    return paths


def by_level(rows: Iterable[Sequence[str]]) -> list[Path]:
    """The path of each code from columns that are levels: a blank cell before the last goes on with the one above it."""
    last: list[str] = []
    paths = []
    for cells in rows:
        deepest = max((at for at, cell in enumerate(cells) if cell), default=-1)
        path = [cell or (last[at] if at < len(last) else "") for at, cell in enumerate(cells[: deepest + 1])]
        last = path
        paths.append(tuple(name for name in path if name))
    return paths
