"""Search strategies: which lines they combine, what a search says as a whole, where it contradicts its source."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC

from reviewbook.selection import strategies


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("#1 AND #2", {1, 2}),
        ("S1 OR (S3-S5)", {1, 3, 4, 5}),
        ("or/1-3,6", {1, 2, 3, 6}),
        ("(1 or 2) not 3", {1, 2, 3}),
        ("1 adj3 2", {1, 2}),
        ('"S1 nerve root" and #2', {2}),
        ("PUBYEAR > 2004 AND pain", set()),
        ("vitamin B12 and CA-125", set()),
        ("2005", set()),
        ("exp Pain/ or 5 hydroxytryptamine.ti,ab.", set()),
    ],
)
def test_the_lines_that_a_line_combines(text, lines):
    assert strategies.refers_to(text) == lines


def searches(*rows):
    names = ["search_id", "source_id", "line", "text", "hits", "run_at", "limits", "run_by", "peer_reviewed"]
    filled = [[*row, *[pd.NA] * (len(names) - len(row))] for row in rows]
    return pd.DataFrame(filled, columns=names).astype({"line": "Int64", "hits": "Int64"})


def test_a_line_may_combine_lines_before_it_alone():
    table = searches(
        ("a", "s", 1, "x", 1),
        ("a", "s", 2, "1 or 2", 1),
        ("a", "s", 3, "#1 AND #7", 1),
        ("b", "s", 1, "S1 and y", 1),
    )
    found = strategies.missing_lines(table)
    assert list(zip(found["search_id"], found["line"], found["missing"], strict=True)) == [
        ("a", 2, [2]),
        ("a", 3, [7]),
        ("b", 1, [1]),
    ]


def test_a_search_says_as_a_whole_what_its_first_line_says_and_its_last_found():
    table = searches(("a", "s", 2, "y", 5), ("a", "s", 1, "x", 9, "2020-01", "English"), ("b", "t", 1, "z"))
    whole = strategies.totals(table).set_index("search_id")
    assert whole.loc["a", ["lines", "hits", "run_at", "limits"]].tolist() == [2, 5, "2020-01", "English"]
    assert pd.isna(whole.at["b", "hits"]) and pd.isna(whole.at["b", "run_at"])


def test_a_source_that_was_searched_twice_is_held_against_no_number():
    sources = OPENED[SYNTHETIC].sources
    own = OPENED[SYNTHETIC].searches.copy()
    own.loc[own["search_id"] == "synmed-1", "hits"] = 8
    assert strategies.differing_totals(own, sources)["search_id"].tolist() == ["synmed-1"]
    again = pd.concat([own, own.tail(1).assign(search_id="synmed-2")], ignore_index=True)
    assert strategies.differing_totals(again, sources).empty


def test_days_are_compared_as_far_as_both_are_known():
    sources = pd.DataFrame({"source_id": ["s"], "searched_to": ["2021-06"], "updated_to": ["not_applicable"]})
    for day, early in (("2021-06-01", False), ("2021-05-31", True), ("2021", False), ("2020", True)):
        table = searches(("a", "s", 1, "x", 1, day))
        assert bool(len(strategies.too_early(table, sources))) is early, day


def test_a_register_is_asked_for_no_strategy():
    review = OPENED[SYNTHETIC]
    assert strategies.without(review.searches, review.sources).empty
    assert strategies.without(review.searches[:0], review.sources)["source_id"].tolist() == [
        "synbase",
        "synmed",
    ]
