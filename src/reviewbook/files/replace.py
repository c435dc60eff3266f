"""Put files in place whole: a reader never meets half of one, and where one cannot be written the others stay as they were."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reviewbook.review.problems import Problem, ReviewProblems

if TYPE_CHECKING:
    import pandas as pd


def whole(files: Mapping[Path, bytes]) -> None:
    """Write every file aside, then rename each into its place, in the order given.

    Raises
    ------
    ReviewProblems (PACK-006) naming the first file that cannot be written.
    """
    parts = {file: file.with_name(f".{file.name}.{os.getpid()}.part") for file in files}
    at = Path()
    try:
        for file, part in parts.items():
            at = file
            part.write_bytes(files[file])
        for file, part in parts.items():
            at = file
            os.replace(part, file)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise ReviewProblems([Problem("PACK-006", str(at), why, "a file that can be written")]) from None
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def as_csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8; numbers with ten digits, blank where missing."""
    return frame.to_csv(index=False, float_format="%.10g", lineterminator="\n").encode()
