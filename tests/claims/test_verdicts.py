"""Printed numbers: holds, differs or cannot be checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC, WILLIAMS, copied, set_cell, table
from packages.claims import tables_of

from reviewbook.check import open_review
from reviewbook.claims import verdicts as claims
from reviewbook.claims.asking import Limits
from reviewbook.claims.verdicts import CANNOT, DIFFERS, HOLDS

TABLE = "claim_id reported query reason"


# --- verdicts


@pytest.mark.parametrize(
    ("reported", "low", "high", "verdict"),
    [
        ("15", 15, 15, HOLDS),
        ("15", 14, 14, DIFFERS),
        ("0", 0, 0, HOLDS),
        ("-3", -3, -3, HOLDS),
        # to the decimals printed
        ("47", 46.67, 46.67, HOLDS),
        ("40", 46.67, 46.67, DIFFERS),
        ("46", 46.67, 46.67, DIFFERS),
        ("46.7", 46.67, 46.67, HOLDS),
        ("46.6", 46.67, 46.67, DIFFERS),
        ("47.0", 46.67, 46.67, DIFFERS),
        ("13", 12.5, 12.5, HOLDS),  # half is rounded up, as people do
        ("12", 12.5, 12.5, DIFFERS),
        ("0.77", 30 / 39, 30 / 39, HOLDS),
        ("33", 100 / 3, 100 / 3, HOLDS),
        # signs compare without rounding
        ("<=20", 20, 20, HOLDS),
        ("<=20", 20.4, 20.4, DIFFERS),
        ("<20", 20, 20, DIFFERS),
        (">=9", 9, 9, HOLDS),
        (">0", 0, 0, DIFFERS),
        (">0", 1, 1, HOLDS),
        (">-1", 0, 0, HOLDS),
        # low and high
        ("9", 7, 12, CANNOT),
        ("7", 7, 12, CANNOT),
        ("12", 7, 12, CANNOT),
        ("13", 7, 12, DIFFERS),
        ("6", 7, 12, DIFFERS),
        ("47", 46.6, 47.2, HOLDS),  # whatever the cells hold, 47 is what is printed
        (">=5", 7, 12, HOLDS),
        (">=9", 7, 12, CANNOT),
        (">12", 7, 12, DIFFERS),
        ("<=20", 7, 12, HOLDS),
        ("<10", 7, 12, CANNOT),
    ],
)
def test_a_verdict_says_only_what_the_tables_settle(reported, low, high, verdict):
    assert claims.verdict(reported, low, high) == verdict


@given(st.integers(-500, 500), st.integers(0, 3))
def test_a_number_holds_where_it_is_printed_as_it_was_computed(number, decimals):
    value = number / 7
    assert claims.verdict(f"{round(value, decimals):.{decimals}f}", value, value) == HOLDS


@given(
    st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.sampled_from(["", "<", "<=", ">", ">="])
)
def test_a_range_is_settled_only_if_every_number_in_it_says_the_same(reported, one, other, sign):
    low, high = sorted([one, other])
    each = {claims.verdict(f"{sign}{reported}", n, n) for n in range(low, high + 1)}
    verdict = claims.verdict(f"{sign}{reported}", low, high)
    assert verdict == (each.pop() if len(each) == 1 else CANNOT)


@pytest.mark.parametrize(
    ("printed", "parsed"), [("15", ("", 15)), ("<=20", ("<=", 20)), (">0", (">", 0)), ("-2.5", ("", -2.5))]
)
def test_a_printed_number_is_read_with_its_sign(printed, parsed):
    assert claims.parse(printed) == parsed


# --- a review's claims


def verdicts(review) -> dict[str, tuple]:
    told = claims.evaluate(review.claims, tables_of(review)).fillna({"low": -1, "high": -1})
    columns = ["claim_id", "low", "high", "verdict", "why"]
    return {row[0]: row[1:] for row in told[columns].itertuples(index=False, name=None)}


def test_the_synthetic_claims_end_as_they_were_written_to():
    assert verdicts(OPENED[SYNTHETIC]) == {
        "C1": (5, 5, HOLDS, ""),
        "C2": (109, 109, HOLDS, ""),  # printed ">100"
        "C3": (60, 60, HOLDS, ""),
        "C4": (1, 2, CANNOT, "The tables allow 1 to 2: of the 3 values behind it, 1 is not reported."),
        "C5": (4, 4, DIFFERS, ""),
        "C6": (-1, -1, CANNOT, "The tables hold no outcomes."),
        "C7": (5, 5, HOLDS, ""),
    }


def test_a_query_that_finds_nothing_cannot_be_checked_and_says_so():
    own = table(TABLE, ("C1", "5", "SELECT max(n) FROM flow WHERE false", "not_applicable"))
    (told,) = claims.evaluate(own, tables_of(OPENED[SYNTHETIC])).itertuples()
    assert (told.verdict, told.why) == (CANNOT, "The tables hold nothing to compute it from.")


def test_changing_a_datum_changes_the_verdict(tmp_path):
    folder = copied(WILLIAMS, tmp_path)
    highest_of_mixed = "SQ09"  # printed 2
    assert verdicts(open_review(folder))[highest_of_mixed] == (2, 2, HOLDS, "")
    assert (
        (folder / "ratings.csv")
        .read_text("utf-8")
        .splitlines()[10]
        .startswith("Gammon2017,mmat-2011,overall,2,")
    )
    set_cell(folder / "ratings.csv", "rating", "3", row=11)
    after = verdicts(open_review(folder))
    assert after[highest_of_mixed] == (3, 3, DIFFERS, "")
    before = verdicts(OPENED[WILLIAMS])
    assert {claim for claim in after if after[claim] != before[claim]} == {highest_of_mixed}


def test_asking_does_not_change_the_tables():
    tables = tables_of(OPENED[SYNTHETIC])
    before = {name: frame.copy() for name, frame in tables.items()}
    claims.evaluate(OPENED[SYNTHETIC].claims, tables)
    assert all(before[name].equals(tables[name]) for name in tables)


def test_a_claim_over_its_limit_cannot_be_checked_and_the_others_stand():
    long = "SELECT count(*) FROM range(10000000000) a, range(1000)"
    own = table(TABLE, ("C1", "5", long, None), ("C2", "5", "SELECT count(*) FROM reports", None))
    told = claims.evaluate(own, tables_of(OPENED[SYNTHETIC]), limits=Limits(seconds=0.1))
    assert list(told["verdict"]) == [CANNOT, HOLDS]
    assert list(told["why"]) == ["Could not be run in 0.1 s.", ""]
