"""What can be wrong with searches, decisions, duplicates and the flow (checks.yaml lists the kinds)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from reviewbook.agreement import agreement, coded
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING, given
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection import inclusion, strategies, withheld
from reviewbook.selection.candidates import MERGED, UNDONE
from reviewbook.selection.counting import (
    NO_REASON,
    UNKNOWN,
    counts_of,
    differing_sources,
    not_told_apart,
    places,
    reported_boxes,
    units_with_totals,
)
from reviewbook.selection.duplicates import Groups, contradictions, pairs_of, waiting
from reviewbook.selection.flow_problems import sum_problems
from reviewbook.selection.layout import RETRIEVAL, Box, counted_once
from reviewbook.selection.of_review import coded as coded_of
from reviewbook.selection.of_review import flow_of, in_conflict
from reviewbook.studies.of_review import included


def problems(r: Review) -> list[Problem]:
    """Every problem and notice of a review that this chapter can find."""
    return [
        *withheld.problems(r.package),
        *flow_problems(r),
        *merge_problems(r.records, r.merges),
        *agreement_problems(r.agreement, coded_of(r)),
        *unsettled(in_conflict(r), r.merges),
        *aside_problems(r.imports, r.set_aside, r.package.get("set_aside_seen")),
        *search_problems(r.searches, r.sources),
        *protocol_problems(r.protocol),
    ]


def link_problems(
    reports: pd.DataFrame, records: pd.DataFrame, ledger: pd.DataFrame, *, ended: bool
) -> list[Problem]:
    """Reports and included records that do not fit together, where reports name their records.

    Two reports of one record (FLOW-018), the report of a record that is not included (FLOW-017), and where the decisions have
    reached the last stage (``ended``) an included record without a report (FLOW-016).
    """
    found, linked = [], inclusion.linked(reports, records)
    if linked.empty or ledger.empty:
        return []
    left = inclusion.left_at(ledger)
    first: dict[str, str] = {}
    for at, report, record, named in linked[["report_id", "record_id", "named"]].itertuples(name=None):
        place = int(at) + 2, "record_id"
        if (other := first.setdefault(record, report)) != report:
            seen = f"{named}, for which {other} stands"
            found.append(Problem("FLOW-018", "reports.csv", seen, "one report for a record", *place))
        step, stage = left.loc[record] if record in left.index else ("included", NOT_APPLICABLE)
        if step != "included":
            where = f" at stage {stage}" if stage != NOT_APPLICABLE else ""
            seen = f"{named}, {step.replace('_', ' ')}{where}"
            found.append(Problem("FLOW-017", "reports.csv", seen, "a record that is included", *place))
    for record in inclusion.brought_in(ledger) if ended else ():
        if record not in first:
            seen = f"no report for record {record}"
            found.append(Problem("FLOW-016", "reports.csv", seen, "one report", field="record_id"))
    return found


def unsettled(contested: pd.Series, merges: pd.DataFrame) -> list[Problem]:
    """What waits for a person: one for each stage with conflicts (DRAF-002), one for all pairs of duplicates (DRAF-003).

    Parameters
    ----------
    contested : from `screening.in_conflict`.
    """
    found = []
    for stage, n in contested.items():
        seen = f"{n:,} record{'' if n == 1 else 's'} in conflict at stage {stage}"
        found.append(Problem("DRAF-002", "decisions.csv", seen, "a decision by consensus for each"))
    if n := len(waiting(merges)):
        seen = f"{n:,} pair{'' if n == 1 else 's'} that may be the same"
        found.append(Problem("DRAF-003", "merges.csv", seen, "each merged or undone", field="status"))
    return found


def aside_problems(imports: pd.DataFrame, set_aside: pd.DataFrame, seen: object = None) -> list[Problem]:
    """A notice for each import of which pieces were set aside (IMPT-017), in the order of its first piece.

    ``seen`` : of datapackage.json, by import_id how many pieces the authors have looked at; told is where there are others.
    """
    found = []
    looked_at = seen if isinstance(seen, dict) else {}
    files = dict(zip(imports["import_id"], imports["file"], strict=True))
    for import_id, n in set_aside["import_id"].astype("string").value_counts(sort=False).items():
        if looked_at.get(import_id) == n:
            continue
        told = f"{n:,} piece{'' if n == 1 else 's'} of {files.get(import_id, import_id)} ({import_id})"
        found.append(Problem("IMPT-017", "set_aside.csv", told, "none that nobody has looked at"))
    return found


def search_problems(searches: pd.DataFrame, sources: pd.DataFrame) -> list[Problem]:
    """Strategies that contradict themselves (SEAR-001) or their source (SEAR-002, SEAR-003), and databases without one (SEAR-004).

    A review without the table is asked for none.
    """
    if searches.empty:
        return []
    file, found = "searches.csv", []
    for row in strategies.missing_lines(searches).itertuples():
        told = f"line {row.line} of {row.search_id} combines {', '.join(map(str, row.missing))}"
        wanted = f"lines of {row.search_id} before it"
        found.append(Problem("SEAR-001", file, told, wanted, row=row.Index + 2, field="text"))
    for row in strategies.differing_totals(searches, sources).itertuples():
        wanted = f"{row.records:,}, the records of {row.source_id} in sources.csv"
        found.append(Problem("SEAR-002", file, f"{row.hits:,}", wanted, row=row.row + 2, field="hits"))
    for row in strategies.too_early(searches, sources).itertuples():
        at = searches.index[searches["search_id"] == row.search_id][0]
        wanted = f"not before {row.ends}, the end of the period of {row.source_id} in sources.csv"
        found.append(Problem("SEAR-003", file, quote(row.run_at), wanted, row=at + 2, field="run_at"))
    lacking = (
        f"the strategy that was run in {one}" for one in strategies.without(searches, sources)["source_id"]
    )
    return [*found, *(Problem("SEAR-004", file, "none", wanted, field="text") for wanted in lacking)]


def protocol_problems(protocol: pd.DataFrame) -> list[Problem]:
    """Deviations without a reason (PROT-001)."""
    blank = (protocol["deviation"] == "yes").fillna(False) & protocol["reason"].fillna("").isin(
        ["", NOT_APPLICABLE]
    )
    return [
        Problem("PROT-001", "protocol.csv", "none", "why it was done otherwise", row=at + 2, field="reason")
        for at in protocol.index[blank]
    ]


def box_problems(
    flow: pd.DataFrame,
    boxes: Sequence[Box],
    *,
    layout: Mapping[str, Any],
    counts: Mapping[str, int] | None = None,
) -> list[Problem]:
    """Everything wrong with a review's flow (``boxes`` from `joined`): sums that do not hold, and included reports, studies or
    interventions that are not as many as the rows of their table."""
    if not boxes:
        return []
    found = sum_problems(boxes, layout, file="flow.csv")
    reported = [box for box in reported_boxes(flow) if box.n is not None]
    given = {box.key for box in reported}
    # Where there are totals, the tables may hold what the previous version included too.
    both = units_with_totals(boxes)
    for box in [*reported, *(box for box in boxes if box.n is not None and box.key not in given)]:
        expected = (counts or {}).get(box.unit)
        if box.step == "included" and box.unit in both:
            continue
        if box.step == "total" and expected in [
            b.n for b in boxes if b.unit == box.unit and b.step == "included"
        ]:
            continue
        if box.step in ("included", "total") and expected is not None and box.n != expected:
            seen = str(box.n) if box.key in given else f"{box.n}, counted from the decisions"
            wanted = f"{expected}, the rows of {box.unit}.csv"
            found.append(Problem("FLOW-003", "flow.csv", seen, wanted, box.row or None, "n"))
    return found


def untold_problems(flow: pd.DataFrame) -> list[Problem]:
    """A notice for each box of which a blank stage or reason leaves open which it is (FLOW-014)."""
    found = []
    for at, row in flow[not_told_apart(flow)].iterrows():
        fields = [field for field in ("stage", "reason") if pd.isna(row[field]) or row[field] in UNKNOWN]
        seen = f"{row['step']} without a {' and a '.join(fields)}"
        expected = "what tells this count from those beside it, or not_applicable"
        found.append(Problem("FLOW-014", "flow.csv", seen, expected, int(at) + 2, fields[0]))
    return found


def source_problems(sources: pd.DataFrame, flow: pd.DataFrame) -> list[Problem]:
    """Where every source gives its count, the counts must add up to the records identified, and what was found again."""
    boxes = reported_boxes(flow)
    identified = [b for b in boxes if b.step == "identified" and b.reason == NOT_APPLICABLE]
    whole = []
    for route in dict.fromkeys(box.route for box in identified):
        own = [box for box in identified if box.route == route]
        whole += [box for box in own if box.stage == NOT_APPLICABLE] or own
    counts = [box.n for box in whole if box.n is not None]
    unknown = sources.empty or sources["records"].isna().any() or len(counts) < len(whole)
    if unknown or not whole:
        return []
    total, expected = int(sources["records"].sum()), sum(counts)
    own = [box for box in boxes if box.step == "found_again" and counted_once(box, boxes)]
    again = list(counts_of(own, "found_again").values())
    known = [n for n in again if n is not None]
    expected += sum(known)
    if total == expected or (total > expected and len(known) < len(again)):
        return []
    also = " and found again" if again else ""
    wanted = f"{expected}, the records identified{also} in flow.csv"
    return [Problem("FLOW-004", "sources.csv", f"{total} in all", wanted, field="records")]


def record_problems(
    records: pd.DataFrame,
    decisions: pd.DataFrame,
    sources: pd.DataFrame,
    flow: pd.DataFrame,
    *,
    ledger: pd.DataFrame,
    counted: Sequence[Box],
    differing: str = "FLOW-006",
) -> list[Problem]:
    """Decisions on duplicates (DECI-001) and after an exclusion (DECI-006), and reported counts that differ from what the
    ledger gives (``counted``), box by box (``differing``: the code of a difference, FLOW-015 where both are shown).

    A box is compared where the ledger can give it: at a stage that someone judged; by reason where decisions give reasons. As
    many of them as are still without a reason may belong to a count that is larger than what is charted.
    """
    if ledger.empty:
        return []
    found = []
    decisions = coded(decisions)
    record = places(decisions["record_id"], among=ledger["record_id"])
    duplicates = np.append(ledger["step"] == "duplicates_removed", False)[record]
    for at, name in decisions.loc[duplicates, "record_id"].items():
        seen, row = f"duplicate {name}", at + 2
        found.append(Problem("DECI-001", "decisions.csv", seen, "a record that is none", row, "record_id"))
    found += _judged_after_exclusion(decisions, ledger, record)
    there = differing_sources(records, sources)
    for at, source, n in sources.loc[sources["source_id"].isin(there), ["source_id", "records"]].itertuples():
        wanted = f"{there[source]}, the records of {source} in records.csv"
        found.append(Problem(differing, "sources.csv", str(n), wanted, at + 2, "records"))
    n = {box.key: box.n for box in counted}
    covered = {box.key[:4] for box in counted}
    parted = {box.key[:4] for box in counted if box.reason != NOT_APPLICABLE}
    reported = reported_boxes(flow)
    back = counts_of(reported, "brought_back")
    for box in reported:
        group = box.key[:4]
        if box.n is None or group not in covered or (box.reason != NOT_APPLICABLE and group not in parted):
            continue
        at_least = n.get(box.key, 0)
        open_ = 0 if box.reason in (NOT_APPLICABLE, NO_REASON) else n.get((*group, NO_REASON), 0)
        # What was brought back is no longer excluded in the decisions, for whatever reason it had been.
        came = back.get((box.route, box.stage), 0) if box.step == "excluded" else 0
        most = inf if came is None else at_least + open_ + came
        least = at_least + came if came is not None and box.reason == NOT_APPLICABLE else at_least
        if not least <= box.n <= most:
            beside = f" and {came} brought back" if came else ""
            wanted = f"{at_least}, counted from records.csv and decisions.csv{beside}"
            found.append(Problem(differing, "flow.csv", str(box.n), wanted, box.row, "n"))
    return found


def reason_problems(reasons: pd.DataFrame, decisions: pd.DataFrame) -> list[Problem]:
    """A notice for each row of table reasons that says how a reason is shown which no decision of its stage has (DECI-007)."""
    if reasons.empty or decisions.empty:
        return []
    there = set(decisions[["stage", "reason"]].drop_duplicates().itertuples(index=False, name=None))
    listed = reasons[["stage", "written"]].itertuples(index=False, name=None)
    return [
        Problem(
            "DECI-007", "reasons.csv", quote(written), f"a reason of decisions.csv at {stage}", row, "written"
        )
        for row, (stage, written) in enumerate(listed, 2)
        if (stage, written) not in there
    ]


def _judged_after_exclusion(
    decisions: pd.DataFrame, ledger: pd.DataFrame, record: np.ndarray
) -> list[Problem]:
    """One notice for each record that left the flow at a stage and was judged at a later one.

    ``record`` is the row of the ledger for each decision, -1 where there is none.
    """
    stages = [name.removeprefix("came_to_") for name in ledger if name.startswith("came_to_")]
    order = {stage: at for at, stage in enumerate(stages)}
    gone = ledger["stage"].astype("object").mask(ledger["step"] == "not_retrieved", RETRIEVAL).map(order)
    gone = gone.where(ledger["step"].isin(["excluded", "not_retrieved"]))
    was = np.append(gone.to_numpy(dtype=float), np.nan)[record]
    judged = decisions["stage"].map(order).to_numpy(dtype=float)
    later = decisions.assign(was=was)[judged > was].drop_duplicates("record_id")
    return [
        Problem(
            "DECI-006",
            "decisions.csv",
            f"{record} judged at stage {stage}",
            f"no decision after its exclusion at stage {stages[int(was)]}",
            at + 2,
            "stage",
        )
        for at, record, stage, was in later[["record_id", "stage", "was"]].itertuples()
    ]


def merge_problems(records: pd.DataFrame, merges: pd.DataFrame) -> list[Problem]:
    """Where records.duplicate_of and merges do not agree with each other or with themselves."""
    file, found = "records.csv", contradictions(merges)
    given = records[records["duplicate_of"].notna() & ~records["duplicate_of"].isin(NOTHING)]
    above = dict(zip(given["record_id"], given["duplicate_of"], strict=True))
    row = {record: at + 2 for at, record in given["record_id"].items()}
    for record, target in above.items():
        place = {"row": row[record], "field": "duplicate_of"}
        if target in above:
            path = [record, target]
            while path[-1] in above and path[-1] not in path[:-1]:
                path.append(above[path[-1]])
            if path[-1] == record:
                if record == min(path):  # once a circle
                    seen = " of ".join(path)
                    found.append(Problem("DEDU-004", file, seen, "one of them that is kept", **place))
            elif path[-1] not in above:
                found.append(
                    Problem(
                        "DEDU-003",
                        file,
                        f"{target}, a duplicate itself",
                        f"{path[-1]}, which is kept",
                        **place,
                    )
                )
    shown = Groups(above.items())
    for at, (a, b, status) in enumerate(
        merges[["record_id", "duplicate_of", "status"]].itertuples(index=False, name=None), 2
    ):
        one = shown.one(a, b)
        if status == MERGED and not one:
            seen, expected = f"{a} and {b} merged, not in records.csv", "both with one kept record there"
            found.append(Problem("DEDU-001", "merges.csv", seen, expected, row=at))
        if status == UNDONE and one and not any(p.code == "DEDU-005" and p.row == at for p in found):
            seen, expected = f"{a} and {b} taken apart, one in records.csv", "two records there"
            found.append(Problem("DEDU-005", "merges.csv", seen, expected, row=at, field="status"))
    judged = Groups(pairs_of(merges, MERGED) + pairs_of(merges, UNDONE))
    for record, target in above.items() if len(merges) else ():
        if not judged.one(record, target):
            expected = "a merged pair in merges.csv"
            found.append(
                Problem(
                    "DEDU-002", file, f"{record} of {target}", expected, row=row[record], field="duplicate_of"
                )
            )
    return found


def agreement_problems(reported: pd.DataFrame, decisions: pd.DataFrame) -> list[Problem]:
    """Reported agreement that differs from the decisions (AGRE-001).

    Compared are the rows of `agreement` for the one pair of a stage, or for all together where there are more than two
    reviewers. A percentage differs from a whole point; kappa from 0.01, once the recomputed one has the reported one's
    decimals.
    """
    found: list[Problem] = []
    reported = reported[
        reported[[name for name in ("percent", "kappa") if name in reported]].notna().any(axis=1)
    ]
    decisions = decisions[decisions["stage"].isin(reported["stage"])] if len(reported) else decisions[:0]
    if decisions.empty:
        return found
    counted = agreement(decisions)
    for at, row in reported.iterrows():
        same = counted[counted["stage"] == row["stage"]]
        if len(same) > 1:
            same = same[same["reviewer_a"].isna()]
        if same.empty:
            continue
        (own,) = same.to_dict("records")
        for name, tolerance in (("percent", 1), ("kappa", 0.01)):
            if name not in row or pd.isna(row[name]) or pd.isna(own[name]):
                continue
            decimals = len(f"{row[name]:g}".partition(".")[2])
            value = own[name] if name == "percent" else round(own[name], decimals)
            if abs(value - row[name]) >= tolerance - 1e-9:
                exact = f"{own[name]:.1f}" if name == "percent" else f"{own[name]:.3f} ({own['kappa_kind']})"
                expected = f"{exact}, from decisions.csv"
                found.append(
                    Problem("AGRE-001", "agreement.csv", f"{row[name]:g}", expected, row=at + 2, field=name)
                )
    return found


def flow_problems(r: Review, *, layout: str | None = None) -> list[Problem]:
    """Every problem of a review's selection counts: the boxes' sums, and what differs from records, sources and tables."""
    try:
        found = flow_of(r, layout=layout)
    except ReviewProblems as unusable:
        return unusable.problems
    ended = inclusion.is_last(found.stages)
    by_link = link_problems(r.reports, r.records, found.ledger, ended=ended)
    counts = included(r)
    if ended and given(r.reports["record_id"]).any():  # reports are compared with records one by one
        counts.pop("reports", None)
    return [
        *by_link,
        *untold_problems(r.flow),
        *source_problems(r.sources, r.flow),
        *reason_problems(r.reasons, coded_of(r)),
        *box_problems(r.flow, found.boxes, layout=found.layout, counts=counts),
        *record_problems(
            r.records,
            coded_of(r),
            r.sources,
            r.flow,
            ledger=found.ledger,
            counted=found.counted,
            # Of a published flow that cannot be corrected, the authors may say that both are to be shown.
            differing="FLOW-015" if r.package.get("flow_discrepancies") == "shown" else "FLOW-006",
        ),
    ]
