"""How a tool is said."""

import pytest

from reviewbook.appraisal import tool_words
from reviewbook.appraisal.instruments import instrument


@pytest.mark.parametrize(
    ("name", "asked", "rule"),
    [
        (
            "mmat-2011",
            19,
            "one point for each criterion that is met, of 4; the lowest block where several are asked",
        ),
        ("jbi-rct", 13, "no overall rating"),
        ("casp-cohort", 12, "no overall rating"),
        (
            "robins-i",
            7,
            "the judgement of the worst domain; open where one has no information, unless another has serious risk or worse",
        ),
    ],
)
def test_a_tool_says_how_many_questions_it_has_and_how_it_rates(name, asked, rule):
    assert (tool_words.asked(instrument(name)), tool_words.rule(instrument(name))) == (asked, rule)


def test_a_tool_without_a_rating_says_so_and_that_a_count_is_none():
    assert tool_words.said(instrument("jbi-qualitative")) == [
        "It is for qualitative research.",
        "It asks 10 questions; the answers are: yes, no, unclear, not applicable.",
        "It gives no overall rating.",
        "JBI gives no score, and a count of the answers yes is none: read them one by one.",
    ]
