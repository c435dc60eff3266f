"""How the printed numbers end, as bars."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC
from packages.reading import told
from packages.reviews import only

from reviewbook.claims.drawing import outcomes

REVIEW = OPENED[SYNTHETIC]


def checked(*rows: tuple[str | None, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["kind", "verdict"]).astype("string")
    return table.assign(printed_as=pd.array([None] * len(table), dtype="string"))


def test_independent_checks_are_told_by_verdict_and_all_else_apart():
    drawn = outcomes.outcomes(REVIEW).data
    assert "2 of 4 numbers that can be checked independently hold; 1 differs" in drawn
    assert "6 printed numbers and 1 statement that amounts to one, by how the check of each ends" in drawn
    assert told(drawn) == ["Hold: 2; Differ: 1; Cannot be decided: 1; No independent check: 3."]


def test_where_no_kinds_are_judged_every_number_has_its_verdict():
    blank = REVIEW.claims.assign(kind=REVIEW.claims["kind"].mask(REVIEW.claims["kind"].notna()))
    drawn = outcomes.outcomes(only(REVIEW, claims=blank)).data
    assert "4 of 7 numbers hold; 1 differs" in drawn
    assert told(drawn) == ["Hold: 4; Differ: 1; Cannot be decided: 2."]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (checked(("input", "holds")), "No printed number can be checked independently"),
        (
            checked(("independent", "holds")),
            "1 of 1 number that can be checked independently holds; none differ",
        ),
        (checked((None, "differs"), (None, "differs")), "0 of 2 numbers hold; 2 differ"),
    ],
)
def test_the_title_says_what_the_checks_come_to(table, says):
    assert outcomes.finding(table) == says


def test_what_is_checked_is_named_by_how_it_is_printed():
    table = checked(("input", "holds"), ("input", "holds"))
    assert outcomes.what(table) == "2 printed numbers"
    stated = table.assign(printed_as="statement")
    assert outcomes.what(stated) == "2 statements that amount to one"
