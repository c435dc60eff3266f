"""Find duplicate records, and settle by hand what waits."""

from __future__ import annotations

import argparse
import sys

from reviewbook.commands import for_machines, in_json, of_a_review

EXAMPLES = """example:
  reviewbook dedupe --review data/my-review --dry-run
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_review(parser, "--review")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
    parser.add_argument(
        "--undo",
        nargs=2,
        action="append",
        default=[],
        metavar="ID",
        help="two records that are not the same, never to be merged again (may be given several times)",
    )
    parser.add_argument(
        "--merge",
        nargs=2,
        action="append",
        default=[],
        metavar="ID",
        help="a duplicate and the record to keep (may be given several times); needs --reason",
    )
    parser.add_argument("--reason", metavar="TEXT", help="why the two are, or are not, the same")
    for_machines(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook.files.pseudonyms import People
    from reviewbook.files.replace import settle
    from reviewbook.review.nothing import NOTHING
    from reviewbook.review.place import find_review
    from reviewbook.review.problems import Problem, ReviewProblems, quote
    from reviewbook.review.usable import needed
    from reviewbook.selection import duplicates
    from reviewbook.selection.imports import merges as ledger
    from reviewbook.selection.imports import store

    reason = " ".join((asked.reason or "").split())
    settle(find_review(asked.review))
    loaded = needed(asked.review, "records", "merges", "decisions")
    reason = People(loaded).in_text(reason)
    records, decided = loaded.records, set(loaded.decisions["record_id"])
    there = set(records["record_id"])
    wrong = [
        Problem("DEDU-006", option, quote(record), "a record_id of records.csv")
        for option, pairs in (("--undo", asked.undo), ("--merge", asked.merge))
        for pair in pairs
        for record in pair
        if record not in there
    ]
    if asked.merge and not reason:
        wrong.append(Problem("DEDU-006", "--merge", "no reason", "--reason TEXT"))
    if records.empty and not (asked.merge or asked.undo or reason):
        words = (
            "This review has no records yet: `reviewbook import` takes them in from the exports of searches."
        )
        if not in_json(asked, {"records": 0}):
            print(words)
        return 0
    if reason and not (asked.merge or asked.undo):
        wrong.append(
            Problem("DEDU-006", "--reason", "no pair that it is for", "--merge ID ID or --undo ID ID")
        )
    if wrong:
        raise ReviewProblems(dict.fromkeys(wrong))
    merges, left_out = duplicates.with_adopted(records, loaded.merges), list[str]()
    for pair in asked.undo:
        merges = duplicates.undo(merges, *pair, reason=reason)
    for pair in asked.merge:
        merges = duplicates.merge(merges, *pair, reason=reason)
    if asked.undo or asked.merge:
        if wrong := duplicates.contradictions(merges):
            raise ReviewProblems(loaded.placed(wrong))
    else:
        merges = duplicates.deduplicated(
            records,
            merges,
            decided=decided,
            progress=lambda words: print(words, file=sys.stderr),
            notice=left_out.append,
        )
    now = duplicates.apply(records, merges, decided=decided)
    changed = [] if asked.dry_run else ledger.write(loaded.path, now, merges)
    again = store.try_again(loaded.path) if changed else []
    waiting, own = duplicates.waiting(merges), now[~now["duplicate_of"].fillna("").isin(NOTHING)]
    facts = {"records": len(now), "merged": len(own), "waiting": waiting, "not_compared": left_out}
    if in_json(asked, facts | {"changed": changed, "dry_run": asked.dry_run, "notes": again}):
        return 0
    print(duplicates.summary(now, merges, decided=decided, left_out=left_out))
    if asked.dry_run:
        print("Nothing was written (--dry-run).")
    else:
        print(f"Written: {', '.join(changed)}." if changed else "Nothing changed.")
    for line in again:
        print(line)
    return 0
