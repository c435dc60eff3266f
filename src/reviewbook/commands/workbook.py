"""Write a review as one workbook, for people who chart in a spreadsheet."""

from __future__ import annotations

import argparse
from pathlib import Path

from reviewbook.commands import of_a_review

EXAMPLES = """examples:
  reviewbook workbook data/my-review -o review.xlsx
  reviewbook workbook data/my-review -o review.xlsx --charter AB --charter CD
  reviewbook workbook data/my-review -o for-ab.xlsx --for AB
  reviewbook workbook data/my-review -o to-settle.xlsx --for consensus
  reviewbook workbook data/my-review -o review.xlsx --table features --table feature_values
  reviewbook import workbook review.xlsx --review data/my-review --dry-run

A sheet a table, with drop-downs, help in the headings and what is to do in yellow; of the charting form a wide sheet a charter, with a
row a report, study or entity and a column a question; of appraisals one a tool and appraiser. `reviewbook import workbook` takes it in
again: each cell that was changed, or all that is wrong with it by sheet and cell.
Two who chart apart get a workbook each with --for, in which nobody sees what the other answers; then --for consensus has the cells on
which they differ in yellow, with a remark that says who answered what.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    from reviewbook.review.dictionary import TABLES

    of_a_review(parser)
    parser.add_argument(
        "-o",
        "--to",
        type=Path,
        metavar="FILE",
        help="the file to write (default: named after the review, here)",
    )
    parser.add_argument(
        "--charter",
        action="append",
        default=[],
        metavar="NAME",
        help="who charts, and has not answered yet, by initials (may be given several times)",
    )
    parser.add_argument(
        "--for",
        dest="alone",
        default="",
        metavar="NAME",
        help="a workbook for one charter or appraiser, without what others answered; or for the consensus, with what is to be settled",
    )
    parser.add_argument(
        "--table",
        action="append",
        default=[],
        choices=TABLES,
        metavar="NAME",
        help="a table that the review has not yet, as an empty sheet (may be given several times)",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="write over a workbook of this name, and what was typed into it",
    )


def run(asked: argparse.Namespace) -> int:
    from reviewbook.commands import loading

    with loading():
        from reviewbook.files.replace import whole
        from reviewbook.review.place import find_review
        from reviewbook.review.problems import Problem, ReviewProblems, quote
        from reviewbook.selection.imports.judgements import check_outputs
        from reviewbook.workbook import whole as book

        folder = find_review(asked.review)
        to = asked.to or Path(f"{folder.name}.xlsx")
        if to.suffix.lower() != ".xlsx":
            raise ReviewProblems(
                [Problem("EXPO-001", str(to), quote(to.suffix) if to.suffix else "no ending", ".xlsx")]
            )
        if to.exists() and not asked.replace:
            raise ReviewProblems(
                [Problem("WORK-006", str(to), "a file", "no file of this name, or --replace")]
            )
        check_outputs([to], list(folder.iterdir()))
        made = book.made(folder, charters=asked.charter, also=asked.table, alone=asked.alone)
        whole({to: made.data})
    print(to)
    for line in made.said:
        print(line)
    return 0
