"""Remedies that help: what each says is done, and the problem is gone, and no other has come."""

import re

import pytest
from packages import BROKEN, SYNTHETIC, broken
from packages.repairs import REPAIRS
from packages.repairs_of_verbs import OF_VERBS, Place

from reviewbook.check import check, open_review
from reviewbook.cli import main
from reviewbook.review.dictionary import is_required, schema
from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import ReviewProblems, codes

# What a broken review has beside its own code (`test_check.FOUND`); a repair may leave it.
BESIDE = {
    "FLOW-004": {"FLOW-006"},
    "FLOW-017": {"FLOW-016"},
    "FLOW-018": {"FLOW-016"},
    "STUD-008": {"STUD-007"},
    "STUD-010": {"CITE-001"},
    "TABL-011": {"PACK-005"},
    "FLOW-014": {"TABL-012"},
    "PACK-002": {"IMPT-017"},  # another review's package does not say what was looked at of set_aside.csv
}
WAYS = [(code, at) for code, ways in sorted(REPAIRS.items()) for at in range(len(ways))]
WAYS_OF_VERBS = [(code, at) for code, ways in sorted(OF_VERBS.items()) for at in range(len(ways))]
# Codes that no command raises: the parameters of a notebook, tried below.
OF_NOTEBOOKS = {"PARA-001", "PARA-002", "PARA-003"}  # the last by test_parameters.py
# No test can give a machine more memory or space, or other permissions.
OF_THE_MACHINE = {"MACH-001", "MACH-002", "MACH-003", "MACH-005"}
# What they say is done with a real cluster: press/test_cluster.py.
OF_A_CLUSTER = {f"MANY-00{n}" for n in range(2, 7)}
CODE = re.compile(r"^([A-Z]{4}-\d{3})  ", flags=re.MULTILINE)
LONGEST = 300  # characters
# A remedy begins with what to do.
TO_DO = re.compile(
    "Add|Ask|Change|Chart|Close|Correct|Count|Delete|Export|Fill|Give|Go|Keep|List|Look|Move|Name|Put|Read|Rename|Run|Save|Say|Settle|"
    "Split|Take|Use|Write"
)
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
    "CONF-003": [("confidence", "relevance")],
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
        before = told(review) | BESIDE.get(code, set())
        assert code in before
    way.does(review)
    after = check(review)
    assert code not in {problem.code for problem in after}
    assert [str(problem) for problem in after if problem.code not in before] == []


def test_every_other_code_has_a_repair_of_its_verb():
    assert set(codes()) - set(REPAIRS) - set(OF_VERBS) == OF_NOTEBOOKS | OF_THE_MACHINE | OF_A_CLUSTER, (
        "write what the remedy says as a function in tests/packages/repairs_of_verbs.py"
    )


@pytest.mark.parametrize(("code", "at"), WAYS_OF_VERBS, ids=[f"{code}-{at}" for code, at in WAYS_OF_VERBS])
def test_a_remedy_of_a_verb_that_is_followed_lets_the_verb_go_on(code, at, tmp_path, capsys):
    way = OF_VERBS[code][at]
    assert way.words in codes()[code].remedy, "the repair follows words that the remedy does not have"
    said = []
    for arguments in way.steps(Place(tmp_path)):
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        said.append((status, set(CODE.findall(told.out + told.err))))
    (before, was), (after, now) = said
    stops = int(codes()[code].severity == "problem")
    assert (before, after) == (stops, 0) and code in was and now <= was - {code}, (said, told.out + told.err)


def test_parameters_of_a_notebook_can_be_set_as_the_remedies_say():
    for wrong, right in (({"subset": "nurse"}, {"subset": "coach"}), ({"min_rating": 9}, {"min_rating": 0})):
        with pytest.raises(ReviewProblems) as raised:
            open_review(SYNTHETIC, **wrong)
        assert {problem.code for problem in raised.value.problems} <= OF_NOTEBOOKS
        assert open_review(SYNTHETIC, **right).tables


@pytest.mark.parametrize("code", sorted({*REPAIRS, *OF_VERBS}))
def test_every_way_that_a_remedy_names_has_a_repair(code):
    # "a, or b" are two ways, each with a function of its own; "or" within one of them is not.
    ways = 1 + len(re.findall(r"(?<=[a-z.)\"`]), or (?!not_applicable)", codes()[code].remedy))
    assert len(REPAIRS.get(code, [])) + len(OF_VERBS.get(code, [])) >= ways


# --- what is said


@pytest.mark.parametrize("code", codes())
def test_a_remedy_is_a_short_sentence_that_says_what_to_do(code):
    remedy = codes()[code].remedy
    assert len(remedy) < LONGEST
    assert remedy.endswith(".") and not remedy.endswith("..")
    assert TO_DO.fullmatch(remedy.split()[0]), remedy


@pytest.mark.parametrize(
    "code", [code for code in codes() if any(word in codes()[code].remedy for word in NOTHING[1:])]
)
def test_a_remedy_names_a_word_for_nothing_only_where_the_column_takes_it(code, tmp_path):
    places = WORDS_GO_INTO.get(code) or [
        (problem.file.removesuffix(".csv"), problem.field)
        for problem in check(broken(code, tmp_path))
        if problem.code == code
    ]
    assert places
    for table, column in places:
        assert takes_a_word(table, column), (
            f"{table}.{column} takes no word for nothing, and {code} says to write one"
        )


def takes_a_word(table: str, column: str) -> bool:
    """Whether a cell may hold a word for nothing: it need not be filled, or is a text in which the word is said to stand."""
    (field,) = [field for field in schema(table)["fields"] if field["name"] == column]
    refers = [key for key in schema(table).get("foreignKeys", []) if key["fields"] == [column]]
    plain = (
        field["type"] == "string"
        and not refers
        and not {"enum", "pattern"} & set(field.get("constraints", {}))
    )
    return not is_required(field) or (plain and any(word in field["description"] for word in NOTHING[1:]))
