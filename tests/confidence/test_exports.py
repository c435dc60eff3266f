"""The evidence profile as a Word document and as a CSV file: what stands in them, and that they are the same bytes each time."""

import csv
import io
import zipfile

import pytest
from docx import Document
from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.confidence import exports
from reviewbook.review.problems import ReviewProblems

REVIEW = OPENED[SYNTHETIC]


@pytest.fixture(scope="module")
def document():
    return Document(io.BytesIO(exports.docx(REVIEW)))


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def table_of(document, caption: str) -> list[list[str]]:
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    return cells(document.tables[captions.index(caption)])


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_document_begins_with_the_summary_of_findings(document):
    head, first, *_ = table_of(document, "Table 1. Summary of findings: themes")
    assert head == ["What was found", "Reports behind it", "Confidence", "Why"]
    assert first[1:3] == ["2 of 5 reports tell of it", "●●●○ moderate confidence"]


def test_each_finding_has_its_profile_with_judgement_reason_and_data(document):
    told = table_of(document, "Table 4. Evidence profile: Carrying on")
    assert [row[0] for row in told[1:]] == [
        "Methodological limitations",
        "Coherence",
        "Adequacy",
        "Relevance",
        "Overall confidence",
    ]
    assert told[3][1] == "◐ moderate concerns" and told[3][2].startswith("SYNTHETIC: two reports")
    assert told[1][3].startswith("2 of 5 reports stand behind it.")
    assert told[5][1] == "●●●○ moderate confidence" and told[5][3].startswith("Assessed by AA and BB")


def test_what_nobody_judged_is_left_blank_to_fill_in_and_the_data_stand_beside_it():
    none = only(REVIEW, confidence=REVIEW.confidence[:0])
    document = Document(io.BytesIO(exports.docx(none, scheme="themes")))
    told = table_of(document, "Table 2. Evidence profile: Carrying on")
    assert [row[1:3] for row in told[1:]] == [["", ""]] * 5 and told[4][3].startswith("Studies by population")
    assert "for an assessor to fill in" in " ".join(p.text for p in document.paragraphs)


def test_the_table_has_a_row_a_component_and_one_for_the_level():
    told = rows(exports.csv(REVIEW, scheme="themes"))
    assert len(told) == 4 * 5
    first, level = told[0], told[4]
    assert first["component"] == "methodological_limitations" and first["judgement"] == "minor"
    assert first["data"].startswith("2 of 5 reports stand behind it.")
    assert (level["component"], level["judgement"], level["data"]) == ("level", "moderate", "not_applicable")
    assert level["assessors"] == "AA; BB; consensus" and level["assessed_on"] == "2022-02-03"
    silent = [row for row in told if row["about_id"] == "stopping"]
    assert {row["judgement"] for row in silent} == {""} and {row["state"] for row in silent} == {
        "not_assessed"
    }


def test_a_formula_in_a_reason_is_text_in_a_spreadsheet():
    table = REVIEW.confidence.assign(level_reason="=1+1")
    assert rows(exports.csv(only(REVIEW, confidence=table), scheme="themes"))[4]["reason"].startswith("'=1+1")


def test_the_same_review_gives_the_same_bytes():
    assert exports.docx(REVIEW) == exports.docx(REVIEW) and exports.csv(REVIEW) == exports.csv(REVIEW)
    with zipfile.ZipFile(io.BytesIO(exports.docx(REVIEW))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(("review", "scheme", "code"), [
    (only(REVIEW, codes=REVIEW.codes[:0]), None, "EXPO-003"),
    (REVIEW, "Themes", "EXPO-004"),
])  # fmt: skip
def test_what_is_not_there_is_not_exported(review, scheme, code):
    with pytest.raises(ReviewProblems) as raised:
        exports.csv(review, scheme=scheme)
    assert [problem.code for problem in raised.value.problems] == [code]
