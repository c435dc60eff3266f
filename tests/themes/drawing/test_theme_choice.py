"""What the map of themes shows: its codes, its links, and what is left out where there is much."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS
from packages.examples import examples
from packages.maps import made, many
from packages.reviews import only

from reviewbook.themes import grounds
from reviewbook.themes.drawing import theme_choice

NONE = "not_applicable"


@REVIEWS
def test_each_code_has_the_reports_that_the_tables_give(review):
    opened = OPENED[review]
    drawn = theme_choice.chosen(opened, "themes")
    below = {}
    for row in opened.codes.itertuples():
        below.setdefault(row.parent_id, []).append(row.code_id)
    for node in drawn.nodes:
        codes = {node.code_id, *below.get(node.code_id, [])}
        excerpts = set(opened.codings.loc[opened.codings["code_id"].isin(codes), "excerpt_id"])
        excerpts -= set(opened.excerpts.loc[grounds.beside(opened.excerpts), "excerpt_id"])
        links = opened.excerpt_reports[opened.excerpt_reports["excerpt_id"].isin(excerpts)]
        assert (node.excerpts, node.reports) == (len(excerpts), links["report_id"].nunique()), node.code_id


def test_the_seed_has_all_its_themes_and_what_they_share():
    drawn = theme_choice.chosen(OPENED[WILLIAMS], "themes")
    own = [block for block in drawn.blocks if not block.brought]
    assert [(block.head.label, len(block.nodes)) for block in own] == [
        ("Working together", 5),
        ("Feelings of mistrust and not being appreciated", 5),
    ]
    links = {frozenset((link.a, link.b)): (link.n, link.against) for link in drawn.links}
    assert links[frozenset(("understanding_values", "wt_more_say"))] == (3, False)
    assert links[frozenset(("wt_conversations", "mt_unmet_expectations"))] == (1, True)
    inside = {node.label: node.inside for block in own for node in block.nodes}
    assert {label: n for label, n in inside.items() if n} == {}
    assert drawn.left_out == []


def test_links_to_codes_of_the_other_kind_are_drawn_but_none_among_these():
    codes = [("a", NONE, "themes", "A"), ("b", NONE, "practices", "B"), ("c", NONE, "practices", "C"),
             ("d", NONE, "practices", "D")]  # fmt: skip
    review = made(codes, [("F1", "a"), ("F1", "b"), ("F1", "c"), ("F2", "d"), ("F2", "b")])
    drawn = theme_choice.chosen(review, "themes")
    assert [node.code_id for node in drawn.nodes] == ["a", "b", "c"]
    assert [(link.a, link.b) for link in drawn.links] == [("a", "c"), ("a", "b")], "the larger share first"
    assert [node.href for node in drawn.nodes] == [
        "#code-a",
        "06-practices.html#code-b",
        "06-practices.html#code-c",
    ]
    turned = theme_choice.chosen(review, "frameworks")
    assert [node.href for node in turned.nodes] == ["#code-b", "#code-c", "#code-d", "05-themes.html#code-a"]
    assert {(link.a, link.b) for link in turned.links} == {("a", "b"), ("a", "c"), ("b", "c"), ("b", "d")}


def test_deeper_codes_count_under_their_subtheme():
    codes = [("t", NONE, "themes", "T"), ("s", "t", "themes", "S"), ("u", "s", "themes", "U"),
             ("v", "u", "themes", "V"), ("w", NONE, "themes", "W")]  # fmt: skip
    drawn = theme_choice.chosen(made(codes, [("F1", "v"), ("F1", "w"), ("F2", "u")]), "themes")
    assert [(node.code_id, node.excerpts) for node in drawn.nodes] == [("t", 2), ("s", 2), ("w", 1)]
    assert [(link.a, link.b, link.n) for link in drawn.links] == [("s", "w", 1)]
    assert drawn.left_out == ["2 themes on deeper levels count under these."]


def test_beyond_thirty_codes_those_with_most_reports_are_drawn_and_the_rest_is_said():
    codes = many(6, 10)
    review = made(
        codes, [("F1", "t5_9"), ("F2", "t5_9"), ("F1", "t5_8"), *(("Q3", c[0]) for c in codes[:55])]
    )
    drawn = theme_choice.chosen(review, "themes")
    assert len(drawn.nodes) == theme_choice.MOST_NODES
    chosen = {node.code_id for node in drawn.nodes}
    assert {"t5", "t5_8", "t5_9"} <= chosen
    assert "Of 66 themes on two levels the 30 with most reports are drawn." in drawn.left_out


def test_codes_of_the_other_kind_take_only_the_room_that_is_left():
    codes = [*many(25, 0), *(("p" + row[0], NONE, "practices", row[3]) for row in many(9, 0))]
    drawn = theme_choice.chosen(made(codes, [("F1", code[0]) for code in codes]), "themes")
    assert [block.brought for block in drawn.blocks].count(True) == 1 and len(drawn.nodes) == 30
    assert "4 categories share passages with these and are not drawn, for lack of room." in drawn.left_out


def test_codes_without_excerpts_are_drawn_where_there_is_room_only():
    few = theme_choice.chosen(made(many(2, 2), [("F1", "t0_0")]), "themes")
    assert [node.reports for node in few.nodes] == [2, 2, 0, 0, 0, 0]
    lots = theme_choice.chosen(made(many(8, 8), [("F1", "t0_0")]), "themes")
    assert [node.code_id for node in lots.nodes] == ["t0", "t0_0"]


def test_of_many_links_the_strongest_are_drawn_and_the_rest_is_said():
    codes = many(8, 0)
    every = [("F1", c[0]) for c in codes] + [("F2", "t6"), ("F2", "t7")]
    drawn = theme_choice.chosen(made(codes, every), "themes")
    assert (drawn.links[0].a, drawn.links[0].b, drawn.links[0].n) == ("t6", "t7", 2)
    assert len(drawn.links) == theme_choice.MOST_LINKS
    assert drawn.left_out == [
        "Of 28 links by shared passages between what is drawn the 16 strongest are shown."
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(["F1", "F2", "F3", "Q1", "Q2", "Q3"]), st.integers(0, 59)),
        min_size=1,
        max_size=40,
    )
)
@examples(25)
def test_a_subtheme_is_never_drawn_without_its_theme(pairs):
    codes = many(12, 4)
    drawn = theme_choice.chosen(made(codes, [(e, codes[at][0]) for e, at in pairs]), "themes")
    assert len(drawn.nodes) <= theme_choice.MOST_NODES
    for block in drawn.blocks:
        assert block.head and all(node.code_id.startswith(f"{block.head.code_id}_") for node in block.nodes)
        assert all(node.reports <= block.head.reports for node in block.nodes)


def test_the_description_says_every_number_of_the_seed():
    said = theme_choice.describe(theme_choice.chosen(OPENED[WILLIAMS], "themes"))
    for text in (
        "Shared passages:",
        "Reports known to tell of a theme or category or measure it stand before a plus sign, others behind it.",
        "Working together, 11+3 of 15 reports: Talking as partners, 6+1;",
        "Recovery practices: Understanding values, 6+1 of 15 reports; Supporting goal striving, 1+3.",
        "Understanding values and More say 3",
        "Contrary passages: Talking as partners and Expectations not met 1.",
    ):
        assert text in said, text


def test_without_a_basis_reports_are_counted_together():
    review = OPENED[WILLIAMS]
    blank = review.excerpts.assign(basis=pd.NA)
    said = theme_choice.describe(theme_choice.chosen(only(review, excerpts=blank), "themes"))
    assert "Working together, 14 of 15 reports: Talking as partners, 7;" in said
    assert "plus sign" not in said


def test_what_limits_codes_or_is_general_does_not_make_them_meet():
    drawn = theme_choice.chosen(OPENED[WILLIAMS], "frameworks")  # F53 and F57 are under all three practices
    practices = {"understanding_values", "amplifying_strengths", "supporting_goal_striving"}
    assert not [link for link in drawn.links if {link.a, link.b} <= practices and not link.against]


def test_an_excerpt_without_a_report_is_shared_and_adds_no_report():
    review = made(
        [("a", NONE, "themes", "A"), ("b", NONE, "themes", "B")], [("F9", "a"), ("F9", "b"), ("F1", "a")]
    )
    drawn = theme_choice.chosen(review, "themes")
    assert [(node.reports, node.excerpts) for node in drawn.nodes] == [(2, 2), (0, 1)]
    assert [(link.n, link.reports) for link in drawn.links] == [(1, 0)]


def test_where_no_report_stands_behind_a_plus_sign_none_is_spoken_of():
    said = theme_choice.describe(theme_choice.chosen(OPENED[SYNTHETIC], "themes"))
    assert "Carrying on, 2 of 5 reports" in said and "plus sign" not in said
