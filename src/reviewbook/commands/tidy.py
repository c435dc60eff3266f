"""Write a review's tables in the canonical form, and show what that changes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reviewbook.commands import for_machines, in_json, of_a_review

if TYPE_CHECKING:
    from reviewbook.files.canonical import Tidied

EXAMPLES = """example:
  reviewbook tidy data/my-review --dry-run

A spreadsheet may save a table with `;` or tabs between the cells, in another encoding, with a title above the header, and values
in capitals; it is read all the same, with a notice. This writes it as CSV in UTF-8, with the columns' names and values as the data
dictionary has them. Rows keep their order; a cell that is not understood stays as it is.
"""
SHOWN = 20  # rows of a file that are shown


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_review(parser)
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
    for_machines(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook.files.canonical import tidied
    from reviewbook.files.replace import whole
    from reviewbook.review.place import find_review
    from reviewbook.review.problems import report

    found, refused = tidied(find_review(asked.review))
    if asked.json:
        files = [{"file": one.file.name, "says": one.says} for one in found]
        in_json(
            asked, {"files": files, "refused": [one.as_dict() for one in refused], "dry_run": asked.dry_run}
        )
    else:
        _show(found)
    if not asked.dry_run:
        whole({one.file: one.data for one in found})
    if asked.json:
        return int(bool(refused))
    if refused:
        print("Left as they are: " + ", ".join(dict.fromkeys(one.file for one in refused)), file=sys.stderr)
        print(report(refused), file=sys.stderr)
    names = ", ".join(one.file.name for one in found)
    if asked.dry_run and found:
        print(f"Would be written: {names}. Nothing was written (--dry-run).")
    elif found:
        print(f"Written: {names}.")
    else:
        print("Nothing was written." if refused else "Nothing to tidy.")
    return int(bool(refused))


def _show(found: Iterable[Tidied]) -> None:
    for one in found:
        for line in _told(one):
            print(line)


def _told(one: Tidied) -> Iterator[str]:
    """What changes in a file: in words, then as a diff of its rows."""
    yield f"{one.file.name}: {'; '.join(one.says)}"
    more = 0
    for at, (row, before, after) in enumerate(one.changes):
        if at >= SHOWN:
            more += 1
            continue
        if at == 0:
            yield f"--- {one.file.name}"
            yield f"+++ {one.file.name}"
        yield f"@@ row {row} @@"
        yield from (f"-{line}" for line in before.splitlines())
        yield from (f"+{line}" for line in (after or "").splitlines())
    if more:
        yield f"and {more:,} more row{'' if more == 1 else 's'}"
