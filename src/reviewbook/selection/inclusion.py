"""Which records a review brings in, and which report stands for which of them: compared by link, never by number.

A report names its record in ``record_id``. One that names a duplicate stands for the record that is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reviewbook.review.nothing import given
from reviewbook.selection.counting import FULL_TEXT


def is_last(stages: Sequence[str]) -> bool:
    """Whether the decisions reach the last stage: what passes it is included, and waits for nothing more."""
    return FULL_TEXT in stages


def brought_in(ledger: pd.DataFrame) -> list[str]:
    """The records that passed every stage, in the order of their table (``ledger`` from `counting.ledger`)."""
    return ledger.loc[ledger["step"] == "included", "record_id"].tolist() if len(ledger) else []


def kept(records: pd.DataFrame) -> dict[str, str]:
    """The record that is kept, for each that is a duplicate of another one."""
    own = records[given(records["duplicate_of"])]
    above = dict(zip(own["record_id"], own["duplicate_of"], strict=True))
    found = {}
    for record in above:
        best, seen = record, {record}
        while (higher := above.get(best)) is not None and higher not in seen:
            seen.add(higher)
            best = higher
        found[record] = best
    return found


def linked(reports: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """The reports that stand for a record: one row each, by their place in the table; report_id, named (as charted), record_id (kept)."""
    own = reports.loc[given(reports["record_id"]), ["report_id", "record_id"]]
    best = kept(records) if len(own) else {}
    return own.assign(named=own["record_id"], record_id=[best.get(one, one) for one in own["record_id"]])


def left_at(ledger: pd.DataFrame) -> pd.DataFrame:
    """By record_id, step and stage at which each record left; "included" for those that did not."""
    return ledger.set_index("record_id")[["step", "stage"]].astype("object")
