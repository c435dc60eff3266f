"""Files put in place whole: all of them, or the old ones stay."""

import os
import signal
import subprocess
import sys
import threading

import pandas as pd
import pytest

from reviewbook.files.replace import as_csv, settle, whole
from reviewbook.review.problems import ReviewProblems


def holds(folder) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_every_file_is_written_and_nothing_is_left_beside_them(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    whole({tmp_path / "a": b"new", tmp_path / "b": b"also"})
    assert holds(tmp_path) == {"a": b"new", "b": b"also"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_write_that_stops_anywhere_leaves_what_was_there(tmp_path, monkeypatch, failing, error):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "c").write_bytes(b"older")
    calls, replace = iter(range(1, 99)), os.replace

    def stopped(source, target):
        if next(calls) == failing:
            raise error
        replace(source, target)

    monkeypatch.setattr(os, "replace", stopped)
    wanted = ReviewProblems if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(wanted):
        whole({tmp_path / name: b"new" for name in "abc"})
    assert holds(tmp_path) == {"a": b"old", "c": b"older"}


def test_a_folder_that_is_not_there_is_a_problem_that_names_the_file(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(ReviewProblems) as refused:
        whole({tmp_path / "a": b"new", tmp_path / "gone" / "b": b""})
    assert [(p.code, p.file) for p in refused.value.problems] == [("PACK-006", str(tmp_path / "gone" / "b"))]
    assert holds(tmp_path) == {"a": b"old"}


def test_a_name_that_no_file_can_have_is_a_problem(tmp_path):
    for name in ("x" * 5000, f"{'x' * 5000}/a"):
        with pytest.raises(ReviewProblems) as refused:
            whole({tmp_path / name: b"new"})
        assert [(p.code, p.file) for p in refused.value.problems] == [("PACK-006", str(tmp_path / name))]


def test_a_table_is_csv_with_ten_digits_and_blanks_where_nothing_is():
    frame = pd.DataFrame({"name": ["ä", None], "n": [1 / 3, 2.0]})
    assert as_csv(frame) == "name,n\nä,0.3333333333\n,2\n".encode()


# Writes three files and is killed at its Nth step of writing: a file made, filled, renamed or removed.
KILLED = """
import os, signal, sys
from pathlib import Path
from reviewbook.files.replace import whole
at, steps, place = int(sys.argv[1]), 0, sys.argv[2]
def watch(event, given):
    global steps
    if event in ("open", "os.rename", "os.remove") and str(given[0]).startswith(place):
        steps += 1
        if steps == at:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
whole({Path(place, name): b"new" for name in ("a", "b", "c", "below/d")} | {Path(place, "gone"): None})
"""


def test_a_file_of_which_nothing_is_to_be_there_is_taken_away_and_comes_back_where_another_fails(tmp_path):
    (tmp_path / "gone").write_bytes(b"old")
    whole({tmp_path / "gone": None, tmp_path / "a": b"new"})
    assert holds(tmp_path) == {"a": b"new"}
    with pytest.raises(ReviewProblems):
        whole({tmp_path / "a": None, tmp_path / "nowhere" / "b": b"new"})
    assert holds(tmp_path) == {"a": b"new"}


def test_what_is_killed_at_any_step_is_finished_or_undone_and_leaves_nothing(tmp_path):
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    old, new = (
        {"a": b"old", "c": b"older", "gone": b"oldest"},
        dict.fromkeys(("a", "b", "c", "below/d"), b"new"),
    )
    seen = []
    for step in range(1, 99):
        folder = tmp_path / str(step)
        (folder / "below").mkdir(parents=True)
        for name, content in old.items():
            (folder / name).write_bytes(content)
        status = subprocess.run([sys.executable, str(script), str(step), str(folder)], check=False).returncode
        settle(folder)
        settle(folder / "below")
        assert holds(folder) in (old, new), step
        seen.append(holds(folder) == new)
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert seen == sorted(seen), "what is once begun is always finished"
    assert seen.count(False) > 3 and seen.count(True) > 3


def test_a_note_that_names_what_lies_outside_moves_nothing(tmp_path):
    folder = tmp_path / "review"
    folder.mkdir()
    gone = 2**22 + 1  # no process has it
    (tmp_path / f".a.{gone}.part").write_bytes(b"moved")
    (folder / f".{gone}.begun").write_text('["../a"]', "utf-8")
    settle(folder)
    assert holds(tmp_path) == {f".a.{gone}.part": b"moved"}


def test_what_another_process_is_writing_is_left_alone(tmp_path):
    for name in (f".a.{os.getppid()}.part", f".{os.getppid()}.begun", ".notes", ".a.part"):
        (tmp_path / name).write_text('["a"]', "utf-8")
    before = holds(tmp_path)
    settle(tmp_path)
    assert holds(tmp_path) == before


def test_a_pipe_is_written_to_and_stays_one(tmp_path):
    pipe, told = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: told.append(pipe.read_bytes()), daemon=True)
    reader.start()
    whole({pipe: b"new"})
    reader.join(10)
    assert (told, pipe.is_fifo()) == ([b"new"], True)
