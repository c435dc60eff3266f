"""The charts of appraisals as a chapter shows them."""

import re

import pandas as pd
from packages import OPENED, SYNTHETIC
from packages.judged import judged_by_domains
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
    assert re.findall(r'rb-unit">Answers by criterion, (.*?); ', shown) == [
        f"Mixed Methods Appraisal Tool (MMAT), version {year}" for year in (2011, 2018)
    ]


def test_reports_without_any_rating_are_said_to_have_none():
    review = OPENED[SYNTHETIC]
    silent = only(review, ratings=review.ratings.assign(rating=None), appraisals=review.appraisals[:0])
    assert charts.ratings(silent).data.strip() == "No report of this review has a rating."
    assert charts.appraisal(silent) is None


def test_overall_judgements_are_told_and_drawn_beside_the_domains():
    review = judged_by_domains()
    assert "Overall judgements are words" in charts.ratings(review).data
    shown = charts.appraisal(review).data
    assert "serious risk</text>" in shown and "moderate risk</text>" in shown
    assert "D2 Selection of participants: low risk 0 of 2, moderate risk 1, serious risk 1" in shown


def test_a_rating_stands_beside_the_answers_to_its_own_tool_alone():
    review = judged_by_domains()
    rows = review.appraisals.iloc[:2].assign(
        tool="casp-rct", category="randomised_trial", criterion=["Q1", "Q2"], answer=["yes", "no"]
    )
    shown = charts.appraisal(
        only(review, appraisals=pd.concat([review.appraisals, rows], ignore_index=True))
    ).data
    domains, casp = shown.split("CASP checklist for randomised controlled trials; ")
    assert "serious risk</text>" in domains and "serious risk</text>" not in casp
