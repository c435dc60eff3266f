"""When, as shown: the timeline, what it says of itself, and the table of the same numbers."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from packages import OPENED, REVIEWS, ROOT, SYNTHETIC, WILLIAMS
from packages.browser import barriers, tags
from packages.places import changed, many

from reviewbook.page import interactive
from reviewbook.page.grid import nothing
from reviewbook.review.nothing import ABSENT
from reviewbook.review.reading import load_review
from reviewbook.studies import of_review
from reviewbook.studies.drawing import when, where

NR = "not_reported"


def figure(drawn: str) -> dict:
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', drawn, re.DOTALL).group(1))


def test_each_report_has_a_row_and_hover_gives_its_period_as_charted():
    drawn = figure(when.timeline(OPENED[WILLIAMS]).data)
    bars = next(trace for trace in drawn["data"] if trace["type"] == "bar")
    assert len(bars["x"]) == 12 and bars["base"][0] == 2005 and bars["x"][0] == 2
    assert bars["hovertext"][0] == (
        "<b>Anttila et al. 2008</b><br>Study period: 2005 to 2006<br>Published: 2008<br>Years from the end of the study: 2"
    )
    assert len(drawn["layout"]["yaxis"]["ticktext"]) == 15
    names = [trace.get("name") for trace in drawn["data"]]
    assert names == [None, "Study period (12)", "Published (14)"]


def test_the_timeline_says_what_is_known_and_how_long_it_took():
    drawn = when.timeline(OPENED[WILLIAMS]).data
    assert "12 of 15 reports give a study period. From the end of the study to publication: median 1 year (range 1 to " \
        "8; 11 reports, from the years alone)." in drawn  # fmt: skip
    assert "appeared before" not in drawn


@pytest.mark.parametrize(
    ("undated", "says"),
    [
        ([], ""),
        (
            [("A", "not_settled")],
            "1 report has no year of publication: Doe n.d. (uncertain). It enters nothing that is computed from years.",
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
    assert when.undated_words(table, {"A": "Doe n.d.", "B": "Roe n.d.", "C": "Poe n.d."}) == says


def test_a_year_that_is_not_there_is_said_in_chart_and_table():
    review = changed(
        year=[None, None, 2020, 2020, None],
        year_as_charted=["not_available", NR, "2020", "2020", ""],
        year_basis=["not_settled", NR, "verified", "verified", None],
    )
    drawn = when.timeline(review).data
    for words in ("uncertain", "not reported", "not charted yet"):
        assert f"Published: {words}" in drawn
    assert "no year of publication" not in drawn, "the table beneath says it once"
    table = when.timeline_table(review).data
    assert "  - uncertain\n" in table and "  - [– not reported]{.rb-nr}\n" in table


def test_a_missing_end_is_said_and_not_drawn_as_a_bar():
    review = changed(study_from=["2016", NR, None, "2019", NR], study_to=[NR, "2018-06", None, "2020", NR])
    drawn = when.timeline(review).data
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
    table = when.timeline_table(review).data
    assert "not charted yet" in table and "not reported" in table


def test_beyond_sixty_reports_years_are_counted():
    few, lots = many(60, ["Norway"]), many(61, ["Norway"])
    assert len(figure(when.timeline(few).data)["layout"]["yaxis"]["ticktext"]) == 60
    running, published = figure(when.timeline(lots).data)["data"]
    found = of_review.by_year(lots)
    assert sum(published["y"]) == 61 and published["y"] == found["published"].map(len).tolist()
    assert running["y"] == found["running"].map(len).tolist()
    rows = re.findall(r"^\* - (\d{4})\n  - (\d+)\n  - (\d+)$", when.timeline_table(lots).data, re.MULTILINE)
    assert [(int(y), int(n), int(m)) for y, n, m in rows] == list(
        zip(found["year"], found["running"].map(len), found["published"].map(len), strict=True)
    )


def test_without_any_date_the_timeline_says_so():
    silent = [NR] * 5
    review = changed(year=[None] * 5, study_from=silent, study_to=silent)
    assert when.timeline(review).data == nothing(when.NO_TIMES) + "\n"
    without_year = changed(year=[None] * 5)
    assert len(figure(when.timeline(without_year).data)["layout"]["yaxis"]["ticktext"]) == 5


def test_names_of_reports_are_escaped_in_the_timeline():
    review = changed(report_id=["<b>", "Synthetic2019", "Synthetic2020a", "Synthetic2020b", "Synthetic2021"])
    assert figure(when.timeline(review).data)["layout"]["yaxis"]["ticktext"][0] == "&lt;b&gt;"


@pytest.mark.parametrize("show", [where.countries, where.countries_table, when.timeline, when.timeline_table])
@REVIEWS
def test_the_same_review_gives_the_same_bytes(review, show):
    assert show(load_review(review)).data == show(OPENED[review]).data


@pytest.mark.parametrize("show", [where.countries, where.countries_table, when.timeline, when.timeline_table])
def test_a_review_without_reports_says_so(show):
    opened = OPENED[SYNTHETIC]
    bare = replace(opened, tables=opened.tables | {"reports": opened.reports.iloc[:0]})
    assert "gives no included reports" in show(bare).data


def test_the_timeline_is_drawn_in_a_browser_and_has_no_barriers(browser, tmp_path):
    book = ROOT / "book"
    drawn = where.countries(OPENED[WILLIAMS]).data + when.timeline(OPENED[WILLIAMS]).data
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
    assert (
        page.locator(".rb-drawn.wide:visible").count() == 2
        and page.locator(".rb-drawn.narrow:visible").count() == 0
    )
    page.locator(".rb-plotly button").click()
    page.wait_for_selector(".rb-plotly-plot .barlayer .point path")
    assert page.locator(".rb-plotly-plot .barlayer .point").count() == 12
    assert page.locator(".rb-plotly-plot .ytick").count() == 15
    page.locator(".rb-plotly-plot .barlayer .point path").first.hover(force=True)
    page.wait_for_selector(".hovertext")
    assert "Study period: 2005 to 2006" in page.locator(".hoverlayer").text_content()
    assert errors == [] and barriers(page) == []
    page.close()


def test_where_no_period_is_charted_there_is_no_timeline_and_no_table_of_it():
    silent = pd.array([None] * 5, dtype="string")
    review = changed(study_from=silent, study_to=silent)
    line = nothing("Not charted yet of any report: study period.")
    assert when.timeline(review).data == line + "\n" and line in when.timeline_table(review).data
    one = pd.array([NR, *[None] * 4], dtype="string")
    assert ABSENT not in when.timeline_table(changed(study_from=one, study_to=silent)).data
