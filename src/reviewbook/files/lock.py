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


@contextmanager
def held(folder: Path, *, verb: str, say: Callable[[str], object] = _say) -> Iterator[None]:
    """Hold a folder while something is written there. The system lets go of it where the process dies.

    Parameters
    ----------
    verb : what waits, as the one line names it that is said where another process holds the folder.
    """
    from filelock import FileLock, Timeout

    place = Path(tempfile.gettempdir(), LOCKS)
    place.mkdir(exist_ok=True)
    name = hashlib.sha256(os.fsencode(Path(folder).resolve())).hexdigest()[:24]
    # One lock a process: a verb that calls another does not wait for itself.
    lock = FileLock(place / f"{name}.lock", is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"Another reviewbook is at work in {folder}: {verb} waits until it is done.")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
