"""What can be wrong with assessments of confidence (checks.yaml lists the kinds)."""

from __future__ import annotations

import pandas as pd

from reviewbook.confidence import assessing
from reviewbook.confidence.of_review import standing
from reviewbook.review.model import Review
from reviewbook.review.problems import Problem, quote

FILE = "confidence.csv"


def problems(r: Review) -> list[Problem]:
    """Every problem and notice of a review that this chapter can find."""
    table = r.confidence
    if not len(table):
        return []
    return [
        *about_nothing(table, r.codes, r.excerpts),
        *row_problems(table),
        *unsettled(standing(r), table),
    ]


def about_nothing(table: pd.DataFrame, codes: pd.DataFrame, excerpts: pd.DataFrame) -> list[Problem]:
    """Rows whose ``about_id`` names no code, or no finding (CONF-001)."""
    kinds = dict(zip(excerpts["excerpt_id"], excerpts["kind"], strict=True))
    known = set(codes["code_id"])
    found = []
    for row in table.itertuples():
        if row.about_kind == assessing.CODE and row.about_id not in known:
            seen, expected = f"{quote(row.about_id)}, no code", "a code_id of codes.csv"
        elif row.about_kind == assessing.FINDING and kinds.get(row.about_id) != "finding":
            what = f"a {kinds[row.about_id]}" if row.about_id in kinds else "no excerpt"
            seen, expected = f"{quote(row.about_id)}, {what}", "the excerpt_id of a finding of excerpts.csv"
        else:
            continue
        found.append(Problem("CONF-001", FILE, seen, expected, row=row.Index + 2, field="about_id"))
    return found


def row_problems(table: pd.DataFrame) -> list[Problem]:
    """Judgements without a reason (CONF-002), levels without their components (CONF-003), and above what these leave (CONF-004)."""
    found = []
    for at, row in zip(table.index, table.to_dict("records"), strict=True):
        for column in assessing.unreasoned(row):
            seen = f"{row[column]} without a reason"
            place = {"row": at + 2, "field": assessing.reason(column)}
            found.append(Problem("CONF-002", FILE, seen, f"a reason for {assessing.words(column)}", **place))
        if gone := [assessing.words(column) for column in assessing.without_components(row)]:
            seen = f"{row[assessing.LEVEL]} without a judgement of {_and(gone)}"
            place = {"row": at + 2, "field": assessing.LEVEL}
            found.append(Problem("CONF-003", FILE, seen, f"a judgement of {_and(gone)}", **place))
        most, level = assessing.highest(row), row[assessing.LEVEL]
        if level in assessing.LEVELS and assessing.LEVELS.index(level) < assessing.LEVELS.index(most):
            expected = f"{most} or lower, or a reason why not"
            place = {"row": at + 2, "field": assessing.LEVEL}
            found.append(Problem("CONF-004", FILE, f"{level} with serious concerns", expected, **place))
    return found


def unsettled(stands: pd.DataFrame, table: pd.DataFrame) -> list[Problem]:
    """What assessors differ on, and no consensus settles: one for each finding or code (CONF-005)."""
    found = []
    for row in stands[stands["state"] == assessing.DIFFER].itertuples():
        own = (table["about_kind"] == row.about_kind) & (table["about_id"] == row.about_id)
        on = _and(assessing.words(column) for column in row.differ)
        seen = f"{_and(row.assessors)} on {on} of {row.about_id}"
        expected, place = "a row of the assessor consensus", int(own.idxmax()) + 2
        found.append(Problem("CONF-005", FILE, seen, expected, row=place, field="assessor"))
    return found


def _and(words) -> str:
    *first, last = list(words) or ["nobody"]
    return f"{', '.join(first)} and {last}" if first else last
