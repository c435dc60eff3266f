"""What the headings of a wide table say: stage, reviewer, and what stands below."""

import pytest

from reviewbook.files.headings import beside, heading, named_beside, spaced, told


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
        ("Final decision", "", "settled", ""),
        ("annaDecision", "", "decision", "anna"),
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
    assert beside("reason", headings["full text Ann"], headings) == "Ann reason"
    del headings["Ann reason"]
    assert beside("reason", headings["full text Ann"], headings) == "full text reason"
    assert beside("note", headings["full text Ann"], headings) is None


def test_words_are_told_apart_by_signs_and_capitals():
    assert spaced("anna_Decision-2") == "anna Decision 2" and spaced("aaInclude") == "aa Include"
