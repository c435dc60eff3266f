"""Bring a review of an earlier version over to the tables of this one, and show what that changes."""

from __future__ import annotations

import argparse
import sys

from reviewbook.commands import for_machines, in_json

EXAMPLES = """example:
  reviewbook migrate data/my-review --dry-run

The studies of a report, which stood in reports.csv, are a table of their own now: a report may tell of several. This moves them there
with what was said of them, changes the queries of claims.csv that asked for them there where they then give the same number, and
lists the tables anew in datapackage.json. All files are written, or none. Run again, it changes nothing.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("review", help="folder of the review")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
    for_machines(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook.files.replace import settle, whole
    from reviewbook.press.migration import planned
    from reviewbook.review.place import find_review

    folder = find_review(asked.review)
    settle(folder)
    plan = planned(folder)
    if not asked.json:
        for one in plan.files:
            print(f"{one.file.name}: {one.says}")
    if not asked.dry_run:
        whole({one.file: one.data for one in plan.files})
    files = [{"file": one.file.name, "says": one.says} for one in plan.files]
    if in_json(asked, {"files": files, "left": plan.left, "dry_run": asked.dry_run}):
        return 0
    names = ", ".join(one.file.name for one in plan.files)
    if not names:
        print("Nothing to migrate.")
    elif asked.dry_run:
        print(f"Would be written: {names}. Nothing was written (--dry-run).")
    else:
        print(f"Written: {names}.")
    for line in plan.left:
        print(line, file=sys.stderr)
    return 0
