"""A folder in which nothing is yet becomes a review: with the least that a datapackage.json must say, for its authors to change."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewbook.files import ledger
from reviewbook.files.replace import whole
from reviewbook.review.dictionary import TABLES
from reviewbook.review.place import FILE


@contextmanager
def review(named: str | os.PathLike, *, dry_run: bool) -> Iterator[Path]:
    """The folder of a review while something is imported; an empty one gets its datapackage.json, which goes again where that fails.

    Raises
    ------
    ReviewProblems (IMPT-004) where there is no such folder.
    """
    folder = Path(named).expanduser()
    if not is_empty(folder):
        yield ledger.folder_of(named)
        return
    if dry_run:
        with tempfile.TemporaryDirectory() as aside:
            whole({Path(aside) / FILE: package(folder.resolve().name)})
            yield Path(aside).resolve()
        return
    whole({folder / FILE: package(folder.resolve().name)})
    try:
        yield folder.resolve()
    except BaseException:
        (folder / FILE).unlink(missing_ok=True)
        raise


def is_empty(folder: Path) -> bool:
    """Whether a folder is there and holds nothing of a review."""
    return (
        folder.is_dir()
        and not (folder / FILE).is_file()
        and not any((folder / f"{name}.csv").is_file() for name in TABLES)
    )


def package(name: str) -> bytes:
    """A datapackage.json that says what must be said of a review, in words for its authors to change."""
    told = {
        "name": ledger.identifier(name, ()).replace("_", "-"),
        "title": name,
        "description": "",
        "licenses": [],
        "contributors": [],
        "sources": [],
        "questions": [],
        "resources": [],
    }
    return f"{json.dumps(told, indent=1, ensure_ascii=False)}\n".encode()
