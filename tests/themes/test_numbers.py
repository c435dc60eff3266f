"""The sentences that chapters on themes and practices glue in: each says what the tables hold."""

import pandas as pd
import pytest
from packages import SYNTHETIC, WILLIAMS
from packages.reviews import only, without_form

from reviewbook import open_review
from reviewbook.themes import numbers
from reviewbook.themes.numbers import themes_numbers


def test_the_first_reviews_themes_in_sentences():
    said = themes_numbers(open_review(WILLIAMS, min_rating=2), "themes")
    assert said["answer"] == (
        "Two themes run through the reports: “Working together” (14 of 15 reports, 11 to 12 from participants’ accounts or measures) and "
        "“Feelings of mistrust and not being appreciated” (7 of 15 reports, all from accounts or measures)."
    )
    assert said["caution"] == (
        "1 theme rests on a single report; the table marks it. 2 passages name no report."
    )
    assert said["contrary"] == (
        "Another finding is contrary to 2 of 46 findings. 1 finding is limited by another."
    )
    assert said["coders"].startswith("No two coders put the same passages under themes of the same level")


def test_what_limits_the_practices_is_told_apart_from_what_speaks_for_them():
    said = themes_numbers(open_review(WILLIAMS), "frameworks")
    assert said["answer"].startswith(
        "Three categories are looked for in the reports: “Understanding values” (7 of 15 reports, 6 from "
    )
    assert (
        "“Assessing and amplifying strengths” (3 of 15 reports, 0 to 2 from accounts or measures)"
        in said["answer"]
    )
    assert said["contrary"].endswith(" 2 passages limit them and 1 passage speaks of them in general only.")


def test_without_direction_and_basis_the_answer_counts_reports_as_before():
    review = open_review(WILLIAMS)
    blank = review.excerpts.assign(direction=pd.NA, basis=pd.NA)
    said = themes_numbers(only(review, excerpts=blank), "themes")["answer"]
    assert said == (
        "Two themes run through the reports: “Working together” (14 of 15 reports) and "
        "“Feelings of mistrust and not being appreciated” (7 of 15 reports)."
    )


def test_how_much_rests_on_little_is_told_with_its_numbers():
    said = themes_numbers(open_review(WILLIAMS, min_rating=2), "themes")
    assert said["left"] == (
        "Without the reports rated below 2 of 4 points there remain 9 of 14 behind “Working together” and 4 of 7 behind "
        "“Feelings of mistrust and not being appreciated”."
    )
    assert said["unsaid"] == "Of 46 findings, 17 do not say whose view they are."
    assert said["uneven"] == "Of 62 passages, 24 come from ReConnect; 12 come from Momentum, the next."
    assert said["uncited"] == "No passage names Blended flexible assertive community treatment."
    practices = themes_numbers(open_review(WILLIAMS), "frameworks")["uncited"]
    assert practices == (
        "No passage names Blended flexible assertive community treatment, Health Technology Program or PeerTECH."
    )


def test_where_no_report_is_rated_low_and_no_excerpt_names_one_the_sentences_say_so():
    review = open_review(SYNTHETIC)
    said = themes_numbers(only(review, excerpt_reports=review.excerpt_reports[:0]), "themes")
    assert said["left"] == "No report behind them is set aside as rated low."
    assert said["uneven"] == "No passage names an intervention."


def test_where_nothing_is_contrary_or_rests_on_little_the_sentences_say_so():
    review = open_review(WILLIAMS, min_rating=2)
    whole = themes_numbers(only(review, finding_excerpts=review.finding_excerpts.head(0)), "frameworks")
    assert whole["contrary"].startswith(
        "What is contrary to a finding is not charted yet. 2 passages limit them"
    )
    beside = review.finding_excerpts[review.finding_excerpts["relation"] == "illustrates"]
    review = only(review, finding_excerpts=beside)
    named = review.excerpts[review.excerpts["excerpt_id"].isin(review.excerpt_reports["excerpt_id"])]
    said = themes_numbers(only(review, excerpts=named), "frameworks")
    assert said["contrary"].startswith("No finding is said to be contrary to another.")
    assert said["caution"] == "No category rests on a single report, or on low-rated ones alone."


def test_two_coders_that_agree_are_said_to():
    said = themes_numbers(open_review(SYNTHETIC), "themes")["coders"]
    assert said == (
        "Two coders share 4 passages and agree, over all themes, on 100 % of the decisions; no passage got "
        "different themes on a level that both judged."
    )


@pytest.mark.parametrize(("most", "named"), [(2, 2), (1, 1)])
def test_a_sentence_names_the_themes_with_most_reports_and_counts_the_others(monkeypatch, most, named):
    monkeypatch.setattr(numbers, "ANSWER", most)
    answer = themes_numbers(open_review(WILLIAMS), "themes")["answer"]
    assert answer.count("“") == named
    assert answer.startswith("Of two themes, most reports speak for " if named == 1 else "Two themes run")


def test_how_much_is_coded_agrees_with_its_verbs_and_names_no_intervention_where_none_is_charted():
    review = open_review(SYNTHETIC)
    said = themes_numbers(review, "themes")
    assert said["behind"] == "6 passages (3 findings and 3 quotations) come from 3 of 5 reports."
    assert said["named"].endswith("speak of them; they name 3 of 3 interventions.")
    single = only(review, excerpts=review.excerpts[review.excerpts["excerpt_id"] == "F3"])
    said = themes_numbers(single, "frameworks")
    assert said["behind"] == "1 passage (1 finding) comes from 1 of 5 reports."
    assert said["named"] == "1 passage of 1 of 5 reports speaks of them; it names 1 of 3 interventions."
    study = review.studies["study_id"] == "flex_trial"
    blank = review.studies.assign(intervention_id=review.studies["intervention_id"].mask(study))
    assert themes_numbers(only(single, studies=blank), "frameworks")["named"].endswith(
        "names 0 to 3 of 3 interventions."
    )
    for nothing in (None, "not_applicable"):
        none = review.studies.assign(intervention_id=pd.array([nothing] * len(blank), dtype="string"))
        said = themes_numbers(only(single, studies=none), "frameworks")
        assert said["named"] == "1 passage of 1 of 5 reports speaks of them."


def test_it_is_said_by_what_the_matrix_of_groups_parts():
    own = open_review(SYNTHETIC)
    assert themes_numbers(own, "frameworks")["grouped"] == "Interventions stand in groups by “Design”."
    assert (
        themes_numbers(without_form(own), "frameworks")["grouped"]
        == "Interventions stand in groups by whom they were used with."
    )
    bare = only(own, studies=own.studies.assign(intervention_id="not_applicable"))
    assert themes_numbers(bare, "frameworks")["grouped"] == "Reports stand in groups by “Design”."
