"""The page of a draft that says what is open: what must be mended, what is to do, how far the tables are."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reviewbook.page.grid import grid
from reviewbook.page.words import counted, escape, remedy, with_code
from reviewbook.review.problems import (
    HEADINGS,
    PROBLEM,
    TO_DO,
    Problem,
    codes,
    expected,
    found,
    together,
    where,
)
from reviewbook.status import in_words, rows_of

NAME = "open-points"  # of the page, in book/
SAID = {
    PROBLEM: (
        "A strict build stops at these.\n"
        "Here, a cell that is wrong counts as blank, a row without its key is left out, and a study that is named but not "
        "charted stands there by its name."
    ),
    TO_DO: "Nothing stops at these: they are not charted or not settled yet.",
}
NOTHING = {PROBLEM: "Nothing must be mended.", TO_DO: "Nothing is to do."}


def banner(problems: Sequence[Problem]) -> str:
    """What stands on top of every page: "Draft of a review under way: 2 to mend, 14 to do."."""
    n = {severity: sum(p.severity == severity for p in problems) for severity in HEADINGS}
    return f"Draft of a review under way: {n[PROBLEM]:,} to mend, {n[TO_DO]:,} to do."


def page(
    problems: Sequence[Problem],
    progress: pd.DataFrame,
    failures: Sequence[str],
    *,
    stages: pd.DataFrame,
    notes: Sequence[str] = (),
) -> str:
    """The page as MyST.

    Parameters
    ----------
    stages, notes : from `reviewbook.status`; they come first.
    progress : from `reviewbook.review.progress`.
    failures : what could not be drawn for a reason that no check foresaw, one line each.
    """
    lines = ["# What is open", f"{{.rb-answer}}\n{banner(problems)}"]
    lines.append(
        "This is a draft: whatever the tables give is shown, and what they cannot give yet says so in its place.\n"
        "`reviewbook check` tells in a terminal what to mend first; `reviewbook build` without `--draft` makes the book once nothing "
        "must be mended."
    )
    lines += ["## Where the review is", *map(escape, notes), _stages(stages)]
    for severity, heading in HEADINGS.items():
        own = [problem for problem in problems if problem.severity == severity]
        if own or severity in NOTHING:
            lines.append(f"## {heading}")
            lines.append(SAID.get(severity, "Worth a look.") if own else NOTHING[severity])
        if own:
            lines.append(_table(own, heading))
    if failures:
        lines += [
            "## Could not be drawn",
            "No check foresaw these: what stands in the tables is more than a chapter can take yet.",
            "\n".join(f"- {escape(line)}" for line in failures),
        ]
    lines += ["## How far the review is", _progress(progress)]
    return "\n\n".join(lines) + "\n"


def _table(problems: Sequence[Problem], heading: str) -> str:
    """Problems with their place, what to do and their code; those of one kind in one column are one row."""
    rows = [
        [
            escape(where(alike)),
            escape(f"{codes()[alike[0].code].title} Found {found(alike)}; expected {expected(alike)}."),
            remedy(alike[0].code),
            f'<a href="errors.html#{alike[0].code.lower()}">{alike[0].code}</a>',
        ]
        for alike in together(problems)
    ]
    head = ["Where", "What was found", "What to do", "Code"]
    name = f"tbl-open-{heading.lower().replace(' ', '-')}"
    return grid(head, rows, caption=heading, name=name, widths=[22, 36, 28, 14])


def _stages(table: pd.DataFrame) -> str:
    """By stage how far it is, and what to do."""
    rows = rows_of(table)
    cells = [
        [escape(row.stage), escape(row.part), escape(in_words(row)), with_code(row.next)] for row in rows
    ]
    head = ["Stage", "Of what", "How far", "What to do"]
    return grid(head, cells, caption="Where the review is, by stage", name="tbl-open-stages", most=len(rows))


def _progress(table: pd.DataFrame) -> str:
    if table.empty:
        return "No table is there yet."
    rows = [
        [
            escape(row.table),
            f"{row.charted:,} of {counted(row.rows, 'row')}",
            f"{row.blank:,} of {row.cells:,}",
        ]
        for row in table.itertuples()
    ]
    head = ["Table", "Rows charted whole", "Cells blank"]
    return grid(head, rows, caption="How far each table is", name="tbl-open-progress")
