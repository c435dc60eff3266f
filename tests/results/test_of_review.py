"""What is worked out of the results of a whole review."""

from dataclasses import replace

from packages import OPENED, SYNTHETIC, WILLIAMS, open_once
from packages.results import reviewed, undirected
from packages.reviews import only

from reviewbook.results import of_review


def test_the_synthetic_review_has_its_directions():
    table = of_review.by_study(OPENED[SYNTHETIC]).set_index(["domain", "study_id"])["direction"].to_dict()
    assert table == {
        ("Pain", "flex_trial"): "conflicting",  # two of three
        ("Pain", "strong_trial"): "favours",
        ("Pain", "strong_pilot"): "favours",
        ("Function", "flex_trial"): "favours",
        ("Function", "strong_trial"): "favours",  # three of four
        ("Function", "strong_pilot"): "against",
        ("Keeping it up", "flex_trial"): "favours",
        ("Keeping it up", "strong_trial"): "against",
        ("Keeping it up", "strong_pilot"): "favours",
        ("Keeping it up", "move_cohort"): "unclear",
        ("Harms", "flex_trial"): "unclear",
        ("Wellbeing", "strong_trial"): "no_difference",
    }
    assert of_review.by_domain(OPENED[SYNTHETIC])["domain"].tolist() == [
        "Pain", "Function", "Keeping it up", "Harms", "Wellbeing",
    ]  # fmt: skip


def test_studies_stand_by_rating_and_those_without_one_last():
    found = of_review.studies(OPENED[SYNTHETIC])
    assert [(one.place, one.study_id, one.points, one.of, one.n) for one in found] == [
        (1, "flex_trial", 3.0, 4.0, 40),
        (2, "strong_trial", 2.0, 4.0, 55),
        (3, "strong_pilot", 1.0, 4.0, 9),
        (4, "move_cohort", None, None, 4),
    ]
    assert [one.design for one in found] == ["Quantitative", "Mixed methods", "Quantitative", "Qualitative"]


def test_a_study_has_the_lowest_rating_of_the_reports_that_give_its_results():
    both = reviewed(
        ("Synthetic2018", "pain", "Pain", "favours"), ("Synthetic2019", "sleep", "Sleep", "favours")
    )
    (one,) = of_review.studies(both)
    assert (one.points, one.design) == (2.0, ""), "two designs are none"


def test_a_contrast_sets_the_low_rated_reports_aside():
    low = replace(OPENED[SYNTHETIC], min_rating=2)  # the pilot
    table = of_review.contrast(low).set_index("domain")
    assert table.loc["Function", ["studies", "against", "studies_without", "against_without"]].tolist() == [
        3,
        1,
        2,
        0,
    ]
    assert table.loc["Wellbeing", ["studies", "studies_without"]].tolist() == [1, 1]


def test_a_subset_holds_the_results_of_its_reports_alone():
    coach = open_once(SYNTHETIC, subset="coach", min_rating=2)
    assert set(coach.results["report_id"]) == {"Synthetic2020a", "Synthetic2020b"}
    assert set(of_review.by_study(coach)["study_id"]) == {"strong_trial", "strong_pilot"}


def test_a_review_without_directions_has_none():
    for review in (OPENED[WILLIAMS], undirected()):
        assert of_review.by_study(review).empty and of_review.by_domain(review).empty
        assert of_review.studies(review) == []


def test_designs_of_studies_are_in_the_words_of_the_form():
    r = OPENED[SYNTHETIC]
    own = (r.choices["question_id"] == "design") & (r.choices["value"] == "quantitative")
    choices = r.choices.assign(label=r.choices["label"].mask(own, "Trial or survey"))
    found = of_review.studies(only(r, choices=choices))
    assert [one.design for one in found] == [
        "Trial or survey",
        "Mixed methods",
        "Trial or survey",
        "Qualitative",
    ]
