"""Check the counts of a flow chart and draw it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from reviewbook.commands import for_machines, in_json

EXAMPLES = """a file of counts has one row a box; the columns stage, unit, route and reason may be left out:

  step,stage,unit,reason,n
  identified,,records,,1204
  duplicates_removed,,records,,240
  screened,title_abstract,records,,964
  excluded,title_abstract,records,,900
  assessed,full_text,reports,,64
  excluded,full_text,reports,Wrong population,40
  excluded,full_text,reports,No results,not_reported
  included,,reports,,15

example:
  reviewbook flow counts.csv -o flow.svg
"""
COUNTED = ("sources", "flow", "records", "decisions")  # what the flow of a review is made of
INCLUDED = ("reports", "studies", "interventions")  # and what it is held against
KINDS = (".svg", ".png", ".pdf", ".csv")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "counts", help="CSV file of counts, the template of PRISMA2020, or folder of a review"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="a .svg, .png or .pdf to draw, or a .csv: the template of PRISMA2020, filled (default: the numbers in words)",
    )
    parser.add_argument(
        "--layout", metavar="NAME", help="prisma-2020 (default), prisma-scr, or a YAML file of your own"
    )
    parser.add_argument("--title", help="title of the chart, read out first (default: that of the layout)")
    parser.add_argument(
        "--draw-anyway", action="store_true", help="draw a flow that contradicts itself, its boxes marked"
    )
    for_machines(parser)


def run(asked: argparse.Namespace) -> int:
    # Loads no table library for a file of counts: a chart of one's own should take no longer than reading it.
    from reviewbook.review.problems import Problem, ReviewProblems, quote, report
    from reviewbook.selection import flow
    from reviewbook.selection.drawing import flowchart

    to = asked.output
    if to and to.suffix.lower() not in KINDS:
        found = quote(to.suffix) if to.suffix else "no ending"
        raise ReviewProblems([Problem("EXPO-001", str(to), found, f"one of {', '.join(KINDS)}")])
    boxes, layout, wrong = _of_review(asked) if Path(asked.counts).is_dir() else _of_file(asked)
    if wrong:
        print(report(wrong), file=sys.stderr)
        if any(problem.severity == "problem" or problem.code == "FLOW-007" for problem in wrong) and (
            not asked.draw_anyway or not boxes
        ):
            if to:
                print(
                    f"{to} was not drawn; --draw-anyway draws it and marks what contradicts.", file=sys.stderr
                )
            return 1
    drawn = flow.mark(flow.complete(boxes, layout), flow.violations(boxes, layout))
    if not to:
        facts = {
            "boxes": [box._asdict() for box in drawn],
            "problems": [problem.as_dict() for problem in wrong],
        }
        if not in_json(asked, facts):
            print(flowchart.describe(drawn, layout))
        return 0
    from reviewbook.files.replace import whole

    whole({to: _written(drawn, layout, to, asked.title or layout["title"])})
    print(to)
    return 0


def _of_file(asked: argparse.Namespace) -> tuple:
    from reviewbook.selection.flow_problems import sum_problems
    from reviewbook.selection.imports import counts
    from reviewbook.selection.layout import DEFAULT, load_layout

    file, layout = Path(asked.counts), load_layout(asked.layout or DEFAULT)
    boxes, left_out, layout = counts.read(file, layout)
    for words in left_out:
        print(f"{file.name}: {words}.", file=sys.stderr)
    return boxes, layout, sum_problems(boxes, layout, file=file.name)


def _of_review(asked: argparse.Namespace) -> tuple:
    from reviewbook.review.cells import empty
    from reviewbook.review.problems import ReviewProblems
    from reviewbook.review.reading import read
    from reviewbook.review.usable import stops
    from reviewbook.selection.checks import flow_problems
    from reviewbook.selection.flow_problems import sum_problems
    from reviewbook.selection.of_review import flow_of

    loaded, problems = read(asked.counts)
    if unusable := [problem for problem in problems if stops(problem, COUNTED)]:
        raise ReviewProblems(unusable)
    unsure = [table for table in INCLUDED if any(stops(problem, [table]) for problem in problems)]
    for table in unsure:
        print(f"{table}.csv is not counted: `reviewbook check` says what is wrong with it.", file=sys.stderr)
    loaded = replace(loaded, tables={**loaded.tables, **{table: empty(table) for table in unsure}})
    wrong = flow_problems(loaded, layout=asked.layout)
    layout, boxes, *_ = flow_of(loaded, layout=asked.layout)
    wrong = wrong or ([] if boxes else sum_problems(boxes, layout, file="flow.csv"))
    return boxes, layout, loaded.placed(wrong)


def _written(boxes, layout, to: Path, title: str) -> bytes:
    """The file asked for, by its ending."""
    from reviewbook.page import typeface
    from reviewbook.review.problems import Problem, ReviewProblems
    from reviewbook.selection.drawing import flow_plan, flowchart
    from reviewbook.selection.imports import counts

    kind = to.suffix.lower()
    if kind == ".csv":
        text, lost = counts.write_template(boxes, layout)
        for words in lost:
            print(f"{to.name}: {words}.", file=sys.stderr)
        return text.encode()
    if kind == ".svg":
        return typeface.embed(flowchart.draw(boxes, layout, title=title)).encode()
    from reviewbook.selection.drawing import paper

    try:
        return (paper.png if kind == ".png" else paper.pdf)(flow_plan.place(boxes, layout), title=title)
    except paper.NoGlyph as missing:
        found, wanted = str(missing), "characters of that typeface"
        raise ReviewProblems([Problem("FLOW-012", str(to), found, wanted)]) from None
