"""A table of decisions as it stands in a file."""

import pytest
from packages.decided import aside, problems_of, said, written

from reviewbook.selection.imports import decisions


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
