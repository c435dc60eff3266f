"""Decisions as a plain table or list: long, wide, or what was kept."""

import pytest
from packages.decided import aside, problems_of, said, wide, written

from reviewbook.selection.imports import asreview, covidence, decisions, judgements, rayyan


def test_a_long_table_is_read_whatever_its_columns_are_called(tmp_path):
    text = (
        "Paper ID;Rater;Phase;Vote;Exclusion reason;Date;Attempt;Comments\r\n"
        "p1;AA;Title/Abstract;YES;;2024-03-01 10:30;1;ok\r\n"
        "p1;Consensus;Full text;No;Wrong population;2024-03-02;;\r\n"
        "p2;AA;title;;;;;\r\n"
        "\r\n"
    )
    export = decisions.read(written(tmp_path, "d.csv", text, "utf-16"))
    assert said(export, *decisions.ROW[:-1]) == [
        ("p1", "AA", "title_abstract", "include", "", "", "1", "2024-03-01T10:30", "ok"),
        ("p1", "consensus", "full_text", "exclude", "Wrong population", "", "", "2024-03-02", ""),
    ]
    assert (export.records, export.set_aside) == (None, [])


def test_a_long_table_with_titles_gives_records_too_each_once(tmp_path):
    text = "id,title,year,reviewer,decision\n1,One,2020,A,in\n1,One,2020,B,out\n2,Two,n. d.,A,in\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert export.records[["source_key", "title"]].to_numpy().tolist() == [["1", "One"], ["2", "Two"]]
    assert (export.entries, len(export.decisions)) == (3, 3)


def test_a_wide_table_has_a_reviewer_a_column_and_leaves_columns_of_other_things(tmp_path):
    text = "key,title,Anna,Ben,remarks of all,Final decision\n1,One,1,0,see below,1\n2,Two,?,1,,\n3,Three,1,one,,n/a\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export, "source_key", "reviewer", "decision") == [
        ("1", "Anna", "include"),
        ("1", "Ben", "exclude"),
        ("1", "consensus", "include"),
        ("2", "Anna", "maybe"),
        ("2", "Ben", "include"),
        ("3", "Anna", "include"),
    ]
    assert aside(export) == [(4, "3", "Ben", "one")]
    assert export.left["remarks of all"] == 1


def test_a_decision_beside_reviewers_columns_is_what_they_settled_on(tmp_path):
    export = decisions.read(written(tmp_path, "d.csv", "id,A,B,decision\n1,in,out,in\n"), stage="title")
    assert said(export, "reviewer", "decision") == [
        ("A", "include"),
        ("B", "exclude"),
        ("consensus", "include"),
    ]


def test_zero_excludes_unless_minus_one_does(tmp_path):
    two = decisions.read(written(tmp_path, "two.csv", "id,reviewer,decision\n1,A,1\n2,A,0\n"), stage="title")
    three = decisions.read(
        written(tmp_path, "three.csv", "id,reviewer,decision\n1,A,0\n2,A,-1\n"), stage="title"
    )
    assert (two.decisions["decision"].tolist(), three.decisions["decision"].tolist()) == (
        ["include", "exclude"],
        ["maybe", "exclude"],
    )


def test_headings_of_a_wide_table_name_stage_and_reviewer_and_reasons_stand_beside(tmp_path):
    text = (
        "id;Title;TiAb AA;TiAb AA reason;TiAb BB;TiAb Consensus;Full text: AA;Full text: BB;Full text reason;Final\n"
        "1;Café;Y;;N;Y;Included;Excluded - animals (mice);;exclude\n"
        "2;B;N;old;M;;;;;exclude\n"
        "3;C;;;;;N;Y;too short;exclude\n"
    )
    export = decisions.read(written(tmp_path, "d.csv", text, "cp1252"), stage="pilot")
    assert said(export, "source_key", "reviewer", "stage", "decision", "reason") == [
        ("1", "AA", "title_abstract", "include", ""),
        ("1", "BB", "title_abstract", "exclude", ""),
        ("1", "consensus", "title_abstract", "include", ""),
        ("1", "AA", "full_text", "include", ""),
        ("1", "BB", "full_text", "exclude", "animals (mice)"),
        ("2", "AA", "title_abstract", "exclude", "old"),
        ("2", "BB", "title_abstract", "maybe", ""),
        ("3", "AA", "full_text", "exclude", "too short"),
        ("3", "BB", "full_text", "include", ""),
    ]
    assert export.left["Final"] == 3  # of which stage is not said


@pytest.mark.parametrize(
    ("header", "people"),
    [
        ("id,anna_decision,anna_reason,ben_decision,final_decision", "anna ben"),
        ("id,Reviewer1Decision,x,Reviewer2Decision,FinalDecision", "Reviewer1 Reviewer2"),
        ("id,AB,x,SO,Consensus", "AB SO"),  # initials that are also tags of records
        ("id,TA,x,BB,Final label", "TA BB"),  # initials, and no stage
        ("id,machine_ta,x,rater2,adjudicated", "machine_ta rater2"),
        ("rec_id,Include AA,x,Include BB,Include?", "AA BB"),
    ],
)
def test_headings_give_names_of_reviewers_and_what_settles_is_nobodys(tmp_path, header, people):
    rows = wide(tmp_path, f"{header}\n1,include,,exclude,include\n2,exclude,,exclude,exclude\n")
    assert [who for _, who, _, _, _ in rows[:3]] == [*people.split(), "consensus"]
    assert {stage for _, _, stage, _, _ in rows} == {"title"}


def test_a_stage_that_one_heading_names_is_that_of_all(tmp_path):
    text = "id,Full text AA,BB,Consensus\n1,yes,no,no\n"
    assert {stage for _, _, stage, _, _ in wide(tmp_path, text)} == {"full_text"}


def test_reviewers_may_be_named_beside_their_decisions(tmp_path):
    text = "id,Reviewer 1,Decision 1,Reviewer 2,Decision 2\n1,Ann,yes,Ben,no\n2,Ben,no,Cy,\n"
    assert [row[:2] + row[3:4] for row in wide(tmp_path, text)] == [
        ("1", "Ann", "include"),
        ("1", "Ben", "exclude"),
        ("2", "Ben", "exclude"),
    ]
    text = (
        "STUDY_ID,REVIEWERS_A,INCLUDE_A,REVIEWERS_B,INCLUDE_B\n1,Ann,YES,Ben,NO\n2,Ann,not vetted,Ben,MAYBE\n"
    )
    assert [row[:2] for row in wide(tmp_path, text)] == [("1", "Ann"), ("1", "Ben"), ("2", "Ben")]


def test_yes_and_no_beside_other_words_are_no_reviewers(tmp_path):
    text = "id,in_first_search,a_decision,b_decision,adjudicated,Agreed?\n1,yes,in,out,True,no\n2,no,in,in,False,yes\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert said(export, "source_key", "reviewer") == [("1", "a"), ("1", "b"), ("2", "a"), ("2", "b")]
    assert set(export.left) == {"in_first_search", "adjudicated", "Agreed?"}


def test_a_column_that_says_whether_reviewers_agree_is_no_reviewer(tmp_path):
    for flag in ("Conflict", "Agreement?", "duplicate"):
        rows = wide(tmp_path, f"id,A,B,{flag}\n1,yes,no,yes\n2,no,no,no\n")
        assert {who for _, who, _, _, _ in rows} == {"A", "B"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "id,TiAb AA,FT AA,CC\n1,in,in,in\n",
            ("DECI-004", 1, "CC", "no stage"),
        ),
        (
            "id,AA include,AA decision\n1,in,in\n",
            ("DECI-003", 1, "AA include", "AA in several columns"),
        ),
    ],
)
def test_headings_that_do_not_tell_stage_or_reviewer_are_refused(tmp_path, text, problem):
    ((code, _, row, field, found),) = problems_of(
        decisions.read, written(tmp_path, "d.csv", text), stage="title"
    )
    assert (code, row, field, found) == problem


def test_an_answer_that_is_not_understood_matters_whatever_its_reviewer_is_called(tmp_path):
    file = written(tmp_path, "d.csv", "id,AB,CD\n1,in,in\n2,in,out\n3,so,in\n")
    assert problems_of(judgements.gather, [file]) == [("DECI-002", "d.csv", 4, "AB", '"so"')]


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


def test_stage_and_reviewer_that_are_said_nowhere_are_asked_for_both_at_once(tmp_path):
    file = written(tmp_path, "d.csv", "id,decision\n1,in\n")
    assert [found for *_, found in problems_of(decisions.read, file)] == ["no stage", "no reviewer"]
    assert said(decisions.read(file, stage="title", reviewer="AA")) == [("1", "AA", "title", "include")]


def test_a_list_of_what_was_kept_is_decided_in_one_way(tmp_path):
    file = written(tmp_path, "kept.csv", "id,title\n1,One\n2,Two\n")
    export = decisions.read(file, stage="title", reviewer="AA", decision="kept")
    assert said(export) == [("1", "AA", "title", "include"), ("2", "AA", "title", "include")]
    assert problems_of(decisions.read, file, decision="kept")[0][0] == "DECI-004"
    assert problems_of(decisions.read, file, stage="t", reviewer="A", decision="so") == [
        ("DECI-004", "--decision", None, None, '"so"')
    ]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 50, b"PK\x03\x04 workbook"])
@pytest.mark.parametrize(
    "reader", [decisions.read, covidence.read, asreview.read, lambda file: rayyan.read([file])]
)
def test_a_file_that_is_no_text_is_a_problem(tmp_path, reader, data):
    file = tmp_path / "d.csv"
    file.write_bytes(data)
    assert problems_of(reader, file)[0][0] == "IMPT-001"


@pytest.mark.parametrize("located", [True, False])
def test_a_decision_says_on_which_line_it_stands_unless_nobody_asks(located, tmp_path):
    file = written(tmp_path, "d.csv", "record_id,reviewer,decision\nR1,AA,include\nR2,AA,exclude\n")
    export = decisions.read(file, stage="title", located=located)
    assert export.decisions["locator"].fillna("").tolist() == (
        ["d.csv, line 2", "d.csv, line 3"] if located else ["", ""]
    )
