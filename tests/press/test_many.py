"""Many reviews on one machine: each as it would be alone, one that fails fails alone, and each in a place of its own."""

import os
import signal
from pathlib import Path

import pytest
from packages import broken
from packages.five_pages import change
from packages.tiny_book import files, named, tiny_book

from reviewbook.press import book, draft, many, site
from reviewbook.review.problems import ReviewProblems

NOTEBOOKS = ["notebooks", "notebook 01-toy"]
BUILD, DRAFT, RUN = (many.Task(verb) for verb in (many.BUILD, many.DRAFT, many.RUN))


@pytest.fixture
def root(tmp_path) -> Path:
    return tiny_book(tmp_path / "root", own="toy")


def quiet(outcome: many.Outcome) -> None: ...


def test_reviews_are_run_side_by_side_as_each_would_be_alone_and_one_with_a_problem_fails_alone(
    root, tmp_path
):
    reviews = [named("jones-2020", tmp_path), broken("FLOW-001", tmp_path), named("ng-2021", tmp_path)]
    many.notebooks(root, reviews[0], jobs=1, progress=lambda line: None)
    alone = files(root / "_build" / "jones-2020")
    told: list[many.Outcome] = []
    outcomes = many.side_by_side(root, reviews, many.Task(many.RUN, force=True), jobs=2, tell=told.append)
    assert [outcome.name for outcome in outcomes] == [review.name for review in reviews]
    assert sorted(told, key=outcomes.index) == outcomes
    assert [outcome.state for outcome in outcomes] == ["run", "failed", "run"]
    assert [outcome.lines[0][:11] for outcome in outcomes if outcome.lines] == ["01-toy  run"] * 2
    assert "FLOW-001" in outcomes[1].problem and not (root / "_build" / reviews[1].name).exists()
    assert [[step["what"] for step in one.took["steps"]] for one in outcomes] == [NOTEBOOKS, [], NOTEBOOKS]
    assert files(root / "_build" / "jones-2020") == alone
    again = many.side_by_side(root, reviews[:1], RUN, jobs=1, tell=quiet)
    assert [(outcome.state, outcome.lines) for outcome in again] == [("unchanged", ["01-toy  unchanged"])]
    change(root / "notebooks" / "01-toy.ipynb", "# ", "# Another ")
    (third,) = many.side_by_side(root, reviews[:1], RUN, jobs=1, tell=quiet)
    assert (third.state, third.lines) == ("run", ["01-toy  not run  (only its text changed)"])


def test_what_a_run_gave_is_what_the_book_is_built_from(root, tmp_path, monkeypatch):
    def stop(*_, **__):
        raise book.BuildFailed("far enough")

    monkeypatch.setattr(site, "make", stop)
    review = named("jones-2020", tmp_path)
    many.notebooks(root, review, jobs=1, progress=lambda line: None)
    outcome = many.make(root, review, BUILD)
    assert (outcome.lines, outcome.problem) == (["01-toy  unchanged"], "far enough")


def test_two_reviews_of_one_name_are_refused_before_anything_is_made(root, tmp_path):
    one, other = named("jones", tmp_path / "a"), named("Jones", tmp_path / "b")
    with pytest.raises(ReviewProblems, match="MANY-001") as refused:
        many.side_by_side(root, [one, other, one], BUILD, jobs=2, tell=quiet)
    assert len(refused.value.problems) == 1 and not (root / "_build").exists()
    assert many.distinct([one, one]) == [one]


def test_the_books_own_review_is_made_first_and_alone_but_its_draft_beside_the_others(root, tmp_path):
    own, other = root / "data" / "toy", tmp_path / "other"
    assert many.apart(root, [other, own], BUILD) == ([own], [other])
    assert many.apart(root, [other, own], DRAFT) == ([], [other, own])


def test_the_notebooks_of_the_books_own_review_are_run_in_place(root):
    own = named("toy", root / "data")
    before = (root / "notebooks" / "01-toy.ipynb").read_bytes()
    (ran,) = many.notebooks(root, own, jobs=1, progress=lambda line: None)
    assert ran.path == root / "notebooks" / "01-toy.ipynb" and ran.path.read_bytes() != before


def test_a_review_whose_place_is_taken_is_not_run(root, tmp_path):
    with pytest.raises(book.BuildFailed, match="cannot be named html"):
        many.notebooks(root, named("html", tmp_path), jobs=1)


@pytest.mark.parametrize(("task", "by"), [(BUILD, book), (DRAFT, draft)])
@pytest.mark.parametrize(("lines", "state"), [(["book  built"], "built"), ([book.UNCHANGED], "unchanged")])
def test_what_became_of_a_book_is_told(root, tmp_path, monkeypatch, task, by, lines, state):
    def build(root, *, review, progress, **_):
        for line in lines:
            progress(line)
        return root / "_build" / review.name / "html" / "index.html"

    monkeypatch.setattr(by, "build", build)
    outcome = many.make(root, named("ng-2021", tmp_path), task)
    assert (outcome.state, outcome.lines) == (state, lines)
    assert outcome.page == "_build/ng-2021/html/index.html" and outcome.took["seconds"] >= 0


def test_a_review_is_in_the_place_in_which_its_book_is_built(root, tmp_path):
    review = tmp_path / "ng-2021"
    assert many.place(root, review, BUILD) == many.place(root, review, RUN) == root / "_build" / "ng-2021"
    assert many.place(root, review, DRAFT) == root / "_build" / "ng-2021-draft"


def test_a_book_that_stands_is_told_without_a_process(root, tmp_path, monkeypatch):
    monkeypatch.setattr(many, "warm", lambda: pytest.fail("what makes books was loaded"))
    monkeypatch.setattr(book, "stands", lambda root, review, place: place.name == "ng-2021")
    monkeypatch.setattr(
        book, "build", lambda root, *, review, progress, **_: progress(book.UNCHANGED) or root / "x"
    )
    (outcome,) = many.side_by_side(root, [named("ng-2021", tmp_path)], BUILD, jobs=2, tell=quiet)
    assert (outcome.state, outcome.lines) == ("unchanged", [book.UNCHANGED])
    assert not many.stands(root, tmp_path / "jones", BUILD) and not many.stands(
        root, tmp_path / "ng-2021", RUN
    )
    assert not many.stands(root, tmp_path / "html", BUILD)


def test_a_fault_of_the_machine_is_told_and_a_slip_of_the_program_is_kept_for_the_end(
    root, tmp_path, monkeypatch
):
    review = named("ng-2021", tmp_path)
    for error, code in ((MemoryError(), "MACH-001"), (OSError(28, "No space left on device"), "MACH-002")):
        monkeypatch.setattr(book, "build", raising(error))
        outcome = many.make(root, review, BUILD)
        assert (outcome.state, outcome.fault) == ("failed", True) and outcome.problem.startswith(code)
    monkeypatch.setattr(book, "build", raising(KeyError("a slip")))
    outcome = many.make(root, review, BUILD)
    assert (outcome.state, outcome.fault, outcome.problem) == ("failed", False, "KeyError: 'a slip'")
    assert outcome.slip.startswith("Traceback") and "in build" in outcome.slip


def raising(error: Exception):
    def build(*_, **__):
        raise error

    return build


def test_a_review_whose_process_is_killed_fails_alone(root, tmp_path, monkeypatch):
    reviews = [named("jones-2020", tmp_path), named("ng-2021", tmp_path)]
    monkeypatch.setattr(many, "_make", dies_of_jones)
    outcomes = many.side_by_side(root, reviews, RUN, jobs=2, tell=quiet)
    assert [(one.state, one.fault, one.problem[:8]) for one in outcomes] == [
        ("failed", True, "MACH-005"),
        ("run", False, ""),
    ]


def dies_of_jones(piece):
    if piece.review.name == "jones-2020":
        os.kill(os.getpid(), signal.SIGKILL)
    return many.Outcome(piece.review.name, many.EXECUTED)
