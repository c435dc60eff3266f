"""Colours of what a command prints: where it prints to a terminal, and NO_COLOR is not set."""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

BOLD, RED, YELLOW, CYAN = "1", "31", "33", "36"
CODE = re.compile(r"^(?P<code>[A-Z]{4}-[0-9]{3})(?=  )", re.MULTILINE)
HEADING = re.compile(r"^(?:Must mend|To do|Notices|How far the review is)$", re.MULTILINE)


def coloured(text: str, style: str, to: TextIO | None = None) -> str:
    """A text in a colour, where a stream (standard output unless said) takes colours; else as it is.

    NO_COLOR, set to anything, turns them off (no-color.org); so does a terminal that is called dumb.
    """
    stream = sys.stdout if to is None else to
    takes = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"\033[{style}m{text}\033[0m" if takes and text else text


def heading(text: str, to: TextIO | None = None) -> str:
    """A heading as a command prints it."""
    return coloured(text, BOLD, to)


def report(text: str, to: TextIO | None = None) -> str:
    """Problems in words (`reviewbook.review.problems.report`) with their codes and headings in colours."""
    told = CODE.sub(lambda found: coloured(found["code"], RED, to), text)
    return HEADING.sub(lambda found: heading(found[0], to), told)
