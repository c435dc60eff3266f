"""What a review without a form of its own tells of its reports: the library's own columns as questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.review import form, nouns
from reviewbook.review.cells import empty

DESIGN, PLACE = "Design and data", "Setting, country, period"
# Columns of the library's own as questions about a report: group, label, type and unit. A group named as a kind of people is called as
# the review calls them.
USUAL: dict[str, tuple[str, str, str, str | None]] = {
    "role": ("", "Group", "choice", None),
    "design": (DESIGN, "Design", "choice", None),
    "design_detail": (DESIGN, "Design in more words", "text", None),
    "data_collection": (DESIGN, "Data collected", "text", None),
    "setting": (PLACE, "Setting", "text", None),
    "country": (PLACE, "Country", "country", None),
    "study_from": (PLACE, "Study period from", "date", None),
    "study_to": (PLACE, "Study period to", "date", None),
    "participants_n": ("participants", "", "number", form.PEOPLE),
    "participants_diagnosis": ("participants", "Diagnosis", "text", None),
    "participants_male_percent": ("participants", "Men", "number", "percent"),
    "participants_age": ("participants", "Age (years)", "text", None),
    "workers_n": ("workers", "", "number", form.PEOPLE),
    "workers_professions": ("workers", "Professions", "text", None),
}
DIVIDES = "role"  # the question by which the table is divided


def questions(people: Mapping[str, str]) -> pd.DataFrame:
    """The usual questions, as a form would ask them, in the columns of the table questions.

    Parameters
    ----------
    people : what the review calls those whom it tells of, as a heading has it ("participants", "workers"); of others nothing is asked
    """
    rows = []
    for at, (name, (group, label, kind, unit)) in enumerate(USUAL.items(), 1):
        if group in nouns.PEOPLE and group not in people:
            continue
        group = people.get(group, group)
        row: dict[str, Any] = {
            "question_id": name,
            "position": at,
            "about": "report",
            "type": kind,
            "unit": unit,
        }
        row |= {
            "group": group or None,
            "label": label or group,
            "grouping": "yes" if name == DIVIDES else "no",
        }
        rows.append(row | {"table_1": "no" if name == DIVIDES else "yes"})
    columns = list(empty("questions"))
    return pd.DataFrame(rows).reindex(columns=columns).astype(empty("questions").dtypes.to_dict())
