"""What the machine can do to a command: told in one line, with its code, and no traceback."""

import errno
import os
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool

import pytest

from reviewbook import cli
from reviewbook.press import faults


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (MemoryError(), "MACH-001", "memory"),
        (OSError(errno.ENOSPC, "No space left on device", "flow.svg"), "MACH-002", "flow.svg"),
        (PermissionError(errno.EACCES, "Permission denied", "data/other"), "MACH-003", "data/other"),
        (OSError(errno.EROFS, "Read-only file system", "data/other"), "MACH-003", "read-only"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "x" * 300), "MACH-004", "too long"),
        (BrokenProcessPool(), "MACH-005", "process"),
    ],
)
def test_a_fault_of_the_machine_has_a_code_and_names_the_file(error, code, says, monkeypatch, capsys):
    def fail(asked):
        raise error

    monkeypatch.setattr("reviewbook.commands.check.run", fail)
    assert cli.main(["check", "data/x"]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"{code}  ") and says in told and "Traceback" not in told


@pytest.mark.parametrize(
    "error", [FileNotFoundError(errno.ENOENT, "gone", "x"), RuntimeError("a slip of ours"), ValueError()]
)
def test_a_slip_of_the_program_is_not_blamed_on_the_machine(error, monkeypatch):
    assert faults.told(error) is None

    def fail(asked):
        raise error

    monkeypatch.setattr("reviewbook.commands.check.run", fail)
    with pytest.raises(type(error)):
        cli.main(["check", "data/x"])


def test_links_that_lead_in_a_circle_are_one_line(tmp_path, capsys):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert cli.main(["run", "--root", str(tmp_path / "loop")]) == 1
    assert capsys.readouterr().err.startswith(("MACH-004  ", "PACK-008  "))


def test_a_path_longer_than_the_system_allows_is_one_line(capsys):
    assert cli.main(["check", "x" * 5000]) == 1
    assert capsys.readouterr().err.startswith("MACH-004  ")


def test_a_terminal_that_cannot_show_a_sign_shows_its_number():
    command = [sys.executable, "-m", "reviewbook.cli", "check", "no “such” folder"]
    done = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"PYTHONIOENCODING": "ascii"}, check=False
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr and r"\u201c" in done.stdout + done.stderr
