"""Files put in place whole: all of them, or the old ones stay."""

import os

import pandas as pd
import pytest

from reviewbook.files.replace import as_csv, whole
from reviewbook.review.problems import ReviewProblems


def holds(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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


def test_a_table_is_csv_with_ten_digits_and_blanks_where_nothing_is():
    frame = pd.DataFrame({"name": ["ä", None], "n": [1 / 3, 2.0]})
    assert as_csv(frame) == "name,n\nä,0.3333333333\n,2\n".encode()
