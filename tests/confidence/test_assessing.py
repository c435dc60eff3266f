"""Which judgement stands, what is lacking, and the level that serious concerns usually leave."""

import pytest
from packages import table
from packages.assessed import assessments, whole

from reviewbook.confidence import assessing


def stands(*rows: dict) -> dict:
    (row,) = assessing.standing(assessments(*rows)).to_dict("records")
    return row


def test_one_assessor_stands_with_the_reason():
    row = stands(whole("staying"))
    assert (row["state"], row["level"], row["coherence"]) == ("assessed", "moderate", "minor")
    assert row["coherence_reason"] == "Because of coherence." and row["assessors"] == ["AA"]


def test_what_assessors_agree_on_stands_with_the_reasons_of_each():
    row = stands(whole("staying"), whole("staying", "BB", level_reason="Few data."))
    assert row["state"] == "assessed" and row["level_reason"] == "AA: Because of level. BB: Few data."
    assert row["coherence_reason"] == "Because of coherence."  # said alike by both


def test_where_assessors_differ_nothing_stands():
    row = stands(whole("staying"), whole("staying", "BB", coherence="serious"))
    assert (row["state"], row["differ"], row["level"]) == ("differ", ["coherence"], "moderate")
    assert row["coherence_reason"] == "AA: minor; BB: serious"


def test_a_consensus_settles_cell_by_cell():
    rows = [whole("staying"), whole("staying", "BB", coherence="serious", level="low")]
    half = {"about_id": "staying", "assessor": "consensus", "coherence": "moderate"}
    row = stands(*rows, half)
    assert (row["state"], row["differ"], row["coherence"]) == ("differ", ["level"], "moderate")
    row = stands(*rows, half | {"level": "low", "level_reason": "Settled."})
    assert (row["state"], row["level"], row["level_reason"]) == ("assessed", "low", "Settled.")


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "assessed"),
        ({"relevance": None}, "under_way"),
        ({"level": None}, "under_way"),
        ({"level": "not_reported"}, "under_way"),
        ({"relevance": "not_reported"}, "assessed"),  # the source prints no judgement of it
        (dict.fromkeys(assessing.JUDGED), "not_assessed"),
        (dict.fromkeys(assessing.JUDGED, "not_reported"), "not_assessed"),
    ],
)
def test_the_state_says_whether_it_is_whole(changed, state):
    assert stands(whole("staying", **changed))["state"] == state


def test_a_review_without_assessments_has_none():
    assert assessing.standing(assessments()).empty


NODES = table("code_id depth", ("staying", 0), ("st_pride", 1), ("st_habit", 1), ("leaving", 0))
READ = table("code_id excerpt_id", ("st_habit", "F1"), ("leaving", "F1"), ("leaving", "F2"))


def test_shown_are_the_codes_at_the_top_and_what_else_was_assessed_in_the_order_of_the_scheme():
    assessed = assessing.standing(
        assessments(
            whole("F2") | {"about_kind": "finding"},
            whole("st_habit"),
            whole("F1") | {"about_kind": "finding"},
            whole("of_another_scheme"),
        )
    )
    shown = assessing.subjects(NODES, READ, assessed)
    assert shown.to_numpy().tolist() == [
        ["code", "staying", "staying"],
        ["code", "st_habit", "st_habit"],
        ["finding", "F1", "st_habit"],
        ["code", "leaving", "leaving"],
        ["finding", "F2", "leaving"],
    ]
    nothing = assessing.subjects(NODES, READ, assessing.standing(assessments()))
    assert list(nothing["about_id"]) == ["staying", "leaving"]


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({}, []),
        ({"coherence_reason": "not_applicable"}, ["coherence"]),
        ({"coherence": "no_or_very_minor", "coherence_reason": "not_applicable"}, []),
        ({"coherence": "not_applicable", "coherence_reason": "not_applicable"}, []),
        ({"coherence_reason": "not_reported"}, []),
        ({"coherence_reason": None}, []),  # not charted yet, as every blank cell
        ({"level_reason": "not_applicable"}, ["level"]),
    ],
)
def test_a_concern_and_a_level_need_a_reason(changed, lacks):
    (row,) = assessments(whole("staying", **changed)).to_dict("records")
    assert assessing.unreasoned(row) == lacks


@pytest.mark.parametrize(
    ("level", "coherence", "gone"),
    [
        ("low", None, ["coherence"]),
        ("low", "minor", []),
        ("low", "not_reported", []),
        ("low", "not_applicable", ["coherence"]),
        (None, None, []),
    ],
)
def test_a_level_without_its_components_is_known(level, coherence, gone):
    (row,) = assessments(whole("staying", level=level, coherence=coherence)).to_dict("records")
    assert assessing.without_components(row) == gone


@pytest.mark.parametrize(
    ("serious", "level"), [(0, "high"), (1, "moderate"), (2, "low"), (3, "very_low"), (4, "very_low")]
)
def test_each_serious_concern_usually_lowers_the_level_once(serious, level):
    judged = dict.fromkeys(assessing.COMPONENTS[:serious], "serious")
    (row,) = assessments(whole("staying", **judged)).to_dict("records")
    assert assessing.highest(row) == level
