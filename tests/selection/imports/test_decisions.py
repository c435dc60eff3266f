"""Decisions as a plain table or list: long, wide, or what was kept."""

import pytest
from packages.decided import aside, problems_of, said, wide, written

from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import asreview, covidence, decision_rows, decisions, judgements, rayyan


def test_a_long_table_is_read_whatever_its_columns_are_called(tmp_path):
    text = (
        "Paper ID;Rater;Phase;Vote;Exclusion reason;Date;Attempt;Comments\r\n"
        "p1;AA;Title/Abstract;YES;;2024-03-01 10:30;1;ok\r\n"
        "p1;Consensus;Full text;No;Wrong population;2024-03-02;;\r\n"
        "p2;AA;title;;;;;\r\n"
        "\r\n"
    )
    export = decisions.read(written(tmp_path, "d.csv", text, "utf-16"))
    assert said(export, *decision_rows.ROW[:-1]) == [
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


def test_zero_excludes_unless_minus_one_does(tmp_path):
    two = decisions.read(written(tmp_path, "two.csv", "id,reviewer,decision\n1,A,1\n2,A,0\n"), stage="title")
    three = decisions.read(
        written(tmp_path, "three.csv", "id,reviewer,decision\n1,A,0\n2,A,-1\n"), stage="title"
    )
    assert (two.decisions["decision"].tolist(), three.decisions["decision"].tolist()) == (
        ["include", "exclude"],
        ["maybe", "exclude"],
    )


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("id,aa_vote,bb_vote\n1,1,1\n2,1,2\n3,2,2\n4,1,2\n5,1,2\n", ["aa_vote", "bb_vote"]),
        ("id,Anna,Ben\n1,yes,A\n2,no,B\n3,yes,B\n", ["Ben"]),
        ("id,KM,LO,PR,Consensus\n1,in,in,ja,in\n2,out,in,nein,in\n", ["PR"]),
        ("id,include?,comment\n1,A,x\n2,B,y\n", ["include?"]),
        ("id,Reviewer 1,Reviewer 2\n1,yes,3\n2,no,4\n", ["Reviewer 2"]),
        ("id,Excluded?\n1,yes\n2,no\n", ["Excluded?"]),  # a yes that is a no
        ("id,reviewer,decision\n1,A,in\n2,A,out\n3,A,parked\n4,A,parked\n", ["decision"]),
        ("id,reviewer,decision\n1,A,in\n2,A,to be talked about\n", ["decision"]),
        ("id,KM,LO,decision\n1,A,B,in\n2,B,B,out\n", ["KM", "LO"]),
    ],
    ids=[
        "heading",
        "names",
        "initials",
        "include?",
        "reviewers",
        "excluded?",
        "again",
        "half",
        "codes of initials",
    ],
)
def test_answers_whose_meaning_is_not_known_stop_the_reading_column_by_column(tmp_path, text, fields):
    file = written(tmp_path, "d.csv", text)
    reviewer = "AA" if "?" in text else None
    found = problems_of(decisions.read, file, stage="title", reviewer=reviewer)
    assert [(code, field) for code, _, _, field, _ in found] == [("DECI-002", field) for field in fields]


def test_words_that_are_named_win_over_ours_and_single_slips_are_set_aside(tmp_path):
    text = "id,AA decision,BB decision\n1,1,2\n2,2,3\n3,1,2\n"
    rows = wide(tmp_path, text, words="1=exclude,2=include,3=none")
    assert [row[3] for row in rows] == ["exclude", "include", "include", "exclude", "include"]
    text = "id,AA decision\n" + "".join(f"{n},in\n" for n in range(9)) + "9,inn\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="title")
    assert aside(export) == [(11, "9", "AA decision", "inn")]
    with pytest.raises(ReviewProblems, match="DECI-004"):
        decisions.read(written(tmp_path, "d.csv", text), stage="title", words="1=maybe so")


def test_a_yes_under_a_heading_of_exclusion_is_named_before_it_is_taken(tmp_path):
    text = "id,Exclude?\n1,yes\n2,no\n"
    rows = wide(tmp_path, text, reviewer="A", words="yes=exclude,no=include")
    assert [row[3] for row in rows] == ["exclude", "include"]


def test_what_a_program_writes_for_nothing_is_no_reason_and_no_note(tmp_path):
    export = decisions.read(
        written(tmp_path, "d.csv", "id,reviewer,decision,reason,note\n1,A,out,NA,None\n"), stage="title"
    )
    assert said(export, "decision", "reason", "note") == [("exclude", "", "")]


def test_phrases_name_what_comes_next_and_not_the_stage_at_which_somebody_decided(tmp_path):
    text = """id,stage,reviewer,decision
1,Title/abstract,A,Retain for full-text
2,Title/abstract,A,Not eligible for the review
3,Full text (second look),A,Included in meta-analysis
4,Full text,A,Include for full text
5,Screening (title and abstract),A,Exclude from review
"""
    export = decisions.read(written(tmp_path, "d.csv", text))
    assert said(export, "source_key", "stage", "decision") == [
        ("1", "title_abstract", "include"),
        ("2", "title_abstract", "exclude"),
        ("3", "full_text", "include"),
        ("5", "title_abstract", "exclude"),
    ]
    assert aside(export) == [(5, "4", "decision", "Include for full text")]


def test_whoever_settles_is_named(tmp_path):
    rows = decisions.read(written(tmp_path, "d.csv", "id,AA,BB,tk\n1,in,out,in\n"), stage="title").decisions
    settled = decisions.settled_by(rows, "TK", file="d.csv")
    assert settled["reviewer"].tolist() == ["AA", "BB", "consensus"]
    ((code, _, _, _, found),) = problems_of(decisions.settled_by, rows, "KT", file="d.csv")
    assert (code, found) == ("DECI-004", '--consensus "KT"')
    assert len(problems_of(decisions.settled_by, settled, "AA", file="d.csv")) == 1  # there is one already


def test_an_answer_that_is_not_understood_matters_whatever_its_reviewer_is_called(tmp_path):
    file = written(tmp_path, "d.csv", "id,AB,CD\n1,in,in\n2,in,out\n3,so,in\n")
    assert problems_of(judgements.gather, [file]) == [("DECI-002", "d.csv", 4, "AB", '"so"')]


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
