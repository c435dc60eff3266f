"""What a worker of a cluster does with what it is sent, and what it and the machine that sends must understand alike."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from packages.tiny_book import files, named, tiny_book

from reviewbook.press import many, worker

BUILD = many.Task(many.BUILD)


@pytest.fixture
def root(tmp_path) -> Path:
    return tiny_book(tmp_path / "root", own="another")


class Dask:
    """What `work` asks of a worker of Dask."""

    address = "tcp://127.0.0.1:7"

    def __init__(self, folder: Path):
        self.local_directory = str(folder)


def given(root: Path, review: Path, **other) -> tuple:
    """What a worker is sent for one review."""
    asked = {
        "name": review.name,
        "own": False,
        "task": {"verb": "build", "force": False},
        "like": worker.identity([]),
    }
    return (
        worker.packed(worker.content(root)),
        worker.packed({f"{review.name}/{path}": held for path, held in worker.content(review).items()}),
        asked | other,
    )


@pytest.mark.parametrize(("own", "within"), [(True, "book/data"), (False, "review")])
def test_a_worker_lays_out_what_it_is_sent_and_leaves_nothing_behind(
    root, tmp_path, monkeypatch, own, within
):
    review = named("toy", tmp_path)
    seen = []

    def make(root, review, task):
        seen.append((review.relative_to(root.parent).parent.as_posix(), files(root), files(review), task))
        (root / "_build" / "toy" / "press").mkdir(parents=True)
        (root / "_build" / "toy" / "press" / "scratch").write_text("")
        (root / "_build" / "toy" / "site.json").write_text("")
        (root / "_build" / "toy" / "html.built").write_text("x")
        return {"state": "built", "fault": False}

    monkeypatch.setattr(worker, "_in_a_process", make)
    sent = files(root)
    (tmp_path / "worker").mkdir()
    done = worker.work(*given(root, review, own=own), worker=Dask(tmp_path / "worker"))
    assert seen == [
        (
            within,
            sent if not own else {**sent, **{f"data/toy/{n}": b for n, b in files(review).items()}},
            files(review),
            BUILD,
        )
    ]
    assert done == {
        "outcome": {"state": "built", "fault": False},
        "files": worker.packed({"html.built": b"x"}),
    }
    assert [*(tmp_path / "worker").iterdir()] == []


def test_a_fault_of_a_workers_machine_is_raised_so_that_it_is_tried_elsewhere(root, tmp_path, monkeypatch):
    review, dask = named("toy", tmp_path), Dask(tmp_path)
    monkeypatch.setattr(
        worker, "_in_a_process", lambda *_: {"state": "failed", "fault": True, "problem": "MACH-001 …"}
    )
    with pytest.raises(worker.Faulted, match="MACH-001"):
        worker.work(*given(root, review), worker=dask)

    def full(*_):
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(worker, "_in_a_process", full)
    with pytest.raises(worker.Faulted, match="MACH-002"):
        worker.work(*given(root, review), worker=dask)


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be killed so there")
def test_a_process_of_a_worker_that_does_not_come_to_its_end_is_told(root, tmp_path, monkeypatch):
    sent = given(root, named("toy", tmp_path))
    for code, error, says in (
        ("import os; os.kill(os.getpid(), 9)", worker.Faulted, "MACH-005"),
        ("raise KeyError('a slip')", RuntimeError, "KeyError: 'a slip'"),
    ):
        monkeypatch.setattr(worker, "CHILD", code)
        with pytest.raises(error, match=says):
            worker.work(*sent, worker=Dask(tmp_path))


AT_WORK = """
from pathlib import Path
from reviewbook.press import many, worker

worker.CHILD = '''
import time
from pathlib import Path
from reviewbook.press import many, worker

def make(*_):
    Path("begun").touch()
    time.sleep(60)

many.make = make
worker.child()
'''
worker._in_a_process(Path.cwd(), Path.cwd(), many.Task(many.BUILD))
"""


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be killed so there")
def test_the_process_of_a_worker_that_is_killed_ends_too(tmp_path):
    dask = subprocess.Popen([sys.executable, "-c", AT_WORK], cwd=tmp_path)
    until = time.monotonic() + 30
    while not (tmp_path / "begun").exists():
        assert time.monotonic() < until, "the work has not begun"
        time.sleep(0.05)
    started = psutil.Process(dask.pid).children()
    dask.kill()
    dask.wait()
    assert started and psutil.wait_procs(started, timeout=20)[1] == []


def test_what_differs_of_a_worker_is_named_and_what_it_lacks_is_not():
    here = {"Python": "3.11", "pandas": "3.1.1", "ruff": "1", "reviewbook": "a", "lxml": "6", "numpy": "2"}
    there = {"Python": "3.12", "pandas": "3.0.0", "reviewbook": "b", "lxml": "5", "numpy": "2"}
    assert worker.unlike(here, there) == (
        "Python 3.12, lxml 5, pandas 3.0.0 and 1 more",
        "Python 3.11, lxml 6, pandas 3.1.1 and 1 more",
    )
    assert worker.unlike(here, here) is None
    assert worker.identity(["pandas", "no-such-package"]).keys() == {"pandas", "Python", "reviewbook"}


def test_files_have_one_name_for_what_they_hold_and_come_back_as_they_were(tmp_path):
    sent = {"a/b.csv": b"1,2\n", "c": bytes(range(256)), "empty": b""}
    worker.unpack(worker.packed(sent), tmp_path / "x")
    assert worker.content(tmp_path / "x") == sent
    assert worker.named(sent) == worker.named(dict(reversed(sent.items())))
    assert len({worker.named(s) for s in (sent, {"a": b"1"}, {"b": b"1"}, {"a": b"2"})}) == 4
