"""The number of a result in words."""

import pandas as pd
import pytest

from reviewbook.results.amounts import amount


@pytest.mark.parametrize(
    ("value", "charted", "unit", "said"),
    [
        (93.0, "93", "percent", "93 %"),
        (0.43, "0.43", "points", "0.43 points"),
        (-12.5, "-12.5", "points", "−12.5 points"),
        (12.0, "12", "for each response", "12 for each response"),
        (3.0, "+3", None, "3"),
        (3.0, "3", "not_applicable", "3"),
        (pd.NA, "not_reported", "points", "not_reported"),
        (None, None, "points", None),
        (pd.NA, "", "points", None),
    ],
)
def test_a_number_stands_as_precise_as_it_was_charted(value, charted, unit, said):
    assert amount({"value": value, "value_as_charted": charted, "unit": unit}) == said
