"""Of which interventions a feature is asked."""

from packages import table

from reviewbook.interventions import asked

THINGS = table(
    "intervention_id name kind", ("a", "A", "app"), ("b", "B", "policy"), ("c", "C", None), ("d", "D", "app")
)
FEATURES = table(
    "feature_id position group label asked_of",
    ("chat", 1, "G", "Chat", "kind = app"),
    ("law", 2, "G", "Law", "kind = policy | guideline"),
    ("cost", 3, "G", "Cost", None),
)
VALUES = table(
    "intervention_id feature_id value", ("a", "chat", "yes"), ("b", "chat", "no"), ("d", "law", None)
)


def test_a_feature_is_asked_of_those_with_the_answer_and_may_be_of_those_of_which_it_is_not_charted():
    assert asked.without(FEATURES, THINGS) == {("b", "chat"), ("a", "law"), ("d", "law")}


def test_what_has_a_value_was_asked():
    assert asked.not_asked(FEATURES, THINGS, VALUES) == {("a", "law"), ("d", "law")}
    assert asked.answered(FEATURES, THINGS, VALUES) == {("b", "chat")}


def test_features_of_which_nothing_is_said_are_asked_of_all():
    assert asked.without(FEATURES.drop(columns="asked_of"), THINGS) == set()
    assert asked.without(FEATURES.assign(asked_of="nothing = such"), THINGS) == set()
