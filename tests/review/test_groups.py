"""Subsets of a review: by worker group, and by the answers to any choice question, about reports, their studies or what these are about."""

import pandas as pd
import pytest
from packages import table

from reviewbook.review import groups
from reviewbook.review.groups import named, subset_of, subsets, told

QUESTIONS = table(
    "question_id position about label type grouping",
    ("tools", 2, "report", "Tools", "choices", None),
    ("care", 1, "report", "Care", "choice", "yes"),
    ("region", 3, "study", "Region", "country", "yes"),
    ("kind", 4, "entity", "Kind", "choice", None),
    ("note", 5, "report", "Note", "text", "yes"),
)
CHOICES = table(
    "question_id value position label counts_as",
    ("care", "home", 2, "At home", None),
    ("care", "clinic", 1, None, None),
    ("tools", "app", 1, "App", None),
    ("tools", "web", 2, None, None),
)
TABLES = {
    "reports": table(
        "report_id role care tools note",
        ("A", "nurse", "home", "app; web", "x"),
        ("B", None, "clinic", "web", "x"),
        ("C", "coach", None, "not_reported", "x"),
    ),
    "studies": table("study_id intervention_id region", ("s1", "i1", "Norway; Kenya"), ("s2", "i2", "Kenya")),
    "interventions": table("intervention_id kind", ("i1", "robot"), ("i2", "app")),
    "report_studies": table("report_id study_id sample_of", ("A", "s1", None), ("B", "s1", None), ("B", "s2", None)),
    "questions": QUESTIONS,
    "choices": CHOICES,
}  # fmt: skip


def kept(subset):
    found = subset_of(subset, TABLES)
    return found and sorted(found.reports)


@pytest.mark.parametrize(
    ("subset", "reports"),
    [
        ("nurse", ["A"]),
        ("care=home", ["A"]),
        ("care = clinic", ["B"]),
        ("tools=web", ["A", "B"]),
        ("tools=not_reported", ["C"]),
        ("region=Kenya", ["A", "B"]),
        ("kind=app", ["B"]),
        ("nobody", None),
        ("care=nowhere", None),
        ("note=x", None),
        ("role=nurse", None),
        ("=", None),
    ],
)
def test_a_subset_is_a_worker_group_or_an_answer_to_a_choice_question(subset, reports):
    assert kept(subset) == reports


def test_every_subset_that_can_be_asked_for_has_a_report():
    found = subsets(TABLES)
    assert found == [
        "all", "coach", "nurse", "care=clinic", "care=home", "tools=app", "tools=web", "tools=not_reported",
        "region=Kenya", "region=Norway", "kind=app", "kind=robot",
    ]  # fmt: skip
    assert all(kept(one) for one in found[1:])


def test_questions_are_found_by_what_they_may_do():
    assert list(groups.groups(QUESTIONS, CHOICES, grouping="yes")) == ["care", "region"]


def test_what_a_subset_has_in_common_is_said_in_the_words_of_the_form():
    said = {one: told(subset_of(one, TABLES)) for one in ("nurse", "care=home", "tools=app", "kind=robot")}
    assert said == {
        "nurse": "group",
        "care=home": "those where Care is",
        "tools=app": "those where Tools includes",
        "kind=robot": "those on one where Kind is",
    }
    assert subset_of("care=home", TABLES).group.word("home") == "At home"


def test_columns_are_told_in_words_and_words_for_nothing_stay():
    frame = pd.DataFrame(
        {"care": pd.array(["home", None, "not_reported"], dtype="string"), "tools": ["web"] * 3}
    )
    shown = groups.in_words(frame, QUESTIONS, CHOICES)
    assert shown["care"].fillna("").tolist() == ["At home", "", "not_reported"]
    assert shown["tools"].tolist() == ["web"] * 3


def test_a_subset_without_a_question_names_none():
    assert named("all") == ("", "all")


def test_of_columns_that_are_questions_those_with_grouping_are_offered_under_their_labels():
    names = ["kind", "devices"]
    assert groups.columns_to_group_by(names, "entity", QUESTIONS, CHOICES) == {"devices": ""}
    asked = QUESTIONS.assign(grouping="yes")
    assert groups.columns_to_group_by(names, "entity", asked, CHOICES) == {"kind": "Kind", "devices": ""}
    assert groups.columns_to_group_by(names, "report", QUESTIONS, CHOICES) == {
        "kind": "",
        "devices": "",
        "care": "Care",
    }


def test_the_kind_of_an_entity_names_a_subset_without_a_question_of_the_form():
    own = TABLES | {"questions": QUESTIONS[QUESTIONS["question_id"] != "kind"]}
    assert subset_of("kind=robot", own).reports == {"A", "B"} and subset_of("kind=app", own).reports == {"B"}
    assert subsets(own)[-2:] == ["kind=app", "kind=robot"]
    assert told(subset_of("kind=app", own)) == "those on one where Kind is"
    bare = own | {"interventions": own["interventions"].assign(kind=None).astype("string")}
    assert subset_of("kind=robot", bare) is None
