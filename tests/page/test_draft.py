"""In a draft, what cannot be shown says so in its place; outside drafts, it fails as it should."""

import pytest
from packages import OPENED, SYNTHETIC

from reviewbook.claims.verdicts import QueryFailed
from reviewbook.page.draft import attempt, in_place_of, numbers_of, why
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.usable import DRAFT

REVIEW = OPENED[SYNTHETIC]
WRONG = ReviewProblems([Problem("FLOW-012", "flow.csv", "x", "y"), Problem("FLOW-001", "flow.csv", "1", "2")])


@pytest.fixture
def draft(monkeypatch):
    monkeypatch.setenv(DRAFT, "1")


def failing(error: Exception):
    def show(review, part="all"):
        """Shows."""
        if len(review.reports) or part == "nothing":
            raise error
        return {"n": 0, "answer": "None."}

    return show


@pytest.mark.parametrize("wrap", [in_place_of, numbers_of])
@pytest.mark.parametrize("error", [TypeError("NA"), WRONG])
def test_outside_drafts_a_failure_is_a_failure(wrap, error):
    with pytest.raises(type(error)):
        wrap(failing(error))(REVIEW)
    with pytest.raises(type(error)):
        attempt("The page", lambda: failing(error)(REVIEW), [], otherwise="")


def test_a_wrapped_call_is_the_call_itself():
    assert in_place_of(failing(WRONG)).__doc__ == "Shows."
    assert in_place_of(lambda review, part="all": part)(REVIEW, part="some") == "some"


def test_a_problem_is_told_in_its_place_with_its_code(draft):
    said = in_place_of(failing(WRONG))(REVIEW).data
    assert (
        "This is not shown in this draft: FLOW-012, flow.csv: found x, expected y (and 1 more)."
        in said.replace("\\", "")
    )
    assert "{doc}`/book/open-points`" in said and "rb-open" in said
    refused = in_place_of(failing(QueryFailed("CLAI-002", '"no such column"')))(REVIEW).data
    assert 'not shown in this draft: CLAI-002, "no such column".' in refused.replace("\\", "")


def test_what_no_check_foresaw_is_told_with_its_kind_and_no_address_in_memory(draft):
    said = in_place_of(failing(TypeError("no <object at 0x7f0012ab> for\n`x`")))(REVIEW).data
    assert "This could not be drawn: TypeError: no <object at 0x…> for `x`." in said.replace("\\", "")
    assert "0x7f" not in said


def test_numbers_that_cannot_be_worked_out_keep_their_names(draft):
    values = numbers_of(failing(KeyError("role")))(REVIEW)
    assert values == {
        "n": "not shown in this draft",
        "answer": "This could not be drawn: KeyError: 'role'.",
    }
    with pytest.raises(KeyError):  # not even of nothing: that is no matter of the tables
        numbers_of(failing(KeyError("role")))(REVIEW, part="nothing")


def test_an_attempt_gives_what_is_made_or_says_why_not(draft):
    told: list[str] = []
    assert attempt("The page", lambda: "made", told, otherwise="") == "made" and told == []
    assert attempt("The page", lambda: failing(WRONG)(REVIEW), told, otherwise="-") == "-"
    assert attempt("The file", lambda: 1 / 0, told, otherwise=0) == 0
    assert told == [
        "The page is not shown in this draft: FLOW-012, flow.csv: found x, expected y (and 1 more)",
        "The file could not be drawn: ZeroDivisionError: division by zero",
    ]


def test_an_interrupt_is_never_caught(draft):
    def stopped(review):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_place_of(stopped)(REVIEW)


def test_a_long_reason_is_cut():
    assert len(why(ValueError("x" * 5000))) < 400
