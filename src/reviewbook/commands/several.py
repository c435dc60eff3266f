"""Several reviews in one command: each line bears the name of its review, and the last lines tell all problems and what became of all."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from reviewbook.commands import positive, timings

if TYPE_CHECKING:
    from reviewbook.press.many import Outcome


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verbs take that make reviews."""
    parser.add_argument(
        "--jobs",
        type=positive,
        default=2,
        help="notebooks at once; of several reviews, reviews at once (default: 2)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="give the reviews to the Dask cluster whose scheduler is at ADDRESS, such as tcp://host:8786",
    )
    parser.set_defaults(misused=parser.error)
    timings(parser)


def are_asked(asked: argparse.Namespace) -> bool:
    """Whether several reviews are named, or some for a cluster."""
    if asked.scheduler is not None and not asked.review:
        asked.misused("argument --scheduler: name the reviews; the book's own is always made here")
    return len(asked.review) > 1 or asked.scheduler is not None


def make(asked: argparse.Namespace, verb: str, *, force: bool = False) -> int:
    """Do with each review that is named what a verb of `reviewbook.press.many` says; the exit status."""
    from reviewbook.files.lock import held
    from reviewbook.press import many
    from reviewbook.press.steps import write
    from reviewbook.review.place import built, root

    repository = root(asked.root, of_any=True)
    reviews = many.distinct(_found(asked.review))
    width = max(len(review.name) for review in reviews) + 2 if len(reviews) > 1 else 0
    outcomes: dict[str, Outcome] = {}

    def tell(outcome: Outcome) -> None:
        outcomes[outcome.name] = outcome
        page = [str(repository / outcome.page)] if outcome.page else []
        failed = ["failed"] if outcome.state == many.FAILED else []
        _print([*outcome.lines, *page, *failed], outcome.name, width)

    task, began = many.Task(verb, force), time.monotonic()
    try:
        with held(built(repository), verb=asked.verb):
            if asked.scheduler is None:
                many.side_by_side(repository, reviews, task, jobs=asked.jobs, tell=tell)
            else:
                from reviewbook.press import cluster

                cluster.side_by_side(
                    repository, reviews, task, address=asked.scheduler, jobs=asked.jobs, tell=tell, say=_say
                )
    finally:  # also where the command is stopped: what was made is in place
        done = [outcomes[review.name] for review in reviews if review.name in outcomes]
        for outcome in done:
            _print(outcome.problem.splitlines(), outcome.name, width, to=sys.stderr)
        if asked.timings:
            took = {one.name: {"state": one.state, **one.took} for one in done}
            write(asked.timings, {"seconds": round(time.monotonic() - began, 3), "reviews": took})
        if width:
            print(in_words([outcome.state for outcome in done], of=len(reviews)), flush=True)
    for outcome in done:
        if outcome.slip:
            raise RuntimeError(f"{outcome.name}: {outcome.slip}")
    return int(any(outcome.state == many.FAILED for outcome in done))


def in_words(states: Iterable[str], *, of: int) -> str:
    """How many reviews became what.

    Examples
    --------
    >>> in_words(["built", "failed", "built"], of=4)
    '4 reviews: 2 built, 1 failed, 1 not made'
    """
    states = list(states)
    counts = Counter(sorted(states)) | Counter({"not made": of - len(states)})
    return f"{of} reviews: " + ", ".join(f"{n} {state}" for state, n in counts.items() if n)


def _found(named: Sequence[str]) -> list[Path]:
    """The folders of reviews that are named.

    Raises
    ------
    ReviewProblems naming all that are not there.
    """
    from reviewbook.review.place import find_review
    from reviewbook.review.problems import ReviewProblems

    found, wrong = [], []
    for name in named:
        try:
            found.append(find_review(name))
        except ReviewProblems as missing:
            wrong += missing.problems
    if wrong:
        raise ReviewProblems(wrong)
    return found


def _print(lines: Iterable[str], name: str, width: int, to: TextIO | None = None) -> None:
    """Print lines with the name of their review before each; of a single review, as they are."""
    for line in lines:
        print(f"{name:<{width}}{line}" if width else line, file=to, flush=True)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
