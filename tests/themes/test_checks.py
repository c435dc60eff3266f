"""What does not fit in what was coded: excerpts, passages, codes and what bears on a finding."""

import pandas as pd
import pytest
from packages import table
from packages.codings import CODES, CODINGS, EXCERPTS, LINKS

from reviewbook.themes import checks

NA = "not_applicable"
RELATIONS = table("finding_id excerpt_id relation", ("F1", "Q1", "illustrates"))
DOCUMENTS = table(
    "document_id report_id characters",
    ("open", None, 50),  # whose report is not charted
    ("own", "A", 50),
    ("other", NA, None),  # of none of the reports; how long is not said
)
UNPLACED = {
    "document_id": pd.array([NA] * 3, dtype="string"),
    "start": pd.array([None] * 3, dtype="Int64"),
    "end": pd.array([None] * 3, dtype="Int64"),
}


def found(
    codes=CODES, links=LINKS, codings=CODINGS, relations=RELATIONS, documents=DOCUMENTS, **places
) -> list[tuple]:
    """Every problem; ``places`` are the columns document_id, start, end of the three excerpts."""
    excerpts = EXCERPTS.assign(
        **{name: pd.array(places.get(name, column), dtype=column.dtype) for name, column in UNPLACED.items()}
    )
    problems = checks.coding_problems(codes, excerpts, links, codings, relations, documents)
    return [(p.code, p.file, p.row, p.found) for p in problems]


def test_codings_that_are_whole_have_no_problem():
    assert found() == []


def test_an_excerpt_without_a_report_or_a_code_is_named():
    assert found(links=LINKS.drop(index=3), codings=CODINGS.drop(index=[3, 4])) == [
        ("THEM-002", "excerpts.csv", 3, "Q1 without a code"),
        ("THEM-001", "excerpts.csv", 4, "Q2 without a report"),
    ]


def test_excerpts_of_a_document_not_tied_to_reports_yet_are_one_notice():
    assert found(links=LINKS.head(0), document_id=["open", "open", NA]) == [
        ("THEM-001", "excerpts.csv", 4, "Q2 without a report"),
        ("THEM-006", "documents.csv", 2, "2 excerpts of open without a report"),
    ]
    # Also where the document says whose it is, but nothing of it does.
    assert found(links=LINKS.drop(index=3), document_id=[NA, NA, "own"]) == [
        ("THEM-006", "documents.csv", 3, "1 excerpt of own without a report"),
    ]


def test_an_excerpt_that_alone_of_its_document_has_no_report_is_named_itself():
    assert found(links=LINKS.drop(index=3), document_id=["other", "other", "other"]) == [
        ("THEM-001", "excerpts.csv", 4, "Q2 without a report")
    ]


def test_documents_whose_excerpts_have_reports_have_no_problem():
    assert found(document_id=["open", "own", "other"]) == []


@pytest.mark.parametrize(
    ("documents", "starts", "ends", "expected"),
    [
        (["own", "own", "own"], [0, 10, None], [50, 10, None], []),
        (["own", "own", "own"], [0, 10, None], [51, 9, None], [(2, "51"), (3, "9")]),
        (["own", "own", "own"], [51, 60, None], [None, 70, None], [(2, "51"), (3, "70")]),
        (["other", "other", NA], [0, 10, None], [5000, 10, None], []),  # how long it is, is not known
        (
            [NA, None, "own"],
            [0, None, None],
            [5, 7, None],
            [(2, "a place in no document")],  # of a blank cell nobody knows which document it is yet
        ),
    ],
)
def test_a_passage_stands_within_its_document(documents, starts, ends, expected):
    assert found(document_id=documents, start=starts, end=ends) == [
        ("THEM-005", "excerpts.csv", *place) for place in expected
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("F1", "Q1", "contrary"), []),
        (("Q1", "Q2", "supports"), ["Q1, a quotation"]),
        (("F1", "F1", "contrary"), ["F1 about itself"]),
        (("Q1", "Q1", "supports"), ["Q1, a quotation", "Q1 about itself"]),
        (("F1", "F1", "illustrates"), ["F1 about itself"]),
    ],
)
def test_what_bears_on_a_finding_must_fit_it(row, expected):
    relations = table("finding_id excerpt_id relation", ("F1", "Q2", "supports"), row)
    assert found(relations=relations) == [
        ("THEM-004", "finding_excerpts.csv", 3, words) for words in expected
    ]


def test_a_finding_illustrates_nothing():
    excerpts = EXCERPTS.assign(**UNPLACED).assign(kind=pd.array(["finding"] * 3, dtype="string"))
    (problem,) = checks.coding_problems(CODES, excerpts, LINKS, CODINGS, RELATIONS, DOCUMENTS)
    assert (problem.code, problem.row, problem.field) == ("THEM-004", 2, "excerpt_id")
    assert problem.found == "Q1, a finding, to illustrate"


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({"st_pride": "skill"}, [("THEM-003", "codes.csv", 4, "a parent in scheme framework")]),
        ({"leaving": "leaving"}, [("THEM-003", "codes.csv", 2, "leaving above itself")]),
        (
            {"staying": "st_pride"},
            [
                ("THEM-003", "codes.csv", 3, "staying above itself"),
                ("THEM-003", "codes.csv", 4, "st_pride above itself"),
                ("THEM-003", "codes.csv", 5, "st_habit above itself"),
                ("THEM-003", "codes.csv", 6, "st_ha_home above itself"),
            ],
        ),
        ({"leaving": "not_reported"}, [("THEM-003", "codes.csv", 2, "the parent not_reported")]),
        ({"leaving": None}, []),
    ],
)
def test_a_parent_that_leads_nowhere_is_named(parents, expected):
    codes = CODES.copy()
    for code, parent in parents.items():
        codes.loc[codes["code_id"] == code, "parent_id"] = parent
    assert found(codes=codes) == expected
