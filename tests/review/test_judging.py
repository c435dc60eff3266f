"""Judging cells: what is judged without Frictionless is judged as Frictionless does, and it is loaded for nothing else."""

import subprocess
import sys

import pytest
from frictionless import Schema
from hypothesis import example, given
from hypothesis import strategies as st
from packages import SYNTHETIC, WILLIAMS
from packages.examples import examples

from reviewbook.review import judging
from reviewbook.review.dictionary import TABLES, columns, described, schema
from reviewbook.review.nothing import NOTHING

FIELDS = [(table, field) for table in TABLES for field in schema(table)["fields"]]
ODD = ["", *NOTHING, " ", "a", "A1", "a_b", "a\n", "2019", "2019-02-31", "1", "01", "+5", "-1", "5.", ".5", "1.50", "0.0", "1e3",
       "101", "99999", "9" * 15, "9" * 16, "1_0", "１", "NaN", "inf", "1,5", "<=20", "yes", "points_of_4", "é", "x" * 300]  # fmt: skip
words = st.one_of(st.sampled_from(ODD), st.text(max_size=6), st.from_regex(r"[+-]?[0-9]{1,4}(\.[0-9]{1,2})?"))


def by_frictionless(table: str, field: dict, cells: list[str]) -> tuple[list, dict]:
    """What its own reader of cells says: the values, and the rules that are broken by the number of the cell."""
    (own,) = (
        one
        for one in Schema.from_descriptor(described(table, [field]), allow_invalid=True).fields
        if one.name == field["name"]
    )
    read = own.create_cell_reader()
    told = [read(cell) for cell in cells]
    return [value for value, _ in told], {code: list(notes) for code, (_, notes) in enumerate(told) if notes}


def allowed(field: dict) -> list[str]:
    return list(map(str, field.get("constraints", {}).get("enum", [])))


@examples(300)
@given(st.sampled_from(FIELDS), st.lists(words, max_size=4), st.data())
@example(("reports", {"name": "n", "type": "string", "constraints": {"pattern": ""}}), ["a"], None)
@example(("reports", {"name": "n", "type": "string", "constraints": {"enum": []}}), ["a"], None)
@example(("reports", {"name": "n", "type": "integer", "constraints": {"maximum": 7}}), ["7", "8"], None)
@example(("reports", {"name": "n", "type": "number", "constraints": {"minimum": 7}}), ["7", "6.9"], None)
@example(("reports", {"name": "n", "type": "number", "constraints": {"minimum": 0.5}}), ["0.2"], None)
@example(("reports", {"name": "n", "type": "number", "constraints": {"maximum": "7"}}), ["8"], None)
@example(("reports", {"name": "n", "type": "integer", "constraints": {"enum": [1]}}), ["2"], None)
@example(
    ("reports", {"name": "n", "type": "string", "missingValues": ["-"], "constraints": {"required": True}}),
    ["-"],
    None,
)
@example(("reports", {"name": "n", "type": "string", "format": "email"}), ["a"], None)
@example(("reports", {"name": "n", "type": "string", "constraints": {"maxLength": 1}}), ["ab"], None)
@example(("reports", {"name": "n", "type": "number", "decimalChar": ","}), ["1.5"], None)
@example(("reports", {"name": "n", "type": "date"}), ["2019"], None)
@example(("reports", {"name": "n"}), ["a"], None)
def test_what_is_judged_without_frictionless_is_judged_as_frictionless_does(at, cells, data):
    table, field = at
    if data and (known := allowed(field)):
        cells = cells + data.draw(st.lists(st.sampled_from(known), max_size=3))
    found = judging.plainly(field, cells)
    if found is not None:
        assert (found.values, found.wrong) == by_frictionless(table, field, cells)
        assert found.nothing == [code for code, value in enumerate(found.values) if value is None]
        assert [type(value) for value in found.values] == [
            type(value) for value in by_frictionless(table, field, cells)[0]
        ]


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ({"name": "n", "type": "string"}, ["a", "", "not_reported"]),
        ({"name": "n", "type": "string", "title": "N", "constraints": {"required": True}}, ["a", ""]),
        ({"name": "n", "type": "string", "constraints": {"enum": ["a", "b"]}}, ["b", "a", "not_applicable"]),
        ({"name": "n", "type": "string", "constraints": {"pattern": "[a-z]+"}}, ["a", "b", ""]),
        ({"name": "n", "type": "integer", "constraints": {"minimum": 1}}, ["1", "02", "not_reported"]),
        ({"name": "n", "type": "number", "constraints": {"maximum": 100}}, ["100", "0.5", ""]),
        ({"name": "n", "type": "integer", "missingValues": ["", "-"]}, ["100", "not_reported", ""]),
    ],
)
def test_a_column_that_is_right_or_blank_needs_no_frictionless(field, cells):
    found = judging.plainly(field, cells)
    assert found is not None
    assert (found.values, found.wrong) == by_frictionless("reports", field, cells)


@pytest.mark.parametrize(
    "field",
    [
        {"name": "n", "type": "colour"},
        {"name": "n", "type": "string", "title": 5},
        {"name": "n", "type": "string", "constraints": {"required": "yes"}},
        {"name": "n", "type": "integer", "constraints": {"pattern": "1"}},
        {"name": "n", "type": "string", "constraints": {"pattern": "("}},
        {"name": "n", "type": "string", "constraints": {"pattern": 1}},
        {"name": "n", "type": "string", "constraints": {"enum": "1"}},
        {"name": "n", "type": "date", "constraints": {"minimum": 2}},
        {"name": "n", "type": "integer", "constraints": {"maximum": "many"}},
    ],
)
def test_a_column_that_frictionless_does_not_know_is_told(field):
    with pytest.raises(judging.UnknownField):
        judging.judged("reports", {"n": field}, {"n": ["1"]})


def test_one_wrong_column_of_a_table_is_judged_by_frictionless_and_the_others_are_as_they_were():
    fields = columns("reports", {})
    cells = {name: ["not_reported"] for name in fields} | {"year": ["2019", "MMXX", "1"]}
    told = judging.judged("reports", fields, cells)
    assert list(told) == list(fields)
    assert told["year"].wrong == {1: ["type"], 2: ["minimum"]}
    assert told["doi"] == judging.plainly(fields["doi"], ["not_reported"])


@pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=lambda path: path.name)
def test_a_review_whose_tables_are_sound_is_read_without_frictionless(review):
    code = "import sys; from reviewbook.review.reading import read; read(sys.argv[1]); print('frictionless' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(review)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
