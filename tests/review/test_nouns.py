"""What a review calls its own things: the library's sentences hold for any noun."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import SYNTHETIC

from reviewbook.review import nouns
from reviewbook.review.reading import load_review

WORDS = {  # singular -> plural, and the article that a reader expects
    "app": ("apps", "an"),
    "policy": ("policies", "a"),
    "measure": ("measures", "a"),
    "software": ("software", "a"),
    "index": ("indices", "an"),
    "unit": ("units", "a"),
    "university course": ("university courses", "a"),
    "hour of training": ("hours of training", "an"),
    "heuristic": ("heuristics", "a"),
    "SMS service": ("SMS services", "an"),
    "UI": ("UIs", "a"),
    "mHealth app": ("mHealth apps", "a"),
    "e-bike": ("e-bikes", "an"),
    "one-off payment": ("one-off payments", "a"),
    "umbrella": ("umbrellas", "an"),
    "user interface": ("user interfaces", "a"),
    "école": ("écoles", "an"),
    "series": ("series", "a"),
}


def of(one, many, **more):
    return nouns.of({"entity": {"singular": one, "plural": many, **more}})


@pytest.mark.parametrize("one", WORDS)
def test_the_article_follows_the_sound(one):
    many, article = WORDS[one]
    assert of(one, many).a == f"{article} {one}"
    assert of(one, many).counted(1) == f"1 {one}"
    assert of(one, many).counted(3) == f"3 {many}"
    assert of(one, many).counted(0) == f"no {many}"
    assert (
        of(one, many)
        .told("An intervention and many interventions")
        .startswith(("An " if article == "an" else "A ") + one)
    )


def test_an_author_can_say_the_article():
    assert of("herb", "herbs", article="an").a == "an herb"


PARTS = (
    *("intervention", "interventions", "Intervention", "Interventions", "an intervention", "An intervention"),
    *("each", "of", "reports,", "no intervention.", "(interventions)", "the intervention's", "12"),
)
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1)


@given(st.sampled_from(sorted(WORDS)), TEXTS)
def test_no_text_of_the_library_keeps_its_own_noun_or_a_wrong_article(one, parts):
    many, article = WORDS[one]
    said = of(one, many).told(" ".join(parts))
    assert not re.search("intervention", said, re.IGNORECASE)
    wrong = "a" if article == "an" else "an"
    assert not re.search(rf"(?<!\w){wrong} {re.escape(one)}(?!\w)", said, re.IGNORECASE)


@given(TEXTS)
def test_a_review_that_names_nothing_keeps_every_text(parts):
    assert nouns.Nouns().told(" ".join(parts)) == " ".join(parts)


@pytest.mark.parametrize(
    "kept",
    [
        "the column intervention_id",
        "the table interventions.csv",
        "`interventions` and `an intervention`",
        "{doc}`/notebooks/04-interventions`",
        '<a href="../interventions/_index.html">all</a>',
        "[all](interventions/_index.html)",
        "Template for Intervention Description and Replication",
        "intervention-and-role",
    ],
)
def test_what_is_no_prose_stays(kept):
    assert of("app", "apps").told(kept) == kept


def test_a_sentence_may_end_with_the_noun():
    assert of("app", "apps").told("It is an intervention. Interventions: two.") == "It is an app. Apps: two."


@pytest.mark.parametrize(
    "entity",
    [None, "app", {"singular": "app"}, {"singular": "a*p", "plural": "b"}, {"singular": 1, "plural": 2}],
)
def test_what_cannot_be_used_is_the_librarys_own_word(entity):
    assert nouns.of({"entity": entity}) == nouns.Nouns()


def test_a_heading_leaves_a_name_with_capitals_of_its_own():
    assert of("mHealth app", "mHealth apps").several == "mHealth apps"
    assert of("app", "apps").titled == "App"


def test_nothing_is_said_of_people_whom_the_review_neither_names_nor_charts():
    from dataclasses import replace

    review = load_review(SYNTHETIC)
    assert nouns.people(review) == {"participants": "people with back pain", "workers": "exercise workers"}
    package = {key: value for key, value in review.package.items() if not key.endswith("_term")}
    assert nouns.people(replace(review, package=package)) == {
        "participants": "participants",
        "workers": "workers",
    }
    blank = {
        table: getattr(review, table).assign(workers_n_as_charted="not_applicable")
        for table in ("studies", "reports")
    }
    silent = replace(review, package=package, tables={**review.tables, **blank})
    assert nouns.people(silent) == {"participants": "participants"}


def test_what_questions_are_about_has_the_reviews_word_for_its_entity_alone():
    own = of("app", "apps")
    assert [own.things(about) for about in nouns.THINGS] == [
        ("report", "reports"),
        ("study", "studies"),
        ("app", "apps"),
    ]
    assert nouns.Nouns().things("entity") == nouns.THINGS["entity"] == ("intervention", "interventions")
