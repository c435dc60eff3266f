"""Check a review's tables; every problem at once."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewbook.review.model import Review
    from reviewbook.review.problems import Problem

from reviewbook.commands import for_machines, in_json, loading, of_a_book, of_a_review

EXAMPLES = """examples:
  reviewbook check
  reviewbook check data/my-review
  reviewbook check data/my-review --sources texts
  reviewbook check data/my-review --private
  reviewbook check data/my-review --prose
  reviewbook check data/my-review --json
exit status 1 where something must be mended; what is to do (not charted or not settled yet) and notices are only told.
"""
NAMED = 10  # files passed over that are named


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_book(parser)
    of_a_review(parser)
    parser.add_argument(
        "--sources",
        metavar="FOLDER",
        help="folder of source texts (.txt .md .html .xml .docx .pdf): every quotation is looked for in its source",
    )
    parser.add_argument(
        "--private",
        action="store_true",
        help="look through the tables and the built pages for e-mail addresses, names of reviewers, paths of machines and sessions",
    )
    parser.add_argument(
        "--prose",
        action="store_true",
        help="look for numbers that are typed into prose; what no table gives is allowed in prose.yaml of the review, with the reason",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="text (default), or json, which is the same as --json",
    )
    for_machines(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook.claims import process
    from reviewbook.review.place import find_review

    # What takes its time is begun first: pandas, and beside it DuckDB in a process of its own.
    with process.warm() if (find_review(asked.review) / "claims.csv").is_file() else nullcontext():
        return _checked(asked)


def _checked(asked: argparse.Namespace) -> int:
    with loading():
        from reviewbook import check
        from reviewbook.commands import colours
        from reviewbook.review import progress
        from reviewbook.review.place import root
        from reviewbook.review.problems import report

    more: dict = {}
    if asked.root is not None:
        root(asked.root)  # named, it is there, whether or not it is looked at
    if asked.sources is None:
        review, found = check.checked(asked.review)
    else:
        review, found, proof, passed_over = check.prove(asked.review, sources=asked.sources, progress=_say)
        from reviewbook.themes import quotations

        counted = None if proof is None else quotations.counts(proof)
        more = {"quotations": counted, "passed_over": passed_over}
    found = [*found, *_private(asked), *_prose(asked, review)]
    far = progress.of_review(review)
    asked.json |= asked.format == "json"
    facts = {"problems": [problem.as_dict() for problem in found], "progress": far.to_dict("records"), **more}
    if not in_json(asked, facts):
        print(colours.report(report(found)))
        print(
            "\n".join(
                [
                    "",
                    colours.heading("How far the review is"),
                    *(f"  {line}" for line in progress.in_words(far)),
                ]
            )
        )
        if asked.sources is not None:
            _name(passed_over)
            print("The quotations were not looked for." if proof is None else quotations.in_words(proof))
    return int(any(problem.severity == "problem" for problem in found))


def _private(asked: argparse.Namespace) -> list[Problem]:
    """What the review and its built pages expose, where that was asked for; which pages were looked through is told."""
    if not asked.private:
        return []
    from reviewbook.files import exposed
    from reviewbook.press.run import own_review
    from reviewbook.review.place import built, root
    from reviewbook.review.reading import read

    review, _ = read(asked.review)
    book = root(asked.root, of_any=True)
    within = built(book)
    pages = (within if review.path == own_review(book) else within / review.path.name) / "html"
    many = len(exposed.built(pages))
    where = (
        f"{many:,} file{'' if many == 1 else 's'} of {pages}"
        if many
        else f"no pages, because there are none in {pages}"
    )
    print(f"Looked through the folder of the review and {where}.", file=sys.stderr)
    return exposed.problems(review, pages=pages)


def _prose(asked: argparse.Namespace, review: Review) -> list[Problem]:
    """What of the pages is still to be written, and what they refer to and the book does not have; with --prose, typed numbers."""
    from reviewbook.press import prose, to_write, typed
    from reviewbook.press.run import own_review
    from reviewbook.review.place import nearest, root

    book = root(asked.root) if asked.root else nearest()
    own = book if book is not None and review.path.resolve() == own_review(book) else None
    found = to_write.problems(review, own)
    if book is not None and (asked.prose or (review.path / "pages").is_dir()):
        found += prose.problems(review, book)
    if asked.prose:
        found += typed.problems(review, own)
    return found


def _say(words: str) -> None:
    print(f"{words} ...", file=sys.stderr)


def _name(passed_over: list[str]) -> None:
    """Say which files of the folder of sources are no texts."""
    if passed_over:
        more = f" and {len(passed_over) - NAMED:,} more" if len(passed_over) > NAMED else ""
        print(f"No texts, passed over: {', '.join(passed_over[:NAMED])}{more}.", file=sys.stderr)
