"""Put files in place whole: a reader never meets half of one, and where one cannot be written the others stay as they were.

Also where the process is killed: files of a folder, and of folders below it, that go together are noted there (``.PID.begun``) once
all of them are written aside. `settle` then finishes what was begun, or removes what was not; who will write there calls it before
reading.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reviewbook.review.problems import Problem, ReviewProblems

if TYPE_CHECKING:
    import pandas as pd


ASIDE = re.compile(
    r"\..*\.(\d+)\.(?:part|old)"
)  # a file on its way, and one that may come back, with the process
BEGUN = re.compile(r"\.(\d+)\.begun")


class NotWritten(OSError):
    """That a file cannot be written, as the system says it; ``file`` is which."""

    file: Path


def whole(files: Mapping[Path, bytes | None]) -> None:
    """Put files in place (`in_place`), or say which cannot be written.

    Raises
    ------
    ReviewProblems (PACK-006) naming the first file that cannot be written.
    """
    try:
        in_place(files)
    except NotWritten as error:
        why = (error.strerror or str(error)).lower()
        raise ReviewProblems(
            [Problem("PACK-006", str(error.file), why, "a file that can be written")]
        ) from None


def in_place(files: Mapping[Path, bytes | None]) -> None:
    """Write every file aside, then rename each into its place, in the order given; where that stops, the old files come back.

    A file of which nothing is to be there (None) is taken away when its turn comes. What is there and no file, as /dev/null or a
    pipe, is written to, and stays what it is.

    Raises
    ------
    NotWritten where the system refuses.
    """
    parts = {file: _beside(file, "part") for file in files if not _is_stream(file)}
    olds = {file: _beside(file, "old") for file in parts if len(parts) > 1}  # a single one is there or is not
    begun: list[Path] = []
    at = Path()
    note = _note(list(parts))
    try:
        for file, data in files.items():
            at = file
            settle(file.parent, but=os.getpid())
            if data is not None:
                parts.get(file, file).write_bytes(data)
        if note:
            unsure = _beside(note, "part")
            named = [(files[file] is None, os.path.relpath(file, note.parent)) for file in parts]
            told = [{"gone": name} if gone else name for gone, name in named]
            unsure.write_text(json.dumps(told), "utf-8")
            unsure.replace(note)
        for file, part in parts.items():
            at = file
            if file in olds and file.exists():
                shutil.copy2(file, olds[file])
            begun.append(file)
            if files[file] is None:
                file.unlink(missing_ok=True)
            else:
                part.replace(file)
    except BaseException as error:
        if note:
            note.unlink(missing_ok=True)
        for file in begun:
            if parts[file].exists():  # not yet in place
                continue
            if file in olds and olds[file].exists():
                olds[file].replace(file)
            elif file in olds:
                file.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        refused = NotWritten(*error.args)
        refused.file = at
        raise refused from error
    finally:
        for aside in (*([note, _beside(note, "part")] if note else ()), *parts.values(), *olds.values()):
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)


def settle(folder: Path, *, but: int | None = None) -> None:
    """Finish what a process that is gone had begun to put in place in a folder, and remove what it had not.

    but : number of a process whose files stay: another of its threads may be writing. Before a process writes anything,
        what bears its own number is of an earlier one.
    """
    if not folder.is_dir():
        return
    for note, process in _left(folder, BEGUN, but):
        try:
            told = json.loads(note.read_text("utf-8"))
        except ValueError:  # no note of ours
            continue
        for name in told:
            gone = isinstance(name, dict)
            file = (folder / (name["gone"] if gone else name)).resolve()
            if not file.is_relative_to(folder.resolve()):
                continue
            part = file.with_name(f".{file.name}.{process}.part")
            if gone:
                file.unlink(missing_ok=True)
            elif part.is_file():
                part.replace(file)
        note.unlink()
    for aside, _ in _left(folder, ASIDE, but):
        aside.unlink()


def _left(folder: Path, names: re.Pattern[str], but: int | None) -> Iterator[tuple[Path, int]]:
    """The files of these names in a folder whose process is gone, each with its number."""
    with os.scandir(folder) as there:
        found = sorted(entry.name for entry in there if entry.name.startswith("."))
    for name in found:
        if match := names.fullmatch(name):
            process = int(match[1])
            if process != but and _is_gone(process):
                yield folder / name, process


def _is_gone(process: int) -> bool:
    import psutil  # only where something was left

    return process == os.getpid() or not psutil.pid_exists(process)


def _is_stream(file: Path) -> bool:
    try:
        mode = file.stat().st_mode
    except OSError:  # writing to it will say why
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _note(files: Collection[Path]) -> Path | None:
    """Where it is noted that these files are put in place: beside the uppermost; None for a single one, or with none uppermost."""
    folders = {file.parent for file in files}
    above = [folder for folder in folders if all(other.is_relative_to(folder) for other in folders)]
    return above[0] / f".{os.getpid()}.begun" if above and len(files) > 1 else None


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(f".{file.name}.{os.getpid()}.{ending}")


def as_csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8; numbers with ten digits, blank where missing."""
    return frame.to_csv(index=False, float_format="%.10g", lineterminator="\n").encode()
