"""Processes that work for a build: Ctrl-C is heard by the command alone, which then stops them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psutil import Process


@contextmanager
def pool(
    jobs: int, begin: Callable[..., object] | None = None, given: tuple[Any, ...] = ()
) -> Iterator[ProcessPoolExecutor]:
    """Processes that take work; left by an error or by Ctrl-C, they are stopped with what they started.

    Parameters
    ----------
    begin, given : what each process calls first.
    """
    # Not forked: threads may run beside, and a fork with threads can hang.
    others = {child.pid for child in _own()}
    workers = ProcessPoolExecutor(jobs, get_context("spawn"), begin, given)
    try:
        with deaf():
            workers.submit(int).result()  # they start with the first piece of work
        yield workers
        workers.shutdown()
    except BaseException:
        stop(but=others)
        workers.shutdown(wait=False, cancel_futures=True)
        raise


@contextmanager
def deaf() -> Iterator[None]:
    """Processes that start meanwhile do not hear Ctrl-C: each would print where it was."""
    if threading.current_thread() is not threading.main_thread():  # only there can it be set
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _own() -> list[Process]:
    """Every process that this one started, and those that they started."""
    import psutil

    return psutil.Process().children(recursive=True)


def stop(*, but: Collection[int] = ()) -> None:
    """Stop every process that this one started, and those that they started; but Python's own helper ends by itself.

    but : numbers of processes that are left alone.
    """
    import psutil

    for child in _own():
        if child.pid in but:
            continue
        try:
            if not any("resource_tracker" in word for word in child.cmdline()):
                child.kill()
        except psutil.Error:  # it has ended meanwhile
            continue
