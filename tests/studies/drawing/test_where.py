"""Where and when, as shown: the charts, what they say of themselves, and the tables of the same numbers."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pandas as pd
import pytest
from packages import OPENED, REVIEWS, ROOT, SYNTHETIC, WILLIAMS
from packages.browser import barriers, tags
from packages.reading import told
from packages.reviews import only

from reviewbook.page import interactive
from reviewbook.review.reading import load_review
from reviewbook.studies import of_review
from reviewbook.studies.drawing import where

NR = "not_reported"


def changed(review=SYNTHETIC, **columns):
    """A review with other values in columns of its reports."""
    opened = OPENED[review]
    reports = opened.reports.assign(
        **{name: pd.array(cells, dtype=opened.reports[name].dtype) for name, cells in columns.items()}
    )
    return replace(opened, tables=opened.tables | {"reports": reports})


def many(n: int, countries: list[str]):
    """The synthetic review with n reports of n studies, from one country after the other."""
    opened = OPENED[SYNTHETIC]
    reports = opened.reports.iloc[[0] * n].reset_index(drop=True)
    reports["report_id"] = [f"Report{i}" for i in range(n)]
    reports["country"] = pd.array([countries[i % len(countries)] for i in range(n)], dtype="string")
    reports["year"] = pd.array([2000 + i % 20 for i in range(n)], dtype="Int64")
    studies = opened.studies.iloc[[0] * n].reset_index(drop=True)
    studies["study_id"], studies["country"] = [f"study{i}" for i in range(n)], reports["country"]
    told = reports[["report_id"]].assign(study_id=studies["study_id"], sample_of="not_applicable")
    return only(opened, reports=reports, report_studies=told, studies=studies)


def figure(drawn: str) -> dict:
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', drawn, re.DOTALL).group(1))


# --- where


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


def test_names_are_escaped_and_long_ones_cut_in_the_chart_alone():
    name = "A <b> country whose name goes on for very long"
    review = changed(country=[name] + ["Norway"] * 4)
    drawn = where.countries(review).data
    assert "<b>" not in drawn and "A &lt;b&gt; country whose name goes on… †" in drawn
    assert r"A \<b\> country whose name goes on for very long" in where.countries_table(review).data


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (7, [0, 2, 4, 6]),
        (12, [0, 2, 4, 6, 8, 10, 12]),
        (38, [0, 10, 20, 30]),
        (5012, [0, 1000, 2000, 3000, 4000, 5000]),
    ],
)
def test_ticks_are_round_numbers(most, ticks):
    assert where._ticks(most) == ticks


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


# --- when


def test_each_report_has_a_row_and_hover_gives_its_period_as_charted():
    drawn = figure(where.timeline(OPENED[WILLIAMS]).data)
    bars = next(trace for trace in drawn["data"] if trace["type"] == "bar")
    assert len(bars["x"]) == 12 and bars["base"][0] == 2005 and bars["x"][0] == 2
    assert bars["hovertext"][0] == (
        "<b>Anttila et al. 2008</b><br>Study period: 2005 to 2006<br>Published: 2008<br>Years from the end of the study: 2"
    )
    assert len(drawn["layout"]["yaxis"]["ticktext"]) == 15
    names = [trace.get("name") for trace in drawn["data"]]
    assert names == [None, "Study period (12)", "Published (14)"]


def test_the_timeline_says_what_is_known_and_how_long_it_took():
    drawn = where.timeline(OPENED[WILLIAMS]).data
    assert "12 of 15 reports give a study period. From the end of the study to publication: median 1 year (range 1 to " \
        "8; 11 reports, from the years alone)." in drawn  # fmt: skip
    assert "appeared before" not in drawn


@pytest.mark.parametrize(
    ("undated", "says"),
    [
        ([], ""),
        (
            [("A", "not_settled")],
            "1 report has no year of publication: Doe n.d. (not settled). It enters nothing that is computed from years.",
        ),
        (
            [("A", "not_available"), ("B", ""), ("C", "not_available")],
            "3 reports have no year of publication: Doe n.d. and Poe n.d. (not available); Roe n.d. (not charted yet). They "
            "enter nothing that is computed from years.",
        ),
    ],
)
def test_reports_without_a_year_are_named_with_the_reason(undated, says):
    table = pd.DataFrame(undated, columns=["report_id", "why"])
    assert where.undated_words(table, {"A": "Doe n.d.", "B": "Roe n.d.", "C": "Poe n.d."}) == says


def test_a_year_that_is_not_there_is_said_in_chart_and_table():
    review = changed(
        year=[None, None, 2020, 2020, None],
        year_as_charted=["not_available", NR, "2020", "2020", ""],
        year_basis=["not_settled", NR, "verified", "verified", None],
    )
    drawn = where.timeline(review).data
    for words in ("not settled", "not reported", "not charted yet"):
        assert f"Published: {words}" in drawn
    assert "no year of publication" not in drawn, "the table beneath says it once"
    table = where.timeline_table(review).data
    assert "  - not settled\n" in table and "  - [– not reported]{.rb-nr}\n" in table


def test_a_missing_end_is_said_and_not_drawn_as_a_bar():
    review = changed(study_from=["2016", NR, None, "2019", NR], study_to=[NR, "2018-06", None, "2020", NR])
    drawn = where.timeline(review).data
    shown = figure(drawn)["data"]
    assert [trace["name"] for trace in shown[1:]] == [
        "Study period (1)",
        "Start reported alone (1)",
        "End reported alone (1)",
        "Published (5)",
    ]
    assert shown[2]["hovertext"][0].split("<br>")[1] == "Study period: start 2016, end not reported"
    assert shown[3]["hovertext"][0].split("<br>")[1] == "Study period: start not reported, end 2018-06"
    assert "1 of 5 reports gives a study period, 2 only its start or its end." in drawn
    table = where.timeline_table(review).data
    assert "not charted yet" in table and "not reported" in table


def test_beyond_sixty_reports_years_are_counted():
    few, lots = many(60, ["Norway"]), many(61, ["Norway"])
    assert len(figure(where.timeline(few).data)["layout"]["yaxis"]["ticktext"]) == 60
    running, published = figure(where.timeline(lots).data)["data"]
    found = of_review.by_year(lots)
    assert sum(published["y"]) == 61 and published["y"] == found["published"].map(len).tolist()
    assert running["y"] == found["running"].map(len).tolist()
    rows = re.findall(r"^\* - (\d{4})\n  - (\d+)\n  - (\d+)$", where.timeline_table(lots).data, re.MULTILINE)
    assert [(int(y), int(n), int(m)) for y, n, m in rows] == list(
        zip(found["year"], found["running"].map(len), found["published"].map(len), strict=True)
    )


def test_without_any_date_the_timeline_says_so():
    silent = [NR] * 5
    review = changed(year=[None] * 5, study_from=silent, study_to=silent)
    line = "No report of this review has a year of publication or a study period.\n"
    assert where.timeline(review).data == "{.rb-missing}\n" + line
    without_year = changed(year=[None] * 5)
    assert len(figure(where.timeline(without_year).data)["layout"]["yaxis"]["ticktext"]) == 5


def test_names_of_reports_are_escaped_in_the_timeline():
    review = changed(report_id=["<b>", "Synthetic2019", "Synthetic2020a", "Synthetic2020b", "Synthetic2021"])
    assert figure(where.timeline(review).data)["layout"]["yaxis"]["ticktext"][0] == "&lt;b&gt;"


@pytest.mark.parametrize(
    "show", [where.countries, where.countries_table, where.timeline, where.timeline_table]
)
@REVIEWS
def test_the_same_review_gives_the_same_bytes(review, show):
    assert show(load_review(review)).data == show(OPENED[review]).data


@pytest.mark.parametrize(
    "show", [where.countries, where.countries_table, where.timeline, where.timeline_table]
)
def test_a_review_without_reports_says_so(show):
    opened = OPENED[SYNTHETIC]
    bare = replace(opened, tables=opened.tables | {"reports": opened.reports.iloc[:0]})
    assert "gives no included reports" in show(bare).data


def test_the_chart_of_countries_is_a_named_image():
    drawn = where.countries(OPENED[SYNTHETIC]).data
    svg = ET.fromstring(drawn[drawn.index("<svg") : drawn.index("</svg>") + 6])
    assert svg.get("role") == "img" and svg.get("aria-labelledby")


def test_the_timeline_is_drawn_in_a_browser_and_has_no_barriers(browser, tmp_path):
    book = ROOT / "book"
    drawn = where.countries(OPENED[WILLIAMS]).data + where.timeline(OPENED[WILLIAMS]).data
    html = (
        "<!doctype html><html lang=en data-theme=light data-content_root='./'><title>t</title>"
        f"{tags(drawn, static=(book / '_static').as_uri())}<main><h1>Look</h1>{drawn}</main>"
    )
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    (tmp_path / interactive.BUNDLE).write_bytes((book / "_vendor" / interactive.BUNDLE).read_bytes())
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    errors: list = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "page.html").as_uri())
    page.locator(".rb-plotly").scroll_into_view_if_needed()
    page.wait_for_selector(".rb-plotly-plot .barlayer .point path")
    assert page.locator(".rb-plotly-plot .barlayer .point").count() == 12
    assert page.locator(".rb-plotly-plot .ytick").count() == 15
    page.locator(".rb-plotly-plot .barlayer .point path").first.hover(force=True)
    page.wait_for_selector(".hovertext")
    assert "Study period: 2005 to 2006" in page.locator(".hoverlayer").text_content()
    assert errors == [] and barriers(page) == []
    page.close()


def test_a_country_on_which_the_source_disagrees_has_its_sign_in_the_chart_and_says_so_beneath():
    drawn = where.countries(OPENED[SYNTHETIC]).data
    assert re.findall(r">(\w+) ≠<", drawn) == ["Norway"]
    assert re.search(
        r'<p class="rb-note">≠ source disagrees: <a href="[^"]*#disagreement-S2">Country of the FlexLine trial</a>\.</p>',
        drawn,
    )
    none = replace(
        OPENED[SYNTHETIC],
        tables=OPENED[SYNTHETIC].tables | {"disagreement_cells": OPENED[SYNTHETIC].disagreement_cells[:0]},
    )
    assert "≠" not in where.countries(none).data


def test_where_no_period_is_charted_there_is_no_timeline_and_no_table_of_it():
    silent = pd.array([None] * 5, dtype="string")
    review = changed(study_from=silent, study_to=silent)
    assert where.timeline(review).data == "{.rb-missing}\nNo study period of this review is charted yet.\n"
    assert "rb-missing" in where.timeline_table(review).data
    one = pd.array([NR, *[None] * 4], dtype="string")
    assert "rb-missing" not in where.timeline_table(changed(study_from=one, study_to=silent)).data
