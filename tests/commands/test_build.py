"""The command `reviewbook build`: which review it builds, how it ends, and what stops it."""

import pytest
from packages import ROOT, SYNTHETIC, WILLIAMS, broken

from reviewbook.cli import main
from reviewbook.press import book, draft


@pytest.fixture
def asked(monkeypatch):
    """What the press is asked for, in place of a book, which takes minutes."""
    calls = []

    def build(root, *, review=None, jobs=2, steps=None):
        calls.append((root, review, jobs))
        return "_build/html"

    monkeypatch.setattr(book, "build", build)
    return calls


def test_without_a_review_the_repositorys_own_is_built(asked, capsys):
    assert main(["build"]) == 0
    assert asked == [(ROOT, None, 2)] and capsys.readouterr().out == "_build/html\n"


def test_another_review_is_built_with_as_many_notebooks_at_once_as_asked(asked):
    assert main(["build", str(SYNTHETIC), "--jobs", "1"]) == 0
    assert main(["build", "williams-2019"]) == 0
    assert asked == [(ROOT, SYNTHETIC, 1), (ROOT, WILLIAMS, 2)]


def test_a_review_with_a_problem_is_not_built(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(book, "run", lambda *_, **__: pytest.fail("notebooks were run"))
    assert main(["build", str(broken("FLOW-001", tmp_path))]) == 1
    said = capsys.readouterr()
    assert "FLOW-001" in said.out + said.err


def test_a_build_that_fails_says_why_and_ends_with_status_1(monkeypatch, capsys):
    def fail(*_, **__):
        raise book.BuildFailed("a page links to nowhere")

    monkeypatch.setattr(book, "build", fail)
    assert main(["build"]) == 1
    assert capsys.readouterr().err == "a page links to nowhere\n"


def test_a_draft_is_built_whatever_the_state_of_the_tables(monkeypatch, tmp_path, capsys):
    calls = []
    monkeypatch.setattr(
        draft,
        "build",
        lambda root, *, review=None, jobs=2, steps=None: calls.append((root, review, jobs)) or "_build/x",
    )
    review = broken("TABL-001", tmp_path)
    assert main(["build", str(review), "--draft"]) == 0 and capsys.readouterr().out == "_build/x\n"
    assert main(["build", "--draft", "--jobs", "1"]) == 0
    assert calls == [(ROOT, review, 2), (ROOT, None, 1)]
