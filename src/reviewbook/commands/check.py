"""Check a review's tables; every problem at once."""

from __future__ import annotations

import argparse
import sys

EXAMPLES = """examples:
  reviewbook check data/williams-2019
  reviewbook check data/my-review --sources texts
  reviewbook check data/my-review --format json
exit status 1 where something must be mended; what is to do (not charted or not settled yet) and notices are only told.
"""
NAMED = 10  # files passed over that are named


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("review", help="folder of the review")
    parser.add_argument(
        "--sources",
        metavar="FOLDER",
        help="folder of source texts (.txt .md .html .xml .docx .pdf): every quotation is looked for in its source",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print the problems (default: text)"
    )


def run(asked: argparse.Namespace) -> int:
    import json

    from reviewbook import check
    from reviewbook.review import progress
    from reviewbook.review.problems import as_json, report
    from reviewbook.themes import quotations

    told: dict = {}
    if asked.sources is None:
        review, found = check.checked(asked.review)
    else:
        review, found, proof, passed_over = check.prove(asked.review, sources=asked.sources, progress=_say)
        counted = None if proof is None else quotations.counts(proof)
        told = {"quotations": counted, "passed_over": passed_over}
    far = progress.of_review(review)
    if asked.format == "json":
        told = {"problems": json.loads(as_json(found)), "progress": far.to_dict("records"), **told}
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        print(report(found))
        print("\n".join(["", "How far the review is", *(f"  {line}" for line in progress.in_words(far))]))
        if asked.sources is not None:
            _name(passed_over)
            print("The quotations were not looked for." if proof is None else quotations.in_words(proof))
    return int(any(problem.severity == "problem" for problem in found))


def _say(words: str) -> None:
    print(f"{words} ...", file=sys.stderr)


def _name(passed_over: list[str]) -> None:
    """Say which files of the folder of sources are no texts."""
    if passed_over:
        more = f" and {len(passed_over) - NAMED:,} more" if len(passed_over) > NAMED else ""
        print(f"No texts, passed over: {', '.join(passed_over[:NAMED])}{more}.", file=sys.stderr)
