"""Interventions by feature: what the title may say of ranges."""

import pandas as pd
import pytest

from reviewbook.interventions.drawing.fractions import finding, unit
from reviewbook.review.nouns import Nouns

APPS = Nouns("app", "apps")


def of(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["label", "low", "high", "n"])


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("A", 5, 5, 9), ("B", 3, 3, 9)], "A: 5 of 9 apps, more than any other feature"),
        ([("A", 5, 5, 9), ("B", 5, 5, 9)], "A and B: 5 of 9 apps each"),
        ([("A", 5, 5, 9), ("B", 3, 9, 9)], "A: at least 5 of 9 apps"),
        ([("A", 9, 9, 9), ("B", 3, 9, 9)], "A: in all 9 apps"),
        ([("A", 0, 9, 9), ("B", 0, 0, 9)], "Apps by feature"),
        ([(name, 2, 2, 9) for name in "ABCD"], "Apps by feature"),
        ([], "Apps by feature"),
    ],
)
def test_the_title_says_no_more_than_the_ranges_do(rows, says):
    assert finding(of(*rows), APPS) == says


def test_features_that_are_not_asked_of_all_are_said_to_be():
    assert unit(of(("A", 1, 1, 9), ("B", 1, 1, 4)), APPS).endswith(
        "fewer where a feature is not asked of all"
    )
