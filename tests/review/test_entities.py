"""The kinds of what a review is about, in its words."""

from packages import table

from reviewbook.review import entities
from reviewbook.review.nouns import Nouns

THINGS = table(
    "intervention_id name kind",
    ("a", "A", "policy_brief"),
    ("b", "B", "app"),
    ("c", "C", "app"),
    ("d", "D", None),
    ("e", "E", "not_reported"),
)
PACKAGE = {"entity_kinds": {"app": {"singular": "mHealth app", "plural": "mHealth apps"}}}


def test_kinds_stand_in_the_order_of_their_words_then_in_that_of_the_table():
    found = entities.nouns_of(THINGS, PACKAGE)
    assert list(found) == ["app", "policy_brief"]
    assert found["app"].counted(2) == "2 mHealth apps"
    assert found["policy_brief"] == Nouns(
        "policy brief", "policy briefs"
    )  # its own text, as nobody gives it words


def test_words_that_cannot_be_used_are_none():
    assert entities.words({"entity_kinds": {"app": {"singular": "<b>"}, "x": "y"}}) == {}
    assert entities.words({"entity_kinds": ["app"]}) == {} == entities.words({})


def test_none_is_left_out_of_a_count_by_kind():
    found = entities.by_kind(THINGS, PACKAGE)
    assert [(nouns.one if nouns else None, n) for nouns, n in found] == [
        ("mHealth app", 2),
        ("policy brief", 1),
        (None, 2),
    ]
    assert [n for _, n in entities.by_kind(THINGS, PACKAGE, ids=["b", "d"])] == [1, 1]


def test_a_review_of_no_kinds_has_no_titles():
    assert entities.titles(THINGS.assign(kind=None).astype("string"), PACKAGE) == {}
    assert entities.titles(THINGS, PACKAGE) == {"app": "mHealth app", "policy_brief": "Policy brief"}
