"""Tables of records: where the header is, and which rows are set aside."""

import datetime

import openpyxl
import pytest
from packages.exports import BOTH, aside, cells

from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import table


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_table_is_read_with_any_delimiter_and_names_in_any_case(read, mark):
    rows = [
        ["Article Title", "PUBLICATION_YEAR", "Source title", "d.o.i.", "Cited by"],
        ["One", "2001", "J", "", "3"],
    ]
    export = read("csv", "".join(mark.join(row) + "\r\n" for row in rows))
    assert cells(export, "title", "year", "journal") == [("One", "2001", "J")]
    assert export.left == {"Cited by": 1}


def test_table_rows_above_the_header_and_odd_rows_are_set_aside(read):
    export = read("csv", "Search of 2020\n\ntitle,year,doi\nOne,2001,\nbroken,row\nTwo,2002,,\n")
    assert cells(export, "title", "year") == BOTH
    assert aside(export) == [(1, "not_applicable", "Search of 2020"), (5, "not_applicable", "broken,row")]


def test_table_open_quotation_mark_does_not_swallow_the_rows_after_it(read):
    text = 'title,year,doi\nOne,2001,\nBad,"2001,10.1/x\nTwo,2002,\n'
    export = read("csv", text + '"Three, over\ntwo lines",2003,\n')
    assert cells(export, "title", "year", "locator") == [
        ("One", "2001", "export.txt, line 2"),
        ("Two", "2002", "export.txt, line 4"),
        ("Three, over two lines", "2003", "export.txt, line 5"),
    ]
    assert aside(export) == [(3, "not_applicable", 'Bad,"2001,10.1/x')]


def test_table_with_fields_by_row_is_read_as_entries(read):
    text = '"TITLE","One"\n"AUTHOR NAMES","Doe J.","Roe R."\n"PUBLICATION YEAR","2001"\n\n"TITLE","Two"\n"PUBLICATION YEAR","2002"\n'
    export = read("csv", text)
    assert cells(export, "title", "year") == BOTH
    assert cells(export, "authors")[0] == ("Doe J.; Roe R.",)


def test_table_column_that_is_there_twice_hides_nothing(read):
    export = read("csv", "title,year,year\nOne,2001,2005\n")
    assert (cells(export, "year"), export.left) == ([("2001",)], {"year (2)": 1})


@pytest.mark.parametrize(
    "text",
    [
        "title,year,doi,\nA,2001,10.1000/a\nB,2002,10.1000/b,,\n",
        "sep=;\ntitle;year;doi\nA;2001;10.1000/a\nB;2002;10.1000/b\n",
        "\ufefftitle;year;doi\r\nA;2001;10.1000/a\r\nB;2002;10.1000/b\r\n",
    ],
    ids=["trailing blanks", "sep", "mark"],
)
def test_table_is_read_as_people_and_spreadsheets_leave_it(read, text):
    export = read("csv", text)
    assert cells(export, "title", "year", "doi") == [("A", "2001", "10.1000/a"), ("B", "2002", "10.1000/b")]
    assert aside(export) == []


@pytest.mark.parametrize(
    "text",
    [
        "Our search\nin Embase; PubMed; and others\nwas made in 2020; 3 of us took part\n",
        "n,a/jtl,a/tig/jtl\n1,Trials,10.1000/a.1,doi,2003\n",
        "We looked at every title, DOI and year, of the articles found.\nAnd so on, and on.\n",
    ],
    ids=["prose", "data", "sentence"],
)
def test_a_row_of_prose_or_data_is_no_header(read, text):
    with pytest.raises(
        ReviewProblems, match=r"IMPT-020  export\.txt: found no row that names a title, DOI or PMID"
    ):
        read("csv", text)


def test_of_two_rows_that_could_be_headers_that_with_more_names_is_it(read):
    export = read("csv", "title,our list\nDocument Title,Publication Year,DOI\nOne,2001,10.1000/a\n")
    assert cells(export, "title", "year", "doi") == [("One", "2001", "10.1000/a")]


def test_a_workbook_is_read_as_the_sheet_that_has_the_header(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Made by hand"])
    sheet = book.create_sheet("Found")
    for row in (
        ["Title", "Year", "Pages", "DOI"],
        ["One", 2001, datetime.date(2024, 10, 5), "#REF!"],
        ["Two", 2002, "1-9", None],
    ):
        sheet.append(row)
    sheet["A3"] = "Two\nlines"
    book.save(tmp_path / "a.xlsx")
    export = table.read(tmp_path / "a.xlsx")
    assert cells(export, "title", "year", "pages", "doi") == [
        ("One", "2001", None, None),
        ("Two lines", "2002", "1-9", None),
    ]
    assert aside(export) == [(2, "Pages", "2024-10-05 00:00:00"), (2, "DOI", "#REF!")]
    assert export.encoding == "the sheet Found (not read: Sheet, 1 row)"


def test_headings_named_by_the_caller_find_the_header_and_their_columns(tmp_path):
    (tmp_path / "a.csv").write_text("Liste 3\nWas;Wer;Year\nA trial of things;Doe J;2001\n", "utf-8")
    export = table.read(tmp_path / "a.csv", columns={"title": "was", "authors": "Wer", "year": ""})
    assert cells(export, "title", "authors", "year") == [("A trial of things", "Doe J", None)]
    assert export.left == {"Year": 1}
