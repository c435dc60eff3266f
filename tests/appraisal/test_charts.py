"""The charts of appraisals as a chapter shows them."""

import re

from packages import OPENED, SYNTHETIC
from packages.reading import told
from packages.reviews import only

from reviewbook.appraisal import charts


def test_ratings_are_told_by_design_with_how_many_reports_have_each():
    assert told(charts.ratings(OPENED[SYNTHETIC]).data) == [
        (
            "Ratings by design: Qualitative, 1 report, 2 of 4 points: 2 in 1; Mixed methods, 1 report, 2 of 4 points: 2 in 1; "
            "Quantitative, 2 reports, 1 to 3 of 4 points: 1 in 1, 3 in 1. Descriptions by criterion tell more than the points."
        )
    ]


def test_each_tool_that_answers_were_given_under_has_a_figure_of_its_own():
    shown = charts.appraisal(OPENED[SYNTHETIC]).data
    assert re.findall(r"<strong>(.*?)</strong>", shown) == [
        f"Mixed Methods Appraisal Tool (MMAT), version {year}" for year in (2011, 2018)
    ]


def test_reports_without_any_rating_are_said_to_have_none():
    review = OPENED[SYNTHETIC]
    silent = only(review, ratings=review.ratings.assign(rating=None), appraisals=review.appraisals[:0])
    assert charts.ratings(silent).data.strip() == "No report of this review has a rating."
    assert charts.appraisal(silent) is None
