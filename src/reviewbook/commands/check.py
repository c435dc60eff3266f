"""Check a review's tables; every problem at once."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewbook.review.problems import Problem

from reviewbook.commands import of_a_book

EXAMPLES = """examples:
  reviewbook check data/williams-2019
  reviewbook check data/my-review --sources texts
  reviewbook check data/my-review --private
"""
NAMED = 10  # files passed over that are named


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_book(parser)
    parser.add_argument("review", help="folder of the review")
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
        "--format", choices=("text", "json"), default="text", help="how to print the problems (default: text)"
    )


def run(asked: argparse.Namespace) -> int:
    from reviewbook.check import check
    from reviewbook.review.problems import as_json, report

    if asked.sources is not None:
        return _prove(asked)
    found = check(asked.review) + _private(asked)
    print(as_json(found) if asked.format == "json" else report(found))
    return int(any(problem.severity == "problem" for problem in found))


def _private(asked: argparse.Namespace) -> list[Problem]:
    """What the review and its built pages expose, where that was asked for; which pages were looked through is told."""
    if not asked.private:
        return []
    from reviewbook.files import exposed
    from reviewbook.press.run import own_review
    from reviewbook.review.place import root
    from reviewbook.review.reading import read

    review, _ = read(asked.review)
    book = root(asked.root)
    built = book / "_build"
    pages = (built if review.path == own_review(book) else built / review.path.name) / "html"
    many = len(exposed.built(pages))
    where = (
        f"{many:,} file{'' if many == 1 else 's'} of {pages}"
        if many
        else f"no pages, because there are none in {pages}"
    )
    print(f"Looked through the folder of the review and {where}.", file=sys.stderr)
    return exposed.problems(review, pages=pages)


def _prove(asked: argparse.Namespace) -> int:
    """Check the tables and look for the quotations; the last line says how many are where."""
    import json

    from reviewbook.check import prove
    from reviewbook.review.problems import as_json, report
    from reviewbook.themes import quotations

    def say(words: str) -> None:
        print(f"{words} ...", file=sys.stderr)

    found, proof, passed_over = prove(asked.review, sources=asked.sources, progress=say)
    found = found + _private(asked)
    words = "The quotations were not looked for." if proof is None else quotations.in_words(proof)
    if asked.format == "json":
        counted = None if proof is None else quotations.counts(proof)
        told = {"problems": json.loads(as_json(found)), "quotations": counted, "passed_over": passed_over}
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        if passed_over:
            more = f" and {len(passed_over) - NAMED:,} more" if len(passed_over) > NAMED else ""
            print(f"No texts, passed over: {', '.join(passed_over[:NAMED])}{more}.", file=sys.stderr)
        print(report(found))
        print(words)
    return int(any(problem.severity == "problem" for problem in found))
