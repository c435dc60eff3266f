"""Coded words as readers see them."""

from __future__ import annotations

from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED

NOT_YET = "not charted yet"
NOT_ANSWERED = "not answered yet"  # the same of a criterion, which somebody judges and no source says
# The kinds of nothing in plain words, as a cell of a table, a box of a chart or a sentence has them.
UNSAID = {
    NOT_REPORTED: "not reported",
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable",
    "not_charted": NOT_YET,
    "": NOT_YET,
}

LABELS = {
    "mixed_methods": "Mixed methods",
    "quantitative_nonrandomised": "Quantitative, non-randomised",
    "quantitative_randomised": "Quantitative, randomised",
    "quantitative_descriptive": "Quantitative, descriptive",
    "web_and_mobile": "Web and mobile device",
    "web": "Web",
    "mobile": "Mobile device",
    "not_settled": "Uncertain",
    "points_of_4": "points of 4",
    "points_of_5": "points of 5",
    "percent": "%",
    "title_abstract": "Title and abstract",
    "service_user_and_worker": "Service user and worker",
}


def label(value: object) -> str:
    """A coded word as readers see it: "usual_worker" -> "Usual worker"."""
    text = LABELS.get(str(value), str(value).replace("_", " "))
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """A label within a sentence: its first letter small, unless it begins with an abbreviation.

    >>> within("Cohort study"), within("RCT"), within("X-ray")
    ('cohort study', 'RCT', 'X-ray')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
