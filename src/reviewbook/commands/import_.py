"""Take search exports, decisions, appraisals, extractions, matrices of features, coded material and workbooks into a review."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from reviewbook.commands import for_machines, in_json, of_a_review

if TYPE_CHECKING:
    from reviewbook.files.ledger import Report

# Chapters that take foreign files in, in the order in which help lists their formats.
CHAPTERS = ("appraisal", "charting", "interventions", "selection", "themes", "workbook")
EXAMPLES = """examples:
  reviewbook import ris scopus.ris --review data/my-review --source scopus
  reviewbook import decisions log.csv --review data/my-review --source scopus --words 1=include,2=exclude --consensus TK
  reviewbook import ris cnki.ris --review data/my-review --source cnki --encoding gb18030
  reviewbook import csv export.xlsx --review data/my-review --source other --columns "year=Year of publication,title=Name of the paper"
  reviewbook import appraisals answers.csv --review data/my-review --tool mmat-2018
  reviewbook import extraction covidence.csv --review data/my-review --dry-run
  reviewbook import extraction sheet.xlsx --review data/my-review --sheet Data --charter AB --columns "design=Kind of study,-=Remarks"
  reviewbook import features matrix.csv --review data/my-review --blank no
  reviewbook import features matrix.xlsx --review data/my-review --about report --charter AB --blank no
  reviewbook import refi-qda project.qdpx --review data/my-review --texts ../sources
  reviewbook import taguette highlights.csv codebook.csv --review data/my-review --coder "A. Coder"
  reviewbook import decisions included.ris --review data/my-review --decision include --stage full_text --reviewer consensus
  reviewbook import workbook review.xlsx --review data/my-review --dry-run
  reviewbook import --undo i0a1b2c3d4e5f --review data/my-review
  reviewbook import rayyan articles.bib customizations_log.csv --review data/my-review --source scopus
"""
OPTIONS = (
    "source",
    "stage",
    "reviewer",
    "tool",
    "blank",
    "decision",
    "words",
    "consensus",
    "scheme",
    "report",
    "coder",
    "texts",
    "keep-names",
    "columns",
    "about",
    "charter",
    "sheet",
    "remove",
)
PEOPLE = """\
people who screened, appraised, charted or coded come in as letters, and e-mail addresses in notes are taken out:
.private/reviewers.csv of the review keeps who is who, for the team alone. Initials and identifiers such as R1 stay;
with --keep-names, names do too.
"""
PAGE = "for each vendor what is read, what is not, and what to export instead: --formats, or the page Imports (book/imports.md)\n"
LONG = 5_000_000  # bytes: from here on an import says what it is doing


def arguments(parser: argparse.ArgumentParser) -> None:
    chapters = _chapters()
    listed = [
        f"  {one.name:12} {one.says} ({one.endings})" for chapter in chapters for one in chapter.FORMATS
    ]
    said = [chapter.HELP for chapter in chapters if hasattr(chapter, "HELP")]
    parser.epilog = "\n".join(["formats:", *listed, "", PAGE, *said, PEOPLE, EXAMPLES])
    what = [
        parser.add_argument("format", metavar="FORMAT", help="format of the files: one of the list below"),
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="file to import"),
    ]
    vars(what[0])["completes"] = [one.name for chapter in chapters for one in chapter.FORMATS]
    of_a_review(parser, "--review")
    parser.add_argument("--source", metavar="ID", help="source_id of the place searched, as in sources.csv")
    parser.add_argument("--stage", help="stage of the decisions, where the file does not say it")
    parser.add_argument(
        "--reviewer", metavar="NAME", help="who decided or appraised, where the file does not say it"
    )
    parser.add_argument(
        "--tool",
        help="appraisal tool, for answers: mmat-2018, rob-2, jbi-qualitative ... (`reviewbook appraise --tools`) or one of your own",
    )
    parser.add_argument(
        "--blank",
        choices=("no", "not_reported"),
        help="what a blank cell, or a dash, of a matrix of features, or a blank among ticks of an extraction, stands for",
    )
    parser.add_argument("--decision", metavar="VALUE", help="the decision that a list of records stands for")
    parser.add_argument(
        "--words",
        metavar="WORD=DECISION,...",
        help="what answers of a table of decisions stand for, as in 1=include,2=exclude,3=none",
    )
    parser.add_argument(
        "--consensus", metavar="NAME", help="the reviewer, by the name in the file, whose decisions settle"
    )
    parser.add_argument(
        "--scheme",
        metavar="NAME",
        help="coding scheme of imported codes, where the file names none: themes unless said",
    )
    parser.add_argument(
        "--report", metavar="ID", help="report_id of the coded documents that name no report themselves"
    )
    parser.add_argument("--coder", metavar="NAME", help="who coded, where the files do not say it")
    parser.add_argument(
        "--texts", type=Path, metavar="FOLDER", help="write the texts of the coded documents into this folder"
    )
    parser.add_argument(
        "--columns",
        metavar="OURS=HEADING,...",
        help="which heading of a file of records, or of an extraction, fills which column of ours, where it is not known by its name; "
        "year= where there is none; -=HEADING leaves a column of an extraction out",
    )
    parser.add_argument(
        "--about",
        choices=("report", "study"),
        help="what the questions of an extraction are about (report unless said); of a matrix, whose features they are, where not those "
        "of interventions",
    )
    parser.add_argument(
        "--charter",
        metavar="NAME",
        help="who charted, where an extraction does not say it, or a matrix of features",
    )
    parser.add_argument(
        "--sheet", metavar="NAME", help="the sheet of a workbook that an extraction stands in"
    )
    parser.add_argument(
        "--keep-names",
        action="store_const",
        const=True,
        help="leave the people who screened, appraised or coded by name, and addresses in notes",
    )
    parser.add_argument(
        "--remove",
        action="store_const",
        const=True,
        help="take out what is there no longer: the rows that a workbook of the review lacks; the questions that no column of an "
        "extraction asks and nobody has answered",
    )
    parser.add_argument(
        "--undo",
        metavar="ID",
        action=_instead_of(what),
        help="take an import out again, whole: its import_id, as in imports.csv",
    )
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help="encoding of files of text, where they do not show it: cp1251, gb18030, shift-jis, mac-roman ...",
    )
    parser.add_argument(
        "--formats", action=_Formats, nargs=0, help="print what is read of each vendor's exports, and end"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be imported, or taken out, and write nothing"
    )
    for_machines(parser)


def _instead_of(positionals: list[argparse.Action]) -> type[argparse.Action]:
    """An option with which the command needs none of these arguments."""

    class Instead(argparse.Action):
        def __call__(self, parser, namespace, values, option=None):
            setattr(namespace, self.dest, values)
            for one in positionals:
                one.required = False

    return Instead


class _Formats(argparse.Action):
    """An option that prints the page of formats and ends, as --help does."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from reviewbook.files import vendors

        print(vendors.page(_chapters()), end="")
        parser.exit()


def run(asked: argparse.Namespace) -> int:
    from reviewbook.files import formats
    from reviewbook.review import decoding
    from reviewbook.review.problems import ReviewProblems

    if asked.undo:
        _tell(_undone(asked), asked)
        return 0
    known = formats.named(one for chapter in _chapters() for one in chapter.FORMATS)
    given = {name: value for name in OPTIONS if (value := getattr(asked, name.replace("-", "_"))) is not None}
    wrong = formats.unfit(asked.format, given, asked.files, among=known)
    if wrong := wrong + decoding.unfit(asked.encoding, asked.files):
        raise ReviewProblems(wrong)
    size = sum(file.stat().st_size for file in asked.files if file.is_file())
    with decoding.in_encoding(asked.encoding):
        report = known[asked.format].take(
            asked.review, asked.files, given, dry_run=asked.dry_run, progress=_say if size > LONG else None
        )
    _tell(report, asked)
    return 0


def _tell(report: Report, asked: argparse.Namespace) -> None:
    from reviewbook.files import ledger

    if not in_json(asked, asdict(report) | {"dry_run": asked.dry_run}):
        print("\n".join(ledger.in_words(report, dry_run=asked.dry_run)))


def _undone(asked: argparse.Namespace) -> Report:
    """What taking an import out did."""
    from reviewbook.files.undo import undo
    from reviewbook.review.problems import Problem, ReviewProblems, quote
    from reviewbook.selection.imports import store

    given = {"FORMAT": asked.format, "FILE": asked.files}
    given |= {f"--{name}": getattr(asked, name.replace("-", "_")) for name in OPTIONS}
    given |= {"--encoding": asked.encoding}
    if beside := {name: value for name, value in given.items() if value is not None}:
        alone = "nothing beside --undo, --review and --dry-run"
        raise ReviewProblems(
            [Problem("IMPT-005", name, quote(value), alone) for name, value in beside.items()]
        )
    report = undo(asked.review, asked.undo, dry_run=asked.dry_run)
    again = [] if asked.dry_run else store.try_again(asked.review, after_undo=True)
    return replace(report, notes=report.notes + again)


def _say(words: str) -> None:
    print(f"{words} ...", file=sys.stderr)


def _chapters() -> list[ModuleType]:
    """What each chapter says of the foreign files that it takes in; no reader is loaded."""
    return [import_module(f"reviewbook.{chapter}.imports") for chapter in CHAPTERS]
