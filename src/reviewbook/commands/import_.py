"""Take search exports, screening decisions, appraisal answers, matrices of features and coded material into a review."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

CODING = {  # the formats of `reviewbook.themes.imports.project`, listed without loading it
    "refi-qda": "REFI-QDA: a project or a codebook of NVivo, ATLAS.ti, MAXQDA and others (.qdpx .qde .qdc)",
    "taguette": "Taguette: highlights and codebook, given together, or a project (.csv .xlsx .qdc .sqlite3)",
    "qualcoder": "QualCoder: a project, a list of codes, or tables of codings (.qda .csv .txt)",
    "nvivo": "NVivo: a list of nodes or a codebook (.csv .xlsx)",
    "maxqda": "MAXQDA: a codebook or coded segments (.xlsx .csv)",
}
MATRIX = """a matrix of features is one of:
  wide    a row an intervention (or study) and a column a feature; a row of group headings may stand over the features
  turned  a row a feature, with Feature above the first column, and a column an intervention; a column Group may stand beside it
  long    a row a value: intervention, feature and value; group, evidence, locator and report may be there

values are yes, no, unclear and not_reported, or y, n, 1, 0, x, ✓, ✗, ?, NR and the like; "Yes, by text message" gives the evidence
too. A word that is none of these (Partial, 2, N/A) is named with its place. What a blank cell or a dash stands for says --blank.
"""
CODED = """coded material comes into codes, documents, excerpts and codings; all files of one project are given together. A document or a case
whose name is that of a report names the report of its passages; else --report, or report_id in documents.csv and the import again.
A project imported again adds only what is new. What a review has no place for goes to set_aside.csv.
"""
EXAMPLES = """examples:
  reviewbook import ris scopus.ris --review data/my-review --source scopus
  reviewbook import appraisals answers.csv --review data/my-review --tool mmat-2018
  reviewbook import features matrix.csv --review data/my-review --blank no
  reviewbook import refi-qda project.qdpx --review data/my-review --texts ../sources
  reviewbook import taguette highlights.csv codebook.csv --review data/my-review --coder "A. Coder"
  reviewbook import rayyan articles.bib customizations_log.csv --review data/my-review --source scopus
"""
OF_CODING = ("scheme", "report", "coder", "texts")
LONG = 5_000_000  # bytes: from here on an import says what it is doing


def arguments(parser: argparse.ArgumentParser) -> None:
    from reviewbook.selection.imports.formats import FORMATS

    listed = ["  appraisals   answers to an appraisal tool, with --tool (.csv)"]
    listed += ["  features     a matrix of features of interventions (.csv .tsv)"]
    listed += [f"  {one.name:12} {one.says} ({', '.join(one.kinds.split())})" for one in FORMATS.values()]
    listed += [f"  {name:12} {says}" for name, says in CODING.items()]
    parser.epilog = "\n".join(["formats:", *listed, "", MATRIX, CODED, EXAMPLES])
    parser.add_argument("format", metavar="FORMAT", help="format of the files: one of the list below")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="file to import")
    parser.add_argument("--review", required=True, metavar="DIR", help="folder of the review")
    parser.add_argument("--source", metavar="ID", help="source_id of the place searched, as in sources.csv")
    parser.add_argument("--stage", help="stage of the decisions, where the file does not say it")
    parser.add_argument(
        "--reviewer", metavar="NAME", help="who decided or appraised, where the file does not say it"
    )
    parser.add_argument(
        "--tool", help="appraisal tool, for answers: mmat-2011, mmat-2018, rob-2 or one of your own"
    )
    parser.add_argument(
        "--blank",
        choices=("no", "not_reported"),
        help="what a blank cell, or a dash, of a matrix of features stands for",
    )
    parser.add_argument("--decision", metavar="VALUE", help="the decision that a list of records stands for")
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
        "--dry-run", action="store_true", help="say what would be imported, and write nothing"
    )


def run(asked: argparse.Namespace) -> int:
    from reviewbook.files import ledger
    from reviewbook.selection.imports import store

    def say(words: str) -> None:
        print(f"{words} ...", file=sys.stderr)

    coding = {name: value for name in OF_CODING if (value := getattr(asked, name)) is not None}
    if asked.format in CODING or coding:
        report = _coding(asked, coding)
    elif asked.format == "features" or asked.blank:
        report = _features(asked)
    elif asked.format == "appraisals" or asked.tool:
        report = _answers(asked)
    else:
        size = sum(file.stat().st_size for file in asked.files if file.is_file())
        report = store.add(
            asked.review,
            asked.files,
            asked.format,
            source_id=asked.source,
            stage=asked.stage,
            reviewer=asked.reviewer,
            decision=asked.decision,
            dry_run=asked.dry_run,
            progress=say if size > LONG else None,
        )
    for line in ledger.in_words(report, dry_run=asked.dry_run):
        print(line)
    return 0


def _answers(asked: argparse.Namespace):
    """Take answers to an appraisal tool; the options of search exports do not fit."""
    from reviewbook.appraisal.imports import appraised
    from reviewbook.appraisal.instruments import appraisal_tools
    from reviewbook.review.problems import Problem, ReviewProblems, quote

    wrong = [
        Problem("IMPT-005", f"--{name}", quote(value), "no such option with the format appraisals")
        for name in ("source", "stage", "decision")
        if (value := getattr(asked, name)) is not None
    ]
    if asked.format != "appraisals":
        wrong.append(Problem("IMPT-005", "--tool", quote(asked.tool), "the format appraisals"))
    if asked.tool is None:
        wrong.append(
            Problem(
                "IMPT-005", "--tool", "nothing", f"one of {', '.join(appraisal_tools())}, or one of your own"
            )
        )
    if len(asked.files) > 1:
        wrong.append(
            Problem("IMPT-005", "FILE", f"{len(asked.files)} files", "one file of answers at a time")
        )
    if wrong:
        raise ReviewProblems(wrong)
    return appraised.add(
        asked.review, asked.files[0], tool=asked.tool, appraiser=asked.reviewer, dry_run=asked.dry_run
    )


def _features(asked: argparse.Namespace):
    """Take a matrix of features; no option but --blank fits."""
    from reviewbook.interventions.imports import feature_matrix
    from reviewbook.review.problems import Problem, ReviewProblems, quote

    wrong = [
        Problem("IMPT-005", f"--{name}", quote(value), "no such option with the format features")
        for name in ("source", "stage", "reviewer", "tool", "decision")
        if asked.format == "features" and (value := getattr(asked, name)) is not None
    ]
    if asked.format != "features":
        wrong.append(Problem("IMPT-005", "--blank", quote(asked.blank), "the format features"))
    if len(asked.files) > 1:
        wrong.append(Problem("IMPT-005", "FILE", f"{len(asked.files)} files", "one matrix at a time"))
    if wrong:
        raise ReviewProblems(wrong)
    return feature_matrix.add(asked.review, asked.files[0], blank=asked.blank, dry_run=asked.dry_run)


def _coding(asked: argparse.Namespace, options: dict[str, str | Path]):
    """Take coded material; only its own options fit, and they fit nothing else."""
    from reviewbook.review.problems import Problem, ReviewProblems, quote

    if asked.format in CODING:
        names = ("source", "stage", "reviewer", "tool", "blank", "decision")
        wanted = f"no such option with the format {asked.format}"
    else:
        names, wanted = OF_CODING, f"one of the formats {', '.join(CODING)}"
    wrong = [
        Problem("IMPT-005", f"--{name}", quote(value), wanted)
        for name in names
        if (value := getattr(asked, name)) is not None
    ]
    if wrong:
        raise ReviewProblems(wrong)
    from reviewbook.themes.imports import coded

    return coded.add(asked.review, asked.files, asked.format, **options, dry_run=asked.dry_run)
