"""The workbook of a review."""

import io
import zipfile

import openpyxl
import pytest
from packages import SYNTHETIC, only, set_cell
from packages.workbooks import at

from reviewbook.workbook import whole, writing


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    there = tmp_path_factory.mktemp("written")
    found = only("answers", "choices", "feature_values", "report_studies", of=SYNTHETIC, to=there)
    set_cell(found / "features.csv", "label", "=1+1", row=2)
    set_cell(found / "features.csv", "description", "_x0041_ 007\n@home", row=2)
    set_cell(found / "studies.csv", "country", "", row=2)
    return found


@pytest.fixture(scope="module")
def data(review):
    return whole.made(review).data


@pytest.fixture(scope="module")
def book(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def rules(page) -> dict[str, str]:
    """The drop-downs of a sheet: their cells, and where the values stand."""
    return {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}


def test_the_same_tables_give_the_same_bytes(review, data):
    assert whole.made(review).data == data
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        assert {one.date_time for one in zipped.infolist()} == {writing.ZIPPED}
        assert b"2000-01-01T00:00:00Z</dcterms:modified>" in zipped.read("docProps/core.xml")


def test_every_cell_is_text_whatever_it_begins_with(book):
    for page in book.worksheets:
        kinds = {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None}
        assert kinds <= {"s"}, page.title
        assert {cell.number_format for row in page.iter_rows() for cell in row if cell.value is not None} == {
            "@"
        }
    cell = at(book["features"], "home_exercises", "label")
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert at(book["features"], "home_exercises", "description").value == "_x005F_x0041_ 007\n@home"


def test_identifiers_and_headings_are_locked_and_all_else_is_free(book):
    page = book["features"]
    assert page.protection.sheet and page.protection.password is None and not page.protection.insertRows
    assert page["A1"].protection.locked and page["A2"].protection.locked and not page["B2"].protection.locked
    assert not page.column_dimensions["A"].protection.locked  # of rows to come
    assert page.freeze_panes == "B2" and book["reports A1"].freeze_panes == "B3"
    assert book["feature_values"].freeze_panes == "C2"


def test_values_are_chosen_from_a_hidden_list_or_from_the_rows_of_another_sheet(book):
    found = rules(book["feature_values"])
    lists = book["reviewbook-lists"]
    assert lists.sheet_state == "hidden" and book["reviewbook"].sheet_state == "veryHidden"
    named = [place for place in found.values() if place.startswith("OFFSET('features'!$A$2")]
    assert len(named) == 1
    listed = next(place for cells, place in found.items() if cells.startswith("C2"))
    letter = listed.split("$")[1]
    held = [cell.value for cell in lists[letter] if cell.value]
    assert held[:4] == ["yes", "no", "unclear", "not_reported"]
    several = next(
        rule for rule in book["reports A1"].data_validations.dataValidation if rule.prompt is not None
    )
    assert "semicolons" in several.prompt and not several.showErrorMessage


def test_headings_say_what_a_column_takes(book):
    remark = at(book["feature_values"], "intervention_id", "value").comment.text
    assert "One of: yes, no, unclear" in remark
    assert "As in features." in book["feature_values"]["B1"].comment.text
    assert book["reports A1"]["B1"].value == "Supervision" and book["reports A1"]["B2"].value == "supervision"


def test_what_is_to_do_is_coloured_until_something_is_typed(book):
    page = book["studies"]
    held = {
        str(cells.sqref): [rule.formula[0] for rule in cells.rules] for cells in page.conditional_formatting
    }
    column = at(page, "study_id", "country").column_letter
    formula = next(rule for cells, (rule,) in held.items() if cells.startswith(f"{column}2:"))
    assert formula == f"AND(LEN(TRIM($A2))>0,LEN(TRIM({column}2))=0)"
    assert not any(cells.startswith("A2") for cells in held)
    wide = [rule.formula[0] for cells in book["reports A1"].conditional_formatting for rule in cells.rules]
    assert "COUNTA" not in wide[0] and all("COUNTA" in one for one in wide[1:])


def test_a_question_that_is_asked_of_some_is_due_in_their_rows_alone(book):
    formulas = [
        rule.formula[0] for cells in book["reports A1"].conditional_formatting for rule in cells.rules
    ]
    asked = [one for one in formulas if "SEARCH(" in one]
    design = "INDEX('reports'!$F$2:$F$2005,MATCH($A3,'reports'!$A$2:$A$2005,0))"
    assert book["reports"]["F1"].value == "design"
    assert len(asked) == 1 and f'ISNUMBER(SEARCH("quantitative",{design}))' in asked[0]


def test_comments_and_places_are_folded_away(book):
    page = book["reports A1"]
    names = {cell.value: cell.column_letter for cell in page[2]}
    held = page.column_dimensions
    assert held[names["blinding locator"]].hidden or held[names["blinding comment"]].hidden
    assert not held[names["blinding"]].hidden


def test_no_mark_stands_at_a_number_that_is_text(data):
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        sheets = [name for name in zipped.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets and all(b"numberStoredAsText" in zipped.read(name) for name in sheets)
