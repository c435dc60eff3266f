"""Remedies that help: what each says is done, and the problem is gone, and no other has come."""

import re

import pytest
from packages import BROKEN, broken
from packages.repairs import REPAIRS

from reviewbook.check import check
from reviewbook.review.dictionary import is_required, schema
from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import codes

# What a broken review has beside its own code (`test_check.FOUND`); a repair may leave it.
BESIDE = {"FLOW-004": {"FLOW-006"}, "STUD-008": {"STUD-007"}, "STUD-010": {"CITE-001"}, "TABL-011": {"PACK-005"}}
WAYS = [(code, at) for code, ways in sorted(REPAIRS.items()) for at in range(len(ways))]
LONGEST = 300  # characters
# A remedy begins with what to do.
TO_DO = """Add Ask Chart Correct Count Export Fill Give Keep List Look Name Put Read Rename Run Save Say Take Use Write Change Move""".split()
# The column that a remedy's word for nothing goes into, where the code is told of another place or of several.
WORDS_GO_INTO = {
    "FLOW-002": [("flow", "n")],
    "FLOW-009": [("flow", "n")],
    "IMPT-008": [("feature_values", "evidence")],
    "INTV-001": [("feature_values", "evidence")],
    "INTV-002": [("tidier", "text")],
    "THEM-005": [("excerpts", "start"), ("excerpts", "end")],
    "QUOT-005": [("excerpts", "start"), ("excerpts", "end")],
    "DEDU-004": [("records", "duplicate_of")],
}


def told(review) -> set[str]:
    return {problem.code for problem in check(review)}


# --- what is done


def test_every_code_that_check_can_raise_has_a_repair():
    assert {folder.name for folder in BROKEN.iterdir()} - set(REPAIRS) == set(), (
        "write what the remedy says as a function in tests/packages/repairs.py"
    )
    assert set(REPAIRS) <= set(codes())


@pytest.mark.parametrize(("code", "at"), WAYS, ids=[f"{code}-{at}" for code, at in WAYS])
def test_a_remedy_that_is_followed_ends_its_problem_and_brings_no_other(code, at, tmp_path):
    way = REPAIRS[code][at]
    assert way.words in codes()[code].remedy, "the repair follows words that the remedy does not have"
    review = broken(code, tmp_path)
    before = {code} | BESIDE.get(code, set())  # as test_check.py proves
    if way.given:
        way.given(review)
        before = told(review)
        assert code in before
    way.does(review)
    after = check(review)
    assert code not in {problem.code for problem in after}
    assert [str(problem) for problem in after if problem.code not in before] == []


@pytest.mark.parametrize("code", sorted(REPAIRS))
def test_every_way_that_a_remedy_names_has_a_repair(code):
    # "a, or b" are two ways, each with a function of its own; "or" within one of them is not.
    ways = 1 + len(re.findall(r"(?<=[a-z.)\"`]), or (?!not_applicable)", codes()[code].remedy))
    assert len(REPAIRS[code]) >= ways


# --- what is said


@pytest.mark.parametrize("code", codes())
def test_a_remedy_is_a_short_sentence_that_says_what_to_do(code):
    remedy = codes()[code].remedy
    assert len(remedy) < LONGEST
    assert remedy.endswith(".") and not remedy.endswith("..")
    assert remedy.split()[0] in TO_DO, remedy


@pytest.mark.parametrize("code", [code for code in codes() if any(word in codes()[code].remedy for word in NOTHING[1:])])
def test_a_remedy_names_a_word_for_nothing_only_where_the_column_takes_it(code, tmp_path):
    places = WORDS_GO_INTO.get(code) or [
        (problem.file.removesuffix(".csv"), problem.field)
        for problem in check(broken(code, tmp_path))
        if problem.code == code
    ]
    assert places
    for table, column in places:
        (field,) = [field for field in schema(table)["fields"] if field["name"] == column]
        assert not is_required(field), f"{table}.{column} must be filled in, and {code} says to write a word for nothing"
