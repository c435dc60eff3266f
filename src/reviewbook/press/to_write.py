"""What of the prose is still to be written: the boxes that `reviewbook new` puts in its place, until an author takes them out."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from reviewbook.press.written import pages
from reviewbook.review.model import Review
from reviewbook.review.problems import Problem, quote

CLASS = "rb-to-write"
_BOX = re.compile(r"^:{3,}\{admonition\} (?:To write: )?(.+)$", re.MULTILINE)


def problems(review: Review, root: Path | None) -> list[Problem]:
    """The parts of pages that are still to be written (PAGE-005, to do), each at its line.

    Parameters
    ----------
    root : the repository, where the review is its own; None of any other.
    """
    found = []
    for page, text in pages(review, root):
        lines = text.splitlines()
        for number, (line, following) in enumerate(pairwise(lines), 1):
            if (box := _BOX.match(line)) and CLASS in following:
                expected = "text in the place of the box"
                found.append(Problem("PAGE-005", page, quote(box[1]), expected, row=number))
    return found
