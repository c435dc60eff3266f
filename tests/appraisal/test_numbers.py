"""What prose says of the appraisals."""

from packages import SYNTHETIC, WILLIAMS, open_once
from packages.judged import judged_by_domains
from packages.notebooks import TOLD_ABOVE, shown
from packages.reviews import only

from reviewbook.appraisal.charts import appraisal
from reviewbook.appraisal.numbers import appraisal_numbers


def test_a_review_without_answers_by_criterion_says_so_once_and_in_prose(sparse):
    review = open_once(sparse)
    assert appraisal(review) is None, "no figure, and so no caption"
    values = appraisal_numbers(review)
    assert values["criteria"] == "No answers to single criteria are at hand, so that none are drawn."
    assert (
        "No answers of two appraisers" in values["appraisers"] and "No report has both" in values["compared"]
    )
    told = {shown(call, review).strip() for call in TOLD_ABOVE}
    # What is marked as absent is gathered with all else that the review does not give: once a page.
    assert {line for line in told if not line.endswith("]{.rb-absent}")} == {""}


def test_what_counts_as_low_rated_is_said_also_where_nothing_does(sparse):
    def low(folder, min_rating):
        return appraisal_numbers(open_once(folder, min_rating=min_rating))["low"]

    assert low(WILLIAMS, 0) == "No contrast was asked for: the parameter min_rating is 0."
    assert low(SYNTHETIC, 1) == "No report is rated below 1 point."
    assert low(sparse, 2) == "No report has a rating in points, so that none counts as low-rated."
    whole = "(themes, subthemes and categories with a report behind them)"
    assert low(WILLIAMS, 2) == (
        f"5 of 15 reports are rated below 2 of 4 points; of 15 conclusions {whole}, none rests on low-rated reports alone and 1 rests "
        "mostly on them."
    )
    assert low(SYNTHETIC, 2) == (
        f"1 of 5 reports is rated below 2 points; of 9 conclusions {whole}, none rests on low-rated reports alone or mostly."
    )


def test_appraisers_and_answers_are_told_once_and_in_whole_numbers_where_all_agree():
    told = appraisal_numbers(open_once(SYNTHETIC))
    assert told["appraisers"] == (
        "AA and BB gave the same answer 28 times out of 31 under MMAT 2011 (90.3 %, kappa 0.81 (0.62 to 1.00)) and 7 times out of 7 "
        "under MMAT 2018 (100 %, kappa 1.00). All 3 differences were resolved by consensus."
    )
    assert told["compared"] == "All 5 printed ratings of reports with answers follow from the answers."


def test_ratings_are_told_by_design_and_never_taken_together():
    answer = appraisal_numbers(open_once(WILLIAMS))["answer"]
    assert answer.startswith(
        "15 of 15 reports are rated, in points of 4: qualitative 1 to 4 (5 reports), mixed methods 0 to 2 (5 reports) and "
        "quantitative 1 to 4 (5 reports)."
    )
    assert "median" not in answer


def test_judgements_in_words_are_the_answer_of_the_chapter():
    values = appraisal_numbers(judged_by_domains())
    assert values["answer"] == "2 reports are judged by ROBINS-I: 1 moderate risk and 1 serious risk."
    assert values["screening"] == "No screening questions are asked."


def test_a_tool_without_a_score_gets_no_share_of_yes():
    review = judged_by_domains()
    rows = review.appraisals.iloc[:2].assign(
        tool="jbi-qualitative", category="qualitative", criterion=["Q1", "Q2"], answer="yes"
    )
    assert appraisal_numbers(only(review, appraisals=rows))["answer"] == (
        "1 report is answered by JBI critical appraisal checklist for qualitative research; there is no overall rating, and a "
        "count of the answers is none."
    )
