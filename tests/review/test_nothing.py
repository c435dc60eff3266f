"""The words for nothing: those that the schemas name, and no others."""

import re
from pathlib import Path

import pandas as pd
import pytest

import reviewbook
from reviewbook.review.dictionary import TABLES, described, schema
from reviewbook.review.labels import UNSAID
from reviewbook.review.nothing import (
    AS_CHARTED,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    NOT_REPORTED,
    NOTHING,
    given,
    is_given,
    written,
)

SRC = Path(reviewbook.__file__).parent
NUMBERS = pd.DataFrame(
    {
        "n": pd.array([3, None, None, None], dtype="Int64"),
        "n_as_charted": pd.array(["3", "not_available", "", None], dtype="string"),
    }
)


def test_blank_and_three_words_are_all_there_is():
    assert NOTHING == ("", NOT_REPORTED, NOT_AVAILABLE, NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("cell", "holds"),
    [
        ("x", True),
        (0, True),
        ("", False),
        (None, False),
        (pd.NA, False),
        *((word, False) for word in NOTHING),
    ],
)
def test_a_cell_holds_a_value_or_a_word_for_nothing(cell, holds):
    assert is_given(cell) is holds
    assert given(pd.Series([cell], dtype="object")).tolist() == [holds]


def test_of_a_number_that_is_not_there_the_cell_tells_which_kind_of_nothing_it_is():
    assert written(NUMBERS, "n").tolist() == ["", "not_available", "", ""]
    assert written(NUMBERS[["n"]], "n").tolist() == ["", "", "", ""]


def test_no_module_but_one_lists_the_words_for_nothing():
    pair = re.compile(
        r"NOT_REPORTED, *NOT_APPLICABLE|NOT_APPLICABLE, *NOT_REPORTED|[\"']not_reported[\"'], *[\"']not_applicable"
    )
    lists = [
        f"{file.relative_to(SRC)}: {line.strip()}"
        for file in sorted(SRC.rglob("*.py"))
        if file.name != "nothing.py"
        for line in file.read_text("utf-8").splitlines()
        if pair.search(line) and "import" not in line
    ]
    assert lists == [], "use WORDS or NOTHING of review/nothing.py"
    assert set(UNSAID) == {*NOTHING, "not_charted"}


@pytest.mark.parametrize("table", TABLES)
def test_a_schema_names_no_other_word_for_nothing(table):
    named = {word for field in schema(table)["fields"] for word in field.get("missingValues", [])}
    assert named <= set(NOTHING)


def test_a_cell_that_may_stay_blank_may_hold_each_word_for_nothing():
    may, must = {"name": "year", "type": "integer"}, {"name": "id", "constraints": {"required": True}}
    made = described("reports", [may, must])
    assert made["fields"][0]["missingValues"] == ["", "not_reported", "not_available", "not_applicable"]
    assert "missingValues" not in made["fields"][1] and made["missingValues"] == [""]


def test_no_column_of_a_schema_ends_as_the_companion_of_a_number_does():
    names = [field["name"] for table in TABLES for field in schema(table)["fields"]]
    assert [name for name in names if name.endswith(AS_CHARTED)] == []
