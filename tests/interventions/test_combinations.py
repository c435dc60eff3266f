"""Features held together: only where that is settled, and only features that tell interventions apart."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC, WILLIAMS, table
from packages.examples import examples

from reviewbook.interventions import combinations as rules

FEATURES = table(
    "feature_id position group label",
    ("log", 3, "Help", "Log"),
    ("app", 1, "Technology", "App"),
    ("web", 2, "Technology", "Website"),
    ("peers", 4, "Help", "Peers"),
)
WORDS = {"y": "yes", "n": "no", "?": "unclear", "-": "not_reported", "a": "not_available", ".": None}


def values(**signs: str) -> pd.DataFrame:
    """A table of values: a feature's signs over the interventions i1, i2 ...; a blank is a cell without a row."""
    return table(
        "intervention_id feature_id value",
        *(
            (f"i{at}", feature, WORDS[sign])
            for feature, row in signs.items()
            for at, sign in enumerate(row, 1)
            if sign != " "
        ),
    )


def interventions(n: int) -> pd.DataFrame:
    return table("intervention_id", *((f"i{at}",) for at in range(1, n + 1)))


def compared(n: int, *, most: int = 15, group=None, **signs: str) -> tuple[list, list]:
    return tuple(rules.compared(values(**signs), FEATURES, interventions(n), most=most, group=group))


def test_interventions_are_compared_on_which_every_feature_is_settled():
    assert compared(4, app="yynn", web="ynyn", log="yny?") == (["app", "web", "log"], ["i1", "i2", "i3"])
    assert compared(4, app="yynn", web="ynyn", log="yny ") == (["app", "web", "log"], ["i1", "i2", "i3"])


def test_a_feature_that_would_leave_less_than_half_of_them_is_not_compared():
    assert compared(4, app="yynn", web="ynyn", log="ynna", peers="-..y") == (
        ["app", "web", "log"],
        ["i1", "i2", "i3"],
    )


def test_a_feature_that_all_or_none_have_tells_nothing_apart():
    assert compared(4, app="yynn", web="ynyn", log="yyyy", peers="nnnn") == ([], [])
    # log tells only i4 apart, on which peers is open: the two cannot stand together
    assert compared(4, app="yynn", web="ynyn", log="yyyn", peers="ynn?")[0] == ["app", "web", "log"]


def test_of_features_that_the_same_interventions_have_the_first_stands_for_all():
    assert compared(4, app="yynn", web="ynyn", log="ynny", peers="ynny")[0] == ["app", "web", "log"]


def test_fewer_than_three_features_make_no_combinations():
    assert compared(4, app="yynn", web="ynyn") == ([], [])
    assert compared(4, group="Technology", app="yynn", web="ynyn", log="yny?") == ([], [])


def test_so_many_features_are_compared_that_half_share_their_combination():
    signs = {"app": "yyyynnnn", "web": "yynnyynn", "log": "yynnnnyy", "peers": "ynynynyn"}
    assert compared(8, **signs)[0] == ["app", "web", "log"], "with peers all eight differ"
    assert compared(8, most=2, **signs) == ([], [])


def test_each_intervention_stands_in_the_combination_of_exactly_its_features():
    tables = values(app="yyn", web="yyy", log="nny")
    found = rules.combinations(tables, rules.Compared(["app", "web", "log"], ["i1", "i2", "i3"]))
    assert list(found.itertuples(index=False, name=None)) == [
        (["app", "web"], 2, ["i1", "i2"]),
        (["web", "log"], 1, ["i3"]),
    ]


def test_a_pair_is_told_with_what_has_only_one_and_what_has_neither():
    tables = values(app="yynn?", web="ynynn")
    (pair,) = rules.together(tables, FEATURES, interventions(5)).to_dict("records")
    assert pair == {
        "a": "app", "b": "web", "both": 1, "first": 1, "second": 1, "neither": 1, "said": 4, "interventions": ["i1"],
    }  # fmt: skip


def test_pairs_with_a_feature_that_all_have_or_that_few_settle_are_left_out():
    tables = values(app="yynn", web="yyyy", log="y?a.", peers="nnnn")
    assert rules.together(tables, FEATURES, interventions(4)).empty
    assert rules.together(values(app="yyn?", web="y?nn"), FEATURES, interventions(4))["said"].tolist() == [2]
    assert rules.together(values(app="yny?y", web="yn?n?"), FEATURES, interventions(5)).empty, "two of five"


def test_a_feature_that_only_part_of_those_compared_vary_in_is_no_pair():
    # where both are settled (i1, i2), all have the website
    assert rules.together(values(app="ynn?", web="yy?n"), FEATURES, interventions(4)).empty


@examples(40)
@given(
    st.dictionaries(
        st.sampled_from(["app", "web", "log", "peers"]),
        st.text("yn?-a. ", min_size=6, max_size=6),
        min_size=1,
    )
)
def test_what_is_open_can_change_nothing_that_is_told(signs):
    """Whatever the open cells turn out to be, combinations and pairs stay: they are of other cells."""
    tables, six = values(**signs), interventions(6)
    about = rules.compared(tables, FEATURES, six, most=15)
    pairs = rules.together(tables, FEATURES, six)
    for otherwise in ("yes", "no"):
        known = tables.assign(value=tables["value"].where(tables["value"].isin(["yes", "no"]), otherwise))
        told = rules.combinations(tables, about)
        pd.testing.assert_frame_equal(told, rules.combinations(known, about))
        assert told["n"].sum() == len(about.interventions) in range(3 * bool(about.features), 7)
    for pair in pairs.itertuples():
        assert pair.both + pair.first + pair.second + pair.neither == pair.said >= 3
        assert 0 < pair.both + pair.first < pair.said and 0 < pair.both + pair.second < pair.said
        assert len(pair.interventions) == pair.both


def test_the_cells_of_the_first_review_settle_too_little_to_combine():
    for folder in (WILLIAMS, SYNTHETIC):
        r = OPENED[folder]
        assert rules.compared(r.feature_values, r.features, r.interventions, most=15) == ([], [])


def test_arguments_are_not_changed():
    tables = values(app="yynn", web="ynyn", log="ynny"), FEATURES, interventions(4)
    kept = [frame.copy(deep=True) for frame in tables]
    rules.combinations(tables[0], rules.compared(*tables, most=15))
    rules.together(*tables)
    for frame, before in zip(tables, kept, strict=True):
        pd.testing.assert_frame_equal(frame, before)
