"""Write a new repository: all of it or nothing, and nothing over what is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reviewbook.files.replace import whole
from reviewbook.press.repository import frame, update
from reviewbook.press.repository.asked import Asked
from reviewbook.review.problems import Problem, ReviewProblems

MOST = 5  # files in the way that are named


def write(folder: Path, one: Asked, *, wheel: Path | None = None) -> list[str]:
    """Write the repository of a new review into a folder; the places of its files.

    Parameters
    ----------
    folder : one that is not there yet, or that holds none of these files
    wheel : of reviewbook, for a repository that is built where no package index has it

    Raises
    ------
    ReviewProblems (REPO-001) where a file is in the way; (REPO-002) where the wheel is none.
    """
    files = frame.begun(one) | {update.RECORD: update.record(one, frame.frame(one))}
    if wheel is not None:
        files[f"wheels/{wheel.name}"] = _wheel(wheel)
    require_free(folder)
    if in_the_way := [place for place in files if (folder / place).exists()]:
        expected = "no file of that name in the folder of a new repository"
        raise ReviewProblems(
            [Problem("REPO-001", str(folder / place), "a file", expected) for place in in_the_way[:MOST]]
        )
    lay({folder / place: content for place, content in files.items()})
    return list(files)


def require_free(folder: Path) -> None:
    """`ReviewProblems` (REPO-001) where no repository can be begun: a file has that name, or a review or book stands there."""
    expected = "a folder that is empty or not there yet"
    if folder.exists() and not folder.is_dir():
        raise ReviewProblems([Problem("REPO-001", str(folder), "a file", expected)])
    for name in (update.RECORD, "_config.yml"):
        if (folder / name).exists():
            raise ReviewProblems([Problem("REPO-001", str(folder / name), "a file", expected)])


def lay(files: Mapping[Path, bytes | None]) -> None:
    """Put files in place, all or none (`replace.whole`), in folders that may not be there yet."""
    for folder in {file.parent: None for file in files}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise ReviewProblems(
                [Problem("PACK-006", str(folder), why, "a folder that can be made")]
            ) from None
    whole(files)
    for file, content in files.items():
        if content is not None and content.startswith(b"#!"):  # a program, which is called by its name
            file.chmod(file.stat().st_mode | 0o111)


def _wheel(file: Path) -> bytes:
    expected = f"reviewbook-{frame.version()}-py3-none-any.whl, a wheel of the version that is installed"
    if file.is_file() and file.name.startswith(f"reviewbook-{frame.version()}-") and file.suffix == ".whl":
        return file.read_bytes()
    found = "no such file" if not file.is_file() else "another file"
    raise ReviewProblems([Problem("REPO-002", str(file), found, expected, field="wheel")])
