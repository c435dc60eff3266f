"""The verbs of the command line, one module each: EXAMPLES, what it takes (`arguments`), what it does (`run`).

A module is loaded when its verb is asked for, and loads what it needs when it runs: a verb costs only what it uses.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

THREADS = "OPENBLAS_NUM_THREADS"
WRITES = ("dedupe", "describe", "import", "include", "migrate", "tidy")  # into a review


def positive(text: str) -> int:
    """A whole number from 1, as argparse wants it."""
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 1")
    return number


@contextmanager
def loading() -> Iterator[None]:
    """Load the modules of a short command that multiplies no matrices: what else numpy and Python do with them takes a seventh of it.

    Nothing is looked through for garbage, now or later, and numpy starts no threads, which would wait busily for matrices.
    """
    first, collecting = "numpy" not in sys.modules, gc.isenabled()
    threads = os.environ.get(THREADS)
    gc.disable()
    os.environ.setdefault(THREADS, "1")  # read where numpy is loaded
    try:
        yield
    finally:
        if threads is None:
            del os.environ[THREADS]
        if first:  # later, what is there may be garbage
            gc.freeze()
        if collecting:
            gc.enable()


def of_a_book(parser: argparse.ArgumentParser) -> None:
    """Let a verb be told which book it works on."""
    parser.add_argument(
        "--root",
        metavar="DIR",
        help="folder of the book, with _config.yml and notebooks/ (default: the nearest one upward from here)",
    )


def of_a_review(parser: argparse.ArgumentParser, name: str = "review") -> None:
    """Let a verb be told which review it works on, as an argument or as the option ``--review``; unsaid, `here` says it."""
    said = "folder of the review (default: the one in which one stands, else the book's own)"
    given: dict[str, Any] = {} if name.startswith("-") else {"nargs": "?"}
    parser.add_argument(name, metavar="DIR", help=said, **given)
    parser.set_defaults(of_a_review=True)


def here(named: str | os.PathLike[str] | None = None) -> Path:
    """The review in which one stands, else that of the book (``named`` by ``--root``), as one would name it from here.

    Raises
    ------
    ReviewProblems (PACK-001) where one stands in neither.
    """
    from reviewbook.press.run import own_review
    from reviewbook.review.place import FILE, nearest, root
    from reviewbook.review.problems import Problem, ReviewProblems

    here = Path.cwd()
    inside = next((folder for folder in (here, *here.parents) if (folder / FILE).is_file()), None)
    if inside is None and named is None and nearest() is None:
        seen = "no review that is named, and none in which one stands"
        raise ReviewProblems(
            [Problem("PACK-001", str(here), seen, "the folder of a review, such as data/my-review")]
        )
    found = inside or own_review(root(named))
    return found.relative_to(here) if found.is_relative_to(here) else found


def for_machines(parser: argparse.ArgumentParser) -> None:
    """Let a verb print what it found as JSON (`in_json`)."""
    parser.add_argument("--json", action="store_true", help="print what was found as JSON, for programs")


def in_json(asked: argparse.Namespace, facts: object) -> bool:
    """Print facts as JSON where that was asked for; whether it was."""
    if not asked.json:
        return False
    import json

    print(json.dumps(facts, indent=2, ensure_ascii=False, default=_plain))
    return True


def _plain(value: Any) -> object:
    """A value that JSON does not know, in one that it does: a table as a list of its rows, what is missing as null."""
    if hasattr(value, "columns"):
        cells = value.astype(object)
        return cells.where(value.notna(), None).to_dict("records")
    if isinstance(value, set | frozenset):
        return sorted(value)
    if hasattr(value, "item"):
        return value.item()
    return None if str(value) == "<NA>" else str(value)


def alone(asked: argparse.Namespace) -> AbstractContextManager[None]:
    """Hold the review into which a command writes: a second one waits. (`build` and `run` hold the book.)"""
    if asked.verb not in WRITES:
        return nullcontext()
    from reviewbook.files.lock import held
    from reviewbook.review.place import find_review
    from reviewbook.review.problems import ReviewProblems

    try:
        return held(find_review(asked.review), verb=asked.verb)
    except (
        ReviewProblems
    ):  # there is none: the verb says so in its own words, or makes one of an empty folder
        folder = Path(asked.review).expanduser()
        return held(folder, verb=asked.verb) if folder.is_dir() else nullcontext()


def timings(parser: argparse.ArgumentParser) -> None:
    """Let a verb write down how long each of its steps took."""
    parser.add_argument(
        "--timings", metavar="FILE", type=Path, help="write what was done, why and how long it took as JSON"
    )
