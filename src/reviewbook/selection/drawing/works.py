"""What was included and what was excluded in full text, as works that other programs take."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from reviewbook.files.references import TAGS, Work, of_entries, people
from reviewbook.review import bibliography
from reviewbook.review.model import Review
from reviewbook.review.nothing import is_given
from reviewbook.selection.counting import FULL_TEXT

RETRIEVAL = "not_retrieved"
NOT_FOUND = "Not retrieved"
# Column of records -> field of a work.
FIELDS = ("title", "journal", "year", "volume", "pages", "doi", "url")


class Excluded(NamedTuple):
    """A report that was left out in full text: the work, and why, as the chart has it."""

    work: Work
    reason: str


def included(review: Review) -> list[Work]:
    """The included reports in the order of their table, by report_id; one that the bibliography lacks has what its row says."""
    keys = review.reports["report_id"].tolist()
    known = {work.key: work for work in of_entries(bibliography.references(review), keys)}
    rows = review.reports.set_index("report_id")
    found = []
    for key in keys:
        own, bare = known.get(key), _bare(key, rows.loc[key])
        found.append(own._replace(fields={**bare.fields, **own.fields}) if own else bare)
    return found


def excluded(records: pd.DataFrame, ledger: pd.DataFrame) -> list[Excluded]:
    """The reports that were excluded in full text or not retrieved, in the order of their records; none where no record is charted.

    Parameters
    ----------
    ledger : what became of each of the records (`counting.ledger`)
    """
    if ledger.empty:
        return []
    step, stage = ledger["step"].astype("object"), ledger["stage"].astype("object")
    gone = ((step == "excluded") & (stage == FULL_TEXT)) | (step == RETRIEVAL)
    wanted = ledger.loc[gone.to_numpy(), ["record_id", "step", "reason"]]
    rows = records.set_index("record_id")
    return [
        Excluded(
            _of_record(one.record_id, rows.loc[one.record_id]),
            NOT_FOUND if one.step == RETRIEVAL else str(one.reason),
        )
        for one in wanted.itertuples(index=False)
    ]


def with_reason(one: Excluded) -> Work:
    """An excluded report whose note says why, for RIS and BibTeX."""
    return one.work._replace(fields={**one.work.fields, "note": f"Excluded: {one.reason}"})


def _of_record(key: str, row: pd.Series) -> Work:
    fields = {name: str(row[name]) for name in FIELDS if name in row and is_given(row[name])}
    if "issue" in row and is_given(row["issue"]):
        fields["number"] = str(row["issue"])
    who = people(str(row["authors"])) if "authors" in row and is_given(row["authors"]) else ()
    return Work(key, "article" if "journal" in fields else "misc", who, fields)


def _bare(key: str, row: pd.Series) -> Work:
    return Work(
        key,
        "misc",
        (),
        {name: str(row[name]) for name in ("year", "doi") if name in TAGS and is_given(row[name])},
    )
