"""What prose says of the studies."""

from dataclasses import replace

import pandas as pd
import pytest
from packages import HERE, OPENED, SAMPLES, SYNTHETIC, WILLIAMS, open_once
from packages.reviews import only, without_form

from reviewbook import open_review, tables
from reviewbook.studies.numbers import studies_numbers


def test_reports_of_several_studies_are_counted_where_there_are_any():
    assert studies_numbers(OPENED[SAMPLES])["several"] == (
        "2 of 2 interventions have more than one report, 1 of 3 reports shares the sample of another "
        "and 1 tells of more than one study."
    )
    assert "tell" not in str(studies_numbers(open_once(WILLIAMS))["several"])


@pytest.mark.parametrize(
    ("word", "says"),
    [("not_reported", "not reported"), ("not_available", "not available"), ("", "not charted yet")],
)
def test_people_that_no_study_counts_are_not_0(word, says):
    review = without_form(open_once(WILLIAMS))
    nobody = review.studies.assign(
        participants_n=pd.array([None] * len(review.studies), dtype="Int64"), participants_n_as_charted=word
    )
    silent = replace(review, tables=dict(review.tables) | {"studies": nobody})
    assert studies_numbers(silent)["people"].startswith(f"an unknown number of service users ({says})")
    assert says.capitalize() in tables.people(silent).data


def with_countries(*countries):
    review = OPENED[SYNTHETIC]
    reports = review.reports.assign(country=pd.array(countries, dtype="string"))
    studies = review.studies.assign(country=pd.array([None] * len(review.studies), dtype="string"))
    return only(review, reports=reports, studies=studies)


@pytest.mark.parametrize(
    ("countries", "says"),
    [
        (["USA"] * 3 + ["Japan", "Norway"], ", most of them (3 of 5) from the USA."),
        (["United States"] * 2 + ["Japan", "Norway", "Kenya"], ", the largest number (2 of 5) from the United States."),
        (
            ["Norway"] * 2 + ["Japan"] * 2 + ["Kenya"],
            ", the largest numbers (2 of 5 each) from Japan and Norway.",
        ),
        (["Norway"] * 5, "1 country in 1 region."),
    ],
)  # fmt: skip
def test_most_reports_are_more_than_half_of_them(countries, says):
    assert studies_numbers(with_countries(*countries))["places"].endswith(says)


def test_a_year_that_is_not_settled_is_said_and_not_counted():
    review = OPENED[SYNTHETIC]
    reports = review.reports.assign(
        year=pd.array([None, 2019, 2020, 2020, 2021], dtype="Int64"),
        year_as_charted=pd.array(["not_available", "2019", "2020", "2020", "2021"], dtype="string"),
        year_basis=pd.array(["not_settled"] + ["verified"] * 4, dtype="string"),
    )
    said = studies_numbers(only(review, reports=reports))["appeared"]
    assert said == "4 of 5 reports appeared from 2019 to 2021.", "the figure names the other"


def test_studies_without_a_number_are_not_all_silent():
    review = OPENED[SYNTHETIC]
    studies = review.studies.assign(
        participants_n=pd.array([1, None, 3, 4], dtype="Int64"),
        participants_n_as_charted=pd.array(["1", "not_available", "3", "4"], dtype="string"),
        workers_n=pd.array([1, 2, 3, 4], dtype="Int64"),
        workers_n_as_charted=pd.array(["1", "2", "3", "4"], dtype="string"),
    )
    changed = only(review, studies=studies)
    said = studies_numbers(changed)["people_unknown"]
    assert said == "Where no number stands it is not available; no such study counts as 0."
    assert "(not available)" in tables.people(changed).data


def test_designs_of_the_review_s_own_are_told_in_its_words_and_its_order():
    review = OPENED[SYNTHETIC]
    choices = pd.DataFrame(
        {
            "question_id": "design",
            "value": ["rct", "cohort", "x"],
            "position": [1, 2, 3],
            "label": ["RCT", None, "X"],
        }
    ).assign(counts_as=pd.NA)
    reports = review.reports.assign(design=pd.array(["cohort", "rct", "cohort", "rct", None], dtype="string"))
    own = only(review, choices=choices, reports=reports)
    said = studies_numbers(own)
    assert said["designs"] == "The designs of the reports are RCT (2), cohort (2) and not charted yet (1)."


def test_a_form_that_asks_for_no_design_and_no_people_says_nothing_of_them():
    review = OPENED[SYNTHETIC]
    questions = review.questions[~review.questions["question_id"].isin(["design", "blinding"])]
    reports = review.reports.assign(design=pd.array([None] * 5, dtype="string"))
    nobody = {f"{who}_n_as_charted": "" for who in ("participants", "workers")}
    numbers = {f"{who}_n": pd.array([None] * 4, dtype="Int64") for who in ("participants", "workers")}
    studies = review.studies.assign(**nobody, **numbers)
    said = studies_numbers(only(review, questions=questions, reports=reports, studies=studies))
    assert said["answer"] == "5 reports of 4 studies describe 3 interventions."
    assert said["people"] == "an unknown number of people (not charted yet)"
    assert said["shown_by"] == "Reports are shown by supervision."


def test_without_a_form_and_without_groups_one_table_has_all_reports():
    review = open_review(HERE / "synthetic_policy")
    assert studies_numbers(review)["shown_by"] == "All reports stand in one table."


def test_without_a_form_the_tables_are_those_of_the_groups_of_workers():
    said = studies_numbers(without_form(OPENED[SYNTHETIC]))["shown_by"]
    assert said.startswith("Reports are shown by the group that the intervention was used with: ")
