"""Patterns of authors: they mean what Python means by them, whatever is written, and none takes longer than a moment."""

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import only

from reviewbook.review import patterns
from reviewbook.review.dictionary import TABLES, schema
from reviewbook.review.reading import read

PIECES = st.sampled_from(
    [
        r"\w",
        r"\d",
        r"\s",
        r"\W",
        r"\D",
        "[a-c]",
        "[^x]",
        r"[\w-]",
        r"[]\d]",
        r"[\]\w]",
        "a",
        "é",
        ".",
        "(a|b)",
    ]
)
TIMES = st.sampled_from(["", "?", "+", "*", "{1,2}"])


@pytest.fixture
def folder(tmp_path):
    """A review with one table that has a column of the author's own, of two cells."""
    return only("editions", to=tmp_path)


def with_own(folder, pattern: object, *cells: str, **rules: object):
    """What is told of the review, its own column with this pattern and these cells: code, row, field and what was found."""
    file = folder / "datapackage.json"
    package = json.loads(file.read_text("utf-8"))
    own = {"name": "site", "type": "string", "constraints": {"pattern": pattern} | rules}
    package["resources"][0]["schema"]["fields"].append(own)
    file.write_text(json.dumps(package), "utf-8")
    table = folder / "editions.csv"
    lines = table.read_text("utf-8").splitlines()
    added = zip(lines, ["site", *cells], strict=True)
    table.write_text("".join(f'{line},"{cell}"\n' for line, cell in added), "utf-8")
    return [(p.code, p.row, p.field, p.found) for p in read(folder)[1] if p.field != "licenses"]


@given(
    st.lists(st.tuples(PIECES, TIMES), min_size=1, max_size=4), st.lists(st.text("abcx1é-_ ٣]", max_size=5))
)
def test_a_pattern_means_what_it_means_in_python(pieces, cells):
    pattern = "".join(piece + times for piece, times in pieces)
    wanted = [re.compile(pattern).fullmatch(cell.strip()) is not None for cell in cells]
    assert patterns.fitting(pattern, cells) == wanted


def test_of_many_cells_each_has_its_own_answer():
    cells = [str(n) if n % 3 else f"x{n}" for n in range(200_000)]
    assert patterns.fitting(r"\d+", cells) == [bool(n % 3) for n in range(200_000)]


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(.*)*,x", ".*.*.*.*.*.*b", "a?" * 50 + "a" * 50])
def test_no_pattern_is_slow(pattern):
    began = time.perf_counter()
    assert patterns.unfit(pattern) == ""
    assert patterns.fitting(pattern, ["a" * 1_000_000]) == [False]
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("a" * 201, "201 characters"),
        (r"(a)\1", r"invalid escape sequence: \1"),
        ("(?=a)a", "invalid perl operator: (?="),
        ("(((a{99}){99}){99})", "invalid repetition size: {99}"),
        ("[", "missing ]: ["),
    ],
)
def test_a_pattern_that_cannot_be_matched_is_told_at_its_place_and_judges_no_cell(pattern, why, folder):
    assert patterns.unfit(pattern) == why
    place = "resources[0].schema.fields[5].constraints.pattern"
    found = with_own(folder, pattern, "aaaa", "b")
    assert [(code, field) for code, _, field, _ in found] == [("PACK-007", place)]
    assert found[0][3].endswith(f", {why}")


def test_a_cell_that_has_not_the_form_is_told_and_one_that_holds_nothing_is_not(folder):
    assert with_own(folder, r"[A-Z]\d+", "A12 ", "b7") == [("TABL-008", 3, "site", '"b7"')]


def test_an_optional_cell_may_be_blank_or_say_that_nothing_is_reported(folder):
    assert with_own(folder, r"[A-Z]\d+", "not_reported", "Not applicable") == [
        ("TABL-022", 3, "site", '"Not applicable", read as "not_applicable"')
    ]


def test_a_review_whose_pattern_never_ends_in_python_is_read_in_a_moment(folder):
    began = time.perf_counter()
    assert [code for code, *_ in with_own(folder, r"(\w+\s?)*!", "a" * 60, "one 2019!")] == ["TABL-008"]
    assert time.perf_counter() - began < 3


def test_patterns_of_the_library_and_of_other_types_stay_where_they_are():
    known = {
        "edition": {"name": "edition", "constraints": {"pattern": "a"}},
        "own": {"name": "own", "constraints": {"pattern": "b", "required": True}},
        "n": {"name": "n", "type": "integer", "constraints": {"pattern": "c"}},
        "odd": {"name": "odd", "constraints": {"pattern": 5}},
    }
    fields, found = patterns.own("editions", known)
    assert found == {"own": "b"}
    assert fields == known | {"own": {"name": "own", "constraints": {"required": True}}}


def test_what_a_form_of_the_library_asks_for_is_said_with_examples_that_have_it():
    for pattern, words in patterns.WORDS.items():
        examples = re.findall(r"\d{4}\S*?(?=,? |$)", words)
        assert len(examples) > 1 and all(re.fullmatch(pattern, one) for one in examples), words
    used = {
        field.get("constraints", {}).get("pattern") for table in TABLES for field in schema(table)["fields"]
    }
    assert set(patterns.WORDS) <= used
    assert patterns.worded("^x+$") == "the form ^x+$"
