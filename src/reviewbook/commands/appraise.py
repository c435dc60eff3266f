"""Check a table of appraisal answers, rate it by the tool's rule, and draw it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reviewbook.commands import for_machines, in_json

if TYPE_CHECKING:
    import pandas as pd

    from reviewbook.review.designs import Designs
    from reviewbook.review.problems import Problem

EXAMPLES = """a table of answers is one of:
  long       a row an answer: study, criterion and answer; appraiser, comment and locator may be there
  blocks     a row a study and category: study, category and c1, c2 ... (S1 and S2 for the screening questions); the blocks of a
             mixed-methods study are three rows with one name in study or component_of
  wide       a row a study, with a column for each criterion: 1.1, 1.2 ... (D1 ... Overall as robvis has them), or under the
             names that the tool's own forms give them ("Bias arising from the randomization process")
  counts     a row a criterion, with a column for each answer: criterion, n yes, n no, n can't tell; drawn as bars, for nobody
             knows which report is which
  critiplot  Author_Year, Study_Category, the criteria in their order, Overall_Rating

answers are yes, no and cannot_tell, or synonyms (Y, N, CT, U, +, ?, "Can't tell", "Unable to determine" ...); what is none of
them (Partial, y/n, NA ...) is named with its place, for a person to settle. Published scores (a column published_score, score,
rating ...) are held against the answers.

examples:
  reviewbook appraise answers.csv --tool mmat-2011 -o figure.svg --ratings ratings.csv
  reviewbook appraise answers.csv --tool mmat-2018
  reviewbook appraise answers.csv --tool my-checklist.yaml -o figure.svg
  reviewbook appraise counts.csv --tool mmat-2018 -o bars.svg
  reviewbook appraise data/my-review -o figure.svg
"""


class _Tools(argparse.Action):
    """Print the page of instruments, and end."""

    def __call__(self, parser, namespace, values, option=None):
        from reviewbook.press import instruments

        print(instruments.page(), end="")
        parser.exit()


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("answers", type=Path, help="CSV file of answers, or folder of a review")
    parser.add_argument(
        "--tool",
        metavar="TOOL",
        help="mmat-2011, mmat-2018, rob-2, robins-i, jbi-..., casp-... (--tools lists them), or a YAML file of your own; of a review "
        "with several tools, the one to show",
    )
    parser.add_argument(
        "--tools",
        action=_Tools,
        nargs=0,
        help="print every tool with its questions, answers and rule, and end",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the figure, an .svg file")
    parser.add_argument("--ratings", type=Path, metavar="FILE", help="CSV file for the rating of each report")
    parser.add_argument(
        "--as-read", type=Path, metavar="FILE", help="CSV file for the answers as they were read"
    )
    parser.add_argument(
        "--agreement", type=Path, metavar="FILE", help="CSV file for the agreement of appraisers"
    )
    parser.add_argument(
        "--conflicts", type=Path, metavar="FILE", help="CSV file for what appraisers have to settle"
    )
    parser.add_argument(
        "--overall",
        choices=("count",),
        help="count the criteria met under a tool that has no overall rating, against the advice of its authors",
    )
    parser.add_argument("--appraiser", metavar="NAME", help="who appraised, where the file does not say it")
    parser.add_argument("--title", help="title of the figure, read out first")
    parser.add_argument(
        "--draw-anyway",
        action="store_true",
        help="write the files though answers have to be settled; those cells are left open",
    )
    for_machines(parser)


class _Given(NamedTuple):
    """What is appraised: answers under one tool, and what else is known of them."""

    name: str  # what the tool is called
    tool: dict
    appraisals: pd.DataFrame
    unsettled: pd.DataFrame
    scores: pd.DataFrame | None  # as published
    labels: dict[str, str]  # report_id -> how the figure names it
    designs: dict[str, str] | None
    known: Designs
    problems: list[Problem]
    notes: list[str]
    open: bool  # something has to be settled before it can be drawn


def run(asked: argparse.Namespace) -> int:
    import pandas as pd

    from reviewbook.appraisal import answering as appraisal
    from reviewbook.appraisal import scoring
    from reviewbook.files.replace import as_csv, whole
    from reviewbook.review.problems import Problem, ReviewProblems, quote, report
    from reviewbook.selection.imports import judgements

    to = asked.output
    if to and to.suffix.lower() != ".svg":
        found = quote(to.suffix) if to.suffix else "no ending"
        raise ReviewProblems([Problem("EXPO-001", str(to), found, "a file that ends in .svg")])
    written = [to, asked.ratings, asked.as_read, asked.agreement, asked.conflicts]
    judgements.check_outputs(written, [asked.answers])
    if not asked.answers.is_dir() and asked.tool and (counted := _counted(asked)) is not None:
        return counted
    given = _of_review(asked) if asked.answers.is_dir() else _of_file(asked)
    if given.appraisals.empty:
        raise ReviewProblems(
            given.problems or [Problem("APPR-007", str(asked.answers), "no answer", "one at least")]
        )
    answers = appraisal.standing(given.appraisals)
    open_ = given.unsettled[["report_id", "category", "criterion"]].drop_duplicates()
    told = pd.concat([answers, open_.assign(answer=appraisal.UNSETTLED)], ignore_index=True)
    table = scoring.by_report(told, tool=given.tool, name=given.name, overall=asked.overall)
    table = (
        table.set_index("report_id")
        .reindex([r for r in given.labels if r in set(table["report_id"])])
        .reset_index()
    )
    checked = None if given.scores is None else scoring.check(told, given.scores, tool=given.tool)
    agreed = appraisal.agreed(given.appraisals, tools={given.name: given.tool})
    differed = appraisal.conflicts(given.appraisals)
    problems = [problem.as_dict() for problem in given.problems]
    facts = {
        "tool": given.name,
        "reports": table,
        "agreement": agreed,
        "conflicts": differed,
        "problems": problems,
    }
    if not in_json(asked, facts | {"published": checked}):
        print("\n".join(_in_words(given, answers, table, checked, agreed, differed)))
    if given.problems and not asked.json:
        print(report(given.problems), file=sys.stderr)
    if given.open and not asked.draw_anyway:
        if any(written):
            words = (
                "Nothing was written; --draw-anyway writes the files and leaves open what has to be settled."
            )
            print(words, file=sys.stderr)
        return 1
    files = {}
    if to:
        title = asked.title or f"{given.tool['title']}: answers by criterion"
        files[to] = _figure(given, answers, table, title=title).encode()
    tables = {
        asked.ratings: _with_published(table, checked),
        asked.as_read: given.appraisals,
        asked.agreement: agreed,
        asked.conflicts: differed,
    }
    whole(files | {file: as_csv(frame) for file, frame in tables.items() if file})
    for file in filter(None, written):
        print(file, file=sys.stderr if asked.json else None)
    return 1 if given.problems else 0


def _counted(asked: argparse.Namespace) -> int | None:
    """Draw a table of counts by criterion and say it in words; None where the file is none."""
    from reviewbook.appraisal import instruments
    from reviewbook.appraisal.drawing import panels, quality
    from reviewbook.appraisal.imports import tallies
    from reviewbook.files.replace import whole
    from reviewbook.page import typeface
    from reviewbook.review.problems import Problem, ReviewProblems, report

    tool = instruments.tool(asked.tool)
    if (read := tallies.read(asked.answers, tool)) is None:
        return None
    others = {"--ratings": asked.ratings, "--as-read": asked.as_read, "--agreement": asked.agreement}
    others["--conflicts"] = asked.conflicts
    if given := [option for option, file in others.items() if file]:
        found = f"counts by criterion, and {', '.join(given)}"
        raise ReviewProblems(
            [Problem("APPR-007", asked.answers.name, found, "answers report by report for these")]
        )
    drawn = panels.of_tallies(read.counts, tool=tool)
    problems = [problem.as_dict() for problem in read.problems]
    if not in_json(
        asked, {"tool": tool["id"], "counts": read.counts, "notes": read.notes, "problems": problems}
    ):
        said = [f"Counts by criterion, {tool['title']}.", *read.notes, quality.describe(drawn, [], tool=tool)]
        print("\n".join(said))
    if read.problems and asked.json:
        return 1
    if read.problems:
        print(report(read.problems), file=sys.stderr)
        return 1
    if asked.output:
        title = asked.title or f"{tool['title']}: answers by criterion"
        whole({asked.output: typeface.embed(quality.draw(drawn, [], tool=tool, title=title)).encode()})
        print(asked.output, file=sys.stderr if asked.json else None)
    return 0


def _of_file(asked: argparse.Namespace) -> _Given:
    import pandas as pd

    from reviewbook.appraisal import answering as appraisal
    from reviewbook.appraisal import instruments
    from reviewbook.appraisal.imports import answers
    from reviewbook.review import designs
    from reviewbook.review.problems import Problem, ReviewProblems

    if asked.tool is None:
        known = ", ".join(instruments.appraisal_tools())
        raise ReviewProblems(
            [Problem("APPR-006", "--tool", "nothing", f"one of {known}, or a YAML file of one's own")]
        )
    tool = instruments.tool(asked.tool)
    read = answers.read(asked.answers, tool=tool, name=tool["id"], appraiser=asked.appraiser)
    there = pd.concat([read.appraisals, read.unsettled])  # what has to be settled is not missing
    gaps = [
        Problem(
            "APPR-003",
            asked.answers.name,
            f"{gap.report_id}{'' if who == answers.APPRAISER else f' by {who}'}: {gap.found}",
            gap.expected,
            row=read.first_row[gap.report_id],
        )
        for who, own in there.groupby("appraiser")
        if who != appraisal.CONSENSUS
        for gap in appraisal.gaps(own, tool=tool).itertuples()
    ]
    notes = [f"{asked.answers.name}: not read: {', '.join(read.left)}."] if read.left else []
    other = read.read_as[read.read_as["written"] != read.read_as["answer"]]
    told = [f'"{row.written}" as {row.answer} ({row.cells})' for row in other.itertuples()]
    notes += [f"Read {', '.join(told)}."] if told else []
    notes += [
        f"{row.report_id}: {row.criterion} is met, and {row.unmet} of the blocks that it asks about not."
        for row in appraisal.tensions(appraisal.standing(read.appraisals), tool=tool).itertuples()
    ]
    labels = {report: report for report in dict.fromkeys(there["report_id"])}
    return _Given(
        name=tool["id"],
        tool=tool,
        appraisals=read.appraisals,
        unsettled=read.unsettled,
        scores=read.scores,
        labels=labels,
        designs=None,
        known=designs.by_schema(),
        problems=[*read.problems, *gaps],
        notes=notes,
        open=any(problem.code != "APPR-003" for problem in read.problems),
    )


def _of_review(asked: argparse.Namespace) -> _Given:
    from reviewbook.appraisal import checks, of_review
    from reviewbook.review import bibliography, designs
    from reviewbook.review.labels import NOT_YET
    from reviewbook.review.problems import Problem, ReviewProblems, quote
    from reviewbook.review.suggest import one_of
    from reviewbook.review.usable import needed

    loaded = needed(asked.answers, "appraisals", "ratings")
    wrong = loaded.placed(checks.problems(loaded))
    if hard := [problem for problem in wrong if problem.severity == "problem" and problem.code != "APPR-003"]:
        raise ReviewProblems(hard)
    names = list(loaded.appraisals["tool"].unique())
    if not names:
        raise ReviewProblems([Problem("APPR-007", "appraisals.csv", "no answers", "answers by criterion")])
    if asked.tool not in names and (asked.tool or len(names) > 1):
        found = quote(asked.tool) if asked.tool else "nothing"
        raise ReviewProblems([Problem("APPR-006", "--tool", found, one_of(names, asked.tool or ""))])
    name = asked.tool or names[0]
    own = loaded.appraisals[loaded.appraisals["tool"] == name].reset_index(drop=True)
    order, answered = bibliography.labels(loaded), dict.fromkeys(own["report_id"])
    return _Given(
        name=name,
        tool=of_review.tools_of(loaded)[name],
        appraisals=own,
        unsettled=own.iloc[:0],
        scores=None,
        labels={report: order.get(report, report) for report in [*order, *answered] if report in answered},
        designs=dict(zip(loaded.reports["report_id"], loaded.reports["design"].fillna(NOT_YET), strict=True)),
        known=designs.designs(loaded),
        problems=[problem for problem in wrong if problem.severity == "problem"],
        notes=[str(problem) for problem in wrong if problem.severity != "problem"],
        open=False,
    )


def _figure(given: _Given, answers: pd.DataFrame, table: pd.DataFrame, *, title: str) -> str:
    from reviewbook.appraisal.drawing import panels, quality
    from reviewbook.page import typeface

    rated = table[table["points"].notna()].set_index("report_id")
    shown = table.dropna(subset=["judgement"]).set_index("report_id")["judgement"].to_dict()
    shown |= {
        report: f"{row.points}/{row.of}" for report, row in zip(rated.index, rated.itertuples(), strict=True)
    }
    of_reports = given.designs or panels.designs(answers, tool=given.tool)
    drawing = quality.draw(
        panels.panels(answers, tool=given.tool, labels=given.labels, ratings=shown),
        panels.spreads(rated["points"].to_dict(), designs=of_reports, known=given.known),
        tool=given.tool,
        title=title,
        maximum=given.tool["scoring"]["maximum"],
    )
    return typeface.embed(drawing)


def _with_published(table: pd.DataFrame, checked: pd.DataFrame | None) -> pd.DataFrame:
    """The ratings with the published score of the whole report beside each, where the file has one."""
    if checked is None or checked.empty:
        return table
    own = checked[checked["part"] == "overall"].drop_duplicates("report_id").set_index("report_id")
    own = own[["written", "unit", "computed", "verdict", "why", "convention"]]
    names = {
        "written": "published",
        "unit": "published_unit",
        "computed": "computed_in_that_unit",
        "why": "verdict_note",
    }
    return table.join(own.rename(columns=names), on="report_id")


def _in_words(given: _Given, answers, table, checked, agreed, differed) -> list[str]:
    from reviewbook import agreement
    from reviewbook.appraisal import answering as appraisal
    from reviewbook.appraisal import scoring
    from reviewbook.review.instruments import WORST_DOMAIN

    tool = given.tool
    blocks = table["blocks"].value_counts(sort=False)
    told = ", ".join(f"{n} {name}" for name, n in blocks.items())
    lines = [f"{len(table)} reports, {tool['title']}: {told}.", *given.notes]
    rated = table[table["points"].notna()]
    if len(rated):
        for points, own in sorted(rated.groupby("points")["report_id"]):
            lines.append(
                f"  {points} of {rated['of'].iloc[0]}: {len(own)} ({', '.join(own.head(5))}{' ...' if len(own) > 5 else ''})"
            )
    for judgement, own in table.dropna(subset=["judgement"]).groupby("judgement", sort=False)["report_id"]:
        lines.append(f"  {judgement}: {len(own)} ({', '.join(own.head(5))}{' ...' if len(own) > 5 else ''})")
    caution = tool["scoring"]["caution"]
    if tool["scoring"]["rule"] == WORST_DOMAIN:
        silent = table[table["note"].notna()]
        lines += [f"  {row.report_id}: no overall judgement: {row.note}" for row in silent.itertuples()]
        lines.append(f"Caution: {caution}")
    elif table["of"].isna().all():
        hint = " --overall count counts the criteria met all the same." if tool["scoring"]["maximum"] else ""
        lines.append(f"No overall rating. {caution}{hint}")
    else:
        silent = table[table["note"].notna()]
        lines += [f"  {row.report_id}: no rating: {row.note}" for row in silent.itertuples()]
        lines.append(f"Caution: {caution}")
    failed = table[table["screening"].notna()]
    lines += [f"  {row.report_id}: screening not met: {row.screening}" for row in failed.itertuples()]
    lines += scoring.in_words(checked) if checked is not None else []
    if len(agreed):
        head = ("criterion", "appraisers", "reports", "agreed", "percent [95 %]", "kappa [95 %]")
        lines += [
            "",
            "agreement of appraisers before consensus",
            *agreement.columns([head, *map(_cells, agreed.to_dict("records"))]),
        ]
        still = int((differed["how"] == appraisal.CONFLICT).sum())
        lines.append(f"  differences: {len(differed)}, {len(differed) - still} of them settled by consensus")
    return lines


def _cells(row: dict) -> tuple[str, ...]:
    from reviewbook.agreement import interval

    percent = f"{row['percent']:.1f} [{row['percent_low']:.1f}, {row['percent_high']:.1f}]"
    return (
        row["criterion"],
        row["reviewers"],
        f"{row['units']}",
        f"{row['agreed']}",
        percent,
        interval(row, "kappa"),
    )
