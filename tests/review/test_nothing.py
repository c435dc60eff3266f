"""The words for nothing: those that the schemas name, and no others."""

import pytest

from reviewbook.review.dictionary import TABLES, described, schema
from reviewbook.review.nothing import AS_CHARTED, NOT_APPLICABLE, NOT_REPORTED, NOTHING


def test_blank_not_reported_and_not_applicable_are_all_there_is():
    assert NOTHING == ("", NOT_REPORTED, NOT_APPLICABLE)


@pytest.mark.parametrize("table", TABLES)
def test_a_schema_names_no_other_word_for_nothing(table):
    named = {word for field in schema(table)["fields"] for word in field.get("missingValues", [])}
    assert named <= set(NOTHING)


def test_a_cell_that_may_stay_blank_may_hold_each_word_for_nothing():
    may, must = {"name": "year", "type": "integer"}, {"name": "id", "constraints": {"required": True}}
    made = described("reports", [may, must])
    assert made["fields"][0]["missingValues"] == ["", "not_reported", "not_applicable"]
    assert "missingValues" not in made["fields"][1] and made["missingValues"] == [""]


def test_no_column_of_a_schema_ends_as_the_companion_of_a_number_does():
    names = [field["name"] for table in TABLES for field in schema(table)["fields"]]
    assert [name for name in names if name.endswith(AS_CHARTED)] == []
