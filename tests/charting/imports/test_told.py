"""What an import of an extraction says."""

from packages.extractions import COVIDENCE, sheet, taken

from reviewbook.charting.imports import extraction


def said(notes, begins):
    return [note for note in notes if note.startswith(begins)]


def test_columns_and_what_is_left_are_told(tmp_path):
    _, notes = taken(tmp_path, sheet(tmp_path, "Lanes of towns\nStudy,Kind\nDoe 2020,a\nTotal,1\n"))
    assert notes[:2] == [
        'sheet.csv: 1 row; of the work and charter: study "Study"',
        'sheet.csv: not read: row 1 ("Lanes of towns"); row 4 (a total)',
    ]


def test_rows_that_differ_in_what_the_work_is_are_told(tmp_path):
    text = "Study,Reviewer,Year,Kind\nDoe,AB,2019,a\nDoe,CD,2020,a\n"
    _, notes = taken(tmp_path, sheet(tmp_path, text))
    assert said(notes, "Year differs") == [
        'Year differs: "2019" in row 2, "2020" in row 3; that of the consensus, else the first, is taken'
    ]


def test_a_year_that_is_none_and_works_over_several_rows_are_told(tmp_path):
    _, notes = taken(tmp_path, sheet(tmp_path, "Study,Year,Kind\nDoe,in press,a\n,,b\n"))
    assert said(notes, "  B2") == ['  B2: "in press" is no year, and left out']
    assert said(notes, "Over several") == ["Over several rows, whose answers stand together: Doe (rows 2, 3)"]


def test_answers_that_the_file_has_no_longer_are_told_and_stay(tmp_path):
    review, _ = taken(tmp_path, sheet(tmp_path, COVIDENCE))
    fewer = sheet(tmp_path, COVIDENCE.replace("12.5%,R,see Table 2", "12.5%,R,"), "again.csv")
    notes = extraction.add(review, fewer).notes
    assert said(notes, "Answers that") == [
        "Answers that the file has no longer, and which stay: 1, first comments of Poe2021 by A"
    ]
