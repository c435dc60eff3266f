"""Fractions as the authors print them, beside those that the tables give."""

from packages import OPENED, SYNTHETIC, WILLIAMS, copied, set_cell, table
from packages.reading import by_head
from packages.reviews import only

from reviewbook import tables
from reviewbook.check import check, open_review
from reviewbook.claims import verdicts as claims
from reviewbook.interventions import feature_counts
from reviewbook.interventions.drawing import printed as drawing

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
CLAIMS = table(
    "claim_id feature_id worker_role statement reported unit note locator",
    ("C1", "phone", "coach", "s", "1", "interventions", None, "p. 1"),
    ("C2", "peers", "not_applicable", "s", "1", "interventions", None, "p. 2"),
    ("C3", "not_applicable", "not_applicable", "s", "9", "reports", None, "p. 3"),
    ("C4", None, None, "s", "9", "reports", None, "p. 4"),
)


def printed(claims=CLAIMS):
    return feature_counts.printed(claims, VALUES, FEATURES, INTERVENTIONS)


def test_a_printed_fraction_stands_with_ours_and_with_every_intervention_that_it_counts():
    first, second = printed().to_dict("records")
    assert (first["claim_id"], second["claim_id"]) == ("C2", "C1")  # in the order of the features
    assert (first["low"], first["high"], first["n"]) == (1, 3, 4)
    assert [first[kind] for kind in feature_counts.KINDS] == [["swim"], ["run"], ["walk"], ["row"], [], []]


def test_a_fraction_of_a_worker_group_counts_that_group_alone_and_what_is_not_charted_is_open():
    second = printed().iloc[1]
    assert second["worker_role"] == "coach"
    assert (second["yes"], second["no"], second["not_charted"]) == (["walk"], ["row"], ["run"])
    assert (second["low"], second["high"], second["n"]) == (1, 2, 3)


def test_numbers_that_name_no_feature_are_left_out():
    assert printed(CLAIMS.iloc[2:]).empty


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
    assert sum("cannot be decided" in verdict for verdict in verdicts.values()) == 10
    assert [name for name, verdict in verdicts.items() if "differs" in verdict] == [
        "Self-management (research worker)"
    ]
    logging_in = shown["Difficulties logging in (usual worker)"]
    assert logging_in[:2] == ["6 of 7", "0 to 7 of 7"]
    assert "The tables allow 0 to 7" in logging_in[2]
    apps = shown["Native smartphone app (all)"]
    assert apps[:2] == ["5 of 11", "5 of 11"]
    assert apps[3] == "MHEN, Momentum, HTP, PRIME and PeerTECH"


def test_a_review_whose_printed_numbers_name_no_feature_says_so(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    set_cell(there / "claims.csv", "feature_id", "not_applicable", row=5)
    assert "No printed number of this review names a feature" in tables.printed(open_review(there)).data


def test_the_verdict_comes_from_the_query_and_the_list_from_the_matrix():
    review = OPENED[WILLIAMS]
    told = claims.evaluate(review.claims, {name: getattr(review, name) for name in review.tables})
    table_ = feature_counts.printed(told, review.feature_values, review.features, review.interventions)
    queried = told.set_index("claim_id").loc[table_["claim_id"], ["low", "high"]]
    assert queried.to_numpy().tolist() == table_[["low", "high"]].to_numpy().tolist()


def test_what_is_printed_stands_beside_a_feature_only_while_its_cells_are_open():
    assert drawing.beside(OPENED[SYNTHETIC]) == {"reminders": ["2 of 3; the tables allow 1 to 2"]}
    review = OPENED[SYNTHETIC]
    settled = review.feature_values.assign(value=review.feature_values["value"].replace("not_reported", "no"))
    assert drawing.beside(only(review, feature_values=settled)) == {}
    percent = review.claims.assign(
        unit="percent", worker_role="coach", feature_id="progress_log", reported="65"
    )
    open_ = review.feature_values.assign(value="unclear")
    told = only(review, claims=percent[3:4], feature_values=open_)
    assert drawing.beside(told) == {"progress_log": ["65 % (coach); the tables allow 0 to 1"]}
    assert drawing.of_groups(told) == {"coach": {"progress_log": "65 %"}}


def test_logging_in_is_printed_before_what_the_tables_allow():
    assert drawing.beside(OPENED[WILLIAMS])["logging_in"] == [
        "6 of 7 (usual worker); the tables allow 0 to 7"
    ]


def test_a_worker_group_that_nobody_has_is_named(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    set_cell(there / "claims.csv", "worker_role", "surgeon", row=5)
    assert [(p.code, p.row, p.field) for p in check(there)] == [("CLAI-004", 5, "worker_role")]
