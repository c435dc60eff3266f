"""Combinations of features as chart and tables: which interventions share them."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, table
from packages.reading import rows, told

from reviewbook.interventions import combinations as rules
from reviewbook.interventions.drawing import upset
from reviewbook.page import links


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


def spread(interventions: int, signs: int = 3, *, features: int | None = None):
    """As many interventions over all combinations of ``signs`` features, the first of them twice as often."""
    opened = review(interventions, features or signs)
    cells = opened.feature_values
    at = cells["intervention_id"].str[1:].astype(int) % (2**signs + 1) % 2**signs
    value = ["yes" if (i >> int(f[1:])) & 1 else "no" for i, f in zip(at, cells["feature_id"], strict=True)]
    return replace(opened, tables=opened.tables | {"feature_values": cells.assign(value=value)})


def test_the_chart_says_what_it_shows_in_numbers():
    drawn = upset.combinations(spread(18)).data
    assert told(drawn)[0].startswith(
        "3 features and 8 combinations of them. 8 combinations. Interventions that have each: "
        "Feature &lt;i&gt;0&lt;/i&gt; 8 of 18; Feature &lt;i&gt;1&lt;/i&gt; 8 of 18; Feature &lt;i&gt;2&lt;/i&gt; 8 of 18. "
        "Held together by most: none of these features: 4;"
    )
    assert (
        "Of 3 features the 3 that tell interventions apart and are known together are compared, "
        "over the 18 of 18 interventions on which they are."
    ) in drawn


def test_of_many_features_and_combinations_the_largest_are_drawn_and_the_rest_is_told():
    drawn = upset.combinations(spread(200, 5, features=5)).data
    assert drawn == upset.combinations(spread(200, 5, features=5)).data and len(drawn) < 120_000
    said = "The 20 largest of 32 combinations are shown; 72 interventions have one of the other 12."
    for show in (upset.combinations, upset.combinations_table):
        assert said in show(spread(200, 5)).data
    assert "largest of" not in upset.combinations(spread(200, 4)).data


def scattered(interventions: int, features: int):
    """As many interventions and features, hardly two of them alike."""
    opened = review(interventions, features)
    cells = opened.feature_values
    value = ["yes" if (int(i[1:]) * 40503 >> int(f[1:])) & 1 else "no"
             for i, f in zip(cells["intervention_id"], cells["feature_id"], strict=True)]  # fmt: skip
    return replace(opened, tables=opened.tables | {"feature_values": cells.assign(value=value)})


@pytest.mark.parametrize("folder", [SYNTHETIC, WILLIAMS], ids=lambda folder: folder.name)
def test_where_too_little_is_settled_one_line_stands_in_place_of_the_combinations(folder):
    opened = OPENED[folder]
    drawn = upset.combinations(opened).data
    assert drawn.startswith(
        "[Combinations are left out: fewer than three features tell interventions apart and are known"
    )
    assert drawn.count("\n") == 1 and "<svg" not in drawn
    assert upset.combinations_table(opened) is None, "an empty text would be shown as an object"


def test_the_pairs_of_the_seed_are_those_that_its_text_settles():
    shown = rows(upset.together_table(OPENED[WILLIAMS]).data)
    assert [row[:7] for row in shown[1:]] == [
        ["Smartphone or tablet app", "Communication channel with worker", "4", "0", "4", "1", "9/11"],
        ["Smartphone or tablet app", "Peers by forum, text messages or app", "2", "2", "4", "1", "9/11"],
    ]


def test_the_chart_is_an_image_whose_texts_are_escaped():
    drawn = upset.combinations(spread(18)).data
    svg = ET.fromstring(drawn[drawn.index("<svg") : drawn.index("</svg>") + 6])
    assert svg.get("role") == "img"
    assert "Feature &lt;i&gt;0&lt;/i&gt;" in drawn and "<i>" not in drawn


def test_each_number_of_the_tables_has_its_names_as_links():
    opened = spread(18)
    found = rules.combinations(
        opened.feature_values,
        rules.compared(opened.feature_values, opened.features, opened.interventions, most=15),
    )
    shown = upset.combinations_table(opened).data
    assert re.findall(r'href="\.\./interventions/([\w.-]+)\.html"', shown) == [
        one for group in found["interventions"] for one in group
    ]
    pairs = rules.together(opened.feature_values, opened.features, opened.interventions)
    shown = upset.together_table(opened).data
    assert re.findall(r'href="\.\./interventions/([\w.-]+)\.html"', shown) == [
        one for group in pairs["interventions"] for one in group
    ]


def test_of_many_pairs_the_fifty_that_most_hold_are_listed():
    large = upset.together_table(scattered(200, 12)).data
    assert large.count("\n* - ") == 1 + upset.MOST_PAIRS
    assert "66 pairs are told, where both features are known" in large and "The 50 that most" in large


def test_where_there_is_no_room_for_names_the_tables_count_and_say_where_they_are(monkeypatch):
    monkeypatch.setattr(links, "NAMED", 0)
    for show in (upset.combinations_table, upset.together_table):
        shown = show(spread(18)).data
        assert "interventions/" not in shown and re.search(r"\d interventions?\n", shown)
        assert "which they are is in" in shown


def test_names_of_a_very_long_list_are_counted():
    shown = upset.combinations_table(spread(1300)).data
    assert "and 125 more" in shown


def test_a_group_without_features_and_a_review_without_any_say_so():
    opened = OPENED[SYNTHETIC]
    assert (
        "fewer than three features in the group nowhere tell"
        in upset.combinations(opened, group="nowhere").data
    )
    assert (
        "No two features in the group nowhere can be compared."
        in upset.together_table(opened, group="nowhere").data
    )
    bare = replace(opened, tables=opened.tables | {"features": opened.features.iloc[:0]})
    for show in (upset.combinations, upset.combinations_table, upset.together_table):
        assert "gives no intervention features" in show(bare).data


@pytest.mark.parametrize(("group", "end"), [(None, ""), ("<b>", "-b")])
def test_tables_of_a_group_have_a_name_of_their_own(group, end):
    opened = spread(18)
    assert f":name: tbl-combinations{end}\n" in upset.combinations_table(opened, group=group).data
    assert f":name: tbl-together{end}\n" in upset.together_table(opened, group=group).data
