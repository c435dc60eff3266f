"""Several reviews in one command: what is said of each, what is said at the end, and how the command ends."""

import json
from dataclasses import replace

import pytest
from packages import SYNTHETIC, WILLIAMS

from reviewbook.cli import main
from reviewbook.commands import several
from reviewbook.press import many
from reviewbook.press.many import Outcome
from reviewbook.review.problems import Problem, ReviewProblems

BUILT = Outcome(
    "synthetic",
    many.BUILT,
    "_build/synthetic/html/index.html",
    ["01-toy  run 1.0 s  (asked to)", "book  built"],
)
FAILED = Outcome(
    "williams-2019", many.FAILED, lines=["01-toy  failed 1.0 s"], problem="first line\nsecond line"
)


@pytest.fixture
def book(tmp_path):
    """A folder that is a book as far as a command looks."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "_config.yml").write_text("reviewbook: {review: toy}\n")
    return tmp_path


class Press:
    """Stands in for what makes reviews: takes down what it is asked for, and tells what a test says."""

    def __init__(self, *outcomes: Outcome | BaseException):
        self.outcomes, self.asked = outcomes, []

    def __call__(self, root, reviews, task, *, tell, **options):
        self.asked.append((root, reviews, task, options))
        for outcome in self.outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
            tell(outcome)


@pytest.fixture
def press(monkeypatch):
    def put(*outcomes):
        standing = Press(*outcomes)
        monkeypatch.setattr(many, "side_by_side", standing)
        return standing

    return put


def test_each_line_bears_the_name_of_its_review_and_problems_and_a_count_are_last(press, book, capsys):
    standing = press(FAILED, BUILT)
    assert main(["build", "--root", str(book), str(SYNTHETIC), str(WILLIAMS), "--jobs", "3"]) == 1
    assert standing.asked == [(book, [SYNTHETIC, WILLIAMS], many.Task("build"), {"jobs": 3})]
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "williams-2019  01-toy  failed 1.0 s",
        "williams-2019  failed",
        "synthetic      01-toy  run 1.0 s  (asked to)",
        "synthetic      book  built",
        f"synthetic      {book / '_build' / 'synthetic' / 'html' / 'index.html'}",
        "2 reviews: 1 built, 1 failed",
    ]
    assert said.err == "williams-2019  first line\nwilliams-2019  second line\n"


@pytest.mark.parametrize(
    ("words", "task"),
    [
        (["build"], many.Task("build")),
        (["build", "--draft"], many.Task("draft")),
        (["run"], many.Task("run")),
        (["run", "--force"], many.Task("run", force=True)),
    ],
)
def test_a_verb_asks_for_what_it_does_and_ends_well_where_all_did(press, book, words, task):
    standing = press(BUILT, Outcome("williams-2019", many.UNCHANGED))
    assert main([*words, "--root", str(book), str(SYNTHETIC), str(WILLIAMS)]) == 0
    assert standing.asked[0][2] == task


def test_one_review_on_a_cluster_is_told_as_one_is(book, monkeypatch, capsys):
    from reviewbook.press import cluster

    standing = Press(BUILT)
    monkeypatch.setattr(cluster, "side_by_side", standing)
    assert main(["build", "--root", str(book), str(SYNTHETIC), "--scheduler", "tcp://host:8786"]) == 0
    options = standing.asked[0][3]
    assert (options["address"], options["jobs"]) == ("tcp://host:8786", 2)
    assert capsys.readouterr().out.splitlines() == [
        *BUILT.lines,
        str(book / "_build" / "synthetic" / "html" / "index.html"),
    ]
    options["say"]("no worker yet")
    assert capsys.readouterr().err == "no worker yet\n"


def test_what_was_made_before_a_command_is_stopped_is_told(press, book, capsys):
    lost = ReviewProblems(
        [Problem("MANY-003", "tcp://host:8786", "a connection that was lost", "a scheduler")]
    )
    press(FAILED, lost)
    assert main(["build", "--root", str(book), str(SYNTHETIC), str(WILLIAMS)]) == 1
    said = capsys.readouterr()
    assert said.out.endswith("2 reviews: 1 failed, 1 not made\n")
    assert said.err.startswith(
        "williams-2019  first line\nwilliams-2019  second line\nMANY-003  tcp://host:8786"
    )


def test_a_slip_of_the_program_is_raised_when_all_is_told(press, book, capsys):
    slip = "Traceback (most recent call last):\nKeyError: 'a slip'"
    press(Outcome("williams-2019", many.FAILED, problem="KeyError: 'a slip'", slip=slip), BUILT)
    with pytest.raises(RuntimeError, match="williams-2019: Traceback"):
        main(["build", "--root", str(book), str(SYNTHETIC), str(WILLIAMS)])
    assert capsys.readouterr().out.endswith("2 reviews: 1 built, 1 failed\n")


def test_how_long_each_review_took_is_written_down(press, book):
    took = {"seconds": 1.5, "steps": [{"what": "check", "seconds": 0.5, "why": "", "reused": ""}]}
    press(replace(BUILT, took=took), FAILED)
    file = book / "took.json"
    main(["build", "--root", str(book), str(SYNTHETIC), str(WILLIAMS), "--timings", str(file)])
    said = json.loads(file.read_text("utf-8"))
    assert said.pop("seconds") >= 0
    assert said == {
        "reviews": {"synthetic": {"state": "built", **took}, "williams-2019": {"state": "failed"}}
    }


def test_every_review_that_is_not_there_is_named_before_anything_is_made(press, book, capsys):
    standing = press()
    assert main(["build", "--root", str(book), str(SYNTHETIC), "nowhere", "neither"]) == 1
    said = capsys.readouterr().err
    assert "PACK-001  nowhere" in said and "PACK-001  neither" in said and not standing.asked


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--scheduler", "tcp://host:8786"],
        ["run", "--check", "--scheduler", "x"],
        ["run", "--check", str(SYNTHETIC)],
    ],
)
def test_what_does_not_go_together_is_not_understood(press, book, words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--root", str(book)])
    assert stopped.value.code == 2 and "--help" in capsys.readouterr().err.splitlines()[-1]


def test_a_count_names_what_was_not_made():
    assert several.in_words(["failed", "built"], of=3) == "3 reviews: 1 built, 1 failed, 1 not made"
    assert several.in_words(["unchanged"] * 2, of=2) == "2 reviews: 2 unchanged"
