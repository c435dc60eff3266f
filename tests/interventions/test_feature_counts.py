"""What was delivered: fractions with the lists behind them, and what is missing from the matrix."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, REVIEWS
from packages.examples import examples
from packages.features import FEATURES, INTERVENTIONS, VALUES

from reviewbook.interventions import feature_counts


def test_a_fraction_says_how_many_have_it_of_how_many_it_is_said_of_and_names_them():
    assert feature_counts.fractions(VALUES, FEATURES, INTERVENTIONS).to_dict("records") == [
        {
            "feature_id": "peers",
            "group": "People",
            "label": "With peers",
            "k": 2,
            "said": 2,
            "n": 3,
            "yes": ["swim", "row"],
            "no": [],
            "unclear": ["walk"],
            "not_reported": [],
        },
        {
            "feature_id": "phone",
            "group": "Tools",
            "label": "By phone",
            "k": 1,
            "said": 2,
            "n": 3,
            "yes": ["walk"],
            "no": ["swim"],
            "unclear": [],
            "not_reported": ["row"],
        },
    ]


def test_fractions_can_be_told_by_group_of_workers():
    by_role = feature_counts.fractions(VALUES, FEATURES, INTERVENTIONS, by="worker_role")
    rows = by_role[["feature_id", "worker_role", "k", "said", "n"]]
    assert list(rows.itertuples(index=False, name=None)) == [
        ("peers", "coach", 1, 1, 2),
        ("peers", "nurse", 1, 1, 1),
        ("phone", "coach", 1, 1, 2),
        ("phone", "nurse", 0, 1, 1),
    ]


@examples(30)
@given(st.lists(st.sampled_from(feature_counts.VALUES), min_size=3, max_size=3))
def test_every_intervention_stands_in_one_list_of_a_feature(values):
    told = VALUES[VALUES["feature_id"] == "phone"].assign(value=pd.array(values, dtype="string"))
    (row,) = feature_counts.fractions(told, FEATURES, INTERVENTIONS).to_dict("records")
    assert sorted(row["yes"] + row["no"] + row["unclear"] + row["not_reported"]) == ["row", "swim", "walk"]
    assert row["k"] == len(row["yes"]) <= row["said"] == len(row["yes"]) + len(row["no"]) <= row["n"] == 3


@REVIEWS
def test_groups_of_workers_add_up_to_all(review):
    r = OPENED[review]
    whole = feature_counts.fractions(r.feature_values, r.features, r.interventions).set_index("feature_id")
    parts = feature_counts.fractions(r.feature_values, r.features, r.interventions, by="worker_role")
    sums = parts.groupby("feature_id")[["k", "said", "n"]].sum()
    pd.testing.assert_frame_equal(sums.sort_index(), whole[["k", "said", "n"]].sort_index())
