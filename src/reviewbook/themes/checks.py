"""What can be wrong with codes and excerpts (checks.yaml lists the kinds)."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem
from reviewbook.themes.of_review import in_conflict


def problems(r: Review) -> list[Problem]:
    """Every problem and notice of a review that this chapter can find."""
    return [
        *coding_problems(r.codes, r.excerpts, r.excerpt_reports, r.codings, r.finding_excerpts, r.documents),
        *_unsettled(r),
    ]


def _unsettled(r: Review) -> list[Problem]:
    """One for each scheme in which coders of one level gave an excerpt different codes, and none by consensus (DRAF-005)."""
    found = []
    for scheme, n in in_conflict(r).items():
        seen = f"{n:,} excerpt{'' if n == 1 else 's'} coded differently in scheme {scheme}"
        found.append(Problem("DRAF-005", "codings.csv", seen, "the codes by consensus", field="code_id"))
    return found


def coding_problems(
    codes: pd.DataFrame,
    excerpts: pd.DataFrame,
    excerpt_reports: pd.DataFrame,
    codings: pd.DataFrame,
    relations: pd.DataFrame,
    documents: pd.DataFrame,
) -> list[Problem]:
    """Every problem of coding: of excerpts, of what bears on findings, of the tree of codes.

    Parameters
    ----------
    relations : the table finding_excerpts.
    """
    return [
        *_excerpt_problems(excerpts, excerpt_reports, codings, documents),
        *_position_problems(excerpts, documents),
        *_relation_problems(relations, excerpts),
        *_tree_problems(codes),
    ]


def _excerpt_problems(
    excerpts: pd.DataFrame, excerpt_reports: pd.DataFrame, codings: pd.DataFrame, documents: pd.DataFrame
) -> list[Problem]:
    """Excerpts without a report or a code; of a document that was not tied to reports yet, one notice for all of them."""
    alone = ~excerpts["excerpt_id"].isin(excerpt_reports["excerpt_id"])
    document = excerpts["document_id"]
    # A document whose report is not charted, or none of whose excerpts names one, is behind hand as a whole.
    whole = set(documents.loc[documents["report_id"].isna(), "document_id"])
    whole |= set(documents["document_id"]) - set(document[~alone].dropna())
    together = alone & document.isin(whole)
    uncoded = ~excerpts["excerpt_id"].isin(codings["excerpt_id"])
    found: list[Problem] = []
    for at, excerpt in excerpts.loc[alone & ~together, "excerpt_id"].items():
        found.append(
            Problem("THEM-001", "excerpts.csv", f"{excerpt} without a report", "at least one", row=at + 2)
        )
    for at, excerpt in excerpts.loc[uncoded, "excerpt_id"].items():
        found.append(
            Problem("THEM-002", "excerpts.csv", f"{excerpt} without a code", "at least one", row=at + 2)
        )
    found.sort(key=lambda problem: problem.row or 0)
    many = document[together].value_counts()
    for row in documents[documents["document_id"].isin(many.index)].itertuples():
        n = many[row.document_id]
        words = f"{n:,} excerpt{'' if n == 1 else 's'} of {row.document_id} without a report"
        report = None if pd.isna(row.report_id) or row.report_id == NOT_APPLICABLE else row.report_id
        expected = f"{report} or others in excerpt_reports.csv" if report else "at least one for each"
        place = {"file": "documents.csv", "row": row.Index + 2, "field": "report_id"}
        found.append(Problem("THEM-006", found=words, expected=expected, **place))
    return found


def _position_problems(excerpts: pd.DataFrame, documents: pd.DataFrame) -> list[Problem]:
    """Passages that end before they start, go on beyond their document's end, or stand in no document."""
    start, end, document = excerpts["start"], excerpts["end"], excerpts["document_id"]
    nowhere = (start.notna() | end.notna()) & (document == NOT_APPLICABLE).fillna(False)
    length = document.map(documents.set_index("document_id")["characters"])
    last = end.fillna(start)
    found = []
    for field, faulty, told, expected in (
        ("document_id", nowhere, "a place in no document", "the document that {excerpt_id} stands in"),
        ("end", end < start, "{end}", "at least {start}, where it starts"),
        ("end", last > length, "{last}", "at most {length}, the characters of {document_id}"),
    ):
        rows = excerpts.assign(last=last, length=length)[faulty.fillna(False)].to_dict("index")
        for at, row in rows.items():
            words = {"found": told.format(**row), "expected": expected.format(**row)}
            found.append(Problem("THEM-005", "excerpts.csv", row=at + 2, field=field, **words))
    return sorted(found, key=lambda problem: problem.row or 0)


def _relation_problems(relations: pd.DataFrame, excerpts: pd.DataFrame) -> list[Problem]:
    """Rows that are about no finding, about themselves, or illustrate by what is no quotation."""
    kind = excerpts.set_index("excerpt_id")["kind"]
    itself = relations["finding_id"] == relations["excerpt_id"]
    about = relations["finding_id"].map(kind) == "quotation"
    told = (relations["relation"] == "illustrates") & (relations["excerpt_id"].map(kind) == "finding")
    found = []
    for field, faulty, words, expected in (
        ("finding_id", about, "{}, a quotation", "a finding"),
        (
            "excerpt_id",
            told & ~itself,
            "{}, a finding, to illustrate",
            "a quotation, or the relation supports",
        ),
        ("excerpt_id", itself, "{} about itself", "another excerpt"),
    ):
        for at, excerpt in relations.loc[faulty, field].items():
            place = {"file": "finding_excerpts.csv", "row": at + 2, "field": field}
            found.append(Problem("THEM-004", found=words.format(excerpt), expected=expected, **place))
    return sorted(found, key=lambda problem: problem.row or 0)


def _tree_problems(codes: pd.DataFrame) -> list[Problem]:
    """Codes whose parents lead nowhere."""
    found: list[Problem] = []
    parent = dict(zip(codes["code_id"], codes["parent_id"].fillna(NOT_APPLICABLE), strict=True))
    scheme = dict(zip(codes["code_id"], codes["scheme"], strict=True))
    for at, code in codes["code_id"].items():
        above, seen = parent[code], {code}
        place = {"file": "codes.csv", "row": at + 2, "field": "parent_id"}
        if above not in scheme and above != NOT_APPLICABLE:
            found.append(
                Problem(
                    "THEM-003", found=f"the parent {above}", expected=f"a code, or {NOT_APPLICABLE}", **place
                )
            )
        if above in scheme and scheme[above] != scheme[code]:
            found.append(
                Problem(
                    "THEM-003", found=f"a parent in scheme {scheme[above]}", expected=scheme[code], **place
                )
            )
        while above in parent and above not in seen:
            seen.add(above)
            above = parent[above]
        if above in seen:
            found.append(
                Problem(
                    "THEM-003",
                    found=f"{code} above itself",
                    expected="a parent that ends at the top",
                    **place,
                )
            )
    return found
