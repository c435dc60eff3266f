"""In a draft, what cannot be shown says so in its place; outside drafts, it fails as it should.

This is the one place where a failure is caught: everything that a page asks for goes through `in_place_of`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from reviewbook.page.words import escape
from reviewbook.review.cells import empty
from reviewbook.review.dictionary import TABLES
from reviewbook.review.model import Review
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.usable import drafting

# How a failure that no check foresaw begins; a build looks for it in what the notebooks show.
FAILED = "could not be drawn: "
WAITS = "not shown in this draft"
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")  # of an object in memory: another one in each run
T = TypeVar("T")


def why(failure: Exception) -> str:
    """Why something cannot be shown, on one line: the problems with their codes, or the failure as Python has it."""
    if isinstance(failure, ReviewProblems):
        first, *more = failure.problems
        told = f"{WAITS}: {first.code}, {first.file}: found {first.found}, expected {first.expected}"
        return told + (f" (and {len(more):,} more)" if more else "")
    if code := getattr(failure, "code", None):  # a rule's own refusal, such as of a query
        return f"{WAITS}: {code}, {failure}"
    text = " ".join(_ADDRESS.sub("0x…", str(failure)).split())
    return f"{FAILED}{type(failure).__name__}: {text[:300]}"


def box(line: str) -> str:
    """What stands in place of something that cannot be shown, as MyST."""
    return f":::{{admonition}} Open\n:class: warning rb-open\nThis {escape(line)}.\n{{doc}}`/book/open-points` says what to do.\n:::"


def in_place_of(show: Callable[..., Any]) -> Callable[..., Any]:
    """What a notebook calls, so that in a draft a failure is shown in its place."""

    @functools.wraps(show)
    def shown(review: Review, *arguments: Any, **options: Any) -> Any:
        if not drafting():
            return show(review, *arguments, **options)
        try:
            return show(review, *arguments, **options)
        except Exception as failure:
            from IPython.display import Markdown  # `check` uses this module too, and shows nothing

            return Markdown(box(_said(why(failure))) + "\n")

    return shown


def numbers_of(count: Callable[..., Mapping[str, object]]) -> Callable[..., Mapping[str, object]]:
    """What prose glues in, so that in a draft numbers that cannot be worked out say so under their names."""

    @functools.wraps(count)
    def counted(review: Review, *arguments: Any, **options: Any) -> Mapping[str, object]:
        if not drafting():
            return count(review, *arguments, **options)
        try:
            return count(review, *arguments, **options)
        except Exception as failure:
            line = f"This {_said(why(failure))}."
            # The same names as ever, so that no sentence lacks its number.
            package = {name: review.package[name] for name in ("name", "title")}
            tables = {table: empty(table) for table in TABLES}
            nothing = replace(review, package=package, tables=tables, whole=None)
            return dict.fromkeys(count(nothing, *arguments, **options), WAITS) | {"answer": line}

    return counted


def attempt(what: str, make: Callable[[], T], failures: list[str], *, otherwise: T) -> T:
    """What ``make`` gives; in a draft that fails, ``otherwise``, and ``failures`` says of what and why."""
    if not drafting():
        return make()
    try:
        return make()
    except Exception as failure:
        failures.append(f"{what} {_said(why(failure))}")
        return otherwise


def _said(line: str) -> str:
    return f"is {line}" if line.startswith(WAITS) else line
