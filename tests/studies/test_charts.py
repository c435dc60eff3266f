"""The charts of studies as a chapter shows them."""

import pandas as pd
from packages import OPENED, SYNTHETIC
from packages.reading import told
from packages.reviews import only, without_form

from reviewbook.studies import charts


def test_reports_are_counted_by_year_of_publication():
    assert told(charts.years(OPENED[SYNTHETIC]).data) == [
        "Reports by year: 2018: 1, 2019: 1, 2020: 2, 2021: 1."
    ]


def test_each_design_has_its_mark_and_a_year_without_reports_its_place():
    review = OPENED[SYNTHETIC]
    two = review.reports[review.reports["year"] != 2019]
    shown = charts.years(only(review, reports=two)).data
    assert told(shown) == ["Reports by year: 2018: 1, 2020: 2, 2021: 1."]
    for words in ("Qualitative 1", "Mixed methods 1", "Quantitative 2"):
        assert f">{words}<" in shown
    assert ">2019<" in shown, "the axis leaves no year out"


def test_a_review_without_reports_is_told_so():
    review = OPENED[SYNTHETIC]
    assert "This review gives no" in charts.years(only(review, reports=review.reports[:0])).data


def test_a_report_without_a_year_is_named_beneath_the_chart():
    review = OPENED[SYNTHETIC]
    assert "rb-note" not in charts.years(review).data
    reports = review.reports.assign(
        year=review.reports["year"].mask(review.reports["year"] == 2021),
        year_as_charted=review.reports["year_as_charted"].replace("2021", "not_available"),
    )
    shown = charts.years(only(review, reports=reports)).data
    assert "Reports by year: 2018: 1, 2019: 1, 2020: 2. 1 report has no year" in told(shown)[0]
    assert "1 report has no year of publication" in shown.split("rb-note")[1]


def test_the_review_s_own_designs_are_drawn_in_their_words_and_order():
    review = OPENED[SYNTHETIC]
    choices = pd.DataFrame(
        {
            "question_id": "design",
            "value": ["rct", "cohort"],
            "position": [1, 2],
            "label": ["RCT", "Cohort study"],
        }
    ).assign(counts_as=pd.NA, category=pd.NA)
    reports = review.reports.assign(
        design=pd.array(["cohort", "rct", "cohort", "rct", "rct"], dtype="string")
    )
    shown = charts.years(only(review, choices=choices, reports=reports)).data
    assert shown.index(">RCT 3<") < shown.index(">Cohort study 2<") and "Qualitative" not in shown


def test_where_no_design_is_asked_for_years_are_not_parted():
    review = OPENED[SYNTHETIC]
    questions = review.questions[~review.questions["question_id"].isin(["design", "blinding"])]
    reports = review.reports.assign(design=pd.array([None] * 5, dtype="string"))
    shown = charts.years(only(review, questions=questions, reports=reports)).data
    assert "the shape of its design" not in shown and told(shown)
    assert "Design not charted yet" in charts.years(only(without_form(review), reports=reports)).data
