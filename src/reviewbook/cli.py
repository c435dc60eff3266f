"""The command `reviewbook`. Exit status: 0 all well, 1 problems found, 2 the command was not understood."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

EXAMPLES = """examples:
  reviewbook check data/williams-2019
  reviewbook run
  reviewbook build data/my-review
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    from reviewbook.problems import ReviewProblems

    try:
        status = asked.command(asked)
        sys.stdout.flush()  # so that a closed pipe is met here
        return status
    except ReviewProblems as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reviewbook",
        description="Publish an evidence synthesis as a living book.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, command, says: str, example: str) -> argparse.ArgumentParser:
        own = verbs.add_parser(
            name,
            help=says,
            description=says,
            epilog=f"example:\n  {example}\n",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        own.set_defaults(command=command)
        return own

    own = verb(
        "check",
        _check,
        "Check a review's tables; every problem at once.",
        "reviewbook check data/williams-2019",
    )
    own.add_argument("review", help="folder of the review")
    own.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print the problems (default: text)"
    )

    own = verb("run", _run, "Execute the notebooks whose inputs changed.", "reviewbook run --force")
    own.add_argument("--force", action="store_true", help="execute all, changed or not")
    own.add_argument(
        "--check", action="store_true", help="execute all aside and name the stored notebooks that differ"
    )
    own.add_argument("--jobs", type=_positive, default=2, help="notebooks at once (default: 2)")

    own = verb(
        "build",
        _build,
        "Build the book; of another review into _build/NAME.",
        "reviewbook build data/my-review",
    )
    own.add_argument("review", nargs="?", help="folder of another review (default: the repository's own)")
    own.add_argument("--jobs", type=_positive, default=2, help="notebooks at once (default: 2)")

    own = verb(
        "describe",
        _describe,
        "List a review's tables anew in its datapackage.json.",
        "reviewbook describe data/my-review",
    )
    own.add_argument("review", help="folder of the review")
    return parser


def _positive(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 1")
    return number


def _root() -> Path:
    """The repository: where the notebooks and the book are."""
    return Path(__file__).resolve().parents[2]


def _check(asked: argparse.Namespace) -> int:
    from reviewbook.check import check
    from reviewbook.problems import as_json, report

    found = check(asked.review)
    print(as_json(found) if asked.format == "json" else report(found))
    return int(any(problem.severity == "problem" for problem in found))


def _run(asked: argparse.Namespace) -> int:
    from reviewbook.check import check
    from reviewbook.press.run import RunFailed, own_review, run, verify
    from reviewbook.problems import ReviewProblems

    root = _root()
    review = own_review(root)
    wrong = [problem for problem in check(review) if problem.severity == "problem"]
    if wrong:
        raise ReviewProblems(wrong)
    try:
        if asked.check:
            differing = verify(root, jobs=asked.jobs)
            for name in differing:
                print(
                    f"{name} differs from what its inputs give: run `reviewbook run` and commit it.",
                    file=sys.stderr,
                )
            return int(bool(differing))
        run(
            review,
            notebooks=sorted((root / "notebooks").glob("*.ipynb")),
            out=root / "notebooks",
            jobs=asked.jobs,
            force=asked.force,
        )
    except RunFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


def _build(asked: argparse.Namespace) -> int:
    from reviewbook.check import check
    from reviewbook.press.book import BuildFailed, build
    from reviewbook.press.run import RunFailed, own_review
    from reviewbook.problems import ReviewProblems
    from reviewbook.review import find_review

    root = _root()
    review = find_review(asked.review) if asked.review else own_review(root)
    wrong = [problem for problem in check(review) if problem.severity == "problem"]
    if wrong:
        raise ReviewProblems(wrong)
    try:
        print(build(root, review=review if asked.review else None, jobs=asked.jobs))
    except (RunFailed, BuildFailed) as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


def _describe(asked: argparse.Namespace) -> int:
    from reviewbook.describe import write

    print(write(asked.review))
    return 0


if __name__ == "__main__":
    sys.exit(main())
