"""The reports of a review and its bibliography, as an import finds them that adds to both."""

import pytest
from pybtex.database import parse_string

from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports.reported import bibliography, table, there

ENTRY = "@article{Doe2020, title = {The {B}ig tree}, year = {2020}, doi = {10.5555/a}}\n"


def test_a_table_that_is_not_there_has_the_columns_that_are_filled_and_reports_of_records_their_link(
    tmp_path,
):
    assert table(tmp_path, "reports").header == ["report_id", "year", "year_basis", "doi", "locator"]
    assert table(tmp_path, "reports", linked=True).header[:3] == ["report_id", "record_id", "year"]
    assert "record_id" not in table(tmp_path, "studies", linked=True).header


def test_a_table_that_is_there_is_read_as_it_stands(tmp_path):
    (tmp_path / "studies.csv").write_text("study_id,label,locator\nS1,One,p. 1\n", "utf-8")
    (tmp_path / "datapackage.json").write_text('{"name": "own"}', "utf-8")
    assert table(tmp_path, "studies").rows == [{"study_id": "S1", "label": "One", "locator": "p. 1"}]


def test_a_bibliography_is_its_text_and_its_entries_and_nothing_where_there_is_none(tmp_path):
    file = tmp_path / "references.bib"
    assert bibliography(file) == ("", {})
    file.write_text(ENTRY, "utf-8")
    text, entries = bibliography(file)
    assert text == ENTRY and list(entries) == ["Doe2020"]


@pytest.mark.parametrize(
    ("name", "data"), [("own.bib", b"@article{"), ("own.bib", b"\xff"), ("own.txt", b"")]
)
def test_what_is_no_bibliography_is_refused(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReviewProblems, match="CITE-001"):
        bibliography(tmp_path / name)


def test_the_table_tells_first_then_the_entry_then_what_completes_both():
    cited = dict(parse_string(ENTRY, "bibtex").entries)
    reports = [
        {"report_id": "Doe2020", "year": "2021", "doi": "not_reported"},
        {"report_id": "Roe2019", "year": "", "doi": ""},
    ]
    found = there(reports, cited, {"Roe2019": {"title": "A shrub", "year": "2019"}})
    assert found == {
        "Doe2020": {"record_id": "Doe2020", "doi": "10.5555/a", "title": "The Big tree", "year": "2021"},
        "Roe2019": {"record_id": "Roe2019", "doi": "", "title": "A shrub", "year": "2019"},
    }
