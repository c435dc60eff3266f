"""The dictionary of tables: the columns of a schema, and the author's own beside them."""

import json

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, only
from packages.folders import add_column, declare, structural

from reviewbook.review.reading import read


def test_the_authors_own_column_is_read_in_its_type():
    studies = OPENED[SYNTHETIC].studies
    assert studies["follow_up_weeks"].tolist() == [26, 52, pd.NA, 12]
    assert studies["follow_up_weeks_as_charted"].tolist() == ["26", "52", "not_reported", "12"]


@pytest.mark.parametrize(
    ("declared", "cells", "expected"),
    [
        ({"type": "integer"}, ("1", "x"), [("TABL-006", 3, '"x"', "an integer or not_reported")]),
        ({"type": "number"}, ("1", "NaN"), [("TABL-006", 3, '"NaN"', "a number or not_reported")]),
        ({"type": "boolean"}, ("true", "maybe"), [("TABL-006", 3, '"maybe"', "a boolean or not_reported")]),
        (
            {"type": "string", "constraints": {"minLength": 3}},
            ("abc", "a"),
            [("TABL-008", 3, '"a"', "minLength 3, not_reported, not_available or not_applicable")],
        ),
        (
            {"type": "string", "constraints": {"unique": True}},
            ("a", "a"),
            [("TABL-009", 3, '"a" again', "a value once")],
        ),
        (
            {"type": "integer", "constraints": {"enum": [1, 2]}},
            ("1", "3"),
            [("TABL-007", 3, '"3"', "one of 1, 2, not_reported, not_available or not_applicable")],
        ),
        (
            {"type": "string", "constraints": {"required": True}},
            ("a", ""),
            [("TABL-005", 3, "nothing", "a value")],
        ),
        ({}, ("anything", "goes"), []),
    ],
)
def test_the_authors_own_column_is_checked_as_declared(declared, cells, expected, tmp_path):
    folder = only("editions", to=tmp_path)
    declare(folder, "editions", {"name": "own"} | declared)
    add_column(folder, "editions", "own", *cells)
    assert [(p.code, p.row, p.found, p.expected) for p in read(folder)[1]] == expected
    assert [p.field for p in read(folder)[1]] == ["own"] * len(expected)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"type": "mood"}, "mood"),
        ({"type": "integer", "constraints": {"tallest": 3}}, "tallest"),
        ({"constraints": None}, ""),
    ],
)
def test_an_authors_column_declared_in_a_way_that_does_not_exist_is_named(wrong, says, tmp_path):
    folder = only("editions", to=tmp_path)
    declare(folder, "editions", {"name": "own"} | wrong)
    add_column(folder, "editions", "own", "good", "bad")
    ((code, file, _, _, found),) = structural(folder)
    assert (code, file) == ("PACK-002", "datapackage.json")
    assert says in found


@pytest.mark.parametrize(
    "resources",
    [
        None,
        {},
        "x",
        ["x"],
        [{"name": ["studies"]}],
        [{"name": "studies"}],
        [{"name": "studies", "schema": "s.json"}],
        [{"name": "studies", "schema": {"fields": 5}}],
        [{"name": "studies", "schema": {"fields": ["follow_up_weeks", {"name": ["follow_up_weeks"]}]}}],
    ],
)
def test_resources_written_in_another_way_declare_nothing(resources, tmp_path):
    folder = only("studies", "interventions", to=tmp_path)
    file = folder / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"resources": resources}), "utf-8")
    found = [problem for problem in structural(folder) if problem[0] not in ("PACK-005", "PACK-007")]
    assert found == [("TABL-003", "studies.csv", 1, "follow_up_weeks", "an undeclared column")]


def test_a_table_that_the_package_does_not_list_is_named_where_it_lists_others(tmp_path):
    folder = only("editions", "flow", to=tmp_path)
    file = folder / "datapackage.json"
    package = json.loads(file.read_text("utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] != "editions"]
    file.write_text(json.dumps(package), "utf-8")
    assert structural(folder) == [("PACK-005", "datapackage.json", None, None, 'no resource "editions"')]
