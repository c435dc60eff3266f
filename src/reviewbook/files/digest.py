"""What a file, a folder or a value is, in one short text: equal where they are equal."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).resolve().parents[1]


def of_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def of_library() -> str:
    """One digest of the library, worked out again when one of its files was written."""
    seen = {file: (size, when) for file, size, when in _written(str(LIBRARY))}
    key = (LIBRARY, frozenset(seen.items()))
    if _library.get("key") != key:
        _library.update(key=key, digest=of_files(sorted(map(Path, seen)), LIBRARY))
    return _library["digest"]


_library: dict[str, Any] = {}


def _written(folder: str) -> Iterator[tuple[str, int, int]]:
    """Each file below a folder, its size, and when it was written; asked often, so without a `Path` for each."""
    for one in os.scandir(folder):
        if one.is_file():
            seen = one.stat()
            yield one.path, seen.st_size, seen.st_mtime_ns
        elif one.is_dir() and one.name != "__pycache__":
            yield from _written(one.path)


def of_file(file: Path) -> str | None:
    """SHA-256 of a file; None when there is none, so that a table which appears later counts as a change."""
    return of_bytes(file.read_bytes()) if file.is_file() else None


def of_value(value: object) -> str:
    return of_bytes(json.dumps(value, sort_keys=True).encode("utf-8"))


def of_files(files: Iterable[Path], below: Path) -> str:
    """One digest of files, with their places below a folder."""
    return of_value({file.relative_to(below).as_posix(): of_file(file) for file in files})


def of_bibliography(review: Path) -> str | None:
    """SHA-256 of the bibliography that a review's datapackage.json names, which may lie elsewhere; None where it names none."""
    try:
        return of_file(review / json.loads((review / "datapackage.json").read_bytes())["bibliography"])
    except (OSError, ValueError, LookupError, TypeError):  # `check` tells what is wrong
        return None


def of_folder(folder: Path, *patterns: str) -> str:
    """One digest of the files that fit, but for Python's own."""
    found = {file for pattern in patterns or ("**/*",) for file in folder.glob(pattern)}
    return of_files((file for file in found if file.is_file() and "__pycache__" not in file.parts), folder)
