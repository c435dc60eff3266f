"""Write a part of a review in the form in which others take it."""

from __future__ import annotations

import argparse
from pathlib import Path

EXAMPLES = """tidier   the TIDieR sheets, as the supplement of an article: for each intervention its twelve items, how much of each is
         reported, each statement with its report and where it stands, and contradictions side by side
           .docx  a Word document, one sheet an intervention
           .csv   one row a statement

examples:
  reviewbook export tidier data/williams-2019 --to tidier.docx
  reviewbook export tidier data/williams-2019 --intervention momentum --intervention prime --to two.csv
"""
KINDS = (".docx", ".csv")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("tidier",), help="what to export")
    parser.add_argument("review", help="folder of the review")
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help="the file to write; its ending says which kind (default: NAME-tidier.docx, here)",
    )
    parser.add_argument(
        "--intervention",
        action="append",
        default=[],
        metavar="ID",
        help="an intervention_id to export, and no other; may be given several times",
    )


def run(asked: argparse.Namespace) -> int:
    from reviewbook import review, tidier
    from reviewbook.exchange.judgements import check_outputs
    from reviewbook.exchange.replace import whole
    from reviewbook.problems import Problem, ReviewProblems, quote

    folder = review.find_review(asked.review)
    to = asked.to or Path(f"{folder.name}-tidier.docx")
    if to.suffix.lower() not in KINDS:
        found = quote(to.suffix) if to.suffix else "no ending"
        raise ReviewProblems([Problem("EXPO-001", str(to), found, f"one of {', '.join(KINDS)}")])
    check_outputs([to], list(folder.iterdir()))
    r = review.load_review(folder)
    found = tidier.problems(r.tidier, r.interventions, r.reports, r.studies)
    if wrong := [problem for problem in found if problem.severity == "problem"]:
        raise ReviewProblems(wrong)

    from reviewbook.exchange import tidier_sheets

    write = tidier_sheets.docx if to.suffix.lower() == ".docx" else tidier_sheets.csv
    whole({to: write(r, interventions=asked.intervention)})
    print(to)
    return 0
