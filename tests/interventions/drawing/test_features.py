"""The matrix of a review's features: its groups, its data for the script, and what it says without features."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from packages import REVIEWS, SYNTHETIC, WILLIAMS, large

from reviewbook.check import open_review
from reviewbook.interventions import feature_counts
from reviewbook.interventions.drawing import features
from reviewbook.interventions.drawing.printed import beside
from reviewbook.page.words import of_all


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    return open_review(
        large.write(tmp_path_factory.mktemp("big") / "big", reports=120, interventions=120, features=60)
    )


def test_data_script_is_one_statement_that_holds_every_cell(big):
    script = features.data(big).decode()
    name, text = re.fullmatch(r'reviewbook\.data\["(\w+)"\]=(.*);\n', script).groups()
    packed = json.loads(text)
    assert name == "matrix" and "<" not in script
    assert len(packed["cells"]) == 60 and {len(word) for word in packed["cells"]} == {120}
    wide = big.feature_values.pivot(index="feature_id", columns="intervention_id", values="value")
    signs = {str(at): mark["word"].replace(" ", "_") for at, mark in enumerate(packed["marks"])}
    for column, word in zip(packed["columns"], packed["cells"], strict=True):
        own = wide.loc[column["key"], packed["rows"]["key"]]
        assert [signs[letter] for letter in word] == own.fillna("not_charted_yet").tolist()
    assert sorted(packed["alike"]) == list(range(120))


def test_page_of_a_large_review_names_the_script_and_the_table_of_all_cells(big):
    page = BeautifulSoup(features.features(big).data, "html.parser")
    assert page.find(class_="rb-matrix-view")["data-cells"] == "data/big/matrix.js" and not page.find(
        "script"
    )
    assert page.select_one(".rb-count a")["href"] == "../data/big/feature_values.csv"


@REVIEWS
def test_fractions_of_the_matrix_are_those_of_the_rule(review):
    opened = open_review(review)
    assert features.data(opened) is None
    page = BeautifulSoup(features.features(opened).data, "html.parser")
    notes = {
        small.parent.contents[0].strip(): small.extract().get_text() for small in page.select("th small")
    }
    told = {
        row.th.get_text().strip(): row.select_one(".rb-total").get_text()
        for row in page.select("tbody tr:not([class])")
    }
    rule = feature_counts.fractions(opened.feature_values, opened.features, opened.interventions)
    assert told == {row.label: of_all(row.low, row.high, row.n) for row in rule.itertuples()}
    labels = dict(zip(opened.features["feature_id"], opened.features["label"], strict=True))
    printed = beside(opened).items()
    assert (
        notes == {labels[key]: " ".join(f"Printed {one}." for one in words) for key, words in printed} != {}
    )


def test_features_can_be_grouped_by_the_columns_that_part_the_interventions():
    page = BeautifulSoup(features.features(open_review(WILLIAMS), by="worker_role").data, "html.parser")
    assert [head.get_text() for head in page.select("th[scope=colgroup]")] == [
        "Research worker (4)",
        "Usual worker (7)",
    ]
    offered = {grouping["key"] for grouping in json.loads(page.script.get_text())["groupings"]}
    assert {"country", "region", "delivery", "worker_role"} <= offered
    assert not offered & {"intervention_id", "name", "description", "locator"}
    with pytest.raises(ValueError, match="no column 'locator' to group by"):
        features.features(open_review(WILLIAMS), by="locator")


def test_an_own_column_of_the_author_is_offered_under_its_title(big):
    packed = json.loads(features.data(big).decode().split("=", 1)[1].rstrip(";\n"))
    assert ("approach", "Approach") in {(g["key"], g["title"]) for g in packed["groupings"]}


def test_a_review_without_features_says_so_under_the_same_name():
    opened = open_review(SYNTHETIC)
    opened = type(opened)(opened.path, opened.package, opened.tables | {"features": opened.features[:0]})
    assert ":name: fig-features" in features.features(opened).data and features.data(opened) is None
