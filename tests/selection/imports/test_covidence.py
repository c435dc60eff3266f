"""Covidence: lists that say by their name what was decided, and extractions."""

import pytest
from packages import shared
from packages.decided import problems_of, said, written

from reviewbook.selection.imports import covidence

LIST = "Title,Authors,Abstract,Published Year,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\n"


def test_covidence_extraction_is_one_consensus_a_study_with_its_century_told_by_the_study():
    export = covidence.read(shared("samples/covidence/covidence_extraction_28feb24.csv"))
    assert (export.entries, len(export.records), export.set_aside) == (158, 130, [])
    assert export.records["year"].value_counts().to_dict() == {"2019": 47, "2020": 45, "2021": 38}
    assert export.records["journal"].nunique() == 5
    assert set(said(export, "reviewer", "stage", "decision")) == {("consensus", "full_text", "include")}
    assert len(export.decisions) == 130
    assert export.left["Reviewer Name"] == 158


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("review_77_included_csv_20240131.csv", [("#", "full_text", "include")]),
        ("review_77_excluded_csv_20240131.csv", [("#", "full_text", "exclude")]),
        ("review_77_irrelevant_csv_20240131.csv", [("#", "title_abstract", "exclude")]),
        ("review_77_select_csv_20240131.csv", [("#", "title_abstract", "include")]),
        ("review_77_screen_csv_20240131.csv", []),
    ],
)
def test_covidence_a_list_says_by_its_name_what_was_decided(tmp_path, name, wanted):
    export = covidence.read(written(tmp_path, name, LIST + "T,A,,2020,J,,,,PM1,,99,#12,Doe 2020,,\n"))
    assert export.records["source_key"].tolist() == ["12"]
    assert [
        (f"#{key}"[:1], stage, decision)
        for key, stage, decision in said(export, "source_key", "stage", "decision")
    ] == wanted
    assert set(export.decisions["reviewer"]) <= {"consensus"}


def test_covidence_reasons_notes_and_tags_of_an_excluded_reference(tmp_path):
    cells = '"Exclusion reason: Wrong study design; Ann (2024-01-02): see protocol","Awaiting; Ongoing"'
    file = written(
        tmp_path, "review_1_excluded.csv", LIST + f"Té,A,,2020,J,,,,,,,12,Doe 2020,{cells}\n", "latin-1"
    )
    export = covidence.read(file)
    assert said(export, "reason", "note") == [
        ("Wrong study design", "Ann (2024-01-02): see protocol; tags: Awaiting, Ongoing")
    ]
    assert export.records["title"].tolist() == ["Té"]


def test_covidence_options_say_what_a_name_does_not(tmp_path):
    file = written(tmp_path, "export.csv", LIST + "T,A,,2020,J,,,,,,,12,Doe 2020,,\n")
    assert problems_of(covidence.read, file) == [("DECI-004", "export.csv", None, None, "no decision")]
    assert problems_of(covidence.read, file, decision="exclude") == [
        ("DECI-004", "export.csv", None, None, "no stage")
    ]
    assert problems_of(covidence.read, file, decision="so", stage="title") == [
        ("DECI-004", "--decision", None, None, '"so"')
    ]
    assert said(covidence.read(file, stage="title", decision="exclude")) == [
        ("12", "consensus", "title", "exclude")
    ]


def test_covidence_rows_without_a_number_and_tables_without_one_are_told(tmp_path):
    export = covidence.read(written(tmp_path, "included.csv", LIST + "T,A,,2020,J,,,,,,,,Doe 2020,,\nT,A\n"))
    assert [piece.line for piece in export.set_aside] == [2, 3]
    file = written(tmp_path, "included.csv", "Title,DOI\nT,10.1000/1\n")
    assert problems_of(covidence.read, file) == [
        ("DECI-003", "included.csv", 1, None, "the columns Title, DOI")
    ]
