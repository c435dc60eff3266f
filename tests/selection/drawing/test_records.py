"""The page Records: what became of each record, and the list behind each box."""

import pytest
from packages import OPENED, SYNTHETIC
from packages.flows import box
from packages.policy import POLICY

from reviewbook.selection.drawing import records
from reviewbook.selection.of_review import flow_of


def test_the_list_of_a_box_is_known_by_route_step_stage_and_reason():
    plain = box(1, "excluded", 3, stage="title_abstract")
    assert records.anchor(plain) == "list-excluded-title-abstract"
    assert records.anchor(plain._replace(route="other")) == "list-other-excluded-title-abstract"


def test_two_reasons_in_other_letters_have_lists_of_their_own():
    one, other = (box(1, "excluded", 3, reason=reason) for reason in ("文献", "人口"))
    assert records.anchor(one) != records.anchor(other)
    assert records.anchor(one).startswith("list-excluded-")


def test_records_are_listed_for_counted_boxes_of_records_and_reports_alone():
    found = flow_of(OPENED[SYNTHETIC])
    without = [(box.step, box.unit) for box in found.boxes if not records.has_list(box, found)]
    assert without == [("included", "studies"), ("included", "interventions")]
    reported = found.boxes[0]._replace(status="reported")
    assert not records.has_list(reported, found)


def test_the_ledger_has_a_row_a_record_with_where_it_left():
    review = OPENED[SYNTHETIC]
    table = records.ledger(review, flow_of(review)).set_index("record_id")
    assert table.index.tolist() == review.records["record_id"].tolist()
    left = ["source", "route", "outcome", "stage", "reason", "came_to_full_text"]
    assert table.loc["R03", left].tolist() == [
        "SynBase (synthetic)", "databases", "excluded", "full_text", "No exercise programme", "yes",
    ]  # fmt: skip
    assert table.loc["R01", "outcome"] == "included" and set(table["outcome"]) <= set(records.OUTCOMES)


@pytest.mark.parametrize(
    ("left", "n", "says"),
    [
        (0, 1, "The one disagreement is resolved."),
        (1, 1, "The one disagreement waits to be resolved."),
        (0, 3, "All 3 disagreements are resolved."),
        (1, 3, "1 of 3 disagreements waits to be resolved."),
        (2, 3, "2 of 3 disagreements wait to be resolved."),
    ],
)
def test_what_reviewers_have_still_to_settle_is_said_for_none_one_and_many(left, n, says):
    assert records._settled(left, n) == says


def test_how_many_pairs_were_judged_and_as_what_is_said_above_them():
    assert records.merges(OPENED[SYNTHETIC]).startswith(
        "4 pairs of records were judged: 3 as the same and 1 as two.\n\n"
    )
    assert records.merges(OPENED[POLICY]).startswith("4 pairs of records were judged: 4 as the same.\n\n")


def test_what_is_in_no_list_of_the_included_has_no_stage():
    review = OPENED[POLICY]
    ledger = records.ledger(review, flow_of(review))
    assert sorted(ledger["outcome"].value_counts().items()) == [
        ("duplicates_removed", 4),
        ("included", 6),
        ("unlisted", 12),
    ]
    assert not [name for name in ledger if name.startswith("came_to_")]
