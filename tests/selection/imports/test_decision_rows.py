"""Rows of decisions: each about the record that it describes, and nothing that stands in one is lost."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.decided import aside, of_rows, problems_of, said, written

from reviewbook.files.wording import letters
from reviewbook.selection.imports import decision_rows, decisions, judgements


def test_a_row_without_a_key_keeps_its_decision(tmp_path):
    text = "record,title,reviewer,decision\nNA,One,A,in\nNA,Two,A,out\n-,Three,A,in\n0,Four,A,out\n7,Five,A,in\n,,A,in\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    pairs = [
        ("One", "include"),
        ("Two", "exclude"),
        ("Three", "include"),
        ("Four", "exclude"),
        ("Five", "include"),
    ]
    assert of_rows(export) == pairs
    assert export.records["source_key"].dropna().tolist() == ["7"]
    assert [(line, why) for line, *_, why in export.set_aside] == [(7, "no record is named")]


def test_a_count_of_records_may_begin_at_0(tmp_path):
    text = "id,reviewer,decision\n0,A,in\n0,B,out\n1,A,in\n1,B,in\n"
    assert [row[0] for row in said(decisions.read(written(tmp_path, "d.csv", text), stage="title"))] == list(
        "0011"
    )


def test_rows_of_one_key_that_tell_of_different_records_are_different_records(tmp_path):
    text = (
        "doi,title,reviewer,decision\n"
        "10.1000/supplement,Poster one on sleep,A,in\n"
        "https://doi.org/10.1000/supplement,Poster one on sleep,B,in\n"
        "10.1000/supplement,Poster two on food,A,out\n"
        "10.1000/supplement,,B,out\n"
    )
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert of_rows(export) == [
        ("Poster one on sleep", "include"),
        ("Poster one on sleep", "include"),
        ("Poster two on food", "exclude"),
    ]
    assert (len(export.records), export.entries) == (2, 4)
    assert [(piece.line, piece.why) for piece in export.set_aside] == [
        (4, decision_rows.ANOTHER),
        (5, decision_rows.SEVERAL),
    ]


def test_a_record_that_is_listed_twice_is_two_entries_with_a_decision_each(tmp_path):
    text = "id,title,decision\n1,One,in\n1,One,out\n2,Two,in\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title", reviewer="A")
    assert of_rows(export) == [("One", "include"), ("One", "exclude"), ("Two", "include")]
    assert (len(export.records), export.set_aside) == (3, [])


def test_keys_of_several_records_stay_apart_where_reviewers_are_compared(tmp_path):
    text = "id,title,A,B\nNA,One,in,in\nNA,Two,in,out\n5,Three,in,in\n5,Three,out,in\n6,Four,out,out\n"
    rows, _ = judgements.gather([written(tmp_path, "d.csv", text)])
    assert rows.groupby("reviewer")["record_id"].apply(list).to_dict() == {
        who: ["One", "Two", "5: Three", "5: Three (2)", "6"] for who in "AB"
    }


def test_what_is_set_aside_stays_so_where_a_later_record_is_set_aside_whole(tmp_path):
    file = written(tmp_path, "d.csv", "id,title,reviewer,decision\n1,One,A,so\n2,,A,in\n3,Three,A,out\n")
    export = decisions.read(file, stage="title")
    assert [(line, field) for line, _, field, _ in aside(export)] == [(2, "decision"), (3, "not_applicable")]
    assert said(export, "source_key", "decision") == [("2", "include"), ("3", "exclude")]


def test_fields_that_are_left_come_in_the_order_in_which_they_first_hold_something(tmp_path):
    text = "id,title,later,publisher,first,reviewer,decision\n1,One,,P,x,A,in\n2,Two,y,,x,A,in\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert list(export.left.items()) == [("publisher", 1), ("first", 2), ("later", 1)]


def test_a_record_that_a_wide_table_has_twice_with_other_decisions_is_set_aside(tmp_path):
    file = written(tmp_path, "d.csv", "id,A,B\n1,in,out\n1,out,out\n2,in,in\n")
    export = decisions.read(file, stage="title")
    assert aside(export) == [(3, "1", "A", "exclude")]
    assert len(export.decisions) == 5
    assert [p[0] for p in problems_of(judgements.gather, [file])] == ["DECI-002"]


def test_what_cannot_be_read_in_a_plain_table_is_set_aside_with_its_line(tmp_path):
    text = (
        "record_id,reviewer,decision,reason,turn,decided_at\n"
        "1,A,inclde,,,\n"
        "2,A,in,off topic,,\n"
        "3,A,out,off topic,first,1/2/24\n"
        ",A,in,,,\n"
        "5,,in,,,\n"
        "6,A,in\n"
        "7,A,in,,,,,\n"
    )
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert [(line, field) for line, _, field, _ in aside(export)] == [
        (2, "decision"),
        (3, "reason"),
        (4, "turn"),
        (4, "decided_at"),
        (5, "not_applicable"),
        (6, "reviewer"),
        (7, "not_applicable"),
    ]
    assert said(export, "source_key", "decision", "reason") == [
        ("2", "include", ""),
        ("3", "exclude", "off topic"),
        ("7", "include", ""),
    ]


ROWS_OF_ANY = st.lists(
    st.tuples(
        st.sampled_from(["", "NA", "0", "1", "2", "10.1000/a"]),
        st.sampled_from(["", "NA", "One", "Two", "one."]),
        st.sampled_from(["in", "out", "maybe", ""]),
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS_OF_ANY, st.booleans())
def test_each_answer_becomes_a_decision_on_the_record_of_its_row_or_is_named(rows, long):
    """What goes in is what is listed and what is set aside, whatever the keys are."""
    header = "id,title,reviewer,decision" if long else "id,title,AA decision"
    rows = [*rows, ("9", "Nine", "in")]
    cells = [(key, title, *(["AA"] if long else []), answer) for key, title, answer in rows]
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join([header, *map(",".join, cells)]) + "\n"
        export = decisions.read(written(Path(folder), "d.csv", text), stage="title")
    decided = dict(zip(export.decisions["locator"], export.decisions[decision_rows.OF], strict=True))
    lost = {piece.line for piece in export.set_aside if piece.why != decision_rows.ANOTHER}
    assert len(decided) == len(export.decisions)
    for line, (_, title, answer) in enumerate(rows, 2):
        at = f"d.csv, line {line}"
        if not answer:
            assert at not in decided
        else:
            assert at in decided or line in lost, "neither taken nor named as set aside"
        if at in decided and title not in ("", "NA"):
            assert letters(export.records["title"][decided[at]]) == letters(title)


@pytest.mark.parametrize("located", [True, False])
def test_a_decision_says_on_which_line_it_stands_unless_nobody_asks(located, tmp_path):
    file = written(tmp_path, "d.csv", "record_id,reviewer,decision\nR1,AA,include\nR2,AA,exclude\n")
    export = decisions.read(file, stage="title", located=located)
    assert export.decisions["locator"].fillna("").tolist() == (
        ["d.csv, line 2", "d.csv, line 3"] if located else ["", ""]
    )
