"""The command `reviewbook update-repo`: what a newer version changes in a repository, shown, and written all at once."""

import json

import pytest

from reviewbook.cli import main
from reviewbook.press.repository import frame
from reviewbook.press.repository.update import _digest


@pytest.fixture
def repository(tmp_path, capsys):
    """A repository that an earlier version made, with another Makefile."""
    folder = tmp_path / "walking"
    assert main(["new", str(folder), "--title", "Walking", "--yes", "--no-build"]) == 0
    record = json.loads((folder / frame.RECORD).read_text("utf-8"))
    (folder / "Makefile").write_bytes(b"book:\n\techo\n")
    record["files"]["Makefile"] = _digest("Makefile", b"book:\n\techo\n")
    (folder / frame.RECORD).write_text(json.dumps(record | {"version": "0.0.9"}), "utf-8")
    capsys.readouterr()
    return folder


def test_a_dry_run_shows_the_difference_and_writes_nothing(repository, capsys):
    before = {file: file.read_bytes() for file in repository.rglob("*") if file.is_file()}
    assert main(["update-repo", str(repository), "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Makefile: changed\n--- Makefile\n+++ Makefile\n") and "-\techo" in told
    assert f"Would change 1 file, from 0.0.9 to {frame.version()}. Nothing was written (--dry-run)." in told
    assert {file: file.read_bytes() for file in repository.rglob("*") if file.is_file()} == before


def test_an_update_is_written_once(repository, capsys):
    assert main(["update-repo", str(repository)]) == 0
    assert f"Changed 1 file, from 0.0.9 to {frame.version()}." in capsys.readouterr().out
    assert "reviewbook build" in (repository / "Makefile").read_text("utf-8").lower().replace(
        "$(reviewbook)", "reviewbook"
    )
    assert main(["update-repo", str(repository)]) == 0
    assert capsys.readouterr().out == f"Nothing to update: the repository is of version {frame.version()}.\n"


def test_what_is_the_authors_is_named_and_left(repository, capsys):
    (repository / "Makefile").write_text("mine", "utf-8")
    assert main(["update-repo", str(repository)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("Makefile: yours\n") and told.err.rstrip().endswith("above: Makefile.")
    assert (repository / "Makefile").read_text("utf-8") == "mine"


def test_where_a_file_cannot_be_written_none_is(repository, capsys):
    (repository / ".ci" / "run").unlink()
    record = json.loads((repository / frame.RECORD).read_text("utf-8"))
    del record["files"][".ci/run"]
    (repository / frame.RECORD).write_text(json.dumps(record), "utf-8")
    (repository / ".ci" / "run").mkdir()
    assert main(["update-repo", str(repository)]) == 1
    assert "PACK-006" in capsys.readouterr().err
    assert (repository / "Makefile").read_bytes() == b"book:\n\techo\n"
