"""A new repository is written whole, and over nothing."""

import json
import os

import pytest

from reviewbook.press.repository import frame
from reviewbook.press.repository.asked import Asked
from reviewbook.press.repository.write import write
from reviewbook.review.problems import ReviewProblems

ONE = Asked("walking", "Walking", parts=())


def files_of(folder) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def refused(folder, **options):
    with pytest.raises(ReviewProblems) as told:
        write(folder, ONE, **options)
    return [(one.code, one.file, one.found) for one in told.value.problems]


def test_every_file_is_there_and_the_record_names_those_of_the_frame(tmp_path):
    places = write(tmp_path / "walking", ONE)
    assert files_of(tmp_path / "walking") == set(places) == {*frame.begun(ONE), frame.RECORD}
    record = json.loads((tmp_path / "walking" / frame.RECORD).read_text("utf-8"))
    assert set(record["files"]) == set(frame.frame(ONE)) and record["version"] == frame.version()


@pytest.mark.skipif(os.name == "nt", reason="there a file's ending says that it is a program")
def test_the_program_of_ci_can_be_called_by_its_name_and_nothing_else(tmp_path):
    places = write(tmp_path / "walking", ONE)
    assert [place for place in places if os.access(tmp_path / "walking" / place, os.X_OK)] == [".ci/run"]


def test_a_folder_of_git_with_other_files_is_no_obstacle(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "protocol.pdf").touch()
    write(tmp_path, ONE)
    assert (tmp_path / "Makefile").is_file()


def test_no_file_that_is_there_is_written_over_and_no_other_is_written(tmp_path):
    (tmp_path / "README.md").write_text("Mine.", "utf-8")
    assert refused(tmp_path) == [("REPO-001", str(tmp_path / "README.md"), "a file")]
    assert files_of(tmp_path) == {"README.md"} and (tmp_path / "README.md").read_text("utf-8") == "Mine."
    assert refused(tmp_path / "README.md") == [("REPO-001", str(tmp_path / "README.md"), "a file")]


def test_where_no_folder_can_be_made_a_problem_says_so(tmp_path):
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file" / "walking")[0][0] == "PACK-006"


def test_a_wheel_of_this_version_is_laid_in_and_no_other(tmp_path):
    wheel = tmp_path / f"reviewbook-{frame.version()}-py3-none-any.whl"
    assert refused(tmp_path / "a", wheel=wheel) == [("REPO-002", str(wheel), "no such file")]
    wheel.write_bytes(b"PK")
    write(tmp_path / "a", ONE, wheel=wheel)
    assert (tmp_path / "a" / "wheels" / wheel.name).read_bytes() == b"PK"
    other = tmp_path / "reviewbook-0.0.1-py3-none-any.whl"
    other.touch()
    assert refused(tmp_path / "b", wheel=other) == [("REPO-002", str(other), "another file")]
