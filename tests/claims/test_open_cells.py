"""What leaves a printed number open, said by what the cells are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC, table
from packages.claims import tables_of

from reviewbook.claims.open_cells import behind, in_words, named

TABLES = {
    "feature_values": table(
        "intervention_id feature_id value",
        ("a", "f", "yes"),
        ("b", "f", "unclear"),
        ("c", "f", None),
        ("d", "f", "not_reported"),
        ("a", "g", "no"),
    ),
    "interventions": table("intervention_id worker_role", ("a", "x"), ("b", "x"), ("c", "y"), ("d", None)),
}


def test_a_number_of_interventions_with_a_feature_knows_its_cells():
    claim = {"feature_id": "f", "worker_role": None}
    assert behind(claim, TABLES) == {"yes": 1, "unclear": 1, "": 1, "not_reported": 1}
    assert behind(claim | {"worker_role": "x"}, TABLES) == {"yes": 1, "unclear": 1}
    assert behind(claim | {"worker_role": "not_applicable"}, TABLES) == behind(claim, TABLES)


@pytest.mark.parametrize("feature", [None, "", "not_applicable"])
def test_a_number_without_a_feature_knows_none(feature):
    assert behind({"feature_id": feature}, TABLES) == {} == behind({}, TABLES)


@pytest.mark.parametrize(
    ("cells", "kinds", "said"),
    [
        ({"unclear": 7}, [], "all 7 values behind it are unclear"),
        ({"not_reported": 1}, [], "the one value behind it is not reported"),
        ({"yes": 4, "no": 1, "unclear": 1}, [], "of the 6 values behind it, 1 is unclear"),
        (
            {"yes": 4, "unclear": 2, "not_available": 1, "": 3},
            [],
            "of the 10 values behind it, 2 are unclear, 1 is not available and 3 are not charted yet",
        ),
        ({}, ["not_reported"], "values behind it are not reported"),
        ({}, ["unclear", ""], "values behind it are unclear or not charted yet"),
        ({"yes": 3}, ["not_reported"], "values behind it are not reported"),
        ({}, [], "values behind it are open"),
    ],
)
def test_cells_are_told_by_what_they_are(cells, kinds, said):
    assert in_words(cells, kinds) == said


@given(
    st.dictionaries(
        st.sampled_from(["unclear", "not_reported", "not_available", ""]), st.integers(1, 9), min_size=1
    )
)
def test_kinds_of_open_cells_are_never_added_up(left):
    said = in_words({"yes": 1, **left}, [])
    for value, n in left.items():
        assert f"{n} {'is' if n == 1 else 'are'} {value.replace('_', ' ') or 'not charted yet'}" in said


def test_a_query_names_the_columns_whose_open_cells_are_meant():
    tables = tables_of(OPENED[SYNTHETIC])
    assert named("SELECT max(workers_n) FROM studies", tables) == ["not_reported"]
    assert named("SELECT count(*) FROM studies WHERE country = 'Norway'", tables) == []
    assert named("SELECT count(*) FROM feature_values WHERE value = 'yes'", tables) == [
        "unclear",
        "not_reported",
    ]
    assert named("SELECT max(sample_of) FROM reports", tables) == []  # not_applicable leaves nothing open
