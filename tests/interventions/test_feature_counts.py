"""What was delivered: fractions with the lists behind them, and what is missing from the matrix."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import OPENED, REVIEWS, table

from reviewbook.interventions import checks, feature_counts

INTERVENTIONS = table(
    "intervention_id name worker_role",
    ("walk", "Walking", "coach"),
    ("swim", "Swimming", "nurse"),
    ("row", "Rowing", "coach"),
)
FEATURES = table(
    "feature_id position group label", ("phone", 2, "Tools", "By phone"), ("peers", 1, "People", "With peers")
)
VALUES = table(
    "intervention_id feature_id value evidence locator",
    ("walk", "phone", "yes", "a call a week", "p. 1"),
    ("swim", "phone", "no", "no calls", "p. 2"),
    ("row", "phone", "not_reported", "not_reported", "searched"),
    ("walk", "peers", "unclear", "peers are named", "p. 3"),
    ("swim", "peers", "yes", "in groups", "p. 4"),
    ("row", "peers", "yes", "in crews", "p. 5"),
)


def found(values=VALUES) -> list[tuple]:
    problems = checks.feature_problems(INTERVENTIONS, FEATURES, values)
    return [(p.code, p.file, p.row, p.found) for p in problems]


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


@settings(max_examples=30)
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


def test_a_matrix_that_is_whole_has_no_problem():
    assert found() == []
    assert found(VALUES.iloc[:0]) == []  # a table that a review leaves out lacks nothing


def test_missing_cells_are_named():
    assert found(VALUES.drop(index=[2, 4])) == [
        ("INTV-001", "feature_values.csv", None, "no row (swim, peers)"),
        ("INTV-001", "feature_values.csv", None, "no row (row, phone)"),
    ]


@pytest.mark.parametrize(
    ("value", "evidence", "seen"),
    [
        ("yes", "not_reported", "yes with evidence not_reported"),
        ("unclear", None, "unclear with evidence not_reported"),
        ("not_reported", "a call a week", "not_reported with evidence given"),
    ],
)
def test_a_value_that_does_not_fit_its_evidence_is_named(value, evidence, seen):
    values = VALUES.copy()
    values.loc[0, ["value", "evidence"]] = [value, evidence]
    assert found(values) == [("INTV-003", "feature_values.csv", 2, seen)]


def test_evidence_of_a_report_about_another_intervention_is_named():
    reports = table("report_id study_id", ("Doe2018", "walks"), ("Roe2019", "swims"))
    studies = table("study_id intervention_id", ("walks", "walk"), ("swims", "swim"))
    values = table(
        "intervention_id feature_id report_id",
        ("walk", "phone", "Doe2018"),
        ("swim", "phone", "Doe2018"),
        ("row", "phone", "not_applicable"),
        ("swim", "peers", None),
    )
    found = checks.of_another(values, reports, studies, file="feature_values.csv")
    assert [(p.code, p.row, p.found) for p in found] == [("INTV-005", 3, "Doe2018, a report about walk")]
