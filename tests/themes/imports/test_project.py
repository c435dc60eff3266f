"""What every reader of coded material refuses."""

import pytest
from packages.coded import CODEBOOK, HIGHLIGHTS, refused, written

from reviewbook.review.problems import ReviewProblems
from reviewbook.themes.imports import project as qda

PROGRAMS = [name for name in qda.READERS if name != "refi-qda"]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "IMPT-001"),
        ("blank.csv", b"\xef\xbb\xbf \r\n\r\n", "IMPT-001"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "IMPT-001"),
        ("paper.csv", b"%PDF-1.4 ...", "IMPT-001"),
        ("bytes.csv", bytes(range(256)) * 9, None),
        ("page.csv", b"<!DOCTYPE html><html><p>code</p></html>", "QDAF-020"),
        ("records.csv", b"Title,Year,DOI\nA paper,2001,10.1/x\n", "QDAF-020"),
        ("open.csv", b'code,tag,content,name\n"a,b\n', None),
        ("broken.xlsx", b"PK\x03\x04 and no more", "QDAF-001"),
    ],
)
def test_a_file_that_is_none_is_refused_without_a_traceback(tmp_path, program, name, content, code):
    found = refused(program, written(tmp_path, name, content))
    assert {place for _, place, _ in found} == {name}
    assert code is None or [one[0] for one in found] == [code]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_file_that_is_not_there_is_named(tmp_path, program):
    assert [one[:2] for one in refused(program, tmp_path / "none.csv")] == [("IMPT-001", "none.csv")]


@pytest.mark.parametrize(
    ("program", "name", "text"),
    [
        ("taguette", "nodes.csv", "Name,Parent,Description\na,,x\n"),
        ("nvivo", "codebook.csv", CODEBOOK),
        ("nvivo", "people.csv", "Name,Age\nAnn,3\n"),
        ("maxqda", "nodes.csv", "Name,Parent,Description\na,,x\n"),
        ("maxqda", "highlights.csv", HIGHLIGHTS),
        ("qualcoder", "highlights.csv", HIGHLIGHTS),
        (
            "qualcoder",
            "talk.txt",
            "A line of an interview that is far too long to be the name of a code, as all will see.\nYes.\n",
        ),
    ],
)
def test_a_table_of_another_program_is_refused(tmp_path, program, name, text):
    assert refused(program, written(tmp_path, name, text)) == [("QDAF-020", name, None)]


@pytest.mark.parametrize("program", ["nvivo", "maxqda", "qualcoder"])
def test_an_exchange_file_is_sent_to_its_own_format(tmp_path, program):
    with pytest.raises(ReviewProblems, match="import this file as refi-qda"):
        qda.read([written(tmp_path, "p.qde", "<Project/>")], program)
