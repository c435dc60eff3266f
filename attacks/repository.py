"""A copy of the repository in which anything may be written: the checkout itself is never touched by an attack."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from attacks import ROOT, TESTS

PARTS = ("src", "book", "notebooks")


def copy(to: Path) -> Path:
    """What `reviewbook build` needs, and no review."""
    to.mkdir(parents=True)
    for part in PARTS:
        shutil.copytree(ROOT / part, to / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in [ROOT / "requirements.txt", *ROOT.glob("*.yml"), *ROOT.glob("*.md"), *ROOT.glob("*.cff")]:
        shutil.copy(file, to)
    (to / "data").mkdir()
    return to


def environment(repository: Path, scratch: Path) -> dict[str, str]:
    """For a process that shall use the library of a copy: nothing it leaves by the way is anywhere else."""
    temporary = scratch / "tmp"
    temporary.mkdir(exist_ok=True)
    paths = [str(repository / "src"), str(ROOT), str(TESTS)]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONFAULTHANDLER": "1",
        "TMPDIR": str(temporary),
    }


def tree(folder: Path, *, without: tuple[str, ...] = ()) -> dict[str, str]:
    """The digest of every file below a folder by its path, and every folder; ``without`` those at the top."""
    found = {}
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if within.parts[0] in without:
            continue
        if path.is_symlink():
            found[within.as_posix()] = f"link to {path.readlink()}"
        elif path.is_file():
            found[within.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            found[within.as_posix()] = "folder"
    return found


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """What differs between two trees, in words."""
    return [
        f"{path}: {'only afterwards' if path not in one else 'missing' if path not in other else 'differs'}"
        for path in sorted(one.keys() | other.keys())
        if one.get(path) != other.get(path)
    ]
