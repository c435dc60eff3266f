"""Bring a repository that `reviewbook new` made to this version, and show what that changes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

EXAMPLES = """example:
  reviewbook update-repo . --dry-run

Files that the authors changed are left as they are, and named with what differs. All files are written, or none.
The tables: `reviewbook migrate data/my-review`.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="folder of the repository")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")


def run(asked: argparse.Namespace) -> int:
    from reviewbook.files.lock import held
    from reviewbook.press.repository import frame
    from reviewbook.press.repository.update import YOURS, planned
    from reviewbook.press.repository.write import lay
    from reviewbook.review.place import built

    with held(built(asked.folder), verb="update-repo"):
        plan = planned(asked.folder)
        for change in plan.changes:
            print("\n".join([f"{change.place}: {change.became}", *change.difference()]))
        if not asked.dry_run:
            lay(plan.files)
    n = sum(change.became != YOURS for change in plan.changes)
    files = f"{n} file{'' if n == 1 else 's'}"
    versions = f"from {plan.before} to {frame.version()}"
    if not plan.files:
        print(f"Nothing to update: the repository is of version {frame.version()}.")
    elif asked.dry_run:
        print(f"Would change {files}, {versions}. Nothing was written (--dry-run).")
    else:
        print(f"Changed {files}, {versions}. `make book` builds the book anew.")
    if yours := [change.place for change in plan.changes if change.became == YOURS]:
        print(
            f"Yours, and left as they are; bring over what you want of the above: {', '.join(yours)}.",
            file=sys.stderr,
        )
    return 0
