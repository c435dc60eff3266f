"""The command line: exit status, help with an example, and nothing of Python's where the author made a mistake."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from packages import SYNTHETIC

from reviewbook.cli import VERBS, main


@pytest.mark.parametrize("verb", ["check", "build", "describe"])
def test_a_folder_that_is_not_there_is_a_problem_and_no_traceback(verb, capsys):
    assert main([verb, "no-such-folder"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("PACK-001  no-such-folder") and "Traceback" not in said


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([verb, "--help"])
    assert stopped.value.code == 0
    assert re.search(rf"examples?:\n  reviewbook {verb}", capsys.readouterr().out)


@pytest.mark.parametrize("arguments", [[], ["chekc", "x"], ["run", "--jobs", "0"], ["check"]])
def test_a_command_that_is_not_understood_ends_with_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: reviewbook" in capsys.readouterr().err


def test_help_is_quick_because_nothing_heavy_is_loaded():
    code = "import sys; from reviewbook.cli import _parser; _parser(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pandas", "frictionless", "matplotlib", "duckdb", "papermill"} & set(done.stdout.split())


@pytest.mark.parametrize(("call", "frozen"), [("main()", True), ("main(sys.argv[1:])", False)])
def test_as_a_program_it_ends_without_a_last_search_for_garbage(call, frozen):
    code = f"import gc, sys; from reviewbook.cli import main; {call}; print(gc.get_freeze_count() > 1000, file=sys.stderr)"
    asked = ["agree", str(SYNTHETIC / "decisions.csv")]
    done = subprocess.run([sys.executable, "-c", code, *asked], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == str(frozen)


def test_a_reader_that_stops_reading_is_no_error():
    command = f'"{Path(sys.executable)}" -m reviewbook.cli check "{SYNTHETIC}" --format json | true'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "at"),
    [
        (["tidy", ""], 2),
        (["agree", "decisions.csv", "--words", " "], 4),
        (["import", "csv", "records.csv", "--review", "mine", "--columns="], 6),
    ],
)
def test_a_blank_argument_is_never_taken_for_the_folder_at_hand_or_for_none(arguments, at, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and f"argument {at} is blank" in capsys.readouterr().err
