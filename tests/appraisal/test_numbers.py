"""What prose says of the appraisals."""

from packages import SYNTHETIC, WILLIAMS, open_once
from packages.notebooks import TOLD_ABOVE, shown

from reviewbook.appraisal.charts import appraisal
from reviewbook.appraisal.numbers import appraisal_numbers


def test_a_review_without_answers_by_criterion_says_so_once_and_in_prose(sparse):
    review = open_once(sparse)
    assert "This review gives no appraisal answers" in appraisal(review).data
    values = appraisal_numbers(review)
    assert (
        "no answers of two appraisers" in values["appraisers"] and "No report has both" in values["compared"]
    )
    assert all(shown(call, review).strip() == "" for call in TOLD_ABOVE)


def test_what_counts_as_low_rated_is_said_also_where_nothing_does(sparse):
    def low(folder, min_rating):
        return appraisal_numbers(open_once(folder, min_rating=min_rating))["low"]

    assert low(WILLIAMS, 0) == "No contrast was asked for: the parameter min_rating is 0."
    assert low(SYNTHETIC, 1) == "No report is rated below 1 point."
    assert low(sparse, 2) == "No report has a rating in points, so that none counts as low-rated."
    assert low(WILLIAMS, 2).startswith(
        "5 of 15 reports are rated below 2 points; of 15 conclusions (themes and categories"
    )


def test_ratings_are_told_by_design_and_never_taken_together():
    answer = appraisal_numbers(open_once(WILLIAMS))["answer"]
    assert answer.startswith(
        "15 of 15 reports are rated, in points of 4: qualitative 1 to 4 (5 reports), mixed methods 0 to 2 (5 reports) and "
        "quantitative 1 to 4 (5 reports). A tool asks other questions of each design"
    )
    assert "median" not in answer
