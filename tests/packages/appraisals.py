"""Appraisals written in a test: answers a letter a criterion, ratings in points of four, and the tools that they are given under."""

import pandas as pd

from packages import table
from reviewbook.appraisal.instruments import instrument

TOOL = "mmat-2011"
QUAL, RCT, NRS, DESC = (
    "qualitative",
    "quantitative_randomised",
    "quantitative_nonrandomised",
    "quantitative_descriptive",
)
MIXED = "mixed_methods"
NUMBER = {QUAL: 1, RCT: 2, NRS: 3, DESC: 4, MIXED: 5}
WORDS = {"y": "yes", "n": "no", "?": "cannot_tell", "!": "conflict"}


def answers(report: str, **blocks: str) -> list[tuple]:
    """Answers of one report, a letter a criterion: answers("A", qualitative="yyn?")."""
    return [
        (report, category, f"{NUMBER[category]}.{at}", WORDS[letter])
        for category, letters in blocks.items()
        for at, letter in enumerate(letters, 1)
    ]


KEYS = "report_id tool category criterion appraiser answer"
RATINGS = "report_id tool component rating unit"


def rated(*rows) -> pd.DataFrame:
    return table(RATINGS, *[(report, TOOL, component, n, "points_of_4") for report, component, n in rows])


def appraised(*rows) -> pd.DataFrame:
    return table(
        KEYS,
        *[(report, TOOL, category, criterion, "AA", answer) for report, category, criterion, answer in rows],
    )


TOOLS = {name: instrument(name) for name in ("mmat-2011", "mmat-2018", "rob-2")}
