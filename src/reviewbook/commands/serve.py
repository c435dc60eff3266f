"""Serve the book while it is being written."""

from __future__ import annotations

import argparse
from contextlib import suppress

from reviewbook.commands import of_a_book, positive

EXAMPLES = """examples:
  reviewbook serve
  reviewbook serve data/my-review --draft --port 8080
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_book(parser)
    parser.add_argument("review", nargs="?", help="folder of another review (default: the book's own)")
    parser.add_argument(
        "--draft", action="store_true", help="serve the draft, whatever the state of the tables"
    )
    parser.add_argument(
        "--port", type=_port, default=8000, help="where (default: 8000; 0 is any that is free)"
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen at (default: 127.0.0.1, this machine alone; another lets others read the book)",
    )
    parser.add_argument("--jobs", type=positive, default=2, help="notebooks at once (default: 2)")


def run(asked: argparse.Namespace) -> int:
    from reviewbook.press.serving.server import serve
    from reviewbook.review.place import find_review, root

    repository = root(asked.root)
    review = find_review(asked.review) if asked.review else None
    with suppress(KeyboardInterrupt):  # the way in which it ends
        serve(
            repository,
            review=review,
            host=asked.host,
            port=asked.port,
            jobs=asked.jobs,
            draft=asked.draft,
            progress=lambda line: print(line, flush=True),
        )
    print("The book is served no more.")
    return 0


def _port(text: str) -> int:
    """A port, as argparse wants it."""
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 0 to 65535")
    return int(text)
