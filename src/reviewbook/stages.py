"""How far each stage of a review is, in the order in which a review is made: rows of what is done, of how much, open and in conflict.

Every number is what a chapter gives already, by the rules that its pages go by. A number that nobody can know, of how much or how much
is open, is missing, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from reviewbook.appraisal import answering
from reviewbook.appraisal import of_review as appraisal
from reviewbook.charting import of_review as charting
from reviewbook.charting.coverage import NOT_ASKED, OPEN
from reviewbook.confidence import assessing
from reviewbook.confidence import of_review as confidence
from reviewbook.interventions import feature_counts, tidier
from reviewbook.review import progress
from reviewbook.review.answers import CONSENSUS, DIFFER
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING, given
from reviewbook.review.problems import PROBLEM, TO_DO, Problem
from reviewbook.review.questions import ABOUT
from reviewbook.selection import inclusion, screening
from reviewbook.selection.counting import STATES, is_beyond, left_so_far, reported_boxes
from reviewbook.selection.duplicates import waiting
from reviewbook.selection.of_review import Flow, flow_of, in_conflict
from reviewbook.themes import of_review as themes


class Row(NamedTuple):
    """How far one stage is. ``part`` says of what where a stage has several rows, "" where it has one."""

    stage: str
    part: str
    unit: str
    done: int | None = None
    of: int | None = None
    open: int | None = None
    conflicts: int | None = None
    next: str = ""  # what to do: a command, or the file to open


def _searched(r: Review, where: str) -> list[Row]:
    found = []
    if progress.is_there(r, "sources"):
        n, blank = len(r.sources), int(r.sources["searched_to"].isna().sum())
        dated = int(given(r.sources["searched_to"]).sum())
        todo = f"{where}/sources.csv: " + (
            "write how far each search reached"
            if n
            else f"list the places searched, here or in the sheet sources of `reviewbook workbook {where}`"
        )
        found.append(
            Row(
                "searched",
                "with a date",
                "sources",
                dated,
                n or None,
                blank if n else None,
                next=todo if blank or not n else "",
            )
        )
    if progress.is_there(r, "records"):
        n, told = r.charted("records"), r.sources["records"]
        whole = int(told.sum()) if len(told) and told.notna().all() else None
        places = r.sources["source_id"].dropna().tolist()
        todo = "" if n or not places else _bring_in(where, places[0])
        # Where more were found than the sources report, `check` says so: of how many they are is then not known.
        of = whole if whole is None or whole >= n else None
        found.append(Row("searched", "found", "records", n, of, next=todo))
    return found


def _bring_in(where: str, source: str) -> str:
    return (
        f"`reviewbook import ris FILE --review {where} --source {source}` brings in what a search found; "
        "`reviewbook import --help` lists the other formats"
    )


def _deduplicated(r: Review, where: str) -> list[Row]:
    if not r.has("records"):
        return []
    if not progress.is_there(r, "merges"):
        return [Row("deduplicated", "", "pairs", next=f"`reviewbook dedupe --review {where}`")]
    n, left = len(r.merges), len(waiting(r.merges))
    todo = f"`reviewbook dedupe --review {where} --dry-run` lists the pairs that wait; settle them with --merge or --undo"
    return [Row("deduplicated", "", "pairs", n - left, n, left, next=todo if left else "")]


def _screened(r: Review, where: str) -> list[Row]:
    if not r.has("records"):
        return []
    flow = flow_of(r)
    if not flow.stages:
        n = int((~given(r.records["duplicate_of"])).sum())
        todo = f"`reviewbook import decisions FILE --review {where}`"
        return [Row("screened", "", "records", 0, n, n, next=todo)]
    found = []
    for row in screening.by_stage(flow.ledger, in_conflict(r), stages=flow.stages).itertuples():
        if row.stage not in flow.stages and _reported(r, row.stage):
            continue
        todo = ""
        if row.conflicts:
            todo = (
                f"`reviewbook agree {where}/decisions.csv --stage {row.stage} --conflicts to-settle.csv` lists what is in conflict: "
                "write include or exclude into its column decision, then "
                f"`reviewbook import decisions to-settle.csv --review {where} --reviewer consensus`"
            )
        elif row.waiting:
            todo = f"`reviewbook import decisions FILE --review {where} --stage {row.stage}`"
        found.append(
            Row("screened", row.stage, row.unit, row.decided, row.came, row.waiting, row.conflicts, todo)
        )
    return found


def _reported(r: Review, stage: str) -> bool:
    """Whether table flow reports how many came to a stage."""
    return any(box.step in STATES and box.stage == stage for box in reported_boxes(r.flow))


def _included(r: Review, where: str) -> list[Row]:
    found, flow = [], flow_of(r)
    there = set(inclusion.linked(r.reports, r.records)["record_id"])
    # Where there are reports and none names its record, a review does not say which report stands for which.
    if r.has("records") and inclusion.is_last(flow.stages) and (there or not r.has("reports")):
        brought = inclusion.brought_in(flow.ledger)
        left = sum(record not in there for record in brought)
        todo = f"`reviewbook include {where} --dry-run`, then without --dry-run"
        found.append(
            Row(
                "included",
                "with a report",
                "records",
                len(brought) - left,
                len(brought),
                left,
                next=todo if left else "",
            )
        )
    if progress.is_there(r, "reports"):
        n = r.charted("reports")
        # Where there is a table of records, decisions bring reports in.
        todo = "" if n or progress.is_there(r, "records") else f"{where}/reports.csv: list what is included"
        found.append(Row("included", "", "reports", n, _printed(flow), next=todo))
    return found


def beyond(r: Review) -> list[str]:
    """Whether the tables hold more reports than the decisions leave records, in a sentence; none where they do not."""
    boxes, n = flow_of(r).counted, r.charted("reports")
    if not is_beyond(boxes, n):
        return []
    return [
        f"{n:,} reports stand in reports.csv, more than the {left_so_far(boxes) or 0:,} records that the decisions leave so far: "
        "the records or the decisions of the others are not here, and the flow of the book does not lead to them."
    ]


def _printed(flow: Flow) -> int | None:
    """How many reports the review says that it includes, where table flow says it."""
    boxes = [
        box
        for box in flow.boxes
        if (box.step, box.unit, box.reason) == ("included", "reports", NOT_APPLICABLE)
    ]
    told = [box.n if box.status == "reported" else box.reported for box in boxes]
    return told[0] if told else None


def _charted(r: Review, where: str) -> list[Row]:
    if not r.has("questions"):
        table = progress.of_review(r)
        own = table[table["table"].isin([name for name, _ in ABOUT.values()]) & (table["cells"] > 0)]
        return [
            Row(
                "charted", row.table, "cells", row.cells - row.blank, row.cells, row.blank,
                next=f"{where}/{row.table}.csv: fill in what is blank" if row.blank else "",
            )
            for row in own.itertuples()
        ]  # fmt: skip
    states = charting.coverage(r)["state"]
    n, left = int((states != NOT_ASKED).sum()), int((states == OPEN).sum())
    differ = int((charting.standing(r)["standing"] == DIFFER).sum())
    by = charting.by_charter(r)
    open_ = [row.charter for row in by.itertuples() if row.answered < row.of and _may_be_typed(row.charter)]
    who = f"-o {open_[0]}.xlsx --for {open_[0]}" if open_ else "--for NAME" if by.empty else ""
    todo = f"`reviewbook workbook {where} {who}".rstrip() + "` has what is open in yellow" if left else ""
    if by.empty and left:
        todo += "; NAME is who charts, by initials"
    if differ:
        todo = (
            f"`reviewbook workbook {where} -o to-settle.xlsx --for {CONSENSUS}` has where charters differ in yellow: settle it, then "
            f"`reviewbook import workbook to-settle.xlsx --review {where}`"
        )
    found = [Row("charted", "", "answers", n - left, n or None, left if n else None, differ, todo)]
    if len(by) > 1:
        found += [
            Row("charted", f"by {row.charter}", "answers", row.answered, row.of, row.of - row.answered)
            for row in by.itertuples()
        ]
    return found


def _may_be_typed(name: str) -> bool:
    """Whether somebody can be named in a command as they are, without quotation marks."""
    return name not in NOTHING and re.fullmatch(r"[\w.-]+", name) is not None and name[0] != "-"


def _appraised(r: Review, where: str) -> list[Row]:
    if not (progress.is_there(r, "appraisals") or progress.is_there(r, "ratings")):
        return []
    tools, n = appraisal.tools_of(r), len(r.reports)
    by_tool = {
        name: {
            report
            for table in (r.appraisals, r.ratings)
            for report in table.loc[table["tool"] == name, "report_id"].dropna()
        }
        for name in tools
    }
    own = set(r.reports["report_id"])
    left = len(own - set().union(*by_tool.values()))
    todo = f"`reviewbook import appraisals FILE --review {where} --tool TOOL`" if left else ""
    one = next(iter(tools)) if len(tools) == 1 else ""
    found = [Row("appraised", one, "reports", n - left, n or None, left if n else None, next=todo)]
    found += [
        Row("appraised", name, "reports", len(own & reports)) for name, reports in by_tool.items() if not one
    ]
    stands, differ = appraisal.standing(r), answering.in_conflict(r.appraisals)
    for name in stands["tool"].unique():
        blocks = answering.blocks(stands[stands["tool"] == name], tool=tools[name])
        whole, missing = int(blocks["of"].sum()), int(blocks["missing"].clip(lower=0).sum())
        contested = int(differ.get(name, 0))
        left = missing + contested
        todo = f"{where}/appraisals.csv: answer the criteria that are missing" if missing else ""
        if contested:
            todo = (
                f"{where}/appraisals.csv: settle where appraisers differ, by an answer of consensus for each"
            )
        found.append(
            Row(
                "appraised",
                f"criteria of {name}",
                "answers",
                whole - left,
                whole,
                left,
                contested,
                todo,
            )
        )
    return found


def _described(r: Review, where: str) -> list[Row]:
    found = []
    if r.has("features"):
        n, blank = feature_counts.blanks(r.feature_values, r.features, r.interventions)
        found.append(_cells("features", n, blank, f"{where}/feature_values.csv"))
    if progress.is_there(r, "tidier"):
        cells = tidier.cells(r.tidier, r.interventions)
        found.append(
            _cells(
                "TIDieR",
                len(cells),
                int((cells["completeness"] == tidier.NOT_CHARTED).sum()),
                f"{where}/tidier.csv",
            )
        )
    return found


def _cells(part: str, n: int, blank: int, file: str) -> Row:
    todo = f"{file}: fill in what is blank" if blank or not n else ""
    return Row("described", part, "cells", n - blank, n or None, blank if n else None, next=todo)


def _coded(r: Review, where: str) -> list[Row]:
    if not progress.is_there(r, "excerpts"):
        return []
    own = r.excerpt_reports.loc[
        r.excerpt_reports["report_id"].isin(r.reports["report_id"]), "report_id"
    ].nunique()
    n = len(r.excerpts)
    left = int((~r.excerpts["excerpt_id"].isin(r.codings["excerpt_id"])).sum())
    differ = sum(themes.in_conflict(r).values())
    begin = "" if n else f"`reviewbook import refi-qda PROJECT --review {where}`, or {where}/excerpts.csv"
    todo = f"{where}/codings.csv: give each excerpt a code" if left else ""
    if differ:
        todo = f"{where}/codings.csv: settle where coders differ, by codings of the coder consensus"
    # Whether the others hold anything to code, nobody says.
    return [
        Row("coded", "with an excerpt", "reports", own, len(r.reports) or None, next=begin),
        Row("coded", "with a code", "excerpts", n - left, n or None, left if n else None, differ, todo),
    ]


def _measured(r: Review, where: str) -> list[Row]:
    if not progress.is_there(r, "results"):
        return []
    n = len(r.results)
    blank = int(progress.blank(r.results, "value").sum())
    todo = f"{where}/results.csv: write the number of each result, or not_reported" if blank or not n else ""
    return [Row("results", "with a number", "results", n - blank, n or None, blank if n else None, next=todo)]


def _assessed(r: Review, where: str) -> list[Row]:
    if not progress.is_there(r, "confidence"):
        return []
    parts = [confidence.subjects(r, scheme).assign(scheme=scheme) for scheme in r.codes["scheme"].unique()]
    begun = [part for part in parts if (part["state"] != assessing.NOT_ASSESSED).any()]
    states = pd.concat([part["state"] for part in begun]) if begun else pd.Series(dtype="string")
    n, done, differ = (
        len(states),
        int((states == assessing.ASSESSED).sum()),
        int((states == assessing.DIFFER).sum()),
    )
    todo = f"{where}/confidence.csv: judge what is not assessed" if done < n or not n else ""
    if differ:
        todo = f"{where}/confidence.csv: settle where assessors differ, by a row of the assessor consensus"
    return [Row("confidence", "", "findings", done, n or None, n - done if n else None, differ, todo)]


STAGES = (
    _searched, _deduplicated, _screened, _included, _charted, _appraised, _described, _coded, _measured, _assessed,
)  # fmt: skip
CHECKED, MEND = "checked", "to mend"


def written(r: Review, problems: Sequence[Problem], where: str) -> list[Row]:
    """The prose of the review's own pages, and the printed numbers: open is what `check` says is to do of them."""
    found = []
    if pages := sorted(f"pages/{page.name}" for page in (r.path / "pages").glob("*.md")):
        open_ = [
            page
            for page in pages
            if any(problem.file == page and problem.severity != "notice" for problem in problems)
        ]
        todo = f"{where}/{open_[0]}: write what is still to fill in" if open_ else ""
        found.append(
            Row(
                "written",
                "without anything to do",
                "pages",
                len(pages) - len(open_),
                len(pages),
                len(open_),
                next=todo,
            )
        )
    if progress.is_there(r, "claims") and (n := len(r.claims)):
        left = sum(problem.code == "CLAI-001" for problem in problems)
        todo = (
            f"{where}/claims.csv: write a query for each printed number, or the reason why there is none"
            if left
            else ""
        )
        found.append(
            Row("written", "with a query or a reason", "printed numbers", n - left, n, left, next=todo)
        )
    return found


def checked(problems: Sequence[Problem], where: str) -> list[Row]:
    n = {severity: sum(problem.severity == severity for problem in problems) for severity in (PROBLEM, TO_DO)}
    look = f"`reviewbook check {where}`"
    return [
        Row(
            CHECKED,
            MEND,
            "problems",
            open=n[PROBLEM],
            next=f"{look}: {n[PROBLEM]:,} to mend" if n[PROBLEM] else "",
        ),
        Row(
            CHECKED,
            "to do",
            "problems",
            open=n[TO_DO],
            next=f"{look}: {n[TO_DO]:,} to do" if n[TO_DO] else "",
        ),
    ]
