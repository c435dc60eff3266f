"""Each report as a mark by its rating and its design."""

import pandas as pd
from bs4 import BeautifulSoup
from packages import OPENED, SYNTHETIC, WILLIAMS, open_once
from packages.reviews import only

from reviewbook.appraisal.drawing import placed


def cells(review):
    page = BeautifulSoup(placed.placed(review), "html.parser")
    heads = [head.get_text() for head in page.select("thead th")]
    found = {}
    for row in page.select("tbody tr"):
        for design, cell in zip(heads[1:], row.select("td"), strict=True):
            for mark in cell.select("a"):
                found[mark["href"].removeprefix("../reports/").removesuffix(".html")] = (
                    row.th.get_text(),
                    design,
                )
    return page, found


def test_every_report_of_the_first_review_stands_at_its_rating_and_design():
    page, found = cells(open_once(WILLIAMS))
    assert len(found) == 15
    assert found["Strand2017"] == ("4/4", "Qualitative") and found["Baumel2016"] == ("1/4", "Quantitative")
    assert (
        page.select_one(".rb-finding-of").get_text()
        == "Ratings go from 0/4 to 4/4; 5 of 15 reports are below 2/4"
    )
    assert [row.th.get_text() for row in page.select("tbody tr")] == ["4/4", "3/4", "2/4", "1/4", "0/4"]
    names = [mark.get_text() for mark in page.select("a")]
    assert "Strand" in names and "Forchuk 2015" in names, (
        "by the first author alone where that is one report's"
    )
    assert page.select_one("a[href$='Strand2017.html']")["title"].endswith("Qualitative; rating 4/4")


def test_what_is_not_rated_stands_last_and_a_blank_design_has_a_column():
    review = OPENED[SYNTHETIC]
    one = review.reports["report_id"].iloc[0]
    ratings = review.ratings[review.ratings["report_id"] != one]
    answers = review.appraisals[review.appraisals["report_id"] != one]
    blank = review.reports.assign(design=review.reports["design"].where(review.reports["report_id"] != one))
    _, found = cells(only(review, ratings=ratings, appraisals=answers, reports=blank))
    assert found[one] == (placed.NOT_RATED, placed.NO_DESIGN) and len(found) == len(review.reports)


def test_without_a_rating_there_is_no_picture():
    review = OPENED[SYNTHETIC]
    assert placed.placed(only(review, ratings=review.ratings[:0], appraisals=review.appraisals[:0])) == ""


def test_a_mark_is_text_and_runs_nothing():
    review = OPENED[SYNTHETIC]
    evil = review.reports.assign(
        design=pd.array(["<script>x</script>"] * len(review.reports), dtype="string")
    )
    assert "<script>" not in placed.placed(only(review, reports=evil))
