"""The evidence profile of a review after GRADE-CERQual, as the supplement of an article, or for assessors to fill in.

A Word document, or a CSV file. Where nobody judged, the place of the judgement is blank and what the data give stands beside it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from docx.document import Document as WordDocument

from reviewbook.appraisal.of_review import MIN_RATING
from reviewbook.confidence import assessing, of_review
from reviewbook.confidence.drawing import told
from reviewbook.confidence.drawing.strip import named
from reviewbook.files import word
from reviewbook.files.cells import for_spreadsheets
from reviewbook.page import colophon
from reviewbook.review import bibliography
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.schemes import within
from reviewbook.review.suggest import one_of
from reviewbook.themes import coding

TITLE = "Evidence profile"
# The columns of the tables, with their widths in cm.
SUMMARY = {"What was found": 8.6, "Reports behind it": 5.6, "Confidence": 3.5, "Why": 8.0}
PROFILE = {"Component": 3.6, "Judgement": 3.4, "Reason": 8.7, "What the data give": 10.0}


def docx(review: Review, *, scheme: str | None = None) -> bytes:
    """The evidence profile as a Word document (.docx).

    First the summary of findings; then for each theme, category or assessed finding its reports and its four components, each with
    judgement, reason and what the data give, and the overall level.

    Parameters
    ----------
    scheme : a coding scheme, and no other; left out: all.

    Raises
    ------
    ReviewProblems
        EXPO-003 where the review has no codes, EXPO-004 where it has no such scheme.
    """
    review, schemes = _rated(review), _chosen(review, scheme)
    document = word.blank(review, TITLE, subject=assessing.instrument()["title"], keywords="GRADE-CERQual")
    tables = {one: of_review.subjects(review, one) for one in schemes}
    _front(document, review, tables)
    given = {one: told.by_subject(of_review.measures(review, one)) for one in schemes}
    for number, (one, table) in enumerate(tables.items(), start=1):
        rows = [
            [
                _sentence(row),
                told.reports_of(given[one][_key(row)]),
                _mark(row),
                " ".join(filter(None, [told.explanation(row), told.who(row)])),
            ]
            for row in table.itertuples(index=False)
        ]
        caption = f"Table {number}. Summary of findings: {within(review.package, one)}"
        word.table(document, caption, list(SUMMARY), rows, list(SUMMARY.values()))
    names = bibliography.labels(review)
    number = len(tables)
    for one, table in tables.items():
        reports = of_review.reports_behind(review, one)
        for row in table.itertuples(index=False):
            number += 1
            own = [names[key] for key in reports.get(_key(row), [])]
            _profile(document, review, row, given[one][_key(row)], own, number)
    return word.saved(document)


def csv(review: Review, *, scheme: str | None = None) -> bytes:
    """The evidence profile as CSV in UTF-8, one row (about_kind, about_id, component); the last of each is its level.

    The columns are scheme, about_kind, about_id, finding, component, judgement, reason, data (what the data give), assessors,
    assessed_on, state. A blank judgement is one that nobody made. A spreadsheet opens it with its letters right.

    Parameters and errors are those of `docx`.
    """
    review, rows = _rated(review), list[dict[str, Any]]()
    for one in _chosen(review, scheme):
        given = told.by_subject(of_review.measures(review, one))
        for row in of_review.subjects(review, one).itertuples(index=False):
            for column in assessing.JUDGED:
                data = NOT_APPLICABLE
                if column in assessing.COMPONENTS:
                    data = told.beside(review, column, given[_key(row)])
                rows.append(
                    {
                        "scheme": one,
                        "about_kind": row.about_kind,
                        "about_id": row.about_id,
                        "finding": _sentence(row),
                        "component": column,
                        "judgement": getattr(row, column),
                        "reason": getattr(row, assessing.reason(column)),
                        "data": data,
                        "assessors": "; ".join(row.assessors),
                        "assessed_on": row.assessed_on,
                        "state": row.state,
                    }
                )
    # Without this mark, Excel reads other letters than A to Z wrong.
    return b"\xef\xbb\xbf" + for_spreadsheets(pd.DataFrame(rows))


def _rated(review: Review) -> Review:
    """The review with the contrast that its chapters show, where none is asked for."""
    return replace(review, min_rating=review.min_rating or MIN_RATING)


def _chosen(review: Review, asked: str | None) -> list[str]:
    """The schemes asked for, themes first."""
    there = [one for which in (coding.THEMES, "frameworks") for one in coding.schemes(review.codes, which)]
    if not there:
        raise ReviewProblems([Problem("EXPO-003", "codes.csv", "no code", "one or more")])
    if asked is not None and asked not in there:
        raise ReviewProblems([Problem("EXPO-004", "--scheme", quote(asked), one_of(there, asked))])
    return [asked] if asked is not None else there


def _key(row: Any) -> tuple[str, str]:
    return row.about_kind, row.about_id


def _sentence(row: Any) -> str:
    """What was found: the label of a code and the sentence that is assessed, or the finding."""
    if row.about_kind == assessing.FINDING or pd.isna(row.text):
        return named(row)
    return f"{named(row)}. {row.text}"


def _mark(row: Any) -> str:
    _, sign, words = told.mark(row)
    return f"{sign} {words}"


def _front(document: WordDocument, review: Review, tables: dict[str, pd.DataFrame]) -> None:
    """Title, what this is, and whether anything is assessed."""
    tool = assessing.instrument()
    word.opening(document, review, TITLE, speaks=colophon.paragraphs(review.package))
    document.add_paragraph(
        f"{tool['title']} (Lewin et al. 2018, {tool['url']}): people judge four components of each finding, and from these how "
        "much confidence to place in it. What the data give beside a component is there to be weighed, and is no judgement."
    )
    if all(table["state"].eq(assessing.NOT_ASSESSED).all() for table in tables.values()):
        document.add_paragraph(
            "Nobody has judged any of these findings yet. The places of judgement and reason are for an assessor to fill in."
        )
    for about in tool["components"].values():
        document.add_paragraph(f"{about['label']}: {about['asks']} {about['reads']}", style="List Bullet")
    if question := told.question(review.eligibility):
        document.add_paragraph(word.plain(f"What the review includes. {question}"))


def _profile(
    document: WordDocument, review: Review, row: Any, given: told.Measures, reports: list[str], number: int
) -> None:
    """The profile of one finding under a heading of its own."""
    document.add_heading(word.plain(named(row)), level=1)
    if row.about_kind == assessing.CODE and pd.notna(row.text):
        word.leading(document, row.text)
    word.leading(document, f"Reports: {', '.join(reports) or 'none is named'}.")
    rows = []
    for component, about in assessing.instrument()["components"].items():
        judged = row.state != assessing.NOT_ASSESSED and pd.notna(getattr(row, component))
        _, sign, words = told.concern(row, component)
        beside = told.beside(review, component, given)
        rows.append(
            [about["label"], f"{sign} {words}" if judged else "", told.reason(row, component), beside]
        )
    overall = "" if row.state == assessing.NOT_ASSESSED else _mark(row)
    why = "" if row.state == assessing.NOT_ASSESSED else told.explanation(row)
    rows.append(["Overall confidence", overall, why, told.who(row)])
    caption = f"Table {number}. {TITLE}: {named(row)}"
    word.table(document, caption, list(PROFILE), rows, list(PROFILE.values()))
