"""Serve the book while it is being written."""

from __future__ import annotations

import argparse
import signal
import sys

from reviewbook.commands import of_a_book, positive

EXAMPLES = """examples:
  reviewbook serve
  reviewbook serve data/my-review --draft --port 8080

Save a table, a notebook or a page: where it is open in a browser, it shows the change, or what is wrong with it.
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
    from reviewbook.press.book import BuildFailed
    from reviewbook.press.serving.served import serve
    from reviewbook.review.place import find_review, root

    repository = root(asked.root, of_any=bool(asked.review))
    review = find_review(asked.review) if asked.review else None
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # who stops it so means Ctrl-C
    try:
        serve(
            repository,
            review=review,
            host=asked.host,
            port=asked.port,
            jobs=asked.jobs,
            draft=asked.draft,
            progress=lambda line: print(line, flush=True),
        )
    except BuildFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # the way in which it ends
        print()
    finally:
        signal.signal(signal.SIGTERM, before)
    print("The book is served no more.")
    return 0


def _port(text: str) -> int:
    """A port, as argparse wants it."""
    if not (text.isascii() and text.isdigit()) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 0 to 65535")
    return int(text)
