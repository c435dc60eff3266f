"""The tables of interventions as a chapter shows them."""

import re

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook import charts, tables
from reviewbook.page import links


def test_items_are_shown_with_their_fraction_and_the_interventions_behind_it():
    shown = tables.tidier_items(OPENED[SYNTHETIC]).data
    assert (
        "* - 7\\. Where\n"
        "  - 2/3\n"
        '  - <a href="../interventions/flexline.html#tidier-7">FL</a> and '
        '<a href="../interventions/strongback.html#tidier-7">StrongBack</a>\n'
        "  - –\n"
        '  - <a href="../interventions/movemore.html#tidier-7">MoveMore groups</a>\n'
    ) in shown
    assert "not charted yet" not in shown


def test_a_long_list_says_how_many_more_there_are():
    r = OPENED[SYNTHETIC]
    many = pd.concat([r.interventions.iloc[:1]] * 125, ignore_index=True)
    many["intervention_id"] = pd.array([f"app{n}" for n in range(125)], dtype="string")
    one = r.tidier.iloc[:1]
    told = pd.concat([one.assign(intervention_id=key) for key in many["intervention_id"]], ignore_index=True)
    shown = tables.tidier_items(only(r, interventions=many, tidier=told)).data
    assert "  - 125/125\n" in shown and 'html#tidier-1">FL</a> and 105 more</details>\n' in shown
    assert shown.count('#tidier-1"') == 20
    assert "  - [not charted yet]{.rb-nr}\n" in shown, "the other items have no statement"


def test_contradictions_are_shown_one_under_the_other_with_their_reports():
    shown = tables.tidier_contradictions(OPENED[SYNTHETIC]).data
    assert shown.count("7. Where") == 2 and shown.count("8. When and how much") == 2
    assert shown.index("{cite:t}`Synthetic2018`") < shown.index("{cite:t}`Synthetic2019`")


def test_where_no_contradiction_is_noted_the_page_says_so():
    r = OPENED[SYNTHETIC]
    plain = r.tidier.assign(contradiction=pd.NA).astype({"contradiction": "string"})
    shown = tables.tidier_contradictions(only(r, tidier=plain)).data
    assert f"No contradiction is noted among {len(plain)} statements." in shown


@pytest.mark.parametrize(
    "show", [tables.tidier_items, charts.tidier_completeness, tables.tidier_contradictions]
)
def test_a_review_without_tidier_says_so_in_one_line(show):
    r = OPENED[SYNTHETIC]
    assert "This review gives no TIDieR items" in show(only(r, tidier=r.tidier[:0])).data


@pytest.mark.parametrize(
    ("show", "file"),
    [
        (tables.fractions, "feature_values"),
        (lambda review: tables.fractions(review, by="worker_role"), "feature_values"),
        (tables.combinations, "feature_values"),
        (tables.together, "feature_values"),
        (tables.tidier_items, "tidier"),
    ],
    ids=["features", "features by group", "combinations", "pairs", "tidier"],
)
def test_where_there_is_no_room_for_names_a_table_counts_and_says_where_they_are(monkeypatch, show, file):
    whole = show(OPENED[SYNTHETIC]).data
    assert "interventions/" in whole and "Too many" not in whole
    monkeypatch.setattr(links, "NAMED", 0)
    shown = show(OPENED[SYNTHETIC]).data
    assert "interventions/" not in shown and re.search(r"\d interventions?\n", shown)
    assert f'which they are is in <a href="../data/synthetic/{file}.csv" download>{file}.csv</a>.' in shown
    # The fractions and all else stay.
    assert re.findall(r"- \d+/\d+", shown) == re.findall(r"- \d+/\d+", whole)
