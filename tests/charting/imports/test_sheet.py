"""The rows of an extraction under their headings."""

import pytest
from packages.extractions import refused, sheet, workbook

from reviewbook.charting.imports import sheet as sheets


def headings(found):
    return [column.heading for column in found.columns]


def test_titles_above_and_notes_below_are_named_and_left(tmp_path):
    text = "Table 3. Lanes\n\nStudy,Year,Design,Note\nDoe 2020,2020,cohort,\nTotal,1,,\n* as the authors say,,,\n"
    found = sheets.read(sheet(tmp_path, text))
    assert [number for number, _ in found.rows] == [4]
    assert found.left == [
        'row 1 ("Table 3. Lanes")',
        "row 5 (a total)",
        'row 6 (a note: "* as the authors say")',
    ]


def test_headings_over_several_rows_are_joined_and_units_stand_behind(tmp_path):
    rows = [
        ["Lanes of towns", None, None, None, None, None],
        ["Study", None, "Lane", None, "People", None],
        ["Author", "Year", "Kind", "Length", "n", "% male"],
        [None, None, None, "(km)", None, None],
        ["Doe", 2020, "painted", 3.5, 20, 0.4],
        ["Roe", 2021, "shared", 2, 30, 0.5],
    ]
    found = sheets.read(workbook(tmp_path, {"Data": rows}, ["A1:F1", "A2:B2", "C2:D2", "E2:F2"]))
    assert headings(found) == [
        "Study: Author",
        "Study: Year",
        "Lane: Kind",
        "Lane: Length (km)",
        "People: n",
        "People: % male",
    ]
    assert found.rows[0] == (5, ["Doe", "2020", "painted", "3.5", "20", "0.4"])
    assert found.place(5, found.columns[3]) == "Data!D5"


def test_without_merged_cells_a_heading_goes_on_over_those_below_it(tmp_path):
    found = sheets.read(
        sheet(tmp_path, "Study,,Lane,\nAuthor,Year,Kind,Length\nDoe,2020,painted,3\nRoe,2021,shared,4\n")
    )
    assert headings(found) == ["Study: Author", "Study: Year", "Lane: Kind", "Lane: Length"]


def test_ticks_below_headings_are_no_units(tmp_path):
    found = sheets.read(sheet(tmp_path, "Study,Web,App,Bell\nDoe 2020,x,x,x\nRoe 2021,,x,\n"))
    assert len(found.rows) == 2


def test_a_study_goes_on_in_rows_that_do_not_name_it(tmp_path):
    found = sheets.read(
        sheet(tmp_path, "Study,Outcome,People\nDoe 2020,falls,20\n,trips,20\nRoe 2021,falls,30\n")
    )
    groups = sheets.studies(found, lambda column: column.at == 0, lambda column: False)
    assert [[number for number, _ in rows] for rows in groups] == [[2, 3], [4]]
    assert [sheets.together(groups[0], at) for at in (0, 1, 2)] == ["Doe 2020", "falls; trips", "20"]


def test_a_value_merged_over_several_studies_is_said_of_each(tmp_path):
    rows = [
        ["Study", "Country", "n"],
        ["Doe 2020", "Norway", 1],
        ["Roe 2021", None, 2],
        ["Poe 2022", "Chile", 3],
    ]
    found = sheets.read(workbook(tmp_path, {"S": rows}, ["B2:B3"]))
    assert [cells[1] for _, cells in found.rows] == ["Norway", "Norway", "Chile"]


def test_the_sheet_with_known_headings_is_read_and_the_others_are_named(tmp_path):
    file = workbook(
        tmp_path,
        {
            "Read me": [["How to chart"]],
            "Data": [["Study", "Kind"], ["Doe 2020", "a"]],
            "Old": [["Study", "Sort"], ["D", "b"]],
        },
    )
    found = sheets.read(file)
    assert (found.name, found.left) == (
        "Data",
        ["sheet Read me (1 rows; --sheet names it)", "sheet Old (2 rows; --sheet names it)"],
    )
    assert headings(sheets.read(file, sheet="Old")) == ["Study", "Sort"]
    assert refused(sheets.read, file, sheet="None") == [("IMPT-005", '"None"')]


def test_blank_columns_go_and_a_column_without_a_heading_is_called_by_its_letter(tmp_path):
    found = sheets.read(sheet(tmp_path, "Study,,Kind,\nDoe 2020,,a,seen\nRoe 2021,,b,\n"))
    assert headings(found) == ["Study", "Kind", "Column D"]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "Study,Kind\n"])
def test_what_is_no_extraction_is_refused(tmp_path, text):
    assert [code for code, _ in refused(sheets.read, sheet(tmp_path, text))] == ["CHAR-011"]
