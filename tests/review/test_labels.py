"""Coded words as readers see them."""

import pytest

from reviewbook.review.dictionary import TABLES, schema
from reviewbook.review.labels import label


@pytest.mark.parametrize(
    ("coded", "shown"),
    [
        ("usual_worker", "Usual worker"),
        ("quantitative_nonrandomised", "Quantitative, non-randomised"),
        ("percent", "%"),
        ("", ""),
        (3, "3"),
        ("e-mail", "E-mail"),
    ],
)
def test_a_coded_word_is_said_without_underscores_and_begins_with_a_capital(coded, shown):
    assert label(coded) == shown


def test_no_value_of_a_schema_is_shown_with_an_underscore():
    values = {
        value
        for table in TABLES
        for field in schema(table)["fields"]
        for value in field.get("constraints", {}).get("enum", [])
    }
    assert len(values) > 50 and not [value for value in values if "_" in label(value)]
