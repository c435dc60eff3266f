"""Put files in place whole: a reader never meets half of one, and where one cannot be written the others stay as they were."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reviewbook.review.problems import Problem, ReviewProblems

if TYPE_CHECKING:
    import pandas as pd


class NotWritten(OSError):
    """That a file cannot be written, as the system says it; ``file`` is which."""

    file: Path


def whole(files: Mapping[Path, bytes]) -> None:
    """Put files in place (`in_place`), or say which cannot be written.

    Raises
    ------
    ReviewProblems (PACK-006) naming the first file that cannot be written.
    """
    try:
        in_place(files)
    except NotWritten as error:
        why = (error.strerror or str(error)).lower()
        raise ReviewProblems(
            [Problem("PACK-006", str(error.file), why, "a file that can be written")]
        ) from None


def in_place(files: Mapping[Path, bytes]) -> None:
    """Write every file aside, then rename each into its place, in the order given; where that stops, the old files come back.

    Raises
    ------
    NotWritten where the system refuses.
    """
    parts = {file: _beside(file, "part") for file in files}
    olds = {file: _beside(file, "old") for file in files if len(files) > 1}  # a single one is there or is not
    begun: list[Path] = []
    at = Path()
    try:
        for file, part in parts.items():
            at = file
            part.write_bytes(files[file])
        for file, part in parts.items():
            at = file
            if file in olds and file.exists():
                shutil.copy2(file, olds[file])
            begun.append(file)
            part.replace(file)
    except BaseException as error:
        for file in begun:
            if parts[file].exists():  # not yet in place
                continue
            if file in olds and olds[file].exists():
                olds[file].replace(file)
            elif file in olds:
                file.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        refused = NotWritten(*error.args)
        refused.file = at
        raise refused from error
    finally:
        for aside in (*parts.values(), *olds.values()):
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(f".{file.name}.{os.getpid()}.{ending}")


def as_csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8; numbers with ten digits, blank where missing."""
    return frame.to_csv(index=False, float_format="%.10g", lineterminator="\n").encode()
