"""Names that no file can have on some system."""

import pytest

from reviewbook.review.names import LONGEST, unfit


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("CON", "Windows"),
        ("aux.2019", "Windows"),
        ("Lpt9", "Windows"),
        ("doe.", "point"),
        (".doe", "point"),
        ("..", "point"),
        ("a/b", "'/'"),
        ("a\\b", "'\\\\'"),
        ("a\nb", "sign"),
        ("what?", "'?'"),
        ("doe ", "blank"),
        ("", "blank"),
        ("x" * (LONGEST + 1), "101 characters"),
    ],
)
def test_a_name_that_some_system_refuses_is_told_with_the_reason(name, why):
    assert why in unfit(name)


@pytest.mark.parametrize(
    "name", ["Doe2019", "contact", "console.log", "com", "lpt10", "a.b-c_d", "Ü 1", "x" * 100]
)
def test_other_names_pass(name):
    assert unfit(name) == ""
