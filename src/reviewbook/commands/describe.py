"""List a review's tables anew in its datapackage.json."""

from __future__ import annotations

import argparse

EXAMPLES = """example:
  reviewbook describe data/my-review
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("review", help="folder of the review")


def run(asked: argparse.Namespace) -> int:
    from reviewbook.files.describe import write

    print(write(asked.review))
    return 0
