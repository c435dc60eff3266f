"""Check a review's tables; every problem at once."""

from __future__ import annotations

import argparse

EXAMPLES = """example:
  reviewbook check data/williams-2019
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("review", help="folder of the review")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print the problems (default: text)"
    )


def run(asked: argparse.Namespace) -> int:
    from reviewbook.check import check
    from reviewbook.problems import as_json, report

    found = check(asked.review)
    print(as_json(found) if asked.format == "json" else report(found))
    return int(any(problem.severity == "problem" for problem in found))
