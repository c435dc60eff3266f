"""The designs of a review: its own values where its form lists them as choices, else those of the schema; their order, their words, and
the category of an appraisal tool that each is appraised by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from reviewbook.review.dictionary import schema
from reviewbook.review.form import question, shown, words
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING

DESIGN = "design"


class Designs(NamedTuple):
    """The designs that a review knows.

    words : its values in their order, each as readers see it.
    categories : of values that the form maps, the category of an appraisal tool, or a word for nothing where there is no one.
    mapped : whether the form lists the designs, so that each needs a category where reports are appraised.
    """

    words: Mapping[str, str]
    categories: Mapping[str, str]
    mapped: bool

    def word(self, design: object) -> str:
        """A design as readers see it.

        >>> known = Designs({"rct": "Randomised trial"}, {}, True)
        >>> known.word("rct"), known.word("case_series"), known.word("not_reported")
        ('Randomised trial', 'Case series', 'Not reported')
        """
        text = str(design)
        return self.words.get(text) or (label(text) if text in NOTHING else shown(text))

    def in_order(self, there: Iterable[object]) -> list[str]:
        """Distinct designs: those that the review lists, in their order, then others by name; missing ones are left out."""
        found = {str(one) for one in there if pd.notna(one)}
        return [*(one for one in self.words if one in found), *sorted(found - set(self.words))]

    def category(self, design: object) -> str | None:
        """The category by which reports of a design are appraised; None where none is known. Unmapped designs are their own."""
        if pd.isna(design) or design in NOTHING:
            return None
        found = self.categories.get(str(design)) if self.mapped else str(design)
        return None if found in NOTHING else found


def known(questions: pd.DataFrame, choices: pd.DataFrame) -> Designs:
    """The designs of a review by its form, or where that lists none by the schema of reports."""
    asked = question(questions, DESIGN)
    listed = words(asked, choices) if asked else {}
    if not listed:
        return by_schema()
    own = choices[(choices["question_id"] == DESIGN) & choices["value"].isin(list(listed))]
    pairs = zip(own["value"], own["category"], strict=True)
    # Words for nothing are answers here: of such reports no category of a tool is asked.
    categories = {value: str(one) for value, one in pairs if pd.notna(one) and one != ""}
    return Designs(listed, categories, True)


def by_schema() -> Designs:
    """The designs that a review without a form may have."""
    fields = {one["name"]: one for one in schema("reports")["fields"]}
    return Designs({one: label(one) for one in fields[DESIGN]["constraints"]["enum"]}, {}, False)


def designs(review: Review) -> Designs:
    """The designs of a review (`known`)."""
    return known(review.questions, review.choices)


def categories(review: Review) -> dict[str, str | None]:
    """The category by which each report is appraised, as its design says it: report_id -> category, None where none is known."""
    own = designs(review)
    return {
        report: own.category(design)
        for report, design in zip(review.reports["report_id"], review.reports[DESIGN], strict=True)
    }
