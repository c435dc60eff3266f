"""Bring a repository that an earlier reviewbook wrote to this one: what its authors did not change, and nothing else.

The record in it says which version wrote each file of the frame, and as what. A file that is still so is its library's, and may be
written anew; any other is its authors', and is named with what differs.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.files import digest
from reviewbook.press import book
from reviewbook.press.repository import frame
from reviewbook.press.repository.asked import Asked, of
from reviewbook.press.repository.frame import RECORD
from reviewbook.review.problems import Problem, ReviewProblems, quote

SHOWN = 40  # lines of a difference
LONGEST = 160  # signs of a line that is shown
NEW, CHANGED, GONE, YOURS = "new", "changed", "no longer needed", "yours"


class Change(NamedTuple):
    """A file that this version writes otherwise than the one that wrote it.

    became : `NEW`, `CHANGED` or `GONE`, and it will be so; `YOURS`, and it is left as it is.
    now, then : its content, and what this version would have it be; None for no file.
    """

    place: str
    became: str
    now: bytes | None
    then: bytes | None

    def difference(self) -> list[str]:
        """The lines that differ, as a diff has them; of a notebook, those that people write; of other than text, nothing."""
        try:
            one, other = (_lines(self.place, content) for content in (self.now, self.then))
        except ValueError:
            return []
        made = list(difflib.unified_diff(one, other, self.place, self.place, lineterm="", n=1))
        short = [line if len(line) <= LONGEST else f"{line[: LONGEST - 4]} ..." for line in made[:SHOWN]]
        more = len(made) - len(short)
        return [*short, *([f"and {more:,} more line{'' if more == 1 else 's'}"] if more else [])]


class Plan(NamedTuple):
    """What an update does.

    before : the version that wrote the repository
    files : what is to be written, by path; None for a file that goes. The record comes last.
    """

    before: str
    changes: list[Change]
    files: dict[Path, bytes | None]


def record(one: Asked, files: Mapping[str, bytes], *, kept: Mapping[str, str] | None = None) -> bytes:
    """What is kept in a repository of its making: the version, what was asked, and a digest of each file of the frame.

    Parameters
    ----------
    files : of the frame, as this version writes them
    kept : digests of those of an earlier version that still stand, because their authors changed the files
    """
    digests = {place: _digest(place, content) for place, content in files.items()} | dict(kept or {})
    told = {"version": frame.version(), "asked": one.plain(), "files": dict(sorted(digests.items()))}
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def planned(folder: Path) -> Plan:
    """What bringing a repository up to date changes; nothing is written.

    Raises
    ------
    ReviewProblems where `reviewbook new` did not make it (REPO-003), or a newer reviewbook did (REPO-004).
    """
    known = _record(folder)
    one = of(known["asked"])
    now, before = frame.frame(one), known["files"]
    changes = list(_changes(folder, now, before))
    files: dict[Path, bytes | None] = {folder / c.place: c.then for c in changes if c.became != YOURS}
    # What its authors changed stays compared with what they changed.
    kept = {c.place: before[c.place] for c in changes if c.became == YOURS and c.place in before}
    told = record(one, now, kept=kept)
    if told != (folder / RECORD).read_bytes():
        files[folder / RECORD] = told
    return Plan(known["version"], changes, files)


def _changes(folder: Path, now: Mapping[str, bytes], before: Mapping[str, str]) -> Iterator[Change]:
    for place in sorted({*now, *before}):
        file, then = folder / place, now.get(place)
        there = file.read_bytes() if file.is_file() else None
        wanted = None if then is None else _digest(place, then)
        is_now = None if there is None else _digest(place, there)
        if is_now == wanted or wanted == before.get(place):
            continue  # as it should be; or this version writes what the earlier one wrote, and what differs is not new
        if is_now != before.get(place):
            yield Change(place, YOURS, there, then)
        else:
            became = NEW if there is None else GONE if then is None else CHANGED
            yield Change(place, became, there, then)


def _record(folder: Path) -> dict[str, Any]:
    file = folder / RECORD
    expected = f"a repository that `reviewbook new` made, with {RECORD}"
    try:
        known = json.loads(file.read_bytes())
        whole = {"version": str, "asked": dict, "files": dict}
        if not all(isinstance(known[name], kind) for name, kind in whole.items()):
            raise ValueError
        of(known["asked"])
    except (OSError, ValueError, LookupError, TypeError):
        found = f"a {RECORD} that cannot be read" if file.is_file() else f"no {RECORD}"
        raise ReviewProblems([Problem("REPO-003", str(folder), found, expected)]) from None
    if any(not _inside(place) for place in known["files"]):
        raise ReviewProblems(
            [Problem("REPO-003", str(folder), f"a {RECORD} that names files elsewhere", expected)]
        )
    if _numbers(known["version"]) > _numbers(frame.version()):
        expected = f"version {frame.version()}, which is installed, or an earlier one"
        raise ReviewProblems([Problem("REPO-004", RECORD, f"version {quote(known['version'])}", expected)])
    return known


def _inside(place: str) -> bool:
    """Whether a place of a record is one in the repository: nothing else is ever written."""
    path = Path(place)
    return not path.is_absolute() and ".." not in path.parts


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:3]))


def _digest(place: str, content: bytes) -> str:
    """What a file says: of a notebook what people write in it, so that a run changes nothing."""
    return book.digest_notebook(content) if place.endswith(".ipynb") else digest.of_bytes(content)


def _lines(place: str, content: bytes | None) -> list[str]:
    """The lines of a file that are compared.

    Raises
    ------
    ValueError where it is no text.
    """
    if content is None:
        return []
    if place.endswith(".ipynb"):
        cells = json.loads(content)["cells"]
        return [line for cell in cells for line in "".join(cell["source"]).splitlines()]
    return content.decode("utf-8").splitlines()
