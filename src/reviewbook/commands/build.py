"""Build the book."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from reviewbook.commands import of_a_book, several

EXAMPLES = """examples:
  reviewbook build data/my-review
  reviewbook build data/my-review --draft    # at any state of the tables, into _build/my-review-draft
  reviewbook build data/* --jobs 4    # four reviews at once
  reviewbook build data/* --scheduler tcp://host:8786    # on the machines of a Dask cluster
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_book(parser)
    parser.add_argument("review", nargs="*", help="folders of other reviews (default: the book's own)")
    parser.add_argument(
        "--draft",
        action="store_true",
        help="build whatever the state of the tables, and say on a page what is open",
    )
    several.arguments(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook.files.lock import held
    from reviewbook.press import book, many
    from reviewbook.press.run import RunFailed
    from reviewbook.press.steps import Steps
    from reviewbook.review.place import built, find_review, root

    if several.are_asked(asked):
        return several.make(asked, many.DRAFT if asked.draft else many.BUILD)
    repository = root(asked.root, of_any=bool(asked.review))
    review = find_review(asked.review[0]) if asked.review else None
    build: Callable[..., Path] = book.build
    if asked.draft:
        from reviewbook.press import draft  # loads all that draws

        build = draft.build
    steps = Steps()
    try:
        with held(built(repository), verb="build"):
            print(build(repository, review=review, jobs=asked.jobs, steps=steps))
    except (RunFailed, book.BuildFailed) as failed:
        print(failed, file=sys.stderr)
        return 1
    finally:
        if asked.timings:
            steps.write(asked.timings)
    return 0
