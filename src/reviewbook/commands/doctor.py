"""Say what this installation lacks, what for, and how to get it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reviewbook.commands import for_machines, in_json, of_a_book

if TYPE_CHECKING:
    from reviewbook.press.doctor import Finding

EXAMPLES = """examples:
  reviewbook doctor
  reviewbook doctor data/my-review
  reviewbook doctor --json

It looks at Python and the packages, fonts, the folders that are written to, what is optional, and the folders of reviews: copies that a
cloud made of a file, files that somebody has open, drives of a network. Exit status 1 only where a book cannot be built.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_book(parser)
    parser.add_argument(
        "review", nargs="?", metavar="DIR", help="folder of the review (default: all reviews of the book)"
    )
    for_machines(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook.press import doctor
    from reviewbook.review.place import FILE, find_review, nearest, root

    book = root(asked.root) if asked.root else nearest()
    reviews = [find_review(asked.review)] if asked.review else []
    if book and not reviews:
        reviews = sorted(file.parent for file in (book / "data").glob(f"*/{FILE}"))
    found = [*doctor.installation(book), *(one for review in reviews for one in doctor.folder(review))]
    lacks = any(one.state == doctor.LACKS for one in found)
    if not in_json(asked, {"builds": not lacks, "findings": [one._asdict() for one in found]}):
        print("\n".join(_lines(found)))
    return int(lacks)


def _lines(found: list[Finding]) -> list[str]:
    from reviewbook.commands.colours import CYAN, RED, YELLOW, coloured, heading
    from reviewbook.press import doctor

    style = {doctor.LACKS: RED, doctor.LOOK: YELLOW, doctor.OPTIONAL: CYAN}
    wide, wider = max(map(len, doctor.STATES)), max(len(one.what) for one in found)
    lines = [heading("What this installation has"), ""]
    for one in found:
        state = (
            coloured(f"{one.state:<{wide}}", style[one.state])
            if one.state in style
            else f"{one.state:<{wide}}"
        )
        lines.append(f"  {state}  {one.what:<{wider}}  {one.found}")
        if one.state != doctor.FINE:
            lines.append(f"  {'':<{wide}}  {'':<{wider}}  {one.remedy} ({one.needed})")
    n = sum(one.state == doctor.LACKS for one in found)
    said = (
        "A book can be built."
        if not n
        else f"A book cannot be built: {n} to put right, marked {doctor.LACKS}."
    )
    return [*lines, "", said]
