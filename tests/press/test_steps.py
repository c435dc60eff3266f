"""What a build says of its steps: a line for people, a file for programs."""

import json

import pytest

from reviewbook.press.steps import Step, Steps


@pytest.fixture
def steps(monkeypatch) -> Steps:
    """Two steps, of 1 and 2 seconds by a clock that the test keeps."""
    clock = iter([10.0, 11.0, 12.0, 14.0, *[20.0] * 9])
    monkeypatch.setattr("reviewbook.press.steps.time.monotonic", lambda: next(clock))
    taken = Steps(began=0.0)
    with taken.of("check"):
        pass
    with taken.of("notebooks", why="ratings.csv changed") as step:
        step.reused = "1 of 8 notebooks"
    taken.add(Step("notebook 03-appraisal", 1.5, "ratings.csv changed", "6 of 15 cells"))
    return taken


def test_the_summary_names_each_kind_of_step_once_and_no_single_notebook(steps):
    assert steps.summary() == "in all 20.0 s: check 1.0 s, notebooks 2.0 s"


def test_what_took_no_time_is_not_told():
    taken = Steps()
    taken.add(Step("check", 0.01))
    assert taken.summary().endswith(" s: ")


def test_the_file_says_what_was_done_why_how_long_and_what_was_reused(steps, tmp_path):
    steps.write(tmp_path / "t.json")
    said = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    assert said["seconds"] == 20
    assert said["steps"][1] == {
        "what": "notebooks",
        "seconds": 2.0,
        "why": "ratings.csv changed",
        "reused": "1 of 8 notebooks",
    }
    assert [step["what"] for step in said["steps"]] == ["check", "notebooks", "notebook 03-appraisal"]


def test_a_step_that_fails_is_told_too():
    taken = Steps()
    with pytest.raises(ZeroDivisionError), taken.of("notebooks"):
        _ = 1 / 0
    assert [step.what for step in taken.taken] == ["notebooks"]
