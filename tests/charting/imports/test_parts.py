"""The parts of an extraction."""

from packages.extractions import COVIDENCE, refused, sheet

from reviewbook.charting.imports import parts
from reviewbook.charting.imports import sheet as sheets


def of(folder, text, *, charter=None, **said):
    found = sheets.read(sheet(folder, text), wanted=list(said))
    roles, questions = parts.columns_of(found, said, "sheet.csv")
    return roles, questions, *parts.parts_of(found, roles, charter)


def test_a_part_for_each_charter_of_each_work(tmp_path):
    roles, questions, found, works = of(tmp_path, COVIDENCE)
    assert [(one.work.label, one.charter) for one in found[:4]] == [
        ("Doe 2020", "Ann Elm"),
        ("Doe 2020", "Bo Fir"),
        ("Doe 2020", "consensus"),
        ("Roe 2021", "Ann Elm"),
    ]
    assert len(works) == 4
    assert list(roles) == ["number", "study", "title", "charter", "authors", "date", "journal"]
    assert len(questions) == 4


def test_the_consensus_tells_what_a_work_is(tmp_path):
    text = "Study,Reviewer,Year,Kind\nDoe,AB,2019,a\nDoe,Consensus,2020,a\n"
    _, _, _, works = of(tmp_path, text)
    assert [(work.told["year"], row) for work, row in works.values()] == [("2020", 2)]


def test_numbers_that_count_rows_do_not_tell_works_apart(tmp_path):
    assert len(of(tmp_path, "No.,Study,Reviewer,Kind\n1,Doe 2020,AB,a\n2,Doe 2020,CD,a\n")[3]) == 1
    assert len(of(tmp_path, "No.,Study,Kind\n1,Doe 2020,a\n2,Doe 2020,b\n")[3]) == 2


def test_rows_of_one_charter_and_work_are_one_part(tmp_path):
    _, _, found, _ = of(tmp_path, "Study,Kind\nDoe 2020,a\nRoe 2021,b\nDoe 2020,c\n", charter="AB")
    assert [([number for number, _ in one.rows], one.charter) for one in found] == [
        ([2, 4], "AB"),
        ([3], "AB"),
    ]


def test_a_heading_that_is_not_there_is_refused(tmp_path):
    assert refused(of, tmp_path, "Study,Kind\nDoe 2020,a\n", nowhere="design") == [
        ("IMPT-005", 'the heading "nowhere"')
    ]
