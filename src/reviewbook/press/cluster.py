"""Many reviews on the machines of an existing Dask cluster, which share no disk with this one.

What a book is made from goes along as bytes, in two parts named by the SHA-256 of what is in them: the book's own sources, which each
worker is sent once, and the review. A worker (`reviewbook.press.worker`) lays them out in a folder of its own, builds there with the
library that it has, which must be the same, and gives back what then stands in ``_build/<name>``, which is put in place whole.

A worker may die: the scheduler then gives the review to another. Of each review one result is taken.
"""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewbook.files import digest
from reviewbook.press import book, faults, many, worker
from reviewbook.press.run import own_review
from reviewbook.review.problems import Problem, ReviewProblems, quote

if TYPE_CHECKING:
    from distributed import Client, Future

ANSWERS = 10  # seconds in which a scheduler answers
LOOKS = 5  # seconds after which the cluster is looked at again: workers come and go
NO_WORKER = 600  # seconds for which a cluster may be without any
RETRIES = 2  # of a review whose machine failed; workers that die are for the scheduler to count
SCHEDULER = "a scheduler that answers"
_PINNED = re.compile(r"^([\w.-]+)==", flags=re.MULTILINE)


# --- here ---------------------------------------------------------------------------------------------------------


def side_by_side(
    root: Path,
    reviews: Sequence[Path],
    task: many.Task,
    *,
    address: str,
    jobs: int,
    tell: many.Tell,
    say: Callable[[str], object],
) -> list[many.Outcome]:
    """Make reviews on a cluster; the book's own, which the others are made from, is made here, before them.

    Parameters
    ----------
    root, reviews, task, tell : as in `many.side_by_side`
    address : of the scheduler, such as "tcp://host:8786"
    jobs : notebooks at once of the book's own review
    say : called with a line where the cluster has no worker

    Returns
    -------
    list of Outcome, in the order of ``reviews``

    Raises
    ------
    ReviewProblems: two reviews have one name (MANY-001), no package distributed (MANY-002), no scheduler at the address or none any
    more (MANY-003), a worker would build something else (MANY-004), no worker comes (MANY-006). What was made before is in place.
    """
    reviews = many.distinct(reviews)
    found: dict[Path, many.Outcome] = {}

    def note(review: Path, outcome: many.Outcome) -> None:
        found[review] = outcome
        tell(outcome)

    with connected(address) as client:
        first, others = many.apart(root, reviews, task)
        for review in first:
            note(review, many.make(root, review, task, jobs=jobs))
        if others:
            _send(client, address, root, others, task, note=note, say=say)
    return [found[review] for review in reviews]


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the cluster whose scheduler is at an address.

    Raises
    ------
    ReviewProblems (MANY-002, MANY-003, MANY-004).
    """
    try:
        import dask
        import distributed
    except ModuleNotFoundError as error:
        found = f"no package {quote(error.name)}"
        raise ReviewProblems([Problem("MANY-002", address, found, "a client of Dask clusters")]) from None
    for name in ("distributed", "distributed.client"):  # what goes wrong is told in our words
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # A review is sent with the job and not by a shared disk: that is meant.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TiB"}):
        with _reaching(address):
            _require_scheduler(address)
            client = distributed.Client(address, timeout=ANSWERS)
        try:
            with _reaching(address):
                _require_one_python(client)
            yield client
        finally:
            client.close(timeout=ANSWERS)


@contextmanager
def _reaching(address: str) -> Iterator[None]:
    """Say that no scheduler answers, whatever distributed says of it: of an address that is none a ValueError, and so on."""
    try:
        yield
    except (OSError, ValueError, TypeError, CancelledError) as error:
        why = quote(str(error).lower())
        if isinstance(error, TimeoutError):
            why = f"no answer in {ANSWERS} seconds"
        if isinstance(error, CancelledError):
            why = "a connection that was lost"
        raise ReviewProblems([Problem("MANY-003", address, why, SCHEDULER)]) from None


def _require_scheduler(address: str) -> None:
    """Ask who is at an address, and wait no longer than that: before what is no part of Dask, a client waits without end.

    Raises
    ------
    ReviewProblems (MANY-003) where it is a worker, and the errors of distributed.
    """
    from distributed import Security, rpc

    async def asked() -> Any:
        async with rpc(address, connection_args=Security().get_connection_args("client")) as there:
            return await there.identity()

    async def answer() -> Any:
        return await asyncio.wait_for(asked(), ANSWERS)

    if (kind := asyncio.run(answer())["type"]) != "Scheduler":
        raise ReviewProblems([Problem("MANY-003", address, f"a {kind.lower()}", SCHEDULER)])


def _require_one_python(client: Client) -> None:
    """Raise ReviewProblems (MANY-004) where a machine of the cluster cannot even read what is sent to it."""
    versions: Any = client.get_versions()
    own = worker.python()
    there = {"the scheduler": versions["scheduler"], **versions["workers"]}
    wrong = [
        Problem("MANY-004", str(name), f"Python {python}", f"Python {own}")
        for name, said in there.items()
        if said and (python := ".".join(said["host"]["python"].split(".")[:2])) != own
    ]
    if wrong:
        raise ReviewProblems(wrong)


def _send(
    client: Client,
    address: str,
    root: Path,
    reviews: Sequence[Path],
    task: many.Task,
    *,
    note: Callable[[Path, many.Outcome], object],
    say: Callable[[str], object],
) -> None:
    """Give a cluster as many reviews as it has threads, and another whenever one is done.

    No more than that: where a worker dies, the scheduler holds it against each review that it has given to it, made or waiting. Left to
    itself it would give them all to the worker that holds the book's sources, and leave the others idle.
    """
    from distributed import wait

    sources = _sources(root)
    like = worker.identity(_PINNED.findall(sources.get("requirements.txt", b"").decode("utf-8", "replace")))
    # A job and no scattered data: the scheduler can have it made again where all workers that held it are gone.
    book_key = f"reviewbook-book-{worker.named(sources)}"
    common: Future = client.submit(dict, worker.packed(sources), key=book_key)
    waiting = deque(reviews)
    running: dict[Future, tuple[Path, str]] = {}  # a review, and the worker that it is meant for
    look = _patience(address, task, say)
    while waiting or running:
        with _reaching(address):
            threads = client.nthreads()
        look(sum(threads.values()))
        while waiting and len(running) < max(1, sum(threads.values())):
            review = waiting.popleft()
            if many.stands(root, review, task):
                note(review, many.make(root, review, task))  # which says so
                continue
            try:
                many.place(root, review, task)
                files = _review(review)
            except (OSError, book.BuildFailed) as error:
                note(review, many.failed(review.name, faults.told(error) or error))
                continue
            own = review == own_review(root)
            asked = {"name": review.name, "own": own, "task": asdict(task), "like": like}
            job = digest.of_value([asked, book_key, worker.named(files)])
            key = f"reviewbook-{task.verb}-{job}"
            meant = freest(threads, [meant for _, meant in running.values()])
            given = client.submit(
                *(_on_worker(), common, worker.packed(files), asked),
                key=key, retries=RETRIES, workers=meant and [meant], allow_other_workers=bool(meant),
            )  # fmt: skip
            running[given] = review, meant
        done: set[Future] = set()
        if running:
            with _reaching(address), suppress(TimeoutError):
                done = wait(list(running), timeout=LOOKS, return_when="FIRST_COMPLETED").done
        for given in done:
            review, _ = running.pop(given)
            note(review, _received(given, address, root, review, task))


def freest(threads: Mapping[str, int], given_to: Iterable[str]) -> str:
    """The worker with most threads that have no review yet, the first by name; blank where there is no worker.

    >>> freest({"b": 1, "a": 1}, ["a"]), freest({"a": 1}, ["gone"]), freest({}, [])
    ('b', 'a', '')
    """
    busy = Counter(given_to)
    return min(sorted(threads), key=lambda one: busy[one] - threads[one], default="")


def _patience(address: str, task: many.Task, say: Callable[[str], object]) -> Callable[[int], None]:
    """What looks at how many threads a cluster has: it says once that there is none, and raises MANY-006 after `NO_WORKER`."""
    seen, told = time.monotonic(), False

    def look(threads: int) -> None:
        nonlocal seen, told
        if threads:
            seen, told = time.monotonic(), False
        elif time.monotonic() - seen > NO_WORKER:
            found = f"no worker for {NO_WORKER} seconds"
            raise ReviewProblems([Problem("MANY-006", address, found, "one that takes a review")])
        elif not told:
            say(f"The cluster at {address} has no worker: {task.verb} waits for one.")
            told = True

    return look


def _received(future: Future, address: str, root: Path, review: Path, task: many.Task) -> many.Outcome:
    """What became of a review, its files put in place.

    Raises
    ------
    ReviewProblems (MANY-003, MANY-004).
    """
    from distributed import KilledWorker

    error = future.exception()
    if isinstance(error, KilledWorker):
        found = f"{error.allowed_failures + 1} workers that died, the last at {error.last_worker.address}"
        return many.failed(review.name, Problem("MANY-005", review.name, found, "one that comes to its end"))
    if isinstance(error, worker.Faulted):
        return many.failed(review.name, error)
    if error is not None:  # a slip of the program
        words = "".join(traceback.format_exception(error))
        return replace(many.failed(review.name, f"{type(error).__name__}: {error}"), slip=words)
    with _reaching(address):
        given = future.result()
    if "unlike" in given:
        there, here = given["unlike"]
        raise ReviewProblems([Problem("MANY-004", f"worker {given['worker']}", there, here)])
    outcome = many.Outcome(**given["outcome"])
    if outcome.state != many.FAILED:
        try:
            _put(given["files"], many.place(root, review, task), task)
        except OSError as unwritten:
            return many.failed(review.name, faults.told(unwritten) or unwritten)
    return outcome


def _put(files: worker.Files, place: Path, task: many.Task) -> None:
    """Put what a worker made in place: written aside whole, then renamed. A build replaces all, a run leaves the pages there."""
    aside = place.with_name(f".{place.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    worker.unpack(files, aside)
    moves = {aside: place}
    if task.verb == many.RUN:
        place.mkdir(parents=True, exist_ok=True)
        moves = {piece: place / piece.name for piece in aside.iterdir()}
    for fresh, stands in moves.items():
        if stands.is_dir():
            shutil.rmtree(stands)
        fresh.replace(stands)
    shutil.rmtree(aside, ignore_errors=True)


# --- what is sent -------------------------------------------------------------------------------------------------


def _on_worker() -> Callable[[worker.Files, worker.Files, dict], dict]:
    """What a worker is given to do: a function that is sent itself and not by its name, as a scheduler need not have this library."""

    def on_worker(sources: worker.Files, files: worker.Files, asked: dict) -> dict:
        from distributed import get_worker

        try:
            from reviewbook.press.worker import work
        except ImportError:
            none = ("no reviewbook, or one that takes no work", f"reviewbook {asked['like']['reviewbook']}")
            return {"unlike": none, "worker": get_worker().address}
        return work(sources, files, asked, worker=get_worker())

    return on_worker


def _sources(root: Path) -> dict[str, bytes]:
    files = {file for pattern in book.SOURCES for file in root.glob(pattern) if file.is_file()}
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(files)}


def _review(review: Path) -> dict[str, bytes]:
    """The files of a review but for the team's own (.private), as `book.stage` takes them, from the folder that it stands in.

    And what the reviews beside it say of themselves: a review is checked against it (PACK-011).
    """
    files = worker.content(review, without=lambda path: path.rpartition("/")[2].startswith("."))
    beside = {file: file.read_bytes() for file in review.parent.glob("*/datapackage.json")}
    return {
        **{f"{file.parent.name}/{file.name}": held for file, held in beside.items()},
        **{f"{review.name}/{path}": held for path, held in files.items()},
    }
