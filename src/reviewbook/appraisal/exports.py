"""The answers of an appraisal as programs that draw them take them: robvis (R) and critiplot (Python).

`reviewbook appraise` reads both again. Nothing is turned into another judgement: a tool whose answers such a program has no word
for is refused, and a cell that nobody judged stays empty.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from reviewbook.appraisal import answering, of_review
from reviewbook.files.cells import for_spreadsheets
from reviewbook.review import bibliography
from reviewbook.review.model import Review
from reviewbook.review.problems import Problem, ReviewProblems, quote

OVERALL = "Overall"
# As the templates of robvis have the answers to its tools; its tool of each.
JUDGEMENTS = {
    "low": "Low",
    "some_concerns": "Some concerns",
    "moderate": "Moderate",
    "serious": "Serious",
    "high": "High",
    "critical": "Critical",
    "no_information": "No information",
}
ROBVIS = {"rob-2": "ROB2", "robins-i": "ROBINS-I"}
# Category of the tool -> as critiplot has it.
CATEGORIES = {
    "qualitative": "Qualitative",
    "quantitative_randomised": "Randomized",
    "quantitative_nonrandomised": "Non-randomized",
    "quantitative_descriptive": "Descriptive",
    "mixed_methods": "Mixed Methods",
}
CRITIPLOT = ("mmat-2018",)
WORDS = {"yes": "Yes", "no": "No", "cannot_tell": "Can't tell"}


class Answers(NamedTuple):
    """A file of answers, of which tool it is, and in words what it does not hold."""

    data: bytes
    tool: str
    left: tuple[str, ...]


def robvis(review: Review, *, tool: str | None = None) -> Answers:
    """The judgements that stand, a row a report: Study, a column a domain in the tool's order, Overall.

    Raises
    ------
    ReviewProblems (EXPO-006) where no tool of the review has judgements of risk of bias, or several have and none is named.
    """
    tools = of_review.tools_of(review)
    fit = [name for name, one in tools.items() if set(one["answers"]) <= set(JUDGEMENTS)]
    name = _one(fit, tool, "judgements of risk of bias")
    criteria = [one for group in answering.criteria(tools[name]).values() for one in group]
    stands, names = _standing(review, name), bibliography.labels(review)
    wide = stands.pivot(index="report_id", columns="criterion", values="answer").reindex(columns=criteria)
    rows = wide.map(lambda answer: JUDGEMENTS.get(answer, "") if isinstance(answer, str) else "")
    rows.insert(0, "Study", [names.get(key, key) for key in rows.index])
    open_ = int((rows == "").sum().sum())
    left = (f"{open_:,} judgements that nobody made or settled, as empty cells",) if open_ else ()
    return Answers(for_spreadsheets(rows), name, left)


def critiplot(review: Review, *, tool: str | None = None) -> Answers:
    """The answers that stand to MMAT 2018, a row a report and category: Author_Year, Study_Category, five criteria, Overall_Rating.

    The overall rating is empty: the authors of the tool discourage one, and critiplot wants a word there before it draws.

    Raises
    ------
    ReviewProblems (EXPO-006) where the review was not appraised with that tool.
    """
    tools = of_review.tools_of(review)
    name = _one([one for one in tools if one in CRITIPLOT], tool, f"answers to {' or '.join(CRITIPLOT)}")
    groups = answering.criteria(tools[name])
    stands, names = _standing(review, name), bibliography.labels(review)
    rows, open_ = [], 0
    for (report, category), own in stands.groupby(["report_id", "category"], sort=False):
        if category not in CATEGORIES:
            continue
        given = dict(zip(own["criterion"], own["answer"], strict=True))
        answers = [WORDS.get(str(given.get(one)), "") for one in groups[category]]
        open_ += answers.count("")
        rows.append([names.get(report, report), CATEGORIES[category], *answers, ""])
    head = ["Author_Year", "Study_Category", *(f"Criterion_{at}" for at in range(1, 6)), "Overall_Rating"]
    left = [
        "Overall_Rating, which the authors of the tool discourage: write a word of your own there before you draw"
    ]
    if open_:
        left.append(f"{open_:,} answers that nobody gave or settled, as empty cells")
    return Answers(for_spreadsheets(pd.DataFrame(rows, columns=head)), name, tuple(left))


def _standing(review: Review, tool: str) -> pd.DataFrame:
    stands = of_review.standing(review)
    order = {key: at for at, key in enumerate(review.reports["report_id"])}
    own = stands[stands["tool"] == tool]
    return own.sort_values("report_id", key=lambda keys: keys.map(order), kind="stable")


def _one(fit: list[str], asked: str | None, what: str) -> str:
    if asked in fit:
        return str(asked)
    if len(fit) == 1 and asked is None:
        return fit[0]
    found = quote(asked) if asked else f"{', '.join(fit)}" if fit else "none"
    wanted = f"one of {', '.join(fit)} (--tool)" if fit else f"a tool with {what}"
    raise ReviewProblems([Problem("EXPO-006", "appraisals.csv", found, wanted, field="tool")])
