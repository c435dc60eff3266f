"""What the headings of a wide table say: stage, reviewer, and what stands below."""

import pytest

from reviewbook.files.headings import beside, heading, is_of_decisions, named_beside, spaced, told


@pytest.mark.parametrize(
    ("name", "stage", "holds", "who"),
    [
        ("Anna", "", "", "Anna"),
        ("Reviewer 1", "", "", "Reviewer 1"),
        ("Full text - Reviewer 2 decision", "full_text", "decision", "Reviewer 2"),
        ("TiAb AA", "title_abstract", "", "AA"),
        ("title and abstract screening: Bo", "title_abstract", "", "Bo"),
        ("Stage 2 vote AA", "stage_2", "decision", "AA"),
        ("anna_reason", "", "reason", "anna"),
        ("AA comments", "", "note", "AA"),
        ("Consensus", "", "settled", ""),
        ("Consensus (TK)", "", "settled", ""),
        ("Full text final decision by TK", "full_text", "settled", ""),
        ("Vote (TK)", "", "decision", "TK"),
        ("Final decision", "", "settled", ""),
        ("annaDecision", "", "decision", "anna"),
        ("screening_decision", "", "decision", ""),
        ("Final screening status", "", "settled", ""),
        ("Decision by AA", "", "decision", "AA"),
        ("IS decision", "", "decision", "IS"),
    ],
)
def test_a_heading_is_taken_apart(name, stage, holds, who):
    found = heading(name)
    assert (found.stage, found.holds, found.who) == (stage, holds, who)


def test_an_abbreviation_of_a_stage_counts_where_two_headings_have_one():
    two = told(["TA Ann", "FT Ann"], judged=["TA Ann", "FT Ann"])
    assert [(one.stage, one.who) for one in two.values()] == [("title_abstract", "Ann"), ("full_text", "Ann")]
    one = told(["TA Smith", "Bob"], judged=["TA Smith", "Bob"])
    assert [(given.stage, given.who) for given in one.values()] == [("", "TA Smith"), ("", "Bob")]


def test_a_reviewer_may_be_named_beside_the_decision():
    headings = told(["Reviewer 1", "Decision 1"], judged=["Decision 1"])
    assert named_beside(headings["Decision 1"].who, headings, ["Decision 1"]) == "Reviewer 1"
    assert named_beside("2", headings, ["Decision 1"]) is None


def test_reasons_are_those_of_the_same_reviewer_or_else_of_the_stage():
    names = ["full text Ann", "Ann reason", "full text reason", "Bob reason"]
    headings = told(names, judged=names[:1])
    assert beside("reason", "full text Ann", headings) == "Ann reason"
    del headings["Ann reason"]
    assert beside("reason", "full text Ann", headings) == "full text reason"
    assert beside("note", "full text Ann", headings) is None
    names = ["Reviewer A", "Reason A", "Rater 2", "Reason (2)", "Reviewer", "reviewer reason"]
    headings = told(names, judged=names[::2])
    assert [beside("reason", name, headings) for name in names[::2]] == [
        "Reason A",
        "Reason (2)",
        "reviewer reason",
    ]


def test_a_companion_has_the_heading_of_its_decision_but_for_the_word_for_what_it_holds():
    names = ["auto_decision", "auto_reason", "screening_decision", "screening_reason", "Vote 2", "Comment 2"]
    headings = told(names, judged=names[::2])
    assert beside("reason", "screening_decision", headings) == "screening_reason"
    assert beside("note", "Vote 2", headings) == "Comment 2"
    assert beside("note", "screening_decision", headings) is None


@pytest.mark.parametrize(
    "name",
    [
        "Final",
        "include?",
        "aa_vote",
        "Agreed",
        "response",
        "Reviewer 2",
        "Final screening decision",
        "IS decision",
    ],
)
def test_a_heading_says_that_decisions_stand_below(name):
    assert is_of_decisions(name, heading(name))


@pytest.mark.parametrize(
    "name",
    [
        "from_searches",
        "auto_decision",
        "viewed",
        "inclusion criteria",
        "Decision date",
        "response rate",
        "Anna",
        "AA reason",
    ],
)
def test_a_heading_about_the_record_or_a_machine_says_no_such_thing(name):
    assert not is_of_decisions(name, heading(name))


def test_a_decision_that_moves_the_record_on_is_not_of_the_stage_that_it_moves_to():
    assert heading("Include for full text?")[:3] == ("", "", "decision")
    assert heading("Include at full text?")[:3] == ("full_text", "", "decision")


def test_words_are_told_apart_by_signs_and_capitals():
    assert spaced("anna_Decision-2") == "anna Decision 2" and spaced("aaInclude") == "aa Include"
