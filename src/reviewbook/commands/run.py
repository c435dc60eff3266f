"""Execute the notebooks whose inputs changed."""

from __future__ import annotations

import argparse
import sys

from reviewbook.commands import of_a_book, positive, timings

EXAMPLES = """example:
  reviewbook run --force
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_book(parser)
    parser.add_argument("--force", action="store_true", help="execute all, changed or not")
    parser.add_argument(
        "--check", action="store_true", help="execute all aside and name the stored notebooks that differ"
    )
    parser.add_argument("--jobs", type=positive, default=2, help="notebooks at once (default: 2)")
    timings(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook.check import require_sound
    from reviewbook.files.lock import held
    from reviewbook.press.run import RunFailed, own_review, run, verify
    from reviewbook.press.steps import Steps
    from reviewbook.review.place import root

    repository = root(asked.root)
    review = own_review(repository)
    require_sound(review)
    steps = Steps()
    try:
        with held(repository / "_build", verb="run"):
            if asked.check:
                return _verified(verify(repository, jobs=asked.jobs))
            run(
                review,
                notebooks=sorted((repository / "notebooks").glob("*.ipynb")),
                out=repository / "notebooks",
                jobs=asked.jobs,
                force=asked.force,
                steps=steps,
            )
    except RunFailed as failed:
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
