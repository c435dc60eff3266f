"""The summary of findings and the evidence profile as tables of a page."""

from dataclasses import replace

from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reading import rows
from packages.reviews import only

from reviewbook.confidence.drawing import profile


def test_the_summary_has_finding_reports_confidence_and_why():
    head, first, *_ = rows(profile.summary(OPENED[SYNTHETIC], "themes"))
    assert head == ["What was found", "Reports behind it", "Confidence", "Why"]
    assert first[0].startswith('<a href="#code-carrying_on">Carrying on</a>. SYNTHETIC: people keep')
    assert first[1] == "2 of 5 reports tell of it" and "moderate confidence</span>" in first[2]
    assert first[3].endswith("Assessed by AA and BB, who agreed where they had differed, 2022-02-03.")


def test_a_theme_that_nobody_judged_says_so():
    told = rows(profile.summary(OPENED[SYNTHETIC], "themes"))
    assert told[3][2].endswith("not assessed</span>") and told[3][3] == "Nobody has judged it yet."


def test_the_profile_lays_judgement_reason_and_data_side_by_side():
    told = rows(profile.profile(replace(OPENED[SYNTHETIC], min_rating=3), "themes"))
    assert len(told) == 1 + 4 * 4
    component, judgement, data = told[1]
    assert component == "Carrying on: **methodological limitations**"
    assert "minor concerns</span> SYNTHETIC: one report says little" in judgement
    assert told[14][0] == "SYNTHETIC: pain is one reason why people stop: **coherence**"
    assert data.startswith("2 of 5 reports stand behind it. 2 of 2 that have a rating are rated low")


def test_where_the_source_disagrees_on_what_is_counted_it_is_marked():
    told = rows(profile.profile(OPENED[WILLIAMS], "themes"))
    beside = {component: data for component, _, data in told[1:]}
    assert "disagreement-D07" in beside["Working together: **relevance**"]
    assert "disagreement-D06" in beside["Working together: **adequacy**"]
    assert "disagreement-D18" in beside["Working together: **methodological limitations**"]
    assert "disagreement" not in beside["Working together: **coherence**"]


def test_of_many_profiles_the_first_are_shown_and_of_how_many(monkeypatch):
    monkeypatch.setattr(profile, "PROFILES", 1)
    shown = profile.profile(OPENED[SYNTHETIC], "themes")
    assert len(rows(shown)) == 1 + 4 and "4 of 16 rows are shown" in shown


def test_each_component_says_what_it_asks_and_relevance_what_the_review_includes():
    asked = profile.asked(OPENED[SYNTHETIC]).splitlines()
    assert len(asked) == 4 and "Adults with back pain" in asked[3]
    review = OPENED[SYNTHETIC]
    silent = profile.asked(only(review, eligibility=review.eligibility[:0]))
    assert "includes" not in silent


def test_the_profile_can_be_downloaded_and_a_very_long_one_as_a_table_alone(monkeypatch):
    assert "../data/synthetic/evidence-profile.docx" in profile.files(OPENED[SYNTHETIC])
    monkeypatch.setattr(profile, "MOST_PROFILES", 3)
    assert "docx" not in profile.files(OPENED[SYNTHETIC]) and "evidence-profile.csv" in profile.files(
        OPENED[SYNTHETIC]
    )
