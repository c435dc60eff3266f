"""Two commands at once: the second waits, and says so."""

import subprocess
import sys

from reviewbook.files.lock import held, is_held

HOLD = """
import sys, time
from pathlib import Path
from reviewbook.files.lock import held
with held(Path(sys.argv[1]), verb="import"):
    print("held", flush=True)
    sys.stdin.readline()
    Path(sys.argv[1], "done").touch()
"""


def test_the_second_waits_for_the_first_and_says_so(tmp_path):
    told = []
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None and first.stdin is not None and first.stdout.readline() == "held\n"

    def say(words):
        told.append(words)
        first.stdin.write("\n")  # only now does the first go on
        first.stdin.flush()

    with held(tmp_path / ".", verb="dedupe", say=say):
        assert (tmp_path / "done").exists()
    assert told == [f"Another reviewbook is at work in {tmp_path}: dedupe waits until it is done."]
    assert first.wait(10) == 0


def test_a_process_that_dies_lets_go(tmp_path):
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None and first.stdout.readline() == "held\n"
    first.kill()
    first.wait()
    with held(tmp_path, verb="tidy", say=lambda words: None):
        pass


def test_one_process_does_not_wait_for_itself_and_other_folders_are_free(tmp_path):
    told = []
    with (
        held(tmp_path, verb="build", say=told.append),
        held(tmp_path, verb="run", say=told.append),
        held(tmp_path / "other", verb="run", say=told.append),
    ):
        pass
    assert told == []


def test_whether_another_process_holds_a_folder_is_told_without_waiting(tmp_path):
    assert not is_held(tmp_path)
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None and first.stdout.readline() == "held\n"
    assert is_held(tmp_path)
    first.kill()
    first.wait()
    assert not is_held(tmp_path)  # what a dead process left is nobody's


def test_a_folder_whose_name_is_no_text_is_held_too(tmp_path):
    with held(tmp_path / "\udcff", verb="build"):
        pass
