"""Fractions as the authors print them, beside those that the tables give."""

import re

from packages import OPENED, SYNTHETIC, WILLIAMS, copied, set_cell, table
from packages.reading import by_head

from reviewbook import tables
from reviewbook.check import check, open_review
from reviewbook.claims import verdicts as claims
from reviewbook.interventions import feature_counts

INTERVENTIONS = table(
    "intervention_id worker_role", ("walk", "coach"), ("swim", "nurse"), ("row", "coach"), ("run", "coach")
)
FEATURES = table(
    "feature_id position group label", ("phone", 2, "Tools", "By phone"), ("peers", 1, "People", "With peers")
)
VALUES = table(
    "intervention_id feature_id value",
    ("walk", "phone", "yes"),
    ("swim", "phone", "yes"),
    ("row", "phone", "no"),
    ("walk", "peers", "unclear"),
    ("swim", "peers", "yes"),
    ("row", "peers", "not_reported"),
    ("run", "peers", "no"),
)
CHECKED = table(
    "claim_id feature_id worker_role statement reported unit low high verdict why note locator",
    ("C1", "phone", "coach", "s", "1", "interventions", 1, 2, "cannot_be_checked", "w", None, "p. 1"),
    ("C2", "peers", "not_applicable", "s", "1", "interventions", 1, 1, "holds", "", None, "p. 2"),
    ("C3", "not_applicable", "not_applicable", "s", "9", "reports", 9, 9, "holds", "", None, "p. 3"),
    ("C4", None, None, "s", "9", "reports", 9, 9, "holds", "", None, "p. 4"),
)


def printed(checked=CHECKED):
    return feature_counts.printed(checked, VALUES, FEATURES, INTERVENTIONS)


def test_a_printed_fraction_stands_with_ours_and_with_every_intervention_that_it_counts():
    first, second = printed().to_dict("records")
    assert (first["claim_id"], second["claim_id"]) == ("C2", "C1")  # in the order of the features
    assert (first["k"], first["said"], first["n"]) == (1, 2, 4)
    assert (first["yes"], first["no"], first["open"]) == (["swim"], ["run"], ["walk", "row"])


def test_a_fraction_of_a_worker_group_counts_that_group_alone_and_what_is_not_charted_is_open():
    second = printed().iloc[1]
    assert second["worker_role"] == "coach"
    assert (second["yes"], second["no"], second["open"]) == (["walk"], ["row"], ["run"])
    assert (second["k"], second["said"], second["n"]) == (1, 2, 3)


def test_numbers_that_name_no_feature_are_left_out():
    assert printed(CHECKED.iloc[2:]).empty


def test_counts_that_the_text_of_the_first_review_settles_hold_and_those_of_table_4_cannot_be_checked():
    shown = by_head(tables.printed(open_review(WILLIAMS)).data)
    verdicts = {name: row[2] for name, row in shown.items()}
    assert len(shown) == 16
    assert {name for name, verdict in verdicts.items() if "holds" in verdict} == {
        "Web-based elements (all)",
        "Native smartphone app (all)",
        "Peers by forum, text messages or app (usual worker)",
        "Smartphone provided to service users (research worker)",
        "Communication channel with worker (research worker)",
    }
    assert sum("cannot be checked" in verdict for verdict in verdicts.values()) == 10
    assert [name for name, verdict in verdicts.items() if "differs" in verdict] == [
        "Self-management (research worker)"
    ]
    logging_in = shown["Difficulties logging in (usual worker)"]
    assert logging_in[0] == "6 interventions"
    assert "The tables allow 0 to 7" in logging_in[2]
    apps = shown["Native smartphone app (all)"]
    assert apps[:2] == ["5 interventions", "5/11 of those said, 5/11 of all"]
    assert re.findall(r">([^<]+)</a>", apps[3]) == [
        "MHEN",
        "Momentum",
        "HTP",
        "PRIME",
        "PeerTECH",
    ]


def test_a_review_whose_printed_numbers_name_no_feature_says_so(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    set_cell(there / "claims.csv", "feature_id", "not_applicable", row=5)
    assert "No printed number of this review names a feature" in tables.printed(open_review(there)).data


def test_the_verdict_comes_from_the_query_and_the_list_from_the_matrix():
    review = OPENED[WILLIAMS]
    told = claims.evaluate(review.claims, {name: getattr(review, name) for name in review.tables})
    table_ = feature_counts.printed(told, review.feature_values, review.features, review.interventions)
    for row in table_.itertuples():
        assert row.low == row.k, row.claim_id  # what is certain is what the matrix has as yes
        assert row.high == row.k + len(row.open), row.claim_id


def test_a_worker_group_that_nobody_has_is_named(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    set_cell(there / "claims.csv", "worker_role", "surgeon", row=5)
    assert [(p.code, p.row, p.field) for p in check(there)] == [("CLAI-004", 5, "worker_role")]
