"""The command `reviewbook serve`: what it serves, where, and how it ends."""

import signal
import socket

import pytest
from packages import ROOT, SYNTHETIC

from reviewbook.cli import main
from reviewbook.press.book import BuildFailed
from reviewbook.press.serving import served


@pytest.fixture
def asked(monkeypatch):
    """What is asked for, in place of a server, which ends by Ctrl-C alone."""
    calls = []

    def serve(root, **options):
        options.pop("progress")("The book is at ...")
        calls.append((root, options))
        raise KeyboardInterrupt

    monkeypatch.setattr(served, "serve", serve)
    return calls


def test_the_repositorys_own_book_is_served_to_this_machine_alone_until_ctrl_c(asked, capsys):
    before = signal.getsignal(signal.SIGTERM)
    assert main(["serve"]) == 0
    given = {"review": None, "host": "127.0.0.1", "port": 8000, "jobs": 2, "draft": False}
    assert asked == [(ROOT, given)]
    assert capsys.readouterr().out == "The book is at ...\n\nThe book is served no more.\n"
    assert signal.getsignal(signal.SIGTERM) == before


def test_another_review_its_draft_and_another_place_are_served_as_asked(asked):
    arguments = ["--draft", "--port", "0", "--host", "0.0.0.0", "--jobs", "1"]
    assert main(["serve", str(SYNTHETIC), *arguments]) == 0
    assert main(["serve", "--root", str(ROOT), "--port", "65535"]) == 0
    assert asked[0] == (
        ROOT,
        {"review": SYNTHETIC, "host": "0.0.0.0", "port": 0, "jobs": 1, "draft": True},
    )
    assert asked[1][1]["port"] == 65535


@pytest.mark.parametrize("port", ["-1", "65536", "http", "80.5", "²"])
def test_a_port_that_is_none_is_not_understood(asked, port, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["serve", f"--port={port}"])
    assert stopped.value.code == 2 and asked == []
    assert f"found {port!r}, expected a whole number from 0 to 65535" in capsys.readouterr().err


def test_a_port_that_is_taken_is_a_problem_with_status_1(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 1
    said = capsys.readouterr().err
    assert said.startswith("MACH-007  127.0.0.1:") and "address already in use" in said
    assert "--port 0" in said and "Traceback" not in said


def test_a_review_that_cannot_have_a_book_is_not_served(monkeypatch, capsys):
    def serve(*_, **__):
        raise BuildFailed("A review cannot be named html")

    monkeypatch.setattr(served, "serve", serve)
    assert main(["serve"]) == 1
    assert capsys.readouterr().err == "A review cannot be named html\n"
    assert main(["serve", "no-such-review"]) == 1
    assert capsys.readouterr().err.startswith("PACK-001")
