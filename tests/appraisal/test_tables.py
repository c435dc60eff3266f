"""The tables of appraisals as a chapter shows them."""

from packages import OPENED, SYNTHETIC, WILLIAMS, copied
from packages.judged import judged_by_domains
from packages.reading import by_head
from packages.reviews import only

from reviewbook import tables
from reviewbook.check import open_review


def test_a_rating_that_is_still_open_says_what_it_waits_for(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    settled = (folder / "appraisals.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "appraisals.csv").write_text(
        "".join(row for row in settled if ",consensus," not in row), encoding="utf-8"
    )
    ratings = (folder / "ratings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "ratings.csv").write_text(ratings[0], encoding="utf-8")
    shown_ = tables.ratings(open_review(folder)).data
    assert "none yet: appraisers differ on 2.2" in shown_
    assert "by criterion only" in shown_, "the report under 2018"
    assert "1/4 (computed)" in shown_


def test_ratings_by_design_are_marked_where_the_source_disagrees_on_a_rating_or_a_design_behind_them():
    by = by_head(tables.by_design(OPENED[WILLIAMS]).data)
    touched = {
        design: [[one for one in ("D01", "D09", "D18") if f"disagreement-{one}" in cell] for cell in row[:2]]
        for design, row in by.items()
    }
    assert touched == {
        "Qualitative": [[], []],
        "Mixed methods": [["D18"], ["D01", "D09", "D18"]],
        "Quantitative": [["D18"], ["D18"]],
    }


def test_judgements_in_words_stand_by_design_and_by_report():
    review = judged_by_domains()
    by_design = tables.by_design(review).data
    assert "Judgement × reports" in by_design and "Rating × reports" not in by_design
    assert "moderate risk × 1, serious risk × 1" in by_design
    by_report = tables.ratings(review).data
    assert "serious risk (computed)" in by_report and "Per cent" not in by_report
    assert "  - moderate risk\n" in by_report, "as its appraisers judge it"


def test_an_open_question_that_nobody_answered_has_no_column():
    assert "Overall judgement" in tables.criteria(judged_by_domains()).data
    without = judged_by_domains()
    left = without.appraisals[without.appraisals["criterion"] != "Overall"]
    assert "Overall judgement" not in tables.criteria(only(without, appraisals=left)).data


def test_each_tool_of_a_review_says_what_it_asks_and_how_it_rates():
    said = tables.tools(judged_by_domains()).data
    assert said.startswith(
        "**Risk of bias in non-randomised studies of interventions (ROBINS-I), domains** {cite:p}`Sterne2016`."
    )
    assert "It asks 7 questions" in said and "[the tool's own site](https://www.riskofbias.info/)" in said
    assert tables.tools(OPENED[SYNTHETIC]).data.count("{cite:p}") == 2
    none = only(judged_by_domains(), appraisals=judged_by_domains().appraisals[:0])
    assert tables.tools(none).data.strip() == "This review names no appraisal tool."
