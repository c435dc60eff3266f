"""What a review begins with: only the tables that it needs, with their headings, and help beside them."""

import csv
import io
import json

import pytest

from reviewbook.check import check
from reviewbook.press.repository import tables
from reviewbook.press.repository.asked import FRAMEWORKS, PARTS, Asked
from reviewbook.review.dictionary import TABLES, schema

ALL = Asked(
    "walking",
    "Walking",
    people=("Ada Roe",),
    contact="ada@example.org",
    parts=PARTS,
    tool="mmat-2018",
    question="Why?",
)
NONE = Asked("walking", "Walking", parts=())


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


def test_only_the_tables_of_the_parts_are_there():
    assert tables.needed(NONE) == [name for name in TABLES if name in tables.ALWAYS]
    assert {"records", "appraisals", "interventions", "codes", "results"} <= set(tables.needed(ALL))
    assert not {"claims", "disagreements", "imports"} & set(tables.needed(ALL))


def test_tables_have_their_headings_alone_but_for_the_charting_form():
    begun = tables.begun(ALL)
    filled = {name for name, content in begun.items() if name.endswith(".csv") and len(rows(content)) > 1}
    assert filled == {"questions.csv", "choices.csv"}
    assert rows(begun["excerpts.csv"]) == [[field["name"] for field in schema("excerpts")["fields"]]]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_what_the_charting_form_asks_is_no_blank_column_of_a_table_too(framework):
    begun = tables.begun(Asked("walking", "Walking", parts=PARTS, framework=framework))
    asked = {row[0] for row in rows(begun["questions.csv"])[1:]}
    assert asked and not asked & {*rows(begun["reports.csv"])[0], *rows(begun["studies.csv"])[0]}


def test_nobody_is_asked_for_what_the_review_does_not_have():
    assert "intervention_id" not in rows(tables.begun(NONE)["studies.csv"])[0]
    assert "record_id" not in rows(tables.begun(NONE)["reports.csv"])[0]


def test_the_package_says_what_was_said_and_no_more():
    said = json.loads(tables.begun(ALL)["datapackage.json"])
    resources = said.pop("resources")
    assert said == {
        "name": "walking",
        "title": "Walking",
        "description": "",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0 International",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [
            {"title": "Ada Roe", "role": "author"},
            {"title": "Ada Roe", "role": "contact", "email": "ada@example.org"},
        ],
        "sources": [],
        "relation": "own",
        "review_type": "scoping",
        "questions": ["Why?"],
        "bibliography": "../../book/references.bib",
    }
    assert [one["name"] for one in resources] == tables.needed(ALL)


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("parts", [(), PARTS])
def test_a_review_that_is_only_begun_has_nothing_to_mend(framework, parts, tmp_path):
    one = Asked("walking", "Walking", framework=framework, parts=parts)
    folder = tmp_path / "book" / "data" / "walking"
    folder.mkdir(parents=True)
    (tmp_path / "book" / "book").mkdir()
    (tmp_path / "book" / "book" / "references.bib").touch()
    for name, content in tables.begun(one).items():
        (folder / name).write_bytes(content)
    assert [str(problem) for problem in check(folder) if problem.severity != "to do"] == []


def test_help_has_a_heading_a_column_and_two_rows_of_hints():
    sheets = tables.help_beside(ALL)
    assert set(sheets) == {f"{name}.csv" for name in tables.needed(ALL)}
    for name, content in sheets.items():
        head, what, allowed = rows(content)
        assert head == [field["name"] for field in tables.headings(name.removesuffix(".csv"), ALL)]
        assert all(what) and all(allowed)
    year = rows(sheets["reports.csv"])[0].index("year")
    assert rows(sheets["reports.csv"])[2][year].startswith("A whole number. ")
