"""What was delivered: fractions with the lists behind them, and what is missing from the matrix."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, REVIEWS
from packages.examples import examples
from packages.features import FEATURES, INTERVENTIONS, VALUES

from reviewbook.interventions import feature_counts


def lists(**held) -> dict:
    return {kind: held.get(kind, []) for kind in feature_counts.KINDS}


def test_a_fraction_is_a_range_from_those_that_have_it_to_those_that_may_and_names_each_kind_of_open_cell():
    assert feature_counts.fractions(VALUES, FEATURES, INTERVENTIONS).to_dict("records") == [
        {"feature_id": "peers", "group": "People", "label": "With peers", "low": 2, "high": 3, "n": 3}
        | lists(yes=["swim", "row"], unclear=["walk"]),
        {"feature_id": "phone", "group": "Tools", "label": "By phone", "low": 1, "high": 2, "n": 3}
        | lists(yes=["walk"], no=["swim"], not_reported=["row"]),
    ]


def test_what_is_not_available_blank_or_without_a_row_is_open_each_for_its_own_reason():
    values = VALUES[VALUES["intervention_id"] != "swim"].assign(
        value=pd.array(["not_available", None, "yes", "no"], dtype="string")
    )
    peers, phone = feature_counts.fractions(values, FEATURES, INTERVENTIONS).to_dict("records")
    assert {kind: phone[kind] for kind in feature_counts.OPEN} == {
        "unclear": [],
        "not_reported": [],
        "not_available": ["walk"],
        "not_charted": ["swim", "row"],
    }
    assert [(row["low"], row["high"], row["n"]) for row in (peers, phone)] == [(1, 2, 3), (0, 3, 3)]


def test_fractions_can_be_told_by_group_of_workers_and_who_is_of_no_group_yet_is_one():
    by_role = feature_counts.fractions(VALUES, FEATURES, INTERVENTIONS, by="worker_role")
    rows = by_role[["feature_id", "worker_role", "low", "high", "n"]]
    assert list(rows.itertuples(index=False, name=None)) == [
        ("peers", "coach", 1, 2, 2),
        ("peers", "nurse", 1, 1, 1),
        ("phone", "coach", 1, 2, 2),
        ("phone", "nurse", 0, 0, 1),
    ]
    blank = INTERVENTIONS.assign(worker_role=pd.array(["coach", None, "coach"], dtype="string"))
    assert feature_counts.fractions(VALUES, FEATURES, blank, by="worker_role")["n"].sum() == 6


@examples(30)
@given(st.lists(st.none() | st.sampled_from(feature_counts.VALUES), min_size=3, max_size=3))
def test_whatever_the_open_cells_turn_out_to_be_the_number_lies_in_the_range(values):
    told = VALUES[VALUES["feature_id"] == "phone"].assign(value=pd.array(values, dtype="string"))
    peers, row = feature_counts.fractions(told, FEATURES, INTERVENTIONS).to_dict("records")
    assert sorted(one for kind in feature_counts.KINDS for one in row[kind]) == ["row", "swim", "walk"]
    settled = {
        n: told.assign(value=[value if value in ("yes", "no") else n for value in values])
        for n in ("no", "yes")
    }
    ends = [
        feature_counts.fractions(one, FEATURES, INTERVENTIONS).iloc[1]
        for one in (settled["no"], settled["yes"])
    ]
    assert [row["low"], row["high"]] == [end["low"] for end in ends] == [end["high"] for end in ends]
    assert (peers["low"], peers["high"], peers["not_charted"]) == (0, 3, ["walk", "swim", "row"])


@REVIEWS
def test_groups_of_workers_add_up_to_all(review):
    r = OPENED[review]
    whole = feature_counts.fractions(r.feature_values, r.features, r.interventions).set_index("feature_id")
    parts = feature_counts.fractions(r.feature_values, r.features, r.interventions, by="worker_role")
    sums = parts.groupby("feature_id")[["low", "high", "n"]].sum()
    pd.testing.assert_frame_equal(sums.sort_index(), whole[["low", "high", "n"]].sort_index())


def test_blanks_are_the_cells_that_fractions_call_not_charted():
    values = VALUES[VALUES["intervention_id"] != "swim"].assign(
        value=pd.array(["not_available", None, "yes", "no"], dtype="string")
    )
    for some in (VALUES, values, values.iloc[:0]):
        told = feature_counts.fractions(some, FEATURES, INTERVENTIONS)
        n, blank = int(told["n"].sum()), int(told["not_charted"].map(len).sum())
        assert feature_counts.blanks(some, FEATURES, INTERVENTIONS) == (n, blank)
    stranger = VALUES.assign(intervention_id="nobody")
    assert feature_counts.blanks(stranger, FEATURES, INTERVENTIONS) == (6, 6)
