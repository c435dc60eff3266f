"""Codes that meet: in the same excerpts, and in excerpts that are contrary to each other."""

from itertools import combinations

import pandas as pd
from hypothesis import given as drawn
from hypothesis import strategies as st
from packages import OPENED, REVIEWS, table

from reviewbook.themes import cooccurrence

NONE = "not_applicable"
CODES = table(
    "code_id parent_id scheme position label",
    ("joy", NONE, "themes", 1, "Joy"),
    ("play", "joy", "themes", 1, "Play"),
    ("games", "play", "themes", 1, "Games"),
    ("song", "joy", "themes", 2, "Song"),
    ("fear", NONE, "themes", 2, "Fear"),
    ("skill", NONE, "practices", 1, "Skill"),
)
REPORTS = table("excerpt_id report_id", ("E1", "R1"), ("E1", "R2"), ("E2", "R2"), ("E3", "R3"))


def codings(*pairs):
    return table("excerpt_id code_id coder", *((excerpt, code, "a") for excerpt, code in pairs))


def rows(frame, *columns):
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_a_code_gives_way_to_one_below_it_on_the_same_excerpt():
    given = codings(("E1", "joy"), ("E1", "games"), ("E1", "fear"), ("E2", "joy"))
    found = cooccurrence.given(CODES, given)
    assert rows(found, "excerpt_id", "code_id") == [("E1", "games"), ("E1", "fear"), ("E2", "joy")]


def test_a_code_counts_once_however_many_coders_gave_it():
    given = pd.concat([codings(("E1", "song")), codings(("E1", "song")).assign(coder="b")])
    assert rows(cooccurrence.given(CODES, given), "excerpt_id", "code_id") == [("E1", "song")]


def test_a_code_holds_what_is_below_it():
    found = cooccurrence.held(CODES, codings(("E1", "games"), ("E1", "song")))
    assert sorted(found["code_id"]) == ["games", "joy", "play", "song"]


def test_codes_that_no_tree_reaches_are_left_out():
    lost = pd.concat([CODES, table("code_id parent_id scheme position label",
                                   ("x", "y", "themes", 1, "X"), ("y", "x", "themes", 1, "Y"))])  # fmt: skip
    given = codings(("E1", "x"), ("E1", "song"), ("E1", "gone"))
    assert rows(cooccurrence.given(lost, given), "code_id") == [("song",)]
    assert cooccurrence.held(lost, given)["code_id"].tolist() == ["song", "joy"]


def test_a_pair_has_its_excerpts_reports_and_share():
    given = codings(
        ("E1", "play"), ("E1", "fear"), ("E2", "play"), ("E2", "fear"), ("E3", "fear"), ("E4", "play")
    )
    found = cooccurrence.pairs(given, CODES, REPORTS)
    assert rows(found, "a", "b", "excerpts", "reports", "of_a", "of_b", "jaccard") == [
        ("play", "fear", 2, 2, 3, 3, 0.5)
    ]


def test_an_excerpt_without_a_report_is_shared_and_adds_no_report():
    found = cooccurrence.pairs(codings(("E9", "play"), ("E9", "skill")), CODES, REPORTS)
    assert rows(found, "a", "b", "excerpts", "reports") == [("play", "skill", 1, 0)]


def test_a_code_and_one_above_it_are_never_a_pair():
    held = cooccurrence.held(CODES, codings(("E1", "games"), ("E1", "fear")))
    found = cooccurrence.pairs(held, CODES, REPORTS)
    assert sorted(rows(found, "a", "b")) == [("games", "fear"), ("joy", "fear"), ("play", "fear")]


def test_pairs_that_share_most_come_first_and_of_equals_the_larger_share():
    given = codings(
        *(("E1", "play"), ("E1", "song"), ("E2", "song"), ("E3", "song"), ("E4", "play"), ("E4", "fear")),
        *(("E5", "play"), ("E5", "skill"), ("E6", "play"), ("E6", "skill")),
    )
    found = cooccurrence.pairs(given, CODES, REPORTS)
    assert rows(found, "a", "b") == [("play", "skill"), ("play", "fear"), ("play", "song")]


def test_of_no_codings_there_are_no_pairs():
    nothing = codings(("E1", "play")).iloc[:0]
    assert cooccurrence.given(CODES, nothing).empty
    assert cooccurrence.pairs(nothing, CODES, REPORTS).empty
    assert cooccurrence.pairs(nothing, CODES.iloc[:0], REPORTS).empty
    assert cooccurrence.contrary(
        nothing, CODES, table("finding_id excerpt_id relation").astype("string")
    ).empty


def relations(*rows_):
    return table("finding_id excerpt_id relation", *rows_)


def test_contrary_excerpts_make_their_codes_a_pair_once_in_either_direction():
    given = codings(("E1", "play"), ("E2", "fear"))
    both = relations(("E1", "E2", "contrary"), ("E2", "E1", "contrary"), ("E2", "E1", "supports"))
    found = cooccurrence.contrary(given, CODES, both)
    assert rows(found, "a", "b", "contrary") == [("play", "fear", 1)]


def test_codes_of_two_schemes_are_not_contrary_to_each_other():
    given = codings(("E1", "play"), ("E2", "skill"))
    assert cooccurrence.contrary(given, CODES, relations(("E1", "E2", "contrary"))).empty


def test_a_code_that_both_contrary_excerpts_have_is_contrary_within():
    given = codings(("E1", "play"), ("E1", "song"), ("E2", "song"), ("E3", "song"))
    found = cooccurrence.contrary(given, CODES, relations(("E1", "E2", "contrary"), ("E3", "E1", "contrary")))
    assert rows(found, "a", "b", "contrary") == [("song", "song", 2)]


def test_an_excerpt_under_a_theme_and_one_under_its_subtheme_are_contrary_within_the_theme():
    given = codings(("E1", "games"), ("E2", "joy"), ("E3", "joy"))
    found = cooccurrence.contrary(given, CODES, relations(("E1", "E2", "contrary")))
    assert rows(found, "a", "b", "contrary") == [("joy", "joy", 1)]


def test_only_contrary_rows_count_and_none_about_itself():
    given = codings(("E1", "play"), ("E2", "fear"))
    assert cooccurrence.contrary(
        given, CODES, relations(("E1", "E2", "illustrates"), ("E1", "E1", "contrary"))
    ).empty


PAIRS = st.lists(
    st.tuples(st.sampled_from(["E1", "E2", "E3", "E4", "E5"]), st.sampled_from(CODES["code_id"].tolist())),
    max_size=20,
)


@drawn(PAIRS)
def test_pairs_are_what_counting_excerpt_by_excerpt_gives(pairs):
    held = cooccurrence.held(CODES, codings(*pairs)) if pairs else codings(("E1", "play")).iloc[:0]
    found = cooccurrence.pairs(held, CODES, REPORTS)
    of = {code: set(held.loc[held["code_id"] == code, "excerpt_id"]) for code in CODES["code_id"]}
    above = {("joy", "play"), ("joy", "games"), ("joy", "song"), ("play", "games")}
    expected = {
        (a, b): len(of[a] & of[b])
        for a, b in combinations(["joy", "play", "games", "song", "fear", "skill"], 2)
        if of[a] & of[b] and (a, b) not in above
    }
    assert dict(zip(zip(found["a"], found["b"], strict=True), found["excerpts"], strict=True)) == expected
    for row in found.itertuples():
        assert (row.of_a, row.of_b) == (len(of[row.a]), len(of[row.b]))
        assert row.jaccard == len(of[row.a] & of[row.b]) / len(of[row.a] | of[row.b])
        assert (
            row.reports
            == REPORTS.loc[REPORTS["excerpt_id"].isin(of[row.a] & of[row.b]), "report_id"].nunique()
        )


@drawn(PAIRS)
def test_given_codes_lose_no_excerpt_and_never_hold_a_code_and_one_above_it(pairs):
    frame = codings(*pairs) if pairs else codings(("E1", "play")).iloc[:0]
    given = cooccurrence.given(CODES, frame)
    assert set(given["excerpt_id"]) == set(frame["excerpt_id"])
    above = {"play": {"joy"}, "games": {"joy", "play"}, "song": {"joy"}}
    for _, own in given.groupby("excerpt_id"):
        assert not any(above.get(code, set()) & set(own["code_id"]) for code in own["code_id"])
    assert set(map(tuple, cooccurrence.held(CODES, given).to_numpy())) == set(
        map(tuple, cooccurrence.held(CODES, frame).to_numpy())
    )


@REVIEWS
def test_no_argument_is_changed(review):
    opened = OPENED[review]
    before = {name: frame.copy() for name, frame in opened.tables.items()}
    given = cooccurrence.given(opened.codes, opened.codings)
    cooccurrence.pairs(given, opened.codes, opened.excerpt_reports)
    cooccurrence.contrary(given, opened.codes, opened.finding_excerpts)
    for name in ("codes", "codings", "excerpt_reports", "finding_excerpts"):
        pd.testing.assert_frame_equal(opened.tables[name], before[name])
