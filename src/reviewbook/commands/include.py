"""Make reports, studies and entries of the bibliography of the records that a review includes."""

from __future__ import annotations

import argparse

from reviewbook.commands import for_machines, in_json, of_a_review

EXAMPLES = """examples:
  reviewbook include data/my-review --dry-run
  reviewbook include data/my-review
  reviewbook include data/my-review --link scopus-00012 Doe2020 --new scopus-00044

Every record that the decisions bring in at the last stage, and that no report stands for yet, becomes a row of reports.csv with the
record that it comes from, one row each of studies.csv and report_studies.csv, and an entry of the bibliography. A list of what was
included is enough: `reviewbook import decisions included.ris --decision include --stage full_text --reviewer team`. A report that is
there already, by its DOI or else by title and year, is linked to its record instead. Year, DOI, title and authors come from the record;
what it does not say stays blank. One study a report is a beginning: put reports of one study together in report_studies.csv. Run again,
it changes nothing.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    of_a_review(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
    parser.add_argument(
        "--link",
        nargs=2,
        action="append",
        default=[],
        metavar=("RECORD", "REPORT"),
        help="settle a doubt: this report stands for this record (may be given several times)",
    )
    parser.add_argument(
        "--new",
        action="append",
        default=[],
        metavar="RECORD",
        help="settle a doubt: no report stands for this record yet (may be given several times)",
    )
    parser.add_argument(
        "--stage", metavar="NAME", help="the last stage of the decisions, where that is not full_text"
    )
    for_machines(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook.selection.imports import included

    link = [(record, report) for record, report in asked.link]
    done = included.include(asked.review, stage=asked.stage, link=link, new=asked.new, dry_run=asked.dry_run)
    plan = {name: getattr(done.plan, name) for name in ("linked", "known", "doubts", "notes", "left")}
    facts = {"made": [one._asdict() for one in done.plan.made], **plan, "changed": done.changed}
    if not in_json(asked, facts | {"import_id": done.import_id, "dry_run": asked.dry_run}):
        print("\n".join(included.in_words(done, dry_run=asked.dry_run)))
    return 0
