"""What comes next in a review that is only begun: the list on the first page of its book, until its first report is in it."""

from __future__ import annotations

from typing import NamedTuple

from reviewbook.page.escape import myst_code
from reviewbook.review.model import Review


class Step(NamedTuple):
    """One thing to do: there where the review has one of these tables, and until one of them has a row; `COMMAND` is its command."""

    tables: tuple[str, ...]
    says: str
    command: str = ""


# NAME is the review's folder.
STEPS = (
    Step(("protocol",), "Enter the registration and the steps that are planned into `protocol.csv`."),
    Step(("sources",), "List each place that is searched in `sources.csv`."),
    Step(("searches",), "Enter each search line by line, as it is run, into `searches.csv`."),
    Step(("eligibility",), "Write the criteria into `eligibility.csv`."),
    Step(
        ("records",),
        "Bring in what the searches found",
        "reviewbook import ris export.ris --review NAME --source SOURCE",
    ),
    Step(("decisions",), "Screen in the program of your choice, and bring in who decided what", "reviewbook import --help"),
    Step(
        ("reports",),
        "Enter the reports that are included into `reports.csv`, `studies.csv` and `book/references.bib`; from records that were screened, "
        "all three come by a command",
        "reviewbook include NAME",
    ),
    Step(
        ("answers",),
        "Fit the questions of `questions.csv` and `choices.csv` to your protocol, and chart on sheets",
        "reviewbook export charting NAME -o sheets",
    ),
    Step(("appraisals", "ratings"), "Appraise the reports in `appraisals.csv`."),
    Step(("interventions",), "Describe what was delivered in `interventions.csv`."),
    Step(("codes",), "Code passages, and bring them in", "reviewbook import --formats"),
    Step(("results",), "Enter what was measured and found into `results.csv`."),
)  # fmt: skip


def what_comes_next(review: Review) -> list[str]:
    """A section for the first page as MyST; nothing where a report is in the review.

    Only what the review has a table for is named: one that will not screen is not told to.
    """
    if review.has("reports"):
        return []
    folder = f"data/{review.name}"
    lines: list[str] = []
    for step in STEPS:
        there = [table for table in step.tables if (review.path / f"{table}.csv").is_file()]
        if there and not any(map(review.has, there)):
            command = f": {myst_code(step.command.replace('NAME', folder))}." if step.command else ""
            lines.append(f"{len(lines) + 1}. {step.says}{command}")
    if not lines:
        return []
    check = myst_code(f"reviewbook check {folder}")
    return [
        "## What comes next",
        f"This review is only begun. A chapter comes into the book with the first row of its table; {check} says what is to do.",
        "\n".join(lines),
    ]
