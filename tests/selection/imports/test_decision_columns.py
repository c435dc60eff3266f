"""Columns of decisions: known by their headings, with whose they are, at which stage, and what belongs to them."""

import pytest
from packages.decided import aside, problems_of, said, wide, written

from reviewbook.selection.imports import decisions, judgements


def test_a_decision_beside_reviewers_columns_is_what_they_settled_on(tmp_path):
    export = decisions.read(written(tmp_path, "d.csv", "id,A,B,decision\n1,in,out,in\n"), stage="title")
    assert said(export, "reviewer", "decision") == [
        ("A", "include"),
        ("B", "exclude"),
        ("consensus", "include"),
    ]


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
        (
            "id,title vote,AA,BB,Agreed\n1,in,in,out,out\n",
            ("DECI-003", 1, "title vote", "consensus in several columns"),
        ),
    ],
)
def test_headings_that_do_not_tell_stage_or_reviewer_are_refused(tmp_path, text, problem):
    ((code, _, row, field, found),) = problems_of(
        decisions.read, written(tmp_path, "d.csv", text), stage="title"
    )
    assert (code, row, field, found) == problem


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
    text = "id,abstract_vote,AB,CD,Agreed\n1,include,include,exclude,exclude\n"
    export = decisions.read(written(tmp_path, "d.csv", text), stage="full text")
    assert said(export, "reviewer", "stage", "decision") == [
        ("AB", "full_text", "include"),
        ("CD", "full_text", "exclude"),
        ("consensus", "full_text", "exclude"),
    ]
    assert set(export.left) == {"abstract_vote"}
    text = "id,title inclusion,abstract inclusion,final inclusion\n1,yes,yes,no\n"
    last = wide(tmp_path, text, stage="full text", reviewer="A")[-1]
    assert last[1:4] == ("A", "full_text", "exclude")
    rows = wide(tmp_path, "id,include?,final,Agreed\n1,in,out,yes\n2,out,,no\n", reviewer="AB")
    assert [row[:4] for row in rows] == [
        ("1", "AB", "title", "include"),
        ("1", "consensus", "title", "exclude"),
        ("2", "AB", "title", "exclude"),
    ]
    both = wide(tmp_path, "id,title abstract decision,full text decision\n1,yes,no\n", reviewer="AB")
    assert [row[1:4] for row in both] == [("AB", "title_abstract", "include"), ("AB", "full_text", "exclude")]


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
