"""Scores that are published with the answers, and their units."""

import pytest
from packages.appraised import MIXED, QUAL, RCT, rated, read

from reviewbook.appraisal.imports import scores


def scored(
    *cells: str, heading: str = "score", unit: str = "", maximum: int | None = 5, screening: int = 2
) -> list[tuple]:
    found = scores.read(
        [(cell, unit) for cell in cells], heading=heading, maximum=maximum, screening=screening
    )
    return [(score.value, score.of, score.unit) for score in found]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("75%", (75, None, "percent")),
        ("75 %", (75, None, "percent")),
        ("66,7 %", (66.7, None, "percent")),
        ("80 per cent", (80, None, "percent")),
        ("3/4", (3, 4, "points")),
        ("3 of 4", (3, 4, "points")),
        ("3 out of 5", (3, 5, "points")),
        ("2.5/4", (2.5, 4, "points")),
        ("6/7 (86%)", (6, 7, "points")),
        ("75% (***)", (75, None, "percent")),
        ("High (4/5)", (4, 5, "points")),
        ("100 (5/5)", (5, 5, "points")),
        ("***", (3, None, "stars")),
        ("★★★", (3, None, "stars")),
        ("★★★☆", (3, 4, "stars")),
        ("⭐⭐", (2, None, "stars")),
        ("* *", (2, None, "stars")),
        ("3 stars", (3, None, "stars")),
        ("1 star", (1, None, "stars")),
        ("4*", (4, None, "stars")),
        ("High", (None, None, "words")),
        ("Tier 1", (None, None, "words")),
        ("25-50", (None, None, "words")),
        ("03-Apr", (None, None, "words")),
        ("-**", (None, None, "words")),
        ("75*", (None, None, "words")),
        ("3/0", (None, None, "words")),
    ],
)
def test_a_score_says_its_unit(cell, expected):
    assert scored(cell) == [expected]


def test_a_bare_number_is_read_from_its_whole_column():
    assert scored("4", "0", "5") == [(4, None, "points"), (0, None, "points"), (5, None, "points")]
    assert scored("75", "100", "0") == [(75, None, "percent"), (100, None, "percent"), (0, None, "percent")]
    assert scored("1.0", "0.6") == [(100, None, "percent"), (60, None, "percent")]
    assert scored("7", "6") == [(7, None, "points"), (6, None, "points")]  # with both screening questions
    assert scored("4", "15", "12") == [(None, None, "words")] * 3  # points of 15, or per cent: open
    assert scored("120") == [(None, None, "words")]
    assert scored("4", maximum=None) == [(None, None, "words")]
    assert scored("4", "4*") == [
        (4, None, "points"),
        (None, None, "words"),
    ]  # a star, or the mark of a footnote


def test_a_unit_beside_the_number_or_above_it_counts_before_the_column():
    assert scored("3", unit="stars") == [(3, None, "stars")]
    assert scored("3", unit="points_of_4") == [(3, 4, "points")]
    assert scored("3", heading="Score (out of 4)") == [(3, 4, "points")]
    assert scored("0.75", "1", heading="MMAT %") == [(75, None, "percent"), (100, None, "percent")]
    assert scored("1", heading="Percentage") == [(1, None, "percent")]
    assert scored("3/4", unit="percent") == [(3, 4, "points")]
    found = scores.read(
        [("3", ""), ("4", "stars"), ("5%", ""), ("Low", "")], heading="score", maximum=5, screening=2
    )
    assert [score.unit_from for score in found] == ["column", "unit column", "cell", ""]


@pytest.mark.parametrize(
    "heading",
    [
        "published_score",
        "Score",
        "Overall",
        "Overall_Rating",
        "MMAT score",
        "Total score (%)",
        "quality rating",
        "MMAT criteria satisfied",
    ],
)
def test_a_column_of_scores_has_many_names(heading):
    found = read(f"study,category,c1,{heading}\nA,RCT,Y,20%\n")
    assert rated(found) == [("A", "overall", 20.0, None, "percent")] and found.left == []


def test_scores_of_a_mixed_study_are_overall_unless_its_blocks_have_their_own():
    head = "study,category,component_of,c1,score\n"
    assert rated(read(head + "K,RCT,K,Y,\nK,QUAL,K,Y,\nK,mixed,K,Y,50%\n")) == [
        ("K", "overall", 50.0, None, "percent")
    ]
    assert rated(read(head + "K,RCT,K,Y,50%\nK,QUAL,K,Y,\nK,mixed,K,Y,\n")) == [
        ("K", "overall", 50.0, None, "percent")
    ]
    assert rated(read(head + "K,RCT,K,Y,50%\nK,QUAL,K,Y,50%\nK,mixed,K,Y,50%\n")) == [
        ("K", "overall", 50.0, None, "percent")
    ]
    assert [row[1] for row in rated(read(head + "K,RCT,K,Y,75%\nK,QUAL,K,Y,75%\nK,mixed,K,Y,\n"))] == [
        RCT,
        QUAL,
    ]
    assert [row[1:3] for row in rated(read(head + "K,RCT,K,Y,75%\nK,QUAL,K,Y,50%\nK,mixed,K,Y,50%\n"))] == [
        (RCT, 75.0),
        (QUAL, 50.0),
        (MIXED, 50.0),
    ]
