"""How far screening is, stage by stage."""

import pandas as pd

from reviewbook.agreement import coded
from reviewbook.selection import counting
from reviewbook.selection.screening import by_stage, in_conflict

SOURCES = pd.DataFrame({"source_id": ["a"], "name": ["A"], "kind": ["database"]}).astype("string")


def decisions(*rows: tuple) -> pd.DataFrame:
    """Decisions of (record, reviewer, stage, decision)."""
    table = pd.DataFrame(rows, columns=["record_id", "reviewer", "stage", "decision"]).astype("string")
    more = ["reason", "decided_at", "note"]
    return coded(table.assign(turn=pd.array([1] * len(rows), "Int64"), **dict.fromkeys(more, pd.NA)))


def far(records: int, *rows: tuple) -> list[tuple]:
    """`by_stage` of so many records, r1 and on."""
    own, judged = [f"r{n}" for n in range(1, records + 1)], decisions(*rows)
    table = pd.DataFrame({"record_id": own, "source_id": "a", "duplicate_of": pd.NA}).astype("string")
    order = counting.stage_order(FLOW, judged)
    ledger = counting.ledger(table, judged, SOURCES, stages=order)
    return list(by_stage(ledger, in_conflict(judged), stages=order).itertuples(index=False, name=None))


FLOW = pd.DataFrame({"step": [], "stage": [], "position": []})
IN = [(f"r{n}", who, "title_abstract", "include") for n in (1, 2) for who in ("AA", "BB")]


def test_who_differs_waits_and_is_in_conflict_until_a_consensus():
    rows = [*IN, ("r3", "AA", "title_abstract", "include"), ("r3", "BB", "title_abstract", "exclude")]
    assert far(4, *rows) == [
        ("title_abstract", "records", 4, 2, 2, 1),
        ("full_text", "reports", 2, 0, 2, 0),
    ]
    settled = [*rows, ("r3", "consensus", "title_abstract", "exclude")]
    assert far(3, *settled)[0] == ("title_abstract", "records", 3, 3, 0, 0)


def test_a_later_stage_has_what_passed_the_one_before():
    assert far(2, *IN, ("r1", "AA", "full_text", "exclude")) == [
        ("title_abstract", "records", 2, 2, 0, 0),
        ("full_text", "reports", 2, 1, 1, 0),
    ]


def test_of_a_list_of_the_included_nobody_says_how_many_were_screened():
    assert far(2, ("r1", "AA", "full_text", "include")) == []


def test_nobody_decided_anything_so_nothing_is_in_conflict():
    assert in_conflict(decisions()).empty
