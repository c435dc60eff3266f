"""Many reviews at once: each is built, or its notebooks are run, as it would be alone, and one that fails fails alone.

Here they are made by processes of this machine, side by side; `reviewbook.press.cluster` gives the same jobs to other machines.
"""

from __future__ import annotations

import functools
import gc
import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.press import book, children, execute, faults, run, typeset
from reviewbook.press.steps import Steps
from reviewbook.review.problems import Problem, ReviewProblems

BUILD, DRAFT, RUN = "build", "draft", "run"  # what can be done with each review
BUILT, EXECUTED, UNCHANGED, FAILED = "built", "run", "unchanged", "failed"  # and what becomes of it
# What makes books and takes long to load: loaded once, before processes are copied.
WARM = (
    "reviewbook.check",
    "reviewbook.press.draft",
    "reviewbook.press.entries",
    "reviewbook.press.pages",
    "reviewbook.press.site",
)


@dataclass(frozen=True)
class Task:
    """What is done with each of the reviews of a command.

    Attributes
    ----------
    verb : `BUILD`, `DRAFT` or `RUN`
    force : a `RUN` executes all, changed or not
    """

    verb: str
    force: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one review.

    Attributes
    ----------
    state : `BUILT`, `EXECUTED`, `UNCHANGED` or `FAILED`
    page : the first page of its book, from the root; "" where none is built
    lines : what was told on the way
    took : seconds and steps, as `Steps.said`
    problem : what must be put right, in words, or ""
    fault : whether the problem is one of the machine, and not of the review
    slip : where the program itself failed: the traceback, in words
    """

    name: str
    state: str
    page: str = ""
    lines: Sequence[str] = ()
    took: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    fault: bool = False
    slip: str = ""


Tell = Callable[[Outcome], object]


def side_by_side(root: Path, reviews: Sequence[Path], task: Task, *, jobs: int, tell: Tell) -> list[Outcome]:
    """Make reviews in processes of this machine.

    Parameters
    ----------
    root : the book
    reviews : their folders
    jobs : reviews at once; where there are fewer, their notebooks at once
    tell : called with each outcome when it is there

    Returns
    -------
    list of Outcome, in the order of ``reviews``

    Raises
    ------
    ReviewProblems (MANY-001) where two reviews have one name, before anything is made.
    """
    reviews = distinct(reviews)
    first, others = apart(root, reviews, task)
    found: dict[Path, Outcome] = {}

    def note(review: Path, outcome: Outcome) -> None:
        found[review] = outcome
        tell(outcome)

    for review in first:
        note(review, make(root, review, task, jobs=jobs))
    stale = []
    for review in others:
        if stands(root, review, task):
            note(review, make(root, review, task))  # which says so, and loads nothing
        else:
            stale.append(review)
    if stale:
        warm()
        gc.freeze()  # what is loaded is no garbage: looking at it again and again would copy it for each review
        inside = max(1, jobs // len(stale))
        pieces = [_Piece(root, review, task, inside, os.getpid()) for review in stale]
        for ended in children.each(_make, pieces, at_once=jobs):
            review = stale[ended.at]
            note(review, stopped(review.name) if ended.died else ended.given)
    return [found[review] for review in reviews]


def distinct(reviews: Iterable[Path]) -> list[Path]:
    """The folders of reviews, each once.

    Raises
    ------
    ReviewProblems (MANY-001) where two of them have one name: they would be built in one place.
    """
    folders = list(dict.fromkeys(Path(review).resolve() for review in reviews))
    named: dict[str, Path] = {}  # some systems do not tell capitals from small letters
    wrong = [
        Problem("MANY-001", str(folder), f"the name of {there}", "a name of its own")
        for folder in folders
        if (there := named.setdefault(folder.name.casefold(), folder)) != folder
    ]
    if wrong:
        raise ReviewProblems(wrong)
    return folders


def apart(root: Path, reviews: Sequence[Path], task: Task) -> tuple[list[Path], list[Path]]:
    """The reviews that must be made first, here and alone, and those that can be made in any order.

    A book's own review is made in place: the notebooks and pages from which the others are made may change.
    """
    own = run.own_review(root)
    first = [review for review in reviews if review == own and task.verb != DRAFT]
    return first, [review for review in reviews if review not in first]


def stands(root: Path, review: Path, task: Task) -> bool:
    """Whether the book of another review is there as it would be built.

    What a run or a draft would give is known only when it is made.
    """
    try:
        return task.verb == BUILD and book.stands(root, review, place(root, review, task))
    except typeset.BuildFailed:  # its place is in use, as making it will say
        return False


# --- one review ---------------------------------------------------------------------------------------------------


def make(
    root: Path, review: Path, task: Task, *, jobs: int = 1, typesetter: typeset.Typesetter | None = None
) -> Outcome:
    """Do with one review what is to be done; what became of it, whatever goes wrong.

    Parameters
    ----------
    jobs, typesetter : as of `book.build`
    """
    steps, lines = Steps(), list[str]()
    page, problem, fault, slip = "", "", False, ""
    state = FAILED
    try:
        if task.verb == RUN:
            from reviewbook.check import require_sound

            require_sound(review)
            ran = notebooks(root, review, jobs=jobs, force=task.force, progress=lines.append, steps=steps)
            state = EXECUTED if any(one.executed or one.changed for one in ran) else UNCHANGED
        else:
            given: dict[str, Any] = {
                "jobs": jobs,
                "typesetter": typesetter,
                "progress": lines.append,
                "steps": steps,
            }
            page = _build(task)(root, review=review, **given).relative_to(root).as_posix()
            state = UNCHANGED if book.UNCHANGED in lines else BUILT
    except (run.RunFailed, typeset.BuildFailed, ReviewProblems) as wrong:
        problem = str(wrong)
    except Exception as error:  # of one review; a slip is raised when the others are made
        told = faults.told(error)
        problem, fault = str(told or f"{type(error).__name__}: {error}"), told is not None
        slip = "" if told else traceback.format_exc()
    return Outcome(review.name, state, page, lines, steps.said(), problem, fault, slip)


def _build(task: Task) -> Callable[..., Path]:
    if task.verb == BUILD:
        return book.build
    from reviewbook.press import draft  # loads all that draws

    return draft.build


def notebooks(
    root: Path,
    review: Path,
    *,
    jobs: int,
    force: bool = False,
    progress: Callable[[str], object] = print,
    steps: Steps | None = None,
) -> list[run.Ran]:
    """Run the notebooks about a review: those of the book's own in place, of another in ``_build/<name>/source``.

    `book.build` of that review then finds them run.

    Raises
    ------
    RunFailed, BuildFailed with what to put right.
    """
    return book.sources(root, review, book.place_of(root, review)).run(
        notebooks=sorted((root / "notebooks").glob("*.ipynb")),
        jobs=jobs,
        force=force,
        progress=progress,
        steps=steps,
    )


def place(root: Path, review: Path, task: Task) -> Path:
    """Where a review other than the book's own is made: the folder in ``_build``.

    Raises
    ------
    BuildFailed where it is in use.
    """
    if task.verb == DRAFT:
        return book.place_of(root, review, draft=True)
    return book.place_of(root, review)


def stopped(name: str) -> Outcome:
    """The outcome of a review whose process ended without a word."""
    return Outcome(name, FAILED, problem=str(faults.told(BrokenProcessPool())), fault=True)


def failed(name: str, problem: object) -> Outcome:
    """The outcome of a review of which nothing more is known than what is wrong."""
    return Outcome(name, FAILED, problem=str(problem))


# --- a review in a process of its own -----------------------------------------------------------------------------


class _Piece(NamedTuple):
    """A review to make; ``by`` is the number of the process that asks."""

    root: Path
    review: Path
    task: Task
    jobs: int
    by: int


class _Here(typeset.Typesetter):
    """Sphinx in the process of one review, copied from one that has it loaded: nothing else waits there meanwhile."""

    def start(self) -> None:
        """It is there."""

    def ask(self, source: Path, place: Path, *, jobs: int, strict: bool) -> None:
        self.asked = functools.partial(typeset.typeset, source, place, jobs=jobs, strict=strict)

    def answer(self) -> typeset.Pages:
        os.environ.update(typeset.SETTLED)
        return self.asked()


def warm() -> None:
    """Load what makes books, before processes are copied from this one."""
    execute.warm()
    if children.FORKS:
        typeset.warm()
        for module in WARM:
            import_module(module)


def _make(piece: _Piece) -> Outcome:
    children.end_with(piece.by)
    return make(piece.root, piece.review, piece.task, jobs=piece.jobs, typesetter=_Here())
