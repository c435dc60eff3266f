"""What the verbs of the command line share."""

import argparse
import gc
import json
import os
import subprocess
import sys

import pandas as pd
import pytest
from packages import SYNTHETIC, broken, copied, set_cell

from reviewbook.check import require_sound
from reviewbook.commands import THREADS, in_json, loading, positive
from reviewbook.review.problems import ReviewProblems


def test_a_number_of_jobs_is_whole_and_from_1():
    assert positive("1") == 1 and positive("12") == 12
    for text in ("0", "-1", "1.5", "two", ""):
        with pytest.raises(argparse.ArgumentTypeError, match="expected a whole number from 1"):
            positive(text)


def test_what_a_command_loads_is_never_looked_through_for_garbage():
    code = (
        "import gc; from reviewbook.commands import loading\n"
        "with loading():\n  print(gc.isenabled()); import pandas\n"
        "print(gc.isenabled(), gc.get_freeze_count() > 10_000)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True"]


def test_meanwhile_numpy_would_start_one_thread_and_an_own_number_of_them_stands(monkeypatch):
    monkeypatch.delenv(THREADS, raising=False)
    with loading():
        assert os.environ[THREADS] == "1"
    assert THREADS not in os.environ
    monkeypatch.setenv(THREADS, "3")
    with loading():
        assert os.environ[THREADS] == "3"
    assert os.environ[THREADS] == "3"


def test_what_was_there_before_may_still_become_garbage(monkeypatch):
    frozen = gc.get_freeze_count()
    gc.disable()
    try:
        with loading():
            import pandas  # noqa: F401 - loaded long ago
        assert gc.get_freeze_count() == frozen and not gc.isenabled()
    finally:
        gc.enable()
    with pytest.raises(ImportError), loading():
        import nowhere_to_be_found  # noqa: F401
    assert gc.isenabled()


def test_a_review_with_a_problem_is_no_ground_to_build_on(tmp_path):
    with pytest.raises(ReviewProblems, match="FLOW-001"):
        require_sound(broken("FLOW-001", tmp_path))
    require_sound(SYNTHETIC)


def test_a_notice_stops_nothing(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    set_cell(there / "interventions.csv", "devices", "", row=2)  # not charted yet
    require_sound(there)


def test_facts_are_printed_as_json_where_that_was_asked_for(capsys):
    table = pd.DataFrame({"n": pd.array([1, None], "Int64"), "who": [["AA"], None]})
    facts = {"table": table, "no": pd.NA, "many": {"b", "a"}, "n": table["n"].iloc[0]}
    assert not in_json(argparse.Namespace(json=False), facts) and capsys.readouterr().out == ""
    assert in_json(argparse.Namespace(json=True), facts)
    assert json.loads(capsys.readouterr().out) == {
        "table": [{"n": 1, "who": ["AA"]}, {"n": None, "who": None}],
        "no": None,
        "many": ["a", "b"],
        "n": 1,
    }
