"""The command line: exit status, help with an example, and nothing of Python's where the author made a mistake."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packages import SYNTHETIC, copied

from reviewbook.cli import STATUSES, STOPPED, TASKS, VERBS, main


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


@pytest.mark.parametrize("arguments", [["chekc", "x"], ["run", "--jobs", "0"], ["new"]])
def test_a_command_that_is_not_understood_ends_with_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "--help" in capsys.readouterr().err.splitlines()[-1]


def test_alone_it_says_what_it_can_do_by_task_one_line_a_verb(capsys):
    assert main([]) == 0
    said = capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--help"])
    assert capsys.readouterr().out == said
    listed = [line.split()[0] for line in said.partition("options:")[0].splitlines() if line.startswith("  ")]
    assert listed == [verb for verbs in TASKS.values() for verb in verbs]
    assert sorted(listed) == sorted(VERBS) and max(map(len, said.splitlines())) <= 80


def test_the_statuses_with_which_it_ends_stand_in_its_help_alone(capsys):
    main([])
    said = capsys.readouterr().out
    assert all(f"  {status:<4} {means}\n" in said for status, means in STATUSES.items())
    assert set(STATUSES) == {0, 1, 2, STOPPED}


def test_a_program_gets_problems_as_json_where_a_verb_could_not_do_what_it_should(capsys):
    assert main(["check", "no-such-folder", "--json"]) == 1
    told = capsys.readouterr()
    (problem,) = json.loads(told.out)["problems"]
    assert problem["code"] == "PACK-001" and problem["remedy"] and told.err == ""


WITH_FACTS = {
    "agree": ["decisions.csv"],
    "appraise": [".", "--tool", "mmat-2011"],
    "check": ["."],
    "dedupe": ["--review", ".", "--dry-run"],
    "doctor": [],
    "flow": ["."],
    "import": ["csv", "RECORDS", "--review", ".", "--source", "db_one", "--dry-run"],
    "include": [".", "--dry-run"],
    "migrate": [".", "--dry-run"],
    "status": ["."],
    "tidy": [".", "--dry-run"],
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_that_tells_facts_tells_them_as_json(verb, tmp_path, monkeypatch, capsys):
    if verb not in WITH_FACTS:
        assert verb in (
            "build",
            "completions",
            "describe",
            "export",
            "new",
            "run",
            "serve",
            "update-repo",
            "workbook",
        )  # make something, and name it
        return
    review = copied(SYNTHETIC, tmp_path)
    source = (review / "sources.csv").read_text("utf-8").splitlines()[1].partition(",")[0]
    (tmp_path / "records.csv").write_text("title,year\nOf a table,2020\n", "utf-8")
    monkeypatch.chdir(review)
    stands_for = {"db_one": source, "RECORDS": str(tmp_path / "records.csv")}
    arguments = [stands_for.get(word, word) for word in WITH_FACTS[verb]]
    assert main([verb, *arguments, "--json"]) in (0, 1)
    told = capsys.readouterr()
    facts = json.loads(told.out)
    assert isinstance(facts, dict) and "Traceback" not in told.err
    assert set(facts) != {"problems"}, facts


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
