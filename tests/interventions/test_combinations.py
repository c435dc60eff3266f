"""Features held together: every intervention stands in one combination, and every pair is counted from its list."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from packages import table

from reviewbook.interventions import combinations as rules

FEATURES = table(
    "feature_id position group label",
    ("log", 3, "Help", "Log"),
    ("app", 1, "Technology", "App"),
    ("web", 2, "Technology", "Website"),
)
INTERVENTIONS = table("intervention_id name", ("i1", "One"), ("i2", "Two"), ("i3", "Three"), ("i4", "Four"))
VALUES = table(
    "intervention_id feature_id value",
    ("i1", "app", "yes"), ("i1", "web", "yes"), ("i1", "log", "no"),
    ("i2", "app", "yes"), ("i2", "web", "yes"), ("i2", "log", "not_reported"),
    ("i3", "app", "unclear"), ("i3", "web", "yes"), ("i3", "log", "yes"),
    ("i4", "app", "no"), ("i4", "web", None),
)  # fmt: skip


def rows(frame: pd.DataFrame) -> list[tuple]:
    return list(frame.itertuples(index=False, name=None))


def test_each_intervention_stands_in_the_combination_of_exactly_its_features():
    assert rows(rules.combinations(VALUES, FEATURES, INTERVENTIONS)) == [
        (["app", "web"], 2, 1, ["i1", "i2"]),  # of i2 nobody knows whether it has a log
        ([], 1, 0, ["i4"]),
        (["web", "log"], 1, 0, ["i3"]),
    ]


def test_a_group_looks_at_its_own_features_alone():
    found = rules.combinations(VALUES, FEATURES, INTERVENTIONS, group="Technology")
    assert rows(found) == [(["app", "web"], 2, 2, ["i1", "i2"]), ([], 1, 0, ["i4"]), (["web"], 1, 0, ["i3"])]


def test_the_most_held_features_are_looked_at_in_the_order_of_the_table():
    assert rules.most_held(VALUES, FEATURES) == ["app", "web", "log"]
    assert rules.most_held(VALUES, FEATURES, most=2) == ["app", "web"]
    assert rules.most_held(VALUES, FEATURES, most=1) == ["web"]
    equal = VALUES[VALUES["intervention_id"] == "i1"]
    assert rules.most_held(equal, FEATURES, most=1) == ["app"], "of equals the first in the table"


def test_pairs_are_counted_where_both_are_settled():
    assert rows(rules.together(VALUES, FEATURES)) == [
        ("app", "web", 2, 2, 3, 2, ["i1", "i2"]),
        ("web", "log", 1, 3, 1, 2, ["i3"]),
        ("app", "log", 0, 2, 1, 1, []),
    ]


def test_arguments_are_not_changed():
    kept = [frame.copy(deep=True) for frame in (VALUES, FEATURES, INTERVENTIONS)]
    rules.combinations(VALUES, FEATURES, INTERVENTIONS, group="Help", most=1)
    rules.together(VALUES, FEATURES)
    for frame, before in zip((VALUES, FEATURES, INTERVENTIONS), kept, strict=True):
        pd.testing.assert_frame_equal(frame, before)


@st.composite
def charted(draw):
    """Values of up to 6 interventions on up to 5 features, in any order, some cells left out."""
    interventions, features = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    cells = [
        (f"i{i}", f"f{f}", value)
        for i in range(interventions)
        for f in range(features)
        if (value := draw(st.sampled_from(["yes", "no", "unclear", "not_reported", None, "left out"])))
        != "left out"
    ]
    return (
        table("intervention_id feature_id value", *draw(st.permutations(cells))),
        table("feature_id position group label", *((f"f{f}", f, "G", f"F{f}") for f in range(features))),
        table("intervention_id name", *((f"i{i}", f"I{i}") for i in range(interventions))),
    )


@given(charted())
def test_combinations_part_the_interventions_and_pairs_are_their_sums(tables):
    values, features, interventions = tables
    found = rules.combinations(values, features, interventions)
    everybody = [one for group in found["interventions"] for one in group]
    assert sorted(everybody) == sorted(interventions["intervention_id"]) and found["n"].sum() == len(
        everybody
    )
    assert (found["settled"] <= found["n"]).all() and found["n"].is_monotonic_decreasing
    for pair in rules.together(values, features).itertuples():
        both = found[[{pair.a, pair.b} <= set(row) for row in found["features"]]]
        assert sorted(pair.interventions) == sorted(one for group in both["interventions"] for one in group)
        assert pair.both == len(pair.interventions) <= min(pair.of_a, pair.of_b, pair.said)


# --- what is shown


def test_features_are_left_out_until_half_of_the_interventions_share_a_combination():
    # i1 and i2 share all of theirs, so do i3 and i4 with two features; with a third all of them differ.
    cells = [("i1", "yyy"), ("i2", "yyn"), ("i3", "yny"), ("i4", "ynn")]
    values = table(
        "intervention_id feature_id value",
        *((i, f, "yes" if sign == "y" else "no") for i, signs in cells for f, sign in zip(("app", "web", "log"), signs, strict=True)),
    )  # fmt: skip
    tables = values, FEATURES, INTERVENTIONS
    assert rules.shared(*tables, least=1, most=3) == 2
    assert rules.shared(*tables, least=3, most=3) == 3
    assert rules.shared(*tables, least=1, most=1) == 1
    half = values[
        values["intervention_id"] != "i4"
    ]  # i4 has nothing: with two features i1 and i2 are alike, half of four
    assert rules.shared(half, FEATURES, INTERVENTIONS, least=1, most=3) == 2
