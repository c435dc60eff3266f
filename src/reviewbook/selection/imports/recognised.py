"""What becomes of the records that a review brings in: a report of their own, the report that stands for them, or a doubt.

A report that is there already is recognised as an entry of a list is (`finder.Finder`): by its DOI, then by title and year. What
speaks for and against, or for several, is a doubt: its candidates are named, and a person settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reviewbook.review.nothing import NOTHING
from reviewbook.selection.imports import finder, reported, works

# What a duplicate may complete.
COMPLETED = (
    "title",
    "authors",
    "year",
    "doi",
    "journal",
    "volume",
    "issue",
    "pages",
    "record_type",
    "isbn",
    "url",
)
NOTHING_TO_CITE = "it has neither title nor authors, so there is nothing to cite"

Row = dict[str, str]


class Made(NamedTuple):
    """A report that is made of a record."""

    record_id: str
    report_id: str  # blank until it is named
    work: Row  # what the record says, completed by its duplicates
    locator: str
    cited: bool  # its entry is in the bibliography already


class Plan(NamedTuple):
    """What is done with the records that a review brings in."""

    made: list[Made]
    linked: dict[str, str]  # report_id of reports that were there -> their record
    known: int  # records for which a report stood already
    doubts: list[tuple[str, str]]  # record_id, why nothing is done with it
    notes: list[str]
    left: Sequence[str] = ()  # reports that were there and of which nothing says from which record they are


def planned(
    wanted: Sequence[str],
    records: Mapping[str, Row],
    reports: Sequence[Row],
    cited: Mapping[str, Any],
    *,
    kept: Mapping[str, str],
    apart: Sequence[tuple[str, str]] = (),
    link: Mapping[str, str] | None = None,
    new: Sequence[str] = (),
) -> Plan:
    """What becomes of the records that a review brings in.

    Parameters
    ----------
    wanted : their identifiers, in the order of their table.
    records, reports : rows of the tables; ``records`` by record_id.
    cited : the entries of the bibliography (pybtex), by key.
    kept : the record that is kept, for each duplicate.
    apart : pairs of records that a person judged to be two.
    link, new : the report that a person gave to a record; records that are of a report of their own.
    """
    of_record: dict[str, list[str]] = defaultdict(list)
    for record, best in kept.items():
        of_record[best].append(record)
    stands = {
        row["report_id"]: kept.get(row["record_id"], row["record_id"])
        for row in reports
        if row.get("record_id")
    }
    own = {row["report_id"] for row in reports}
    known = {record for record in stands.values() if record not in NOTHING}
    open_records = [record for record in wanted if record not in known]
    found = {
        record: _completed(records[record], [records[other] for other in of_record[record]])
        for record in open_records
    }
    judged = _Judge({record: work for record, (work, *_) in found.items()}, stands, apart, link or {}, new)
    judged.look_among(*_there(reports, cited, stands, records))
    plan = Plan([], {}, len(wanted) - len(open_records), [], [])
    for record, (work, locator, notes) in found.items():
        report, doubt = judged(record)
        if doubt:
            plan.doubts.append((record, doubt))
            continue
        if report in own:
            plan.linked[report] = record
        else:
            plan.made.append(Made(record, report, work, locator, bool(report)))
        plan.notes.extend(notes)
    names = [one for one in plan.made if not one.report_id]
    keys = works.keys([one.work for one in names], {*own, *cited})
    named = dict(zip((one.record_id for one in names), keys, strict=True))
    made = [one._replace(report_id=one.report_id or named[one.record_id]) for one in plan.made]
    return plan._replace(made=made, left=sorted(own - stands.keys() - plan.linked.keys()))


class _Judge:
    """Says of a record which report stands for it, or why that is a doubt; records are asked for one after the other.

    Parameters
    ----------
    works : what each record says, by record_id.
    stands : the record of each report that names one, or a word for nothing, by report_id.
    apart, link, new : as for `planned`.
    """

    def __init__(
        self,
        works: Mapping[str, Row],
        stands: Mapping[str, str],
        apart: Sequence[tuple[str, str]],
        link: Mapping[str, str],
        new: Sequence[str],
    ):
        self.works, self.stands, self.link, self.new = works, stands, link, new
        self.apart = {frozenset(pair) for pair in apart}
        self.among = finder.Finder([work | {"record_id": record} for record, work in works.items()])
        self.placed: set[str] = set()  # records
        self.taken = set(link.values())  # reports

    def look_among(self, waiting: Sequence[Row], settled: Sequence[Row]) -> None:
        """Reports, and entries of the bibliography, that may stand for a record; and those of which that is settled."""
        self.find = finder.Finder(waiting, called="reports")
        self.settled = finder.Finder(settled, called="reports")

    def __call__(self, record: str) -> tuple[str, str]:
        """The report that stands for a record, or the key that the bibliography has for it, blank for a new one; and the doubt."""
        report, doubt = (self.link.get(record, ""), "") if self._is_given(record) else self._judged(record)
        if not doubt:
            self.placed.add(record)
            self.taken |= {report} - {""}
        return report, doubt

    def _is_given(self, record: str) -> bool:
        return record in self.link or record in self.new

    def _judged(self, record: str) -> tuple[str, str]:
        work = self.works[record]
        if not (work.get("title") or work.get("authors")):
            return "", NOTHING_TO_CITE
        twins = self.settled.alike(work)
        if twin := next((one for one in twins if not self._are_two(record, self.stands[one])), None):
            return "", _twin(twin, self.stands[twin])
        same = (one for one in self.among.alike(work) if one in self.placed)
        if other := next((one for one in same if not self._are_two(record, one)), None):
            return "", f"its DOI, or its title and year, are those of record {other} too"
        meant = self.find(work)
        if meant.records:
            (report,) = meant.records
            return report, f"report {report} is like another record too" if report in self.taken else ""
        return "", "" if meant.why == finder.NOWHERE else meant.why

    def _are_two(self, record: str, other: str) -> bool:
        """Whether a person judged that these records are not the same."""
        return frozenset((record, other)) in self.apart


def _twin(report: str, whose: str) -> str:
    named = f"stands for record {whose}" if whose not in NOTHING else "is charted as of no record"
    return f"its DOI, or its title and year, are those of report {report}, which {named}"


def _completed(record: Row, duplicates: Sequence[Row]) -> tuple[Row, str, list[str]]:
    """What a record says of its document, a blank completed by the first duplicate that says it; its locator; what is to be told."""
    work, by = {"record_id": record["record_id"]}, dict[str, None]()
    for name in COMPLETED:
        for one in (record, *duplicates):
            if (text := one.get(name) or "") not in NOTHING:
                work[name] = text
                by |= {one["record_id"]: None} if one is not record else {}
                break
    locator = f"record {record['record_id']}" + (
        f", completed by its duplicate {' and '.join(by)}" if by else ""
    )
    years = {one.get("year") or "" for one in duplicates} - {*NOTHING, work.get("year", "")}
    notes = []
    if years:
        notes.append(
            f"{record['record_id']}: year {work['year']} as it says, a duplicate of it has {' and '.join(sorted(years))}"
        )
    sources = {one.get("source_id") for one in duplicates if one.get("year") == work.get("year")}
    seen = bool(sources - {record.get("source_id")}) and record.get("year") == work.get("year")
    if "year" in work:
        work["year_basis"] = "verified" if seen and not years else "unverified"
    return work, locator, notes


def _there(
    reports: Sequence[Row], cited: Mapping[str, Any], stands: Mapping[str, str], records: Mapping[str, Row]
) -> tuple[list[Row], list[Row]]:
    """What the reports and the bibliography have, as rows of a list: what may stand for a record yet, and what is settled."""
    whose = {key: records.get(record, {}) for key, record in stands.items()}
    rows = reported.there(reports, cited, whose)
    return [row for key, row in rows.items() if key not in stands], [
        rows[key] for key in rows if key in stands
    ]
