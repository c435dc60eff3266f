"""Write a part of a review in the form in which others take it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reviewbook.commands import of_a_review

if TYPE_CHECKING:
    from reviewbook.files.pieces import Left
    from reviewbook.review.model import Review
    from reviewbook.themes.exports import Exported

EXAMPLES = """formats:
  tidier        the TIDieR sheets, as the supplement of an article: for each intervention its twelve items, how much of each
                is reported, each statement with its report and where it stands, and contradictions side by side (.docx: a
                sheet an intervention; .csv: a row a statement)
  refi-qda      the coding, for programs for qualitative data analysis (NVivo, ATLAS.ti, MAXQDA, QualCoder and others):
                codes, excerpts, who coded them, reports as cases. An excerpt stands in the text of its document where
                --sources has this and it holds the excerpt to the letter at its start and end, else in a text compiled from
                the excerpts of its report (.qdpx: a project; .qdc: its codebook alone)
  codebook      the codes and their descriptions as Taguette takes them (.csv: a row a tag)
  confidence    the evidence profile after GRADE-CERQual: of each theme, category or assessed finding the four components
                with their judgement and its reason, what the data give beside each, and the overall confidence; what nobody
                judged is blank, for an assessor to fill in (.docx: a table a finding; .csv: a row a finding and component)
  manuscript    what goes with an article, a folder that is replaced whole: every numbered table of the book in Word and
                Excel, its figures as SVG, PNG (300 dots an inch) and PDF with their alternative texts, methods and results
                whose numbers come from the data, filled checklists, TIDieR sheets, the charting form, and included and
                excluded reports as RIS and BibTeX. README.txt there says what each file is, and what is not there and why;
                manifest.json has sizes and checksums
  ris           the included reports, for reference managers; with --excluded those that were excluded in full text, each
                with its reason
  bibtex        the same as BibTeX
  prisma2020    the flow as the CSV template of the R package PRISMA2020; `reviewbook flow` reads it again
  robvis        judgements of risk of bias (RoB 2, ROBINS-I), a row a report, for the R package robvis; `reviewbook appraise`
                reads it again
  critiplot     answers to MMAT 2018 for the Python package critiplot; `reviewbook appraise` reads it again
  xlsx          every table of the review as it is charted, a sheet each
  pdf           the whole book for paper, as it was built last: contents with page numbers, bookmarks, tags for screen
                readers. It is printed by Chromium, which must be there (`reviewbook doctor` says whether it is)
  frictionless  the tables as a zip that is a Frictionless data package, as they are published beside the book
  charting      the answers of the charters as people type them, a folder of CSV files: for reports, studies and
                interventions one file of each charter and one of what stands, with a row each and a column a question.
                `reviewbook import charting` takes a file in again
  searches      the search strategies as they were run, source by source, and what was planned and done (.docx: a table a
                search; .txt: to be run again; .csv: a row a line)
  protocol      the protocol, a row an item: planned, done, deviations with their reasons (.csv)

What a format has no place for is listed.

examples:
  reviewbook export tidier data/my-review --to tidier.docx
  reviewbook export tidier data/my-review --intervention first --intervention second --to two.csv
  reviewbook export refi-qda data/my-review --sources ../texts --to project.qdpx
  reviewbook export refi-qda data/my-review --scheme themes --to themes.qdc
  reviewbook export codebook data/my-review --to codebook.csv
  reviewbook export confidence data/my-review --scheme themes --to profile.docx
  reviewbook export charting data/my-review -o sheets
  reviewbook export manuscript data/my-review --to for-the-journal
  reviewbook export ris data/my-review --excluded --to excluded.ris
  reviewbook export searches data/my-review --to searches.docx
  reviewbook export pdf data/my-review --to my-review.pdf
"""
# Endings that a file may have; the first stands where no name is given.
KINDS = {
    "tidier": (".docx", ".csv"),
    "refi-qda": (".qdpx", ".qdc"),
    "codebook": (".csv",),
    "confidence": (".docx", ".csv"),
    "ris": (".ris",),
    "bibtex": (".bib",),
    "prisma2020": (".csv",),
    "robvis": (".csv",),
    "critiplot": (".csv",),
    "xlsx": (".xlsx",),
    "frictionless": (".zip",),
    "pdf": (".pdf",),
    "searches": (".docx", ".txt", ".csv"),
    "protocol": (".csv",),
}
FOLDER, MANUSCRIPT = "charting", "manuscript"  # write several files
PDF = "pdf"  # made of the pages, not of the tables
NAMES = {
    "tidier": "{}-tidier.docx",
    "refi-qda": "{}.qdpx",
    "codebook": "{}-codebook.csv",
    "confidence": "{}-evidence-profile.docx",
    "ris": "{}.ris",
    "bibtex": "{}.bib",
    "prisma2020": "{}-prisma2020.csv",
    "robvis": "{}-robvis.csv",
    "critiplot": "{}-critiplot.csv",
    "xlsx": "{}.xlsx",
    "frictionless": "{}.zip",
    "pdf": "{}.pdf",
    "searches": "{}-searches.docx",
    "protocol": "{}-protocol.csv",
}
CODING = ("codes", "documents", "excerpts", "excerpt_reports", "finding_excerpts", "codings")
SELECTED = ("reports", "records", "decisions", "sources", "flow", "reasons")
APPRAISED = ("reports", "appraisals", "ratings")
# Tables that must be sound: an export that lacked rows would not show it.
NEEDED = {
    "tidier": ("interventions", "tidier", "reports", "report_studies", "studies"),
    "refi-qda": ("reports", *CODING),
    "codebook": ("codes",),
    "confidence": (
        "reports",
        "report_studies",
        "studies",
        "ratings",
        "appraisals",
        "eligibility",
        *CODING,
        "confidence",
    ),
    "ris": SELECTED,
    "bibtex": SELECTED,
    "prisma2020": SELECTED,
    "robvis": APPRAISED,
    "critiplot": APPRAISED,
    "xlsx": (),
    "frictionless": (),
}
NEEDED |= dict.fromkeys(("searches", "protocol"), ("sources", "searches", "protocol"))
CHARTED = ("reports", "studies", "interventions", "questions", "choices", "answers")
# Options, and the endings under which each is of use.
OPTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "intervention": {"tidier": (".docx", ".csv")},
    "scheme": {"refi-qda": (".qdpx", ".qdc"), "codebook": (".csv",), "confidence": (".docx", ".csv")},
    "sources": {"refi-qda": (".qdpx",)},
    "excluded": {"ris": (".ris",), "bibtex": (".bib",)},
    "tool": {"robvis": (".csv",), "critiplot": (".csv",)},
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=(*KINDS, FOLDER, MANUSCRIPT), help="what to export")
    of_a_review(parser)
    parser.add_argument(
        "--to",
        "-o",
        type=Path,
        metavar="FILE",
        help="the file to write; its ending says which kind (default: named after the review, here); of charting and manuscript a folder",
    )
    parser.add_argument(
        "--intervention",
        action="append",
        default=[],
        metavar="ID",
        help="an intervention_id to export, and no other; may be given several times",
    )
    parser.add_argument(
        "--scheme", metavar="NAME", help="a coding scheme to export, and no other, as in codes.csv"
    )
    parser.add_argument(
        "--sources", type=Path, metavar="FOLDER", help="folder with the texts of the documents"
    )
    parser.add_argument(
        "--excluded",
        action="store_true",
        help="the reports excluded in full text, instead of the included ones",
    )
    parser.add_argument(
        "--tool",
        metavar="NAME",
        help="the appraisal tool whose answers are exported, where there are several",
    )
    parser.add_argument(
        "--root",
        type=Path,
        metavar="FOLDER",
        help="folder of the book whose pages a manuscript or a PDF follows (default: the one you stand in)",
    )


def run(asked: argparse.Namespace) -> int:
    from reviewbook.files.replace import whole
    from reviewbook.review.place import find_review
    from reviewbook.review.problems import Problem, ReviewProblems, quote
    from reviewbook.review.usable import needed
    from reviewbook.selection.imports.judgements import check_outputs

    folder = find_review(asked.review)
    if asked.what == FOLDER:
        return _sheets(folder, asked)
    if asked.what == MANUSCRIPT:
        return _manuscript(folder, asked)
    to = asked.to or Path(NAMES[asked.what].format(folder.name))
    kind = to.suffix.lower()
    if kind not in KINDS[asked.what]:
        found = quote(to.suffix) if to.suffix else "no ending"
        raise ReviewProblems([Problem("EXPO-001", str(to), found, f"one of {', '.join(KINDS[asked.what])}")])
    wrong = [
        Problem("EXPO-005", f"--{option}", f"{asked.what} to {kind}", _fitting(where))
        for option, where in OPTIONS.items()
        if getattr(asked, option) and kind not in where.get(asked.what, ())
    ]
    if wrong:
        raise ReviewProblems(wrong)
    check_outputs([to], list(folder.iterdir()))
    if asked.what == PDF:
        return _pdf(folder, to, asked)
    r = needed(folder, *NEEDED[asked.what])
    if asked.what == "tidier":
        whole({to: _tidier(r, kind, asked)})
        print(to)
        return 0
    if asked.what == "confidence":
        whole({to: _confidence(r, kind, asked)})
        print(to)
        return 0
    if make := _PLAIN.get(asked.what):
        data, left = make(r, asked)
        whole({to: data})
        for line in left:
            print(f"not exported: {line}", file=sys.stderr)
        print(to)
        return 0
    if asked.what in ("searches", "protocol"):
        whole({to: _selection(r, kind, asked.what)})
        print(to)
        return 0
    try:
        exported = _coding(r, kind, asked)
    except ReviewProblems as wrong_codes:
        raise ReviewProblems(r.placed(wrong_codes.problems)) from None
    whole({to: exported.data})
    for line in _told(exported.left):
        print(line, file=sys.stderr)
    print(f"{to}: {', '.join(f'{n:,} {what}' for what, n in exported.counts.items() if n)}")
    return 0


def _selection(r: Review, kind: str, what: str) -> bytes:
    """The search strategies, or the protocol, as a file.

    Raises
    ------
    ReviewProblems (EXPO-003) where none is charted.
    """
    from reviewbook.review.problems import Problem, ReviewProblems
    from reviewbook.selection import exports

    if r.tables[what].empty:
        raise ReviewProblems([Problem("EXPO-003", f"{what}.csv", "no row", "what is to be exported")])
    made = {".docx": exports.docx, ".txt": exports.txt, ".csv": exports.csv}
    return exports.protocol_csv(r) if what == "protocol" else made[kind](r)


def _folder_for(folder: Path, asked: argparse.Namespace) -> Path:
    """The folder that an export of several files goes to."""
    from reviewbook.review.problems import Problem, ReviewProblems

    wrong = [
        Problem("EXPO-005", f"--{option}", asked.what, _fitting(where))
        for option, where in OPTIONS.items()
        if getattr(asked, option)
    ]
    to = asked.to or Path(f"{folder.name}-{asked.what}")
    if to.is_file() or to.suffix:
        wrong.append(Problem("EXPO-001", str(to), "a file", "a folder"))
    if wrong:
        raise ReviewProblems(wrong)
    return to


def _manuscript(folder: Path, asked: argparse.Namespace) -> int:
    """Write the manuscript pack into a folder of its own."""
    from reviewbook.check import open_review
    from reviewbook.press.manuscript import pack
    from reviewbook.review.place import root

    to = _folder_for(folder, asked)
    pack.check_folder(to)
    review = open_review(folder)

    def progress(line: str) -> None:
        print(line, file=sys.stderr)

    found = pack.made(root(asked.root), review, progress=progress)
    pack.write(found, to)
    print(f"{to}: {len(found.files):,} files; {pack.README} says what each is")
    return 0


def _pdf(folder: Path, to: Path, asked: argparse.Namespace) -> int:
    """Print the book of a review as it was built."""
    import os

    from reviewbook.files.replace import whole
    from reviewbook.press import made
    from reviewbook.press.printed import paper
    from reviewbook.review.place import root

    def progress(line: str) -> None:
        print(line, file=sys.stderr)

    program = paper.browser(os.environ)
    site = made.site(root(asked.root), folder, where=asked.review)
    whole({to: paper.book(site, program, progress=progress)})
    print(to)
    return 0


def _sheets(folder: Path, asked: argparse.Namespace) -> int:
    """Write the wide sheets into a folder."""
    from reviewbook.charting import exports
    from reviewbook.files.replace import whole
    from reviewbook.review.usable import needed
    from reviewbook.selection.imports.judgements import check_outputs

    to = _folder_for(folder, asked)
    made = {to / name: data for name, data in exports.sheets(needed(folder, *CHARTED)).items()}
    check_outputs(list(made), list(folder.iterdir()))
    to.mkdir(parents=True, exist_ok=True)
    whole(dict(made))
    for file in made:
        print(file)
    return 0


def _told(left: Iterable[Left]) -> Iterator[str]:
    """What is not exported, a line for each reason."""
    reasons: dict[str, list[Left]] = {}
    for one in left:
        reasons.setdefault(one.why, []).append(one)
    for why, alike in reasons.items():
        example = f" (such as {alike[0].example})" if len(alike) == 1 else ""
        yield f"not exported: {', '.join(f'{one.what} {one.n:,}' for one in alike)}{example}: {why}"


def _fitting(where: dict[str, tuple[str, ...]]) -> str:
    return "an export of " + " or ".join(f"{what} to {', '.join(kinds)}" for what, kinds in where.items())


def _references(r: Review, asked: argparse.Namespace) -> tuple[bytes, list[str]]:
    from reviewbook.files import references
    from reviewbook.review.problems import Problem, ReviewProblems
    from reviewbook.selection import exports
    from reviewbook.selection.drawing.works import with_reason

    works = list(map(with_reason, exports.excluded(r))) if asked.excluded else exports.included(r)
    if not works:
        what = (
            ("decisions.csv", "no report excluded in full text")
            if asked.excluded
            else ("reports.csv", "no report")
        )
        raise ReviewProblems([Problem("EXPO-003", *what, "a row for each")])
    return (references.ris if asked.what == "ris" else references.as_bibtex)(works), []


def _flow(r: Review, _: argparse.Namespace) -> tuple[bytes, list[str]]:
    from reviewbook.press import packaged

    text, lost = packaged.prisma2020(r)
    return text.encode(), lost


def _answers(r: Review, asked: argparse.Namespace) -> tuple[bytes, list[str]]:
    from reviewbook.appraisal import exports

    found = (exports.robvis if asked.what == "robvis" else exports.critiplot)(r, tool=asked.tool)
    return found.data, list(found.left)


def _whole(r: Review, asked: argparse.Namespace) -> tuple[bytes, list[str]]:
    from reviewbook.press import packaged

    return (packaged.workbook if asked.what == "xlsx" else packaged.archive)(r), []


# Exports of one file and one kind: what makes each, and what it leaves out.
_PLAIN = {
    "ris": _references,
    "bibtex": _references,
    "prisma2020": _flow,
    "robvis": _answers,
    "critiplot": _answers,
    "xlsx": _whole,
    "frictionless": _whole,
}


def _tidier(r: Review, kind: str, asked: argparse.Namespace) -> bytes:
    from reviewbook.interventions import checks
    from reviewbook.review.problems import ReviewProblems
    from reviewbook.studies.of_review import linked

    found = checks.tidier_problems(r.tidier, r.interventions, linked(r))
    if wrong := [problem for problem in found if problem.severity == "problem"]:
        raise ReviewProblems(r.placed(wrong))

    from reviewbook.interventions import exports

    write = exports.docx if kind == ".docx" else exports.csv
    return write(r, interventions=asked.intervention)


def _confidence(r: Review, kind: str, asked: argparse.Namespace) -> bytes:
    from reviewbook.confidence import checks, exports
    from reviewbook.review.problems import ReviewProblems
    from reviewbook.themes.checks import coding_problems

    coding = coding_problems(
        r.codes, r.excerpts, r.excerpt_reports, r.codings, r.finding_excerpts, r.documents
    )
    found = [*coding, *checks.about_nothing(r.confidence, r.codes, r.excerpts)]
    if wrong := [problem for problem in found if problem.severity == "problem"]:
        raise ReviewProblems(r.placed(wrong))
    write = exports.docx if kind == ".docx" else exports.csv
    return write(r, scheme=asked.scheme)


def _coding(r: Review, kind: str, asked: argparse.Namespace) -> Exported:
    from reviewbook.themes import exports

    if asked.what == "codebook":
        return exports.codebook(r, scheme=asked.scheme)
    if kind == ".qdc":
        return exports.qdc(r, scheme=asked.scheme)
    sources = _texts(asked.sources) if asked.sources else {}
    return exports.qdpx(r, sources=sources, scheme=asked.scheme)


def _texts(folder: Path) -> dict[str, str]:
    from reviewbook.files import texts

    read = texts.read(folder, progress=lambda words: print(words, file=sys.stderr))
    for problem in read.unread:
        print(problem, file=sys.stderr)
    return read.sources
