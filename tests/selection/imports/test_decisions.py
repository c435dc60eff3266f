"""Decisions as a plain table or list: long, wide, or what was kept."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.decided import aside, problems_of, said, wide, written

from reviewbook.files.wording import letters
from reviewbook.review.problems import ReviewProblems
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


def of_rows(export) -> list[tuple]:
    """The decisions of an export with the titles of the records that they are about."""
    titles = export.records["title"]
    return [(titles[of], decision) for of, decision in said(export, decisions.OF, "decision")]


CODED = """title,found_by_search,answer,id,ka_full_text_answer,mu_full_text_answer,final_answer
One,1,1,1,1,2,1
Two,1,1,2,2,2,2
Three,0,1,3,2,2,2
"""


def test_a_column_is_one_of_decisions_by_its_heading_whatever_it_holds(tmp_path):
    file = written(tmp_path, "d.csv", CODED)
    named = [
        ("DECI-002", "d.csv", None, "ka_full_text_answer", '"2" in 2 of 3 answers'),
        ("DECI-002", "d.csv", None, "mu_full_text_answer", '"2" in 3 of 3 answers'),
        ("DECI-002", "d.csv", None, "final_answer", '"2" in 2 of 3 answers'),
    ]
    assert problems_of(decisions.read, file, stage="full_text") == named
    assert problems_of(judgements.gather, [file]) == named


def test_a_column_that_does_not_name_the_stage_of_the_others_is_left_and_settles_nothing(tmp_path):
    export = decisions.read(written(tmp_path, "d.csv", CODED), stage="full_text", words="1=include,2=exclude")
    assert said(export, "source_key", "reviewer", "decision")[:3] == [
        ("1", "ka", "include"),
        ("1", "mu", "exclude"),
        ("1", "consensus", "include"),
    ]
    assert set(export.left) == {"found_by_search", "answer"}
    earlier = "id,decision,full text AB,full text CD\n1,yes,yes,no\n"
    assert [who for _, who, *_ in wide(tmp_path, earlier, stage="full text")] == ["AB", "CD"]
    text = "id,title abstract decision,full text AB,full text CD\n1,yes,yes,no\n"
    assert [who for _, who, *_ in wide(tmp_path, text, stage="full text")] == ["AB", "CD"]
    text = "id,title inclusion,abstract inclusion,final inclusion\n1,yes,yes,no\n"
    last = wide(tmp_path, text, stage="full text", reviewer="A")[-1]
    assert last[1:4] == ("A", "full_text", "exclude")
    both = wide(tmp_path, "id,title abstract decision,full text decision\n1,yes,no\n", reviewer="AB")
    assert [row[1:4] for row in both] == [("AB", "title_abstract", "include"), ("AB", "full_text", "exclude")]


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


@pytest.mark.parametrize(
    ("header", "decision", "reason"),
    [
        ("screening_decision,screening_reason,auto_reason", 0, 1),
        ("auto_reason,vote,reason", 1, 2),
        ("decision_ab,x,reason_ab", 0, 2),
        ("first screening decision,exclusion reason first screening,y", 0, 1),
        ("Selected,x,Reason not selected", 0, 2),
        ("comment,Verdict,Reason for verdict", 1, 2),
    ],
)
def test_the_companion_of_a_column_of_decisions_belongs_to_it(tmp_path, header, decision, reason):
    cells = ["first", "second", "third"]
    cells[decision] = "no"
    rows = wide(tmp_path, f"id,{header}\n1,{','.join(cells)}\n", reviewer="AB")
    assert rows == [("1", "AB", "title", "exclude", cells[reason])]


def test_a_reason_that_another_column_s_exclusion_has_is_not_set_aside(tmp_path):
    text = "id,Include (title),Include (full text),Exclusion reason\n1,Yes,No,animals\n2,Yes,Yes,animals\n"
    export = decisions.read(written(tmp_path, "d.csv", text), reviewer="A")
    assert said(export, "source_key", "decision", "reason")[1] == ("1", "exclude", "animals")
    assert aside(export) == [(3, "2", "Exclusion reason", "animals")]


def test_yes_and_no_beside_a_decision_are_no_reviewers_until_headings_say_so(tmp_path):
    for names in ("English,Empirical", "open access,peer reviewed"):
        file = written(tmp_path, "d.csv", f"id,{names},decision\n1,yes,no,yes\n2,no,no,no\n")
        ((code, _, _, _, found),) = problems_of(decisions.read, file, stage="title")
        assert (code, found[:23]) == ("DECI-004", 'no reviewer of "decisio')
        assert said(decisions.read(file, stage="title", reviewer="A"), "reviewer", "decision") == [
            ("A", "include"),
            ("A", "exclude"),
        ]
        assert judgements.gather([file, written(tmp_path, "e.csv", "id,decision\n1,yes\n")])[0][
            "reviewer"
        ].tolist() == ["d", "d", "e"]
    rows = wide(tmp_path, "id,KM vote,LO vote,decision\n1,yes,no,yes\n")
    assert [row[1] for row in rows] == ["KM", "LO", "consensus"]


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
        (4, decisions.ANOTHER),
        (5, decisions.SEVERAL),
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
    decided = dict(zip(export.decisions["locator"], export.decisions[decisions.OF], strict=True))
    lost = {piece.line for piece in export.set_aside if piece.why != decisions.ANOTHER}
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
