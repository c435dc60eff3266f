"""Say where a review is, and what to do next."""

from __future__ import annotations

import argparse
import shlex
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from reviewbook.commands import for_machines, in_json, loading, of_a_book, of_a_review

if TYPE_CHECKING:
    from reviewbook.status import Status

EXAMPLES = """examples:
  reviewbook status
  reviewbook status data/my-review
  reviewbook status data/my-review --json

By stage what is done and of how much, what is open and in conflict, and at most three things to do next. It works at any state of the
tables. A stage that the review does not have is not in the list; a number that nobody can know is left out, and never 0.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_book(parser)
    of_a_review(parser)
    for_machines(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook.claims import process
    from reviewbook.review.place import find_review

    named = asked.review
    folder = find_review(named)
    # As in `check`: DuckDB gets ready beside pandas.
    with process.warm() if (folder / "claims.csv").is_file() else nullcontext():
        with loading():
            from reviewbook import status
            from reviewbook.press import to_write
            from reviewbook.press.made import made
            from reviewbook.press.run import own_review
            from reviewbook.review.place import nearest, root

        book = root(asked.root) if asked.root else nearest()
        where = shlex.quote(str(named))
        rows = made(book, folder, where=where) if book else []
        own = book if book and folder.resolve() == own_review(book) else None
        found = status.status(
            folder, where=where, rows=rows, more=lambda review: to_write.problems(review, own)
        )
    if not in_json(asked, _facts(folder, found)):
        print("\n".join(_lines(str(named), found)))
    return 0


def _facts(folder: Path, found: Status) -> dict:
    from reviewbook.status import rows_of

    stages = [row._asdict() for row in rows_of(found.stages)]
    return {
        "review": folder.name,
        "stages": stages,
        "notes": found.notes,
        "failures": found.failures,
        "next": found.next,
    }


def _lines(where: str, found: Status) -> list[str]:
    from reviewbook.commands.colours import heading
    from reviewbook.review.characters import without_control
    from reviewbook.status import in_words, rows_of

    rows = rows_of(found.stages)
    wide, wider = (max(len(getattr(row, name)) for row in rows) for name in ("stage", "part"))
    lines = [heading(f"Where {where} is"), ""]
    before = ""
    for row in rows:
        stage = "" if row.stage == before else row.stage
        lines.append(f"  {stage:<{wide}}  {without_control(row.part):<{wider}}  {in_words(row)}")
        before = row.stage
    said = list(map(without_control, [*found.notes, *found.failures]))
    lines += ["", *said, *([""] if said else []), heading("Next")]
    return [*lines, *(f"  {without_control(line)}" for line in found.next or ["Nothing is open."])]
