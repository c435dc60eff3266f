"""One at a time: who writes into a folder holds it meanwhile; who comes second waits, and says so."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LOCKS = "reviewbook-locks"  # a folder of the system's temporary one: nothing is left in a review or a book


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def is_held(folder: Path) -> bool:
    """Whether another process holds a folder (`held`). A lock whose process died is nobody's: the system lets go of it."""
    from filelock import FileLock, Timeout

    file = _file(folder)
    if not file.is_file():
        return False
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def _file(folder: Path) -> Path:
    name = hashlib.sha256(os.fsencode(Path(folder).resolve())).hexdigest()[:24]
    return Path(tempfile.gettempdir(), LOCKS, f"{name}.lock")


@contextmanager
def held(folder: Path, *, verb: str, say: Callable[[str], object] = _say) -> Iterator[None]:
    """Hold a folder while something is written there. The system lets go of it where the process dies.

    Parameters
    ----------
    verb : what waits, as the one line names it that is said where another process holds the folder.
    """
    from filelock import FileLock, Timeout

    file = _file(folder)
    file.parent.mkdir(exist_ok=True)
    # One lock a process: a verb that calls another does not wait for itself.
    lock = FileLock(file, is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"Another reviewbook is at work in {folder}: {verb} waits until it is done.")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
