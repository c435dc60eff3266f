"""A table of decisions as it stands in a file."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.decided import aside, problems_of, said, written

from reviewbook.review import plain
from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import decision_rows, decision_sheet, decisions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("colour,reviewer,decision\nred,A,in\n", "the columns colour, reviewer, decision"),
        ("id,reviewer,opinion\n1,A,in\n", "the columns id, reviewer, opinion"),
        ("id,title,authors\n1,One,Doe\n", "the columns id, title, authors"),
        ("TY  - JOUR\nER  - \n", "a file of another kind: ris"),
        (",,\n,,\n", "blank rows"),
    ],
)
def test_a_table_without_the_columns_that_decisions_need_is_refused(tmp_path, text, found):
    file = written(tmp_path, "d.csv", text)
    ((code, *_, seen),) = problems_of(decisions.read, file, stage="title")
    assert (code, seen) == ("DECI-003", found)


def test_rows_above_the_header_are_set_aside(tmp_path):
    text = "Screening of titles\n\nid,reviewer,decision\n1,A,in\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export) == [("1", "A", "title", "include")]
    assert aside(export) == [(1, "not_applicable", "not_applicable", "Screening of titles")]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_alone(tmp_path):
    text = 'record_id,reviewer,decision,note\n1,A,in,"never closed\n2,A,out,\n3,A,in,\n'
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export, "source_key", "decision")[-2:] == [("2", "exclude"), ("3", "include")]
    text = 'record_id,reviewer,decision,note\n1,A,in,"never closed\n2,A,out,"closed"\n3,A,in,\n'
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export, "source_key", "decision")[-2:] == [("2", "exclude"), ("3", "include")]
    assert len(export.set_aside) + len(export.decisions) == 3
    text = 'record_id,reviewer,decision,note\n1,A,in,"never closed\n2,A,",out\n3,A,in,\n'
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert (said(export, "source_key"), [piece.line for piece in export.set_aside]) == ([("1",), ("3",)], [3])


KEPT = [("1", "A", "title", "include"), ("2", "B", "title", "exclude")]


@pytest.mark.parametrize(
    "text",
    [
        "id;reviewer;decision;note\n1;A;in;a, b\n2;B;out;c, d, e\n",
        "id\treviewer\tdecision\n1\tA\tin\n2\tB\tout\n",
        "sep=;\nid;reviewer;decision\n1;A;in\n2;B;out\n",
        "id,reviewer,decision,,\n1,A,in\n2,B,out,,,\n",
        "Screened in May,2024\nTwo people\nid,reviewer,decision\n1,A,in\n2,B,out\n",
        "\ufeffid,reviewer,decision\r\n1,A,in\r\n\r\n2,B,out\r\n",
        'id,reviewer,decision,note\n1,A,in,"two\nlines",,\n2,B,out,\n',
    ],
    ids=["semicolon", "tab", "sep", "trailing blanks", "title rows", "mark", "lines in a cell"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_is_read_as_people_and_spreadsheets_leave_it(tmp_path, text, encoding):
    file = written(tmp_path, "d.csv", text, encoding)
    assert said(decisions.read(file, stage="title")) == KEPT


def test_a_name_in_an_old_encoding_keeps_its_letters(tmp_path):
    file = written(tmp_path, "d.csv", "id;reviewer;decision\n1;Müller;in\n", "cp1252")
    assert said(decisions.read(file, stage="title")) == [("1", "Müller", "title", "include")]


CELLS = st.sampled_from(
    ["", " ", "1", "2 ", "in", "out", "so", '"in"', '"a, b"', '"two\nlines"', 'a"b', '"', "é"]
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5).map(",".join), max_size=12)
WHOLE = st.lists(st.lists(CELLS, min_size=4, max_size=4).map(",".join), max_size=12)


def told(text: str, *, worth: int, beginning: int) -> object:
    """What is read of a table that is, or is not, large enough to be read in one go."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "WORTH", worth)
        patch.setattr(decision_sheet, "BEGINNING", beginning)
        patch.setattr(decision_sheet, "LONGEST", 120)
        file = Path(folder) / "d.csv"
        file.write_bytes(text.encode())
        try:
            export = decisions.read(file, stage="title")
        except ReviewProblems as refused:
            return [(problem.code, problem.row, problem.found) for problem in refused.problems]
        return export.entries, export.left, export.set_aside, said(export, *decision_rows.ROW)


@given(
    st.one_of(ROWS, WHOLE),
    st.sampled_from(["", "Screened in May\n\n", "sep=,\n"]),
    st.sampled_from(["", "\n", "\r\n"]),
    st.sampled_from(["", ",,"]),
)
def test_a_large_table_is_read_like_a_small_one(rows, above, end, beyond):
    rows = ["1,A,in,x", "2,A,out,y", *rows] * 20
    text = f"{above}id,reviewer,decision,note{beyond}\n" + (end or "\n").join(rows) + end
    small = told(text, worth=10**9, beginning=10**9)
    assert told(text, worth=0, beginning=300) == small
    assert told(text, worth=0, beginning=10**9) == small


@pytest.mark.parametrize(
    "text",
    [
        'id,reviewer,decision,note\n1,A,in,"two\nlines"\n2,A,so,x\n',
        'id,reviewer,decision,"no\nte"\n1,A,in,x\n2,A,so,x\n',
        "id,reviewer,decision,,\n1,A,in,,\n2,A,in,,beyond\n3,A,in,,\n",
        "a title\n" * 29 + 'id,reviewer,decision,"no' + "\nte" * 99 + '"\n1,A,in,x\n2,A,so,x\n',
    ],
    ids=[
        "lines in a cell",
        "lines in the header",
        "a cell beyond the header",
        "a header longer than a beginning",
    ],
)
def test_what_goes_over_several_lines_or_beyond_the_header_is_read_in_a_large_table_too(text):
    assert told(text, worth=0, beginning=400) == told(text, worth=10**9, beginning=10**9)


def test_a_large_table_is_read_in_one_go_if_it_is_plain(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "WORTH", 0)
    monkeypatch.setattr(decision_sheet, "read_cells", None)
    text = "Screened in May\nid;reviewer;decision;note;;\n1;A;in;a;;\n;;;;;\n2;B;out; b ;;\n3;B;so;;;\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export, "source_key", "note", "locator") == [
        ("1", "a", "d.csv, line 3"),
        ("2", "b", "d.csv, line 5"),
    ]
    assert aside(export) == [
        (1, "not_applicable", "not_applicable", "Screened in May"),
        (6, "3", "decision", "so"),
    ]
