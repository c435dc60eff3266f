"""What a review's own form asks, on the pages of reports and entities."""

import json

import pandas as pd
from bs4 import BeautifulSoup
from packages import OPENED, SYNTHETIC, WILLIAMS, table
from packages.reviews import only, without_form
from packages.sites import words

from reviewbook.press.entry import Entries, asked
from reviewbook.press.entry.asked import About
from reviewbook.review import bibliography

REVIEW = OPENED[SYNTHETIC]


def entries_of(review) -> Entries:
    return Entries(
        review, labels=bibliography.labels(review), bibliography=bibliography.references(review), contents=[]
    )


def lines(page: str) -> dict[str, str]:
    """The rows of the part on what a report is, by what they are called."""
    soup = BeautifulSoup(page, "html.parser")
    rows = soup.select("#about dl > div")
    return {row.dt.contents[0].strip(): words(row.dd) for row in rows}


def test_questions_of_the_report_its_study_and_its_entity_stand_by_group_with_their_place():
    page = entries_of(REVIEW).report("Synthetic2018")
    told = lines(page)
    assert told["Supervision"] == "Supervised Synthetic sheet of A1, row Synthetic2018"
    assert told["Recruited from"] == "waiting rooms Synthetic sheet of A1, row flex_trial"
    assert told["First run"] == "January 2016 Synthetic sheet of A1, row flexline"
    assert told["Blinded assessors"].startswith("✓ yes") and told["Setting"] == "Two clinics"
    heads = [words(head) for head in BeautifulSoup(page, "html.parser").select("#about h3")]
    assert heads[:5] == ["Method", "Context", "Concept", "Outcome", "Population"]


def test_what_is_not_reported_stands_once_and_what_is_not_asked_nowhere():
    told = lines(entries_of(REVIEW).report("Synthetic2021"))
    assert told["Not reported"].startswith(
        "Setting; Supervision; Sessions a week; Equipment; Why people stopped"
    )
    assert not {"Supervision", "Blinded assessors"} & set(told), "it was not asked of a qualitative report"
    assert "Blinded" not in " ".join(told.values())


def test_what_the_source_disagrees_on_keeps_its_row_where_it_is_silent():
    cells = table(
        "disagreement_id table_name row_key field_name", ("S1", "reports", "Synthetic2021", "setting")
    )
    told = lines(entries_of(only(REVIEW, disagreement_cells=cells)).report("Synthetic2021"))
    assert told["Setting"].startswith("– not reported ≠ source disagrees")


def test_the_place_of_a_settled_answer_is_that_of_the_consensus():
    answers = pd.concat(
        [
            REVIEW.answers,
            table(
                "question_id about_id charter value settled_by locator",
                ("supervision", "Synthetic2018", "consensus", "supervised", "AA", "Meeting <1>"),
            ),
        ],
        ignore_index=True,
    )
    told = lines(entries_of(only(REVIEW, answers=answers)).report("Synthetic2018"))
    assert told["Supervision"] == "Supervised Meeting <1>"


def test_of_several_studies_each_says_which_it_is():
    made = entries_of(REVIEW)
    held = asked.held(made, [About("study", "flex_trial", "One"), About("study", "move_cohort", "Two")])
    assert held["groups"][0][0] == "Population"
    assert [(row["of"], row["value"]) for row in held["groups"][0][1]] == [
        ("One", ("text", "waiting rooms")),
        ("Two", ("text", "gyms")),
    ]
    assert json.loads(json.dumps(held))["silent"] == []


def test_a_review_without_a_form_or_without_parts_shows_what_it_has():
    assert asked.held(entries_of(without_form(REVIEW)), [About("report", "Synthetic2018")]) is None
    bare = (
        "interventions",
        "ratings",
        "appraisals",
        "codings",
        "excerpts",
        "feature_values",
        "tidier",
        "results",
    )
    review = only(
        REVIEW,
        **{name: REVIEW.tables[name][:0] for name in bare},
        studies=REVIEW.studies.assign(intervention_id=pd.array(["not_applicable"] * 4, dtype="string")),
    )
    page = entries_of(review).report("Synthetic2018")
    heads = [words(head) for head in BeautifulSoup(page, "html.parser").find_all("h2")]
    assert heads == ["All details", "Its study", "How to cite it"]
    assert "Quantitative report of FlexLine trial." in words(BeautifulSoup(page, "html.parser"))


def test_a_question_is_put_in_full_only_where_its_column_is_not_the_library_s_own():
    asks = REVIEW.questions.assign(
        help=pd.array([f"Which {one}?" for one in REVIEW.questions["question_id"]], dtype="string")
    )
    page = entries_of(only(REVIEW, questions=asks)).report("Synthetic2018")
    assert "Which supervision?" in page and "Which setting?" not in page


def test_with_whom_an_intervention_was_used_stands_once_on_the_page_of_its_report_where_both_say_the_same():
    review = OPENED[WILLIAMS]
    of = dict(zip(review.reports["report_id"], review.reports["role"], strict=True))
    report = next(iter(of))
    told = lines(entries_of(review).report(report))
    assert "Worker role" in told and "Used with" not in told
    other = next(role for role in of.values() if role != of[report])
    differs = only(review, interventions=review.interventions.assign(worker_role=other))
    assert {"Worker role", "Used with"} <= set(lines(entries_of(differs).report(report)))
    entity = review.interventions["intervention_id"].iloc[0]
    assert "Used with" in lines(entries_of(review).intervention(entity))
