"""What a worker of a Dask cluster does for `reviewbook.press.cluster`: it lays out a book that was sent, makes a review, sends it back.

And what both of them must understand alike: files as they are sent, their names, and what must be the same on both machines.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reviewbook.files import digest
from reviewbook.press import children, faults, many

if TYPE_CHECKING:
    from distributed import Worker

CHILD = "from reviewbook.press.worker import child; child()"
LEFT_THERE = ("press", "site.json")  # of _build/<name>: of use to that machine alone
NAMED = 3  # of what differs, that is named

Files = dict[str, bytes]  # as they are sent: path, with "/" -> compressed content


class Faulted(Exception):
    """The machine of a worker failed, and not the review; the text of the exception is the problem in words."""


def work(sources: Files, files: Files, asked: dict, *, worker: Worker) -> dict:
    """Make one review on the machine of a worker.

    Parameters
    ----------
    sources : of the book; files : of the review, from the folder that it stands in
    asked : its ``name``, whether it is the book's ``own``, the ``task``, and the `identity` that this machine must be ``like``

    Returns
    -------
    dict: the ``outcome``, and the ``files`` of ``_build/<name>``; where the machine is another, what is ``unlike`` and the ``worker``

    Raises
    ------
    Faulted where the machine failed: elsewhere, or later, it may go well.
    """
    if differing := unlike(asked["like"], identity(asked["like"])):
        return {"unlike": differing, "worker": worker.address}
    task = many.Task(**asked["task"])
    try:
        with TemporaryDirectory(prefix="reviewbook-", dir=worker.local_directory) as folder:
            root = Path(folder).resolve() / "book"
            review = (root / "data" if asked["own"] else root.parent / "review") / asked["name"]
            unpack(sources, root)
            unpack(files, review.parent)
            outcome = _in_a_process(root, review, task)
            failed = outcome["state"] == many.FAILED
            sent = {} if failed else packed(made(many.place(root, review, task), task))
    except OSError as error:
        raise Faulted(str(faults.told(error) or error)) from error
    if outcome["fault"]:
        raise Faulted(outcome["problem"])
    return {"outcome": outcome, "files": sent}


def _in_a_process(root: Path, review: Path, task: many.Task) -> dict:
    """`many.make` in a process of its own: workers are threads, and of a kind that may start no process by multiprocessing."""
    asked = {"root": str(root), "review": str(review), "task": asdict(task), "for": os.getpid()}
    path = os.pathsep.join(filter(None, [str(digest.LIBRARY.parent), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps(asked),
        env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0"},
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode < 0:
        return asdict(many.stopped(review.name))
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def child() -> None:
    """The process that a worker starts: one line of JSON in says what to make, the last line out what became of it."""
    asked = json.loads(sys.stdin.readline())
    children.end_with(asked["for"])
    outcome = many.make(Path(asked["root"]), Path(asked["review"]), many.Task(**asked["task"]))
    print(json.dumps(asdict(outcome)))


# --- what is sent, and what must be the same ----------------------------------------------------------------------


def content(folder: Path, *, without: Callable[[str], bool] = lambda path: False) -> dict[str, bytes]:
    """The files of a folder and of those below it: path from it, with "/", -> bytes; ``without`` is asked of each file and folder."""
    found = {}
    for place, folders, names in os.walk(folder, followlinks=True):
        at = Path(place).relative_to(folder)
        folders[:] = [name for name in folders if not without((at / name).as_posix())]
        for name in names:
            if not without((at / name).as_posix()):
                found[(at / name).as_posix()] = Path(place, name).read_bytes()
    return found


def named(files: Mapping[str, bytes]) -> str:
    """SHA-256 of what files are called and hold."""
    return digest.of_value({path: digest.of_bytes(held) for path, held in files.items()})


def packed(files: Mapping[str, bytes]) -> Files:
    """Files as they are sent."""
    return {path: zlib.compress(held) for path, held in files.items()}


def unpack(files: Files, folder: Path) -> None:
    """Write files that were sent into a folder."""
    for path, held in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(zlib.decompress(held))


def identity(packages: Iterable[str]) -> dict[str, str]:
    """What a book depends on that is not sent: this library, Python, and those of the packages that are installed."""
    versions = {}
    for name in packages:
        with suppress(metadata.PackageNotFoundError):
            versions[name] = metadata.version(name)
    return versions | {"Python": python(), "reviewbook": digest.of_library()[:16]}


def unlike(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, str] | None:
    """What differs of what both have, in words: as it is there, and as it is here; None where nothing does.

    Examples
    --------
    >>> unlike({"Python": "3.11", "pandas": "3.1.1", "ruff": "1"}, {"Python": "3.11", "pandas": "3.0.0"})
    ('pandas 3.0.0', 'pandas 3.1.1')
    """
    names = sorted(name for name in here.keys() & there.keys() if here[name] != there[name])
    if not names:
        return None
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    said = [", ".join(f"{name} {its[name]}" for name in names[:NAMED]) + more for its in (there, here)]
    return said[0], said[1]


def python() -> str:
    """The version of Python, as far as books depend on it."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def made(place: Path, task: many.Task) -> dict[str, bytes]:
    """What a task made in ``_build/<name>``."""
    files = content(place, without=lambda path: path in LEFT_THERE)
    parts = ("run/", "source/")  # of a run; pages that stand there are of an earlier build
    return {path: held for path, held in files.items() if task.verb != many.RUN or path.startswith(parts)}
