"""Processes that work for a build: Ctrl-C is heard by the command alone, which then stops them."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from psutil import Process

# Where a process can be copied as it stands; elsewhere it is not safe, or not possible. A copy has the order of sets that this
# process has, and results must not depend on it: so only where that order is the fixed one (`reviewbook.cli.program`).
FORKS = sys.platform == "linux" and not sys.flags.hash_randomization

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of linux/prctl.h


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
            # Each starts with a piece of work for which no other is free yet, and here, where it will not hear Ctrl-C.
            first, *_ = [workers.submit(int) for _ in range(jobs)]
            first.result()
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


def end_with(parent: int) -> None:
    """Let this process end where the one that it works for is gone: nobody would stop it, and another may write where it writes.

    Parameters
    ----------
    parent : number of the process that this one works for, and that started it.
    """
    if sys.platform == "linux":  # without a thread, beside which this process could not well be copied
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it was gone before
            os._exit(1)
        return
    import psutil

    def watch() -> None:
        with suppress(psutil.NoSuchProcess):
            psutil.Process(parent).wait()
        stop()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _own() -> list[Process]:
    """Every process that this one started, and those that they started."""
    import psutil

    return psutil.Process().children(recursive=True)


def stop(*, of: int | None = None, but: Collection[int] = ()) -> None:
    """Stop every process that this one started, and those that they started; but Python's own helper ends by itself.

    Parameters
    ----------
    of : number of one of them, which is stopped with what it started, and no other is
    but : numbers of processes that are left alone
    """
    import psutil

    try:
        own = _own() if of is None else [psutil.Process(of), *psutil.Process(of).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for child in own:
        if child.pid in but:
            continue
        try:
            if not any("resource_tracker" in word for word in child.cmdline()):
                child.kill()
        except psutil.Error:  # it has ended meanwhile
            continue


class Ended(NamedTuple):
    """What became of one piece of work; ``died``: its process ended without a word."""

    at: int
    given: Any
    died: bool


def each(
    do: Callable[[Any], Any], pieces: Sequence[Any], *, at_once: int, forked: bool = FORKS
) -> Iterator[Ended]:
    """Do each piece of work in a process of its own, which knows what this one knows and gives its memory back.

    Where processes are forked, what was imported and read before is there at once: nothing else may run in a thread
    meanwhile. Elsewhere each starts anew. What is given comes back as the work is done.

    Parameters
    ----------
    do : a function of a module, which raises nothing
    at_once : how many processes at a time
    """
    context: Any = get_context("fork" if forked else "spawn")
    waiting = list(enumerate(pieces))
    at_work: dict[Any, tuple[int, Any]] = {}
    others = {child.pid for child in _own()}
    try:
        while waiting or at_work:
            while waiting and len(at_work) < at_once:
                at, piece = waiting.pop(0)
                end, there = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(do, piece, there))
                with deaf(), _settled():
                    process.start()
                there.close()
                at_work[end] = (at, process)
            for ready in wait(list(at_work)):
                at, process = at_work.pop(ready)
                end = cast(Connection, ready)
                try:
                    became = Ended(at, end.recv(), died=False)
                except EOFError:
                    became = Ended(at, None, died=True)
                end.close()
                process.join()
                yield became
    except BaseException:
        stop(but=others)
        raise


@contextmanager
def _settled() -> Iterator[None]:
    """Processes that start anew meanwhile have one order of sets, that of every run."""
    before = os.environ.get("PYTHONHASHSEED")
    os.environ["PYTHONHASHSEED"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONHASHSEED"]
        else:
            os.environ["PYTHONHASHSEED"] = before


def _work(do: Callable[[Any], Any], piece: Any, there: Connection) -> None:
    there.send(do(piece))
    there.close()
