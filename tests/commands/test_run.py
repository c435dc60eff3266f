"""The command `reviewbook run`: which notebooks it asks to be executed, and how it ends."""

import pytest
from packages import ROOT, SYNTHETIC, WILLIAMS, broken, copied

from reviewbook.cli import main
from reviewbook.press import book
from reviewbook.press import run as press


@pytest.fixture
def asked(monkeypatch):
    """What is asked to be executed, in place of executing it, which takes minutes."""
    calls = []
    monkeypatch.setattr(book, "run", lambda review, **options: calls.append((review, options)))
    return calls


def test_all_notebooks_of_the_repository_are_run_in_their_order(asked):
    assert main(["run", "--force", "--jobs", "3"]) == 0
    ((review, options),) = asked
    assert review == WILLIAMS and options["out"] == ROOT / "notebooks"
    assert options["notebooks"] == sorted((ROOT / "notebooks").glob("*.ipynb")) != []
    assert (options["jobs"], options["force"]) == (3, True)


def test_only_what_changed_is_run_unless_all_is_asked_for(asked):
    assert main(["run"]) == 0
    assert asked[0][1]["force"] is False


@pytest.mark.parametrize(("differing", "status"), [([], 0), (["02-studies.ipynb"], 1)])
def test_a_check_names_the_notebooks_that_differ_and_runs_none_in_place(
    asked, monkeypatch, capsys, differing, status
):
    monkeypatch.setattr(press, "verify", lambda root, jobs: differing)
    assert main(["run", "--check"]) == status and asked == []
    assert capsys.readouterr().err == "".join(
        f"{name} differs from what its inputs give: run `reviewbook run` and commit it.\n"
        for name in differing
    )


def test_a_notebook_that_fails_is_told_and_ends_with_status_1(monkeypatch, capsys):
    def fail(*_, **__):
        raise press.RunFailed("02-studies.ipynb: KeyError")

    monkeypatch.setattr(book, "run", fail)
    assert main(["run"]) == 1
    assert "02-studies.ipynb: KeyError" in capsys.readouterr().err


def test_the_notebooks_of_another_review_are_run_in_its_place_in_build(asked, monkeypatch):
    monkeypatch.setattr(book, "stage", lambda root, review, source, package: source / "data" / review.name)
    assert main(["run", str(SYNTHETIC), "--jobs", "1"]) == 0
    ((tables, options),) = asked
    place = ROOT / "_build" / "synthetic"
    assert (
        tables == place / "source" / "data" / "synthetic" and options["out"] == place / "source" / "notebooks"
    )
    assert options["parameters"] == {"review": "../data/synthetic"} and options["state"] == place / "run"


def test_a_review_with_a_problem_is_not_run(asked, tmp_path, capsys):
    assert main(["run", str(broken("FLOW-001", tmp_path))]) == 1
    assert asked == [] and "FLOW-001" in capsys.readouterr().err


def test_a_review_named_as_a_draft_in_build_is_refused_in_one_line(asked, tmp_path, capsys):
    review = copied(SYNTHETIC, tmp_path)
    assert main(["run", str(review.rename(tmp_path / "x-draft"))]) == 1
    assert asked == [] and capsys.readouterr().err.startswith("A review cannot be named x-draft")
