"""The process that runs queries, from outside: started before anybody asks, used once, and never left behind."""

import os
import queue
import sys

import pytest
from packages import table

from reviewbook.claims import asking, process

TABLES = {"t": table("a", ("x",))}


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_one_that_got_ready_is_asked_first_and_the_next_is_a_new_one():
    with process.warm():
        spare = process._spare.process
        with asking.Database(TABLES) as database:
            assert database.ask("SELECT count(*) FROM t") == (1, 1)
            assert database._process is spare
        with asking.Database(TABLES) as database:
            assert database.ask("SELECT count(*) FROM t") == (1, 1)
            assert database._process is not spare
    assert process._spare.process is None


def test_one_that_nobody_asked_is_ended():
    with process.warm():
        pid = process._spare.process.pid
        assert is_there(pid)
    assert not is_there(pid)
    with pytest.raises(ZeroDivisionError), process.warm():
        pid = process._spare.process.pid
        raise ZeroDivisionError
    assert not is_there(pid) and process._spare.process is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks here")
def test_a_fork_does_not_speak_to_the_one_of_its_parent(monkeypatch):
    with process.warm():
        spare = process._spare.process
        monkeypatch.setattr(spare, "of", -1)  # as in a fork, whose own number is another
        own = process.started()
        assert own is not spare
        own.end()
        spare.end()


def test_one_that_ended_says_nothing_more_and_what_it_is_told_is_lost():
    own = process.Process()
    own._process.kill()
    assert own.hear(seconds=10) is None
    own.say("x" * 100_000)
    assert own.ended() != 0


def test_one_that_says_nothing_is_not_waited_for():
    own = process.Process()
    with pytest.raises(queue.Empty):
        own.hear(seconds=0.01)
    own.end()


@pytest.mark.skipif(os.name == "nt", reason="a script of the shell")
def test_one_that_cannot_start_says_why(monkeypatch, tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho no such thing >&2\nexit 3\n", "utf-8")
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    with (
        asking.Database(TABLES) as database,
        pytest.raises(ChildProcessError, match="did not start: no such thing"),
    ):
        database.ask("SELECT 1")
