"""Where, as shown: the chart, what it says of itself, and the table of the same numbers."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pandas as pd
import pytest
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS
from packages.places import changed, many
from packages.reading import told
from packages.reviews import only

from reviewbook.page.grid import nothing
from reviewbook.studies import of_review
from reviewbook.studies.drawing import where

NR = "not_reported"


def test_the_chart_of_countries_tells_its_numbers():
    assert told(where.countries(OPENED[WILLIAMS]).data)[0] == (
        "6 countries in 15 reports of 12 studies. Norway: 4 reports, 2 studies; Netherlands: 2 reports, 2 studies; "
        "Denmark: 1 report, 1 study; United States: 5 reports, 5 studies; Canada: 2 reports, 1 study; "
        "Australia: 1 report, 1 study."
    )


def test_what_cannot_be_placed_is_drawn_and_said():
    review = changed(country=["Norway; Japan", "Xland", "international", NR, None])
    drawn = where.countries(review).data
    assert (
        "4 countries in 5 reports of 4 studies. 1 report names several countries and counts in each."
        in told(drawn)[0]
    )
    assert "Of 2 reports no country is known." in told(drawn)[0]
    for words in ("Xland †", "Several countries, not named", "Not reported", "Region not known"):
        assert words in drawn, words
    assert where.UNKNOWN in drawn
    shown = where.countries_table(review).data
    assert "Xland<br>[? unclear]{.rb-unclear}: not recognised as a country" in shown
    assert "nan" not in shown and "<NA>" not in shown and "None" not in shown


def test_a_computed_region_is_marked_in_words():
    review = changed(country=["Brazil"] * 5)
    assert "Brazil *" in where.countries(review).data and where.COMPUTED in where.countries(review).data
    assert "Americas ([computed]{.rb-computed})" in where.countries_table(review).data
    assert "computed" not in where.countries(OPENED[SYNTHETIC]).data


def test_beyond_forty_countries_the_rest_is_one_row_and_the_table_has_all():
    every = [f"Land {chr(97 + i // 10)}{i % 10}" for i in range(45)]
    review = many(100, every)
    drawn = where.countries(review).data
    assert "5 further countries" in drawn and "the table has all of them" in drawn
    rows = where._rows(*where._most(of_review.places(review)))
    assert sum(row.reports for row in rows) == sum(row.studies for row in rows) == 100, "nothing is dropped"
    assert where.countries_table(review).data.count("\n* - ") == 1 + 45


def test_names_are_escaped_and_long_ones_wrapped():
    name = "A <b> country whose name goes on for very long"
    review = changed(country=[name] + ["Norway"] * 4)
    drawn = where.countries(review).data
    assert "<b>" not in drawn and ">A &lt;b&gt; country whose" in drawn and "long † ≠<" in drawn
    assert r"A \<b\> country whose name goes on for very long" in where.countries_table(review).data


@REVIEWS
def test_the_table_of_countries_has_the_rows_of_the_rule(review):
    opened = OPENED[review]
    found = of_review.places(opened)
    rows = re.findall(
        r"^\* - (.+)\n  - (.+)\n  - (.+)\n  - (\d+)/(\d+)\n  - (\d+)/(\d+)\n",
        re.sub(' <a class="rb-disagrees".*?</a>', "", where.countries_table(opened).data),
        re.MULTILINE,
    )
    assert [(row[0], row[1], int(row[3]), int(row[5])) for row in rows] == [
        (row.country, row.code, len(row.reports), len(row.studies)) for row in found.itertuples()
    ]  # fmt: skip


def test_the_chart_of_countries_is_a_named_image():
    drawn = where.countries(OPENED[SYNTHETIC]).data
    svg = ET.fromstring(drawn[drawn.index("<svg") : drawn.index("</svg>") + 6])
    assert svg.get("role") == "img" and svg.get("aria-labelledby")


def test_a_country_on_which_the_source_disagrees_has_its_sign_in_the_chart_and_says_so_beneath():
    drawn = where.countries(OPENED[SYNTHETIC]).data
    assert re.findall(r">(\w+) ≠<", drawn.partition("</svg>")[0]) == ["Norway"]
    assert re.search(
        r'<p class="rb-note">≠ source disagrees on: <a href="[^"]*#disagreement-S2">Country of the FlexLine trial</a>\.</p>',
        drawn,
    )
    none = replace(
        OPENED[SYNTHETIC],
        tables=OPENED[SYNTHETIC].tables | {"disagreement_cells": OPENED[SYNTHETIC].disagreement_cells[:0]},
    )
    assert "≠" not in where.countries(none).data


def test_where_a_question_of_the_form_asks_for_the_country_it_is_the_one_that_is_charted_or_not():
    review = changed(country=[None] * 5)
    review = only(review, studies=review.studies.assign(country=pd.array([None] * 4, dtype="string")))
    for show in (where.countries, where.countries_table):
        assert nothing("Not charted yet of any report or study: country.") in show(review).data
    land = {"question_id": "land", "position": 20, "about": "report", "type": "country", "label": "Land"}
    asks = pd.concat([review.questions, pd.DataFrame([land])], ignore_index=True)
    blank = review.reports.assign(land=pd.array([None] * 5, dtype="string"))
    known = blank.assign(land=pd.array(["Kenya", *[None] * 4], dtype="string"))
    for show in (where.countries, where.countries_table):
        line = nothing("Not charted yet of any report: land.")
        assert line in show(only(review, questions=asks, reports=blank)).data
        assert "Kenya" in show(only(review, questions=asks, reports=known)).data


@pytest.mark.parametrize(
    ("countries", "says"),
    [
        (["Norway"] * 3 + ["Kenya", "Chile"], "Norway: 3 of 5 reports, more than from any other country"),
        (
            ["Norway"] * 2 + ["Kenya"] * 2 + ["Chile"],
            "Norway and Kenya: 2 of 5 reports each, more than from any other country",
        ),
        (["Norway"] * 5, "Norway: all 5 reports"),
        (["Norway", NR, NR, NR, NR], "Norway: 1 of 5 reports, and no other country is named"),
        (
            ["Norway", "Kenya", "Chile", "Japan", "Peru"],
            "Reports come from 5 countries, at most 1 of 5 from one",
        ),
    ],
)
def test_the_title_says_where_most_come_from(countries, says):
    assert where.finding(of_review.places(changed(country=countries)), 5) == says
