"""Measure agreement between reviewers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reviewbook.commands import for_machines, in_json

EXAMPLES = """a file of decisions is one of:
  long       a row a decision, with the columns record_id (or id, key, title ...), reviewer and decision;
             stage, reason, turn, decided_at and note may be there
  wide       a row a record, with a column for it and one for each reviewer; a heading may name the stage too
             ("TiAb AA", "Full text BB", "Full text BB reason"), and Consensus or Final settles
  several    a file a reviewer: a row a record, record_id and decision; the file has the reviewer's name
  rayyan     customizations_log.csv, articles.bib, .csv or .ris, or both
  asreview   an export of each reviewer
  kept       with --kept-of: a list of what each reviewer kept

decisions are include (included, yes, 1, relevant ...), exclude (excluded, no, 0, irrelevant ...), maybe (unsure, unclear, ?),
withdrawn (deleted); in a file that has -1, 0 is maybe and -1 exclude. A blank is no decision. Other words, and codes that mean
nothing by themselves, are named with --words.

examples:
  reviewbook agree decisions.csv
  reviewbook agree articles.bib customizations_log.csv --conflicts to-discuss.csv
  reviewbook agree votes.csv --words 1=include,2=exclude --consensus TK
  reviewbook agree anna.csv ben.csv --kept-of all-records.csv --stage title -o agreement.csv
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="file of decisions")
    parser.add_argument(
        "--format",
        choices=("auto", "long", "wide", "rayyan", "asreview", "covidence"),
        default="auto",
        help="what the files are (default: known by their columns)",
    )
    parser.add_argument(
        "--maybe",
        choices=("own", "include", "exclude", "leave_out"),
        default="own",
        help="what maybe counts as: an answer of its own (default), include, exclude, or no decision",
    )
    parser.add_argument(
        "--words",
        metavar="WORD=DECISION,...",
        help="what answers of a plain table stand for, as in 1=include,2=exclude,3=none",
    )
    parser.add_argument(
        "--consensus", metavar="NAME", help="the reviewer whose decisions settle, and are not compared"
    )
    parser.add_argument("--stage", help="the one stage to compare; of files that name none, their stage")
    parser.add_argument(
        "--kept-of",
        type=Path,
        metavar="RECORDS",
        help="the files list what each reviewer kept of these records; the rest was excluded",
    )
    parser.add_argument(
        "--universe",
        choices=("records", "union"),
        default="records",
        help="union: take the records that somebody kept as all that were judged, and give percentages alone",
    )
    parser.add_argument("--conflicts", type=Path, metavar="FILE", help="CSV file for the records in conflict")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="CSV file for the table of agreement"
    )
    for_machines(parser)


def run(asked: argparse.Namespace) -> int:
    from reviewbook import agreement
    from reviewbook.files.cells import for_spreadsheets
    from reviewbook.files.replace import whole
    from reviewbook.selection.imports import judgements

    judgements.check_outputs([asked.output, asked.conflicts], [*asked.files, asked.kept_of])
    union = asked.universe == "union"
    if union or asked.kept_of:
        decisions = judgements.kept(
            asked.files, records=asked.kept_of, stage=asked.stage, universe=asked.universe
        )
    else:
        decisions, left = judgements.gather(
            asked.files, format=asked.format, stage=asked.stage, words=asked.words, consensus=asked.consensus
        )
        for name, columns in left.items():
            print(f"{name}: not read: {', '.join(columns)}.", file=sys.stderr)
    decisions = agreement.coded(decisions)
    compared, words = agreement.reported(decisions, maybe=asked.maybe, kept_alone=union)
    judgements.require_pairs(compared, decisions, asked.files)
    files = {asked.output: compared} if asked.output else {}
    if asked.conflicts or asked.json:
        contested = agreement.conflicts(decisions, maybe=asked.maybe)
        files |= {asked.conflicts: contested} if asked.conflicts else {}
    whole({file: for_spreadsheets(frame) for file, frame in files.items()})
    if not (asked.json and in_json(asked, {"agreement": compared, "conflicts": contested})):
        print(words)
    return 0
