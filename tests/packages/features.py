"""Interventions, features and their values written in a test."""

from packages import table

INTERVENTIONS = table(
    "intervention_id name worker_role",
    ("walk", "Walking", "coach"),
    ("swim", "Swimming", "nurse"),
    ("row", "Rowing", "coach"),
)
FEATURES = table(
    "feature_id position group label", ("phone", 2, "Tools", "By phone"), ("peers", 1, "People", "With peers")
)
VALUES = table(
    "intervention_id feature_id value evidence locator",
    ("walk", "phone", "yes", "a call a week", "p. 1"),
    ("swim", "phone", "no", "no calls", "p. 2"),
    ("row", "phone", "not_reported", "not_reported", "searched"),
    ("walk", "peers", "unclear", "peers are named", "p. 3"),
    ("swim", "peers", "yes", "in groups", "p. 4"),
    ("row", "peers", "yes", "in crews", "p. 5"),
)
