"""Combinations of features as chart and tables: which interventions share them."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS, table
from packages.reading import told

from reviewbook.interventions import combinations as rules
from reviewbook.interventions.drawing import upset


def review(interventions: int, features: int, *, of: int = 3):
    """The synthetic review with as many interventions and features; every ``of``-th cell is "yes"."""
    opened = OPENED[SYNTHETIC]
    names = table(
        "intervention_id name abbreviation",
        *((f"i{i}", f"Intervention {i}", "not_applicable") for i in range(interventions)),
    )
    labels = table(
        "feature_id position group label",
        *((f"f{f}", f, "<b>", f"Feature <i>{f}</i>") for f in range(features)),
    )
    cells = table(
        "intervention_id feature_id value",
        *(
            (f"i{i}", f"f{f}", "yes" if (i * (f + 1)) % of == 0 else "no")
            for i in range(interventions)
            for f in range(features)
        ),
    )
    tables = opened.tables | {"interventions": names, "features": labels, "feature_values": cells}
    return replace(opened, tables=tables)


def test_the_chart_says_what_it_shows_in_numbers():
    drawn = upset.combinations(OPENED[SYNTHETIC]).data
    assert told(drawn)[0] == (
        "4 features and 3 combinations of them. 3 combinations, 3 of one intervention alone. Interventions that have each: "
        "Exercises at home 2 of 3; Log of progress 2 of 3; Group sessions 1 of 3; Reminders 1 of 3."
    )
    assert "are shown" not in drawn, "nothing is left out"


def test_of_many_features_and_combinations_the_largest_are_drawn_and_the_rest_is_told():
    large = review(200, 46, of=7)
    found = rules.combinations(large.feature_values, large.features, large.interventions, most=15)
    drawn = upset.combinations(large, most=15).data
    assert "Of 46 features the 15 that most interventions have are shown" in drawn
    assert drawn == upset.combinations(large, most=15).data and len(drawn) < 120_000
    rest = found["n"].iloc[20:].sum()
    assert len(found) <= 20 or f"{rest} intervention" in drawn
    many = review(200, 15, of=211)  # hardly two are alike
    assert "largest of" not in upset.combinations(many).data
    different = review(40, 8, of=2)
    scattered = different.feature_values.assign(
        value=["yes" if (int(i[1:]) >> int(f[1:])) & 1 else "no" for i, f in zip(
            different.feature_values["intervention_id"], different.feature_values["feature_id"], strict=True
        )]
    )  # fmt: skip
    different = replace(different, tables=different.tables | {"feature_values": scattered})
    said = "The 20 largest of 40 combinations are shown; 20 interventions have one of the other 20."
    for show in (upset.combinations, upset.combinations_table):
        assert said in show(different, most=8).data


def test_the_chart_of_the_seed_shows_combinations_that_are_shared():
    opened = OPENED[WILLIAMS]
    drawn = upset.combinations(opened).data
    found = rules.combinations(opened.feature_values, opened.features, opened.interventions, most=7)
    assert 2 * found.loc[found["n"] > 1, "n"].sum() >= 11
    assert "the 7 that most interventions have are shown" in drawn
    assert "with one more, fewer than half of the interventions would share theirs with another." in drawn


def test_the_chart_is_an_image_whose_texts_are_escaped():
    drawn = upset.combinations(review(5, 4)).data
    svg = ET.fromstring(drawn[drawn.index("<svg") : drawn.index("</svg>") + 6])
    assert svg.get("role") == "img"
    assert "Feature &lt;i&gt;0&lt;/i&gt;" in drawn and "<i>" not in drawn


@REVIEWS
def test_each_number_of_the_tables_has_its_names_as_links(review):
    opened = OPENED[review]
    found = rules.combinations(opened.feature_values, opened.features, opened.interventions, most=4)
    shown = upset.combinations_table(opened, most=4).data
    assert re.findall(r'href="\.\./interventions/([\w.-]+)\.html"', shown) == [
        one for group in found["interventions"] for one in group
    ]
    pairs = rules.together(opened.feature_values, opened.features)
    pairs = pairs[pairs["both"] > 0].head(upset.MOST_PAIRS)
    shown = upset.together_table(opened).data
    assert re.findall(r'href="\.\./interventions/([\w.-]+)\.html"', shown) == [
        one for group in pairs["interventions"] for one in group
    ]


def test_up_to_thirty_features_make_a_matrix_and_more_a_list_of_pairs():
    small, large = upset.together_table(review(6, 30)).data, upset.together_table(review(6, 31)).data
    assert ":class: rb-table rb-sticky rb-matrix" in small and ":name: tbl-together-names" in small
    assert "rb-matrix" not in large and large.count("\n* - ") == 1 + upset.MOST_PAIRS
    assert re.search(r"\d+ pairs of 465 are held by some intervention; the 50 that most", large)


def test_names_of_a_very_long_list_are_counted():
    shown = upset.combinations_table(review(130, 1, of=1)).data
    assert shown.count("<a href") == 20 and "and 110 more" in shown


def test_a_group_without_features_and_a_review_without_any_say_so():
    opened = OPENED[SYNTHETIC]
    line = "This review has no feature in the group nowhere."
    assert upset.combinations(opened, group="nowhere").data == line + "\n"
    assert line in upset.combinations_table(opened, group="nowhere").data
    assert "no two features" in upset.together_table(opened, group="nowhere").data
    bare = replace(opened, tables=opened.tables | {"features": opened.features.iloc[:0]})
    for show in (upset.combinations, upset.combinations_table, upset.together_table):
        assert "gives no intervention features" in show(bare).data


@pytest.mark.parametrize("group", [None, "Programme"])
def test_tables_of_a_group_have_a_name_of_their_own(group):
    end = "-programme" if group else ""
    opened = OPENED[SYNTHETIC]
    assert f":name: tbl-combinations{end}\n" in upset.combinations_table(opened, group=group).data
    assert f":name: tbl-together{end}\n" in upset.together_table(opened, group=group).data
