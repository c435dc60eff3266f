"""The page Records: what became of each record, the list behind each box of the flow chart, and where the records came from."""

from __future__ import annotations

import re
import zlib

import pandas as pd

from reviewbook import agreement as rules
from reviewbook.page.escape import myst_link
from reviewbook.page.grid import file_link, grid
from reviewbook.page.words import coded, counted, do, escape, joined, number, said, symbol
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.review.problems import quote
from reviewbook.selection import counting, flow, layout, withheld
from reviewbook.selection.duplicates import merged_fields
from reviewbook.selection.of_review import Flow, flow_of

SHOWN = 20  # rows of a list on the page, which has a list for each box; the whole of it is in ledger.csv
LEDGER = "ledger.csv"  # published with the tables of a review that has records
OUTCOMES = {
    "duplicates_removed": "Removed as a duplicate",
    "excluded": "Excluded",
    "not_retrieved": "Not retrieved",
    "undecided": "Waiting for a decision",
    layout.UNLISTED: "Not in the list of what was included",
    "included": "Included",
}


def anchor(box: layout.Box) -> str:
    """The id of a box's list. A reason is free text, in any script, so its checksum keeps two of them apart."""
    parts = [box.route if box.route != layout.MAIN else "", box.step, box.stage, box.reason]
    words = "-".join(part for part in parts if part and part != NOT_APPLICABLE)
    slug = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60].rstrip("-")
    return f"list-{slug}" + (
        f"-{zlib.crc32(box.reason.encode()):08x}" if box.reason != NOT_APPLICABLE else ""
    )


def has_list(box: layout.Box, found: Flow) -> bool:
    """Whether the records of a box are known one by one."""
    return box.status == "counted" and not found.ledger.empty and box.unit in ("records", "reports")


def ledger(review: Review, found: Flow) -> pd.DataFrame:
    """What became of each record, as it is published: one row a record, in the order of records.csv.

    record_id, title, year, doi, source (its name), route, outcome (a key of `OUTCOMES`), stage and reason where it left, and
    for each stage in reading order ``came_to_<stage>`` (yes, no).
    """
    table = found.ledger
    names = review.sources.set_index("source_id")["name"]
    out = review.records[["record_id", "title", "year", "doi"]].copy()
    out["source"] = table["source_id"].map(names).to_numpy()
    for column, to in (("route", "route"), ("step", "outcome"), ("stage", "stage"), ("reason", "reason")):
        out[to] = table[column].to_numpy()
    for stage in found.stages:
        if not table[f"came_to_{stage}"].any():  # of a list of the included nobody says who came to a stage
            continue
        out[f"came_to_{stage}"] = table[f"came_to_{stage}"].map({True: "yes", False: "no"}).to_numpy()
    return out


def lists(review: Review) -> list[tuple[str, str]]:
    """For each box that is counted from records, its heading and the table of its records (MyST); none without records."""
    found = flow_of(review)
    if found.ledger.empty:
        return []
    records, all_in = ledger(review, found), file_link(review, LEDGER.removesuffix(".csv"))
    out = []
    for box in flow.complete(found.boxes, found.layout):
        if not has_list(box, found):
            continue
        own = records[
            counting.members(found.ledger, box, stages=found.stages, sources=review.sources).to_numpy()
        ]
        title = box.label if box.reason == NOT_APPLICABLE else f"{_group(box, found)}: {box.label}"
        out.append((f"{escape(title)} ({number(len(own))})", _list(own, title, anchor(box), all_in)))
    return out


def _group(box: layout.Box, found: Flow) -> str:
    return layout.label(box._replace(reason=NOT_APPLICABLE), found.layout)


def _list(own: pd.DataFrame, title: str, name: str, all_in: str) -> str:
    rows = [
        [
            escape(row.record_id),
            _titled(row),
            "–" if pd.isna(row.year) else str(row.year),
            said(row.source),
            escape(_outcome(row)),
        ]
        for row in own.head(SHOWN).itertuples()
    ] or [["–", "No record.", "–", "–", "–"]]
    return grid(
        ["Record", "Title", "Year", "Source", "What became of it"],
        rows,
        caption=escape(title),
        name=name,
        css="rb-sticky",
        widths=[10, 44, 8, 18, 20],
        of=len(own) or 1,  # the row that says so where there is none
        all_in=all_in,
    )


def _titled(row) -> str:
    if pd.isna(row.doi) or not str(row.doi).startswith("10.") or pd.isna(row.title) or row.title in NOTHING:
        return said(row.title)
    return myst_link(row.title, f"doi:{row.doi}")


def _outcome(row) -> str:
    words = OUTCOMES[row.outcome]
    if row.stage != NOT_APPLICABLE:
        words += f", {label(row.stage).lower()}"
    return words + (f": {row.reason}" if row.reason != NOT_APPLICABLE else "")


def conflicts(review: Review) -> str:
    """Records that reviewers judged differently: open conflicts first, then those settled (MyST); empty where there are none."""
    table = rules.conflicts(review.decisions) if review.has("decisions") else pd.DataFrame()
    if table.empty:
        return ""
    is_open = table["decision"] == rules.CONFLICT
    table = pd.concat([table[is_open], table[~is_open]])
    rows = [
        [
            escape(row.record_id),
            coded(row.stage),
            escape(row.decisions),
            symbol("conflict_open") if row.decision == rules.CONFLICT else escape(label(row.decision)),
        ]
        for row in table.head(SHOWN).itertuples()
    ]
    text = grid(
        ["Record", "Stage", "What each reviewer decided", "What stands"],
        rows,
        caption="Disagreements between reviewers",
        name="tbl-conflicts",
        of=len(table),
        all_in=file_link(review, "decisions"),
    )
    return f"{_settled(int(is_open.sum()), len(table))}\n\n{text}"


def _settled(left: int, n: int) -> str:
    """How many of the disagreements wait to be settled, as a sentence."""
    if n == 1:
        return f"The one disagreement {'waits to be' if left else 'is'} resolved."
    if not left:
        return f"All {n:,} disagreements are resolved."
    return f"{left:,} of {n:,} disagreements {do(left, 'wait')} to be resolved."


def imports(review: Review) -> str:
    """The files that records and decisions came from, and what of them was set aside (MyST)."""
    if not review.has("imports"):
        return ""
    names = review.sources.set_index("source_id")["name"]
    rows = [
        [
            escape(row.file),
            escape(row.format),
            said(names.get(row.source_id, row.source_id)),
            *(number(getattr(row, column)) for column in ("entries", "added", "known", "set_aside")),
        ]
        for row in review.imports.itertuples()
    ]
    head = ["File", "Format", "Source", "Entries", "Added", "Known already", "Set aside"]
    text = grid(head, rows, caption="Files imported", name="tbl-imports", css="rb-sticky")
    if not review.has("set_aside"):
        return text
    files = review.imports.set_index("import_id")["file"]
    all_shown = withheld.may_publish(review.package)
    rows = [
        [
            escape(files.get(row.import_id)),
            "–" if pd.isna(row.line) else str(row.line),
            said(row.entry),
            said(row.field),
            said(row.found if all_shown or pd.isna(row.found) else withheld.piece(row.field, row.found)),
            said(row.why),
        ]
        for row in review.set_aside.head(SHOWN).itertuples()
    ]
    head = ["File", "Line", "Entry", "Field", "As it stands there", "Why"]
    of, all_in = len(review.set_aside), file_link(review, "set_aside")
    caption = "Set aside on import"
    return text + "\n\n" + grid(head, rows, caption=caption, name="tbl-set-aside", of=of, all_in=all_in)


def merges(review: Review) -> str:
    """The pairs of records judged to be the same, with the reason, and what a duplicate says that its record does not (MyST)."""
    if not review.has("merges"):
        return ""
    shown = review.merges.head(SHOWN)
    rows = [
        [
            escape(row.record_id),
            escape(row.duplicate_of),
            escape(label(row.status)),
            said(row.reason),
            said(row.fields),
            said(row.method),
        ]
        for row in shown.itertuples()
    ]
    head = ["Record", "Same as", "Status", "Why", "Fields compared (0 to 1)", "Judged by"]
    of, all_in = len(review.merges), file_link(review, "merges")
    text = grid(head, rows, caption="Duplicates judged", name="tbl-merges", of=of, all_in=all_in)
    return f"{_judged(review.merges['status'])}\n\n{text}" + _filled_from_duplicates(
        review.records, shown, abstracts=withheld.may_publish(review.package)
    )


def _judged(status: pd.Series) -> str:
    """How many pairs were judged, and as what, as a sentence."""
    n = len(status)
    told = [
        f"{own:,} {words}"
        for kind, words in (("merged", "as the same"), ("undone", "as two"))
        if (own := int((status == kind).sum()))
    ]
    left = n - int(status.isin(["merged", "undone"]).sum())
    told += [f"{left:,} {do(left, 'wait')} for a person"] if left else []
    return f"{counted(n, 'pair')} of records {'was' if n == 1 else 'were'} judged: {joined(told)}."


def _filled_from_duplicates(records: pd.DataFrame, merges: pd.DataFrame, *, abstracts: bool) -> str:
    """Fields that a kept record leaves blank and a duplicate of it has; the records themselves stay as they were found."""
    named = records[records["record_id"].isin([*merges["record_id"], *merges["duplicate_of"]])]
    fields = merged_fields(named, merges)
    fields = fields[fields["record_id"] != fields["from_record_id"]]
    rows = [
        [
            escape(row.record_id),
            escape(label(row.field)),
            escape(quote(row.value)) if abstracts or row.field != "abstract" else withheld.INSTEAD,
            escape(row.from_record_id),
        ]
        for row in fields.itertuples()
    ]
    head = ["Record kept", "Field", "What the duplicate says", "Duplicate"]
    caption = "Fields that only a duplicate has"
    return "\n\n" + grid(head, rows, caption=caption, name="tbl-merged-fields") if rows else ""
