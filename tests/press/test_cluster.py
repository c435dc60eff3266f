"""Many reviews on a Dask cluster: a real scheduler and workers, one of which dies; and what is said where it cannot be used."""

import asyncio
import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from packages import broken
from packages.tiny_book import files, named, tiny_book

from reviewbook.files import digest
from reviewbook.press import cluster, many, worker
from reviewbook.review.problems import ReviewProblems

pytest.importorskip("distributed", reason="the extra `cluster` brings it (pyproject.toml)")
from distributed import Client

BUILD, DRAFT, RUN = (many.Task(verb) for verb in (many.BUILD, many.DRAFT, many.RUN))
PATIENT = 60  # seconds that a busy machine is given


# --- a cluster of processes


@pytest.fixture(autouse=True, scope="module")
def no_running_loop():
    """A browser test before, in the same process, leaves playwright's event loop running."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


class Process:
    """A scheduler or a worker, in a folder of its own."""

    def __init__(self, folder: Path, *words: str, **settings: str):
        folder.mkdir()
        self.folder = folder
        with (folder / "log").open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--no-dashboard"],
                cwd=folder,
                env=os.environ | {"DASK_TEMPORARY_DIRECTORY": str(folder)} | settings,
                stdout=log,
                stderr=log,
            )

    def is_making(self) -> bool:
        """Whether a worker is in the middle of a review: it has laid out its book, and runs the notebooks."""
        return any(self.folder.glob("dask-scratch-space/*/reviewbook-*/book/_build/*/source/notebooks"))

    def end(self) -> None:
        """Kill it with what it started."""
        if self.process.poll() is None:
            itself = psutil.Process(self.process.pid)
            for one in [*itself.children(recursive=True), itself]:
                one.kill()
        self.process.wait()


class Cluster:
    """A scheduler, and workers of one thread each that a test starts and ends."""

    def __init__(self, folder: Path):
        self.folder, self.number = folder, itertools.count()
        note = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(note))
        wait_for(lambda: note.is_file() and note.read_text("utf-8").strip().endswith("}"))
        self.address = json.loads(note.read_text("utf-8"))["address"]

    def _start(self, *words: str, **settings: str) -> Process:
        return Process(self.folder / f"{words[0]}-{next(self.number)}", *words, **settings)

    @contextmanager
    def workers(self, count: int, *options: str, **settings: str) -> Iterator[list[Process]]:
        """So many workers, ready, until the block ends."""
        words = ("worker", self.address, "--nthreads", "1", *options)
        started = [self._start(*words, **settings) for _ in range(count)]
        try:
            with Client(self.address, set_as_default=False) as client:
                client.wait_for_workers(count, timeout=PATIENT)
            yield started
        finally:
            for worker in started:
                worker.end()

    def addresses(self) -> list[str]:
        """Of the workers."""
        with Client(self.address, set_as_default=False) as client:
            return list(client.nthreads())

    @contextmanager
    def allowing(self, failures: int) -> Iterator[None]:
        """The setting allowed-failures of the scheduler is another until the block ends."""

        def allow(number: int, dask_scheduler=None) -> int:
            before, dask_scheduler.allowed_failures = dask_scheduler.allowed_failures, number
            return before

        with Client(self.address, set_as_default=False) as client:
            before = client.run_on_scheduler(allow, failures)
            yield
            client.run_on_scheduler(allow, before)


def wait_for(there: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENT
    while not there():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def dask(tmp_path_factory) -> Iterator[Cluster]:
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.scheduler.end()


@pytest.fixture
def root(tmp_path) -> Path:
    return tiny_book(tmp_path / "root", own="toy")


def make(root: Path, reviews: list[Path], task: many.Task, address: str, **given) -> list[many.Outcome]:
    options = {"jobs": 1, "tell": lambda outcome: None, "say": lambda line: None} | given
    return cluster.side_by_side(root, reviews, task, address=address, **options)


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[None]:
    """Something happens while the block is on; it has happened when the block ends."""
    acting = threading.Thread(target=act)
    acting.start()
    yield
    acting.join(PATIENT)
    assert not acting.is_alive()


def kill_the_one_at_work(workers: list[Process]) -> None:
    wait_for(lambda: any(worker.is_making() for worker in workers))
    next(worker for worker in workers if worker.is_making()).process.kill()


# --- what it makes


def test_a_worker_killed_midway_costs_nothing_and_each_review_is_there_once_as_if_built_here(
    dask, root, tmp_path
):
    reviews = [named("jones-2020", tmp_path), broken("FLOW-001", tmp_path)]
    command = [sys.executable, "-m", "reviewbook.cli", "build", "--root", str(root), *map(str, reviews)]
    here = subprocess.run(command, capture_output=True, text=True, check=False)
    assert here.stdout.endswith("\n2 reviews: 1 built, 1 failed\n"), here.stderr
    left = ("jones-2020/press/", "jones-2020/site.json")  # of use to the machine alone
    built = {name: held for name, held in files(root / "_build").items() if not name.startswith(left)}
    shutil.rmtree(root / "_build")

    told: list[many.Outcome] = []
    # Without a nanny, which would start a worker that died again.
    with dask.workers(2, "--no-nanny") as workers:
        with meanwhile(lambda: kill_the_one_at_work(workers)):
            outcomes = make(root, reviews, BUILD, dask.address, tell=told.append)
        assert [worker.process.poll() is None for worker in workers].count(True) == 1
        assert sorted(told, key=outcomes.index) == outcomes  # each once
        assert [(one.name, one.state) for one in outcomes] == [
            ("jones-2020", "built"),
            ("synthetic", "failed"),
        ]
        assert outcomes[0].page == "_build/jones-2020/html/index.html" and "FLOW-001" in outcomes[1].problem
        assert [one.lines[-1:] for one in outcomes] == [["book  built"], []]
        made = files(root / "_build")
        assert made == built

        again = make(root, reviews, BUILD, dask.address)
        assert [(one.state, one.page) for one in again] == [("unchanged", outcomes[0].page), ("failed", "")]
        assert files(root / "_build") == made


def test_a_review_of_which_every_worker_dies_fails_alone(dask, root, tmp_path):
    reviews = [named("jones-2020", tmp_path), named("ng-2021", tmp_path)]
    with (
        dask.workers(2, "--no-nanny") as workers,
        dask.allowing(0),
        meanwhile(lambda: kill_the_one_at_work(workers)),
    ):
        outcomes = make(root, reviews, RUN, dask.address)
    assert sorted(one.state for one in outcomes) == ["failed", "run"]
    for one in outcomes:
        assert (root / "_build" / one.name).exists() == (one.state == "run")
        died = f"MANY-005  {one.name}: found 1 workers that died, the last at tcp://"
        assert one.problem.startswith(died) or one.state == "run"


def test_the_books_own_review_is_made_here_and_needs_no_worker(dask, root, monkeypatch):
    asked = []
    monkeypatch.setattr(
        many, "make", lambda *given, jobs: asked.append((*given, jobs)) or many.Outcome("toy", "run")
    )
    make(root, [root / "data" / "toy"], RUN, dask.address, jobs=3)
    assert asked == [(root, root / "data" / "toy", RUN, 3)]


# --- what is said where it cannot be used


def test_without_distributed_it_is_said_how_to_install_it(root, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ReviewProblems) as refused:
        make(root, [tmp_path / "x"], BUILD, "tcp://127.0.0.1:1")
    said = str(refused.value)
    assert said.startswith('MANY-002  tcp://127.0.0.1:1: found no package "distributed"')
    assert '`pip install "reviewbook[cluster]"`' in said


@pytest.mark.parametrize(
    "address", ["", "foo", "xyz://127.0.0.1:1", "tcp://127.0.0.1:1", "tls://127.0.0.1:1", "silent"]
)
def test_an_address_at_which_no_scheduler_answers_is_a_problem_and_no_traceback(root, monkeypatch, address):
    monkeypatch.setattr(cluster, "ANSWERS", 1)
    with socket.create_server(("127.0.0.1", 0)) as other:  # what is no part of Dask, and says nothing
        if address == "silent":
            address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(ReviewProblems, match=f"MANY-003  {address}: found .*, expected a scheduler"):
            make(root, [root / "data" / "toy"], BUILD, address)
        assert time.monotonic() - began < PATIENT / 2


def test_a_worker_that_would_build_otherwise_is_named_and_nothing_of_it_taken(dask, root, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(digest.LIBRARY, other / "reviewbook", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "reviewbook" / "page" / "words.py").open("a") as words:
        words.write("# another version\n")
    with dask.workers(1, PYTHONPATH=str(other)):
        (there,) = dask.addresses()
        with pytest.raises(ReviewProblems, match=f"MANY-004  worker {there}: found reviewbook [0-9a-f]"):
            make(root, [named("jones-2020", tmp_path)], RUN, dask.address)
        with pytest.raises(ReviewProblems, match=f"MANY-003  {there}: found a worker, expected a scheduler"):
            make(root, [tmp_path / "jones-2020"], RUN, there)
    assert not (root / "_build").exists()


def test_a_worker_without_the_library_is_named(dask, root, tmp_path):
    (tmp_path / "none" / "reviewbook").mkdir(parents=True)
    (tmp_path / "none" / "reviewbook" / "__init__.py").write_text("")
    with (
        dask.workers(1, PYTHONPATH=str(tmp_path / "none")),
        pytest.raises(ReviewProblems, match=r"MANY-004  worker .*: found no reviewbook"),
    ):
        make(root, [named("jones-2020", tmp_path)], RUN, dask.address)


def test_a_cluster_without_a_worker_is_waited_for_and_then_given_up_until_one_comes(
    dask, root, tmp_path, monkeypatch
):
    monkeypatch.setattr(cluster, "LOOKS", 0.2)
    monkeypatch.setattr(cluster, "NO_WORKER", 1)
    said: list[str] = []
    review = broken("FLOW-001", tmp_path)
    with pytest.raises(ReviewProblems, match=f"MANY-006  {dask.address}: found no worker for 1 seconds"):
        make(root, [review], RUN, dask.address, say=said.append)
    assert said == [f"The cluster at {dask.address} has no worker: run waits for one."]
    with dask.workers(1):
        (outcome,) = make(root, [review], RUN, dask.address)
    assert "FLOW-001" in outcome.problem


def test_a_scheduler_that_is_lost_midway_is_told(root, tmp_path, tmp_path_factory):
    short = Cluster(tmp_path_factory.mktemp("short"))

    def lose() -> None:
        wait_for(only.is_making)
        short.scheduler.end()

    with (
        short.workers(1, "--no-nanny") as (only,),
        meanwhile(lose),
        pytest.raises(ReviewProblems, match=r"MANY-003  .*: found a connection that was lost"),
    ):
        make(root, [named("jones-2020", tmp_path)], RUN, short.address)


# --- parts of it


def test_a_review_is_sent_without_what_the_team_keeps_and_with_what_it_is_checked_against(tmp_path):
    review = named("jones-2020", tmp_path / "data")
    before = {f"jones-2020/{path}": held for path, held in files(review).items()}
    for name in (".private/names.csv", "texts/.draft.txt"):
        (review / name).parent.mkdir(exist_ok=True)
        (review / name).write_text("R1,Ng\n")
    assert cluster._review(review) == before
    other = named("ng-2021", tmp_path / "data")
    assert cluster._review(review) == before | {
        "ng-2021/datapackage.json": (other / "datapackage.json").read_bytes()
    }


def test_what_comes_back_takes_the_place_of_what_was_there_and_a_run_leaves_the_pages(tmp_path):
    place = tmp_path / "_build" / "jones"
    cluster._put(worker.packed({"html/a": b"1", "html.built": b"x", "source/n": b"1"}), place, BUILD)
    assert files(place) == {"html/a": b"1", "html.built": b"x", "source/n": b"1"}
    cluster._put(worker.packed({"source/n": b"2", "run/r": b"2"}), place, RUN)
    assert files(place) == {"html/a": b"1", "html.built": b"x", "source/n": b"2", "run/r": b"2"}
    (place / "press").mkdir()
    cluster._put(worker.packed({"html/b": b"3"}), place, BUILD)
    assert files(place) == {"html/b": b"3"} and not (place / "press").exists()
    assert [path.name for path in place.parent.iterdir()] == ["jones"]
