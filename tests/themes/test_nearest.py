"""The passage nearest to a quotation that departs, and the piece of it that does."""

import pytest
from packages.quotations import excerpts, told


def test_a_quotation_that_departs_is_told_with_the_place_and_the_nearest_passage():
    rows = excerpts(("Q1", "quotation", "We met every day and talked about goals."))
    assert told(rows) == [
        (
            "QUOT-001",
            "excerpts.csv",
            2,
            "text",
            '"We met every day and talked about goals."',
            '"... line. We met every week and talked about goals" (Doe2019.txt, line 2)',
        )
    ]


@pytest.mark.parametrize(
    ("quotation", "found_", "expected"),
    [
        ("First line … talked about gaols", '"... talked about gaols"', '"... week and talked about goals" (Doe2019.txt, line 2)'),
        (
            "We met, every week and talked",
            '"We met, every week and talked"',
            '"First line. We met every week and talked about ..." (Doe2019.txt, line 2)',
        ),
        ("We met (all of us) every day", None, None),
    ],
)  # fmt: skip
def test_the_piece_that_departs_is_shown_after_an_ellipsis_a_mark_or_a_bracket(quotation, found_, expected):
    ((code, _, _, _, piece, nearest),) = told(excerpts(("Q1", "quotation", quotation)))
    assert code == "QUOT-001"
    if found_:
        assert (piece, nearest) == (found_, expected)
    else:
        assert "day" in piece and "week" in nearest
