"""Execute the notebooks whose inputs changed."""

from __future__ import annotations

import argparse
import sys

from reviewbook.commands import of_a_book, several

EXAMPLES = """examples:
  reviewbook run --force
  reviewbook run data/one data/other --jobs 4    # each into _build/NAME, from where `build` goes on
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_book(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "review", nargs="*", default=[], help="folders of reviews (default: the book's own, in notebooks/)"
    )
    what.add_argument(
        "--check", action="store_true", help="execute all aside and name the stored notebooks that differ"
    )
    parser.add_argument("--force", action="store_true", help="execute all, changed or not")
    several.arguments(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook.check import require_sound
    from reviewbook.files.lock import held
    from reviewbook.press import book, many
    from reviewbook.press.run import RunFailed, own_review, verify
    from reviewbook.press.steps import Steps
    from reviewbook.review.place import built, find_review, root

    if several.are_asked(asked):
        return several.make(asked, many.RUN, force=asked.force)
    repository = root(asked.root, of_any=bool(asked.review))
    review = find_review(asked.review[0]) if asked.review else own_review(repository)
    require_sound(review)
    steps = Steps()
    try:
        with held(built(repository), verb="run"):
            if asked.check:
                return _verified(verify(repository, jobs=asked.jobs))
            many.notebooks(repository, review, jobs=asked.jobs, force=asked.force, steps=steps)
    except (RunFailed, book.BuildFailed) as failed:
        print(failed, file=sys.stderr)
        return 1
    finally:
        if asked.timings:
            steps.write(asked.timings)
    return 0


def _verified(differing: list[str]) -> int:
    """Name the notebooks that differ; the exit status."""
    for name in differing:
        print(
            f"{name} differs from what its inputs give: run `reviewbook run` and commit it.", file=sys.stderr
        )
    return int(bool(differing))
