"""The rules of selection: what became of each record, the boxes of the flow chart counted from that, and what was reported.

The boxes and their sums are in `reviewbook.selection.flow`; here the tables of a review are turned into boxes. Every counted box is a
query over the ledger (`ledger`, `members`), so that its list can be shown beside its count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd

from reviewbook.agreement import coded, final
from reviewbook.review.nothing import (
    AS_CHARTED,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    NOT_REPORTED,
    NOTHING,
    WORDS,
    given,
)
from reviewbook.selection import flow as model
from reviewbook.selection.layout import JOINT, MAIN, RETRIEVAL, UNLISTED, Box

FULL_TEXT = "full_text"  # the stage whose records are reports, assessed rather than screened
# How a kind of source reads in the flow, and whether it belongs to the databases and registers of PRISMA 2020.
KINDS = {
    "database": "databases",
    "register": "registers",
    "website": "websites",
    "citation_tracking": "citation_searching",
    "grey_literature": "grey_literature",
    "journal_search": "journal_search",
    "alert": "alerts",
    "contact": "contacts",
}
OTHER_KIND = "other_sources"
STATES = ("screened", "assessed")
STAGED = (*STATES, "excluded", "undecided", "brought_back")  # steps that each stage has
# The order where nothing else tells it. At the stage of retrieval, include means retrieved and exclude not retrieved.
STAGES = ("title", "title_abstract", "abstract", RETRIEVAL, FULL_TEXT)
NO_REASON = "No reason recorded"
MOST_REASONS = 10  # of a stage and route in the chart; the rarest of more are counted together
OTHERS = "Other reasons, listed"
UNKNOWN = (NOT_REPORTED, NOT_AVAILABLE)  # words in place of a stage, a reason or a count that there is
NAMED_SOURCES = 8  # more are counted by kind only: the table of sources lists them


def reported_boxes(flow: pd.DataFrame) -> list[Box]:
    """The boxes of table flow as they stand there, in reading order; a box that does not apply is left out."""
    boxes = []
    filled = _named(flow).fillna({"stage": NOT_APPLICABLE, "reason": NOT_APPLICABLE, "route": ""})
    untold = not_told_apart(flow)
    for row, box in zip(range(2, len(flow) + 2), filled.itertuples(index=False), strict=True):
        written = getattr(box, f"n{AS_CHARTED}", "")
        if written == NOT_APPLICABLE:
            continue
        if box.step in JOINT:
            route = ""
        elif box.step == "previous":
            route = "previous"
        else:
            route = box.route if box.route not in NOTHING else MAIN
        open_ = bool(untold.iloc[row - 2])
        n = None if pd.isna(box.n) or open_ else int(box.n)
        # A box that cannot be told from another has no count, whatever its cell holds.
        why = set(flow.iloc[row - 2][["stage", "reason"]].dropna()) & {*UNKNOWN} if open_ else {written}
        unsaid = next((word for word in (NOT_AVAILABLE, NOT_REPORTED) if word in why), "not_charted")
        status = "reported" if n is not None else unsaid
        key = (route, box.step, box.stage, box.unit, box.reason)
        boxes.append(Box(int(box.position), *key, n, status, row=row, untold=open_))
    return sorted(boxes, key=lambda box: box.position)


def _named(flow: pd.DataFrame) -> pd.DataFrame:
    """The table with a stage or reason that nobody knows left blank: neither is a name of its own."""
    cells = flow[["stage", "reason"]]
    return flow.assign(**cells.mask(cells.isin(UNKNOWN)))


def not_told_apart(flow: pd.DataFrame) -> pd.Series:
    """Rows of table flow of which a stage or reason that is blank or not known leaves open which box they are: a boolean Series.

    That is so where other rows of the same route have a stage, or the route has several stages that something can leave, or
    where a row with the same stage, or one that may be the same, and the same reason is there again. Elsewhere a blank cell has
    nothing to tell apart.
    """
    flow = _named(flow)
    stage, reason = flow["stage"].isna(), flow["reason"].isna()
    if not stage.any() and not reason.any():
        return pd.Series(False, index=flow.index)
    cells = flow[["route", "step", "stage", "unit", "reason"]].astype("object")
    cells = cells.where(cells.notna() & (cells != NOT_APPLICABLE), "")
    cells["route"] = cells["route"].where(~cells["route"].isin(NOTHING), MAIN)  # as in `reported_boxes`
    judged, left = flow["step"].isin(STATES), flow["step"].isin(STAGED[len(STATES) :])
    several = cells["route"].map(judged.groupby(cells["route"]).sum()) > 1
    staged = cells["route"].map((cells["stage"] != "")[judged | left].groupby(cells["route"]).any()).eq(True)
    nowhere = stage & ((left & several) | ((judged | left) & staged))
    whatever = ["route", "step", "unit", "reason"]  # the stage
    any_stage = stage.groupby([cells[name] for name in whatever]).transform("any")
    again = cells.duplicated(keep=False) | (any_stage & cells.duplicated(whatever, keep=False))
    return (nowhere | (again & (stage | reason))).astype(bool)


def boxes(
    flow: pd.DataFrame,
    *,
    layout: Mapping[str, Any],
    counts: Mapping[str, int] | None = None,
    counted: Sequence[Box] = (),
) -> list[Box]:
    """The boxes of the flow chart, with what can be computed computed.

    Parameters
    ----------
    flow : table flow.
    layout : from `flow.load_layout`.
    counts : what the review's own tables hold, by unit ("reports", "studies", "interventions"); fills included boxes that
        are not reported.
    counted : from `count`: these boxes stand in place of what is reported of them.

    Returns
    -------
    list of Box in reading order; ``status`` is "counted" where records or tables give the count.
    """
    return model.complete(joined(flow, counts=counts, counted=counted), layout)


def joined(
    flow: pd.DataFrame,
    *,
    counts: Mapping[str, int] | None = None,
    counted: Sequence[Box] = (),
) -> list[Box]:
    """Counted and reported boxes as one flow, nothing computed yet; a counted box stands in place of its reported twin."""
    counts, reported = counts or {}, reported_boxes(flow)
    if counted:  # which tells the stages apart
        told = {(box.route, box.step, box.unit, box.reason) for box in counted if box.stage != NOT_APPLICABLE}
        reported = [
            box
            for box in reported
            if not box.untold
            and (
                box.step not in STAGED
                or box.stage != NOT_APPLICABLE
                or (box.route, box.step, box.unit, box.reason) not in told
            )
        ]
    # Tables hold what the previous version included too: they do not count what is new.
    counts = {unit: n for unit, n in counts.items() if unit not in units_with_totals(reported)}
    counted = list(counted)
    judged = {(box.route, box.stage) for box in counted if box.step in STATES}
    back = {place: n for place, n in counts_of(reported, "brought_back").items() if place in judged}
    searched = {box.route for box in counted if box.step == "identified"}
    reported = [
        _settled(box, back)
        for box in reported
        # Records and decisions hold these: what was found again is there once or removed as a duplicate.
        if not (box.step == "brought_back" and (box.route, box.stage) in back)
        and not (box.step == "found_again" and box.route in searched)
    ]
    if any(box.step in STATES and (box.route, box.stage) not in judged for box in reported):
        # A stage is reported that no decision is about: what the decisions leave is not yet what is included, nor what left.
        counted = [box for box in counted if box.step not in ("included", UNLISTED)]
    if is_beyond(counted, counts.get("reports", 0)):
        counts = {}  # the tables are of other records too: what they hold did not come through these boxes
    if any(box.step == "included" for box in counted):  # the units that have a table of their own
        counted += [
            Box(0, "", "included", NOT_APPLICABLE, unit, NOT_APPLICABLE, n, "counted")
            for unit, n in counts.items()
            if unit != "reports"
        ]
    else:
        reported = [
            box._replace(n=counts[box.unit], status="computed")
            if box.step == "included" and box.n is None and box.unit in counts
            else box
            for box in reported
        ]
    return [box._replace(position=at) for at, box in enumerate(_merged(counted, reported), 1)]


def left_so_far(boxes: Sequence[Box]) -> int | None:
    """How many records the decisions leave before the last stage; None where they reach it, or nobody counted."""
    left = [box.n for box in boxes if (box.step, box.unit, box.status) == ("included", "records", "counted")]
    known = [n for n in left if n is not None]
    return sum(known) if known and len(known) == len(left) else None


def is_beyond(boxes: Sequence[Box], reports: int) -> bool:
    """Whether the tables hold more reports than the decisions leave records before the last stage: a record is one report at most."""
    left = left_so_far(boxes)
    return left is not None and reports > left


def counts_of(boxes: Sequence[Box], step: str) -> dict[tuple[str, str], int | None]:
    """The count of a step by route and stage: its total, else the sum of its parts; None where that is not known."""
    found: dict[tuple[str, str], int | None] = {}
    own = [box for box in boxes if box.step == step]
    for place in dict.fromkeys((box.route, box.stage) for box in own):
        here = [box for box in own if (box.route, box.stage) == place]
        counts = [box.n for box in [box for box in here if box.reason == NOT_APPLICABLE] or here]
        known = [n for n in counts if n is not None]
        found[place] = sum(known) if len(known) == len(counts) else None
    return found


def _settled(box: Box, back: Mapping[tuple[str, str], int | None]) -> Box:
    """What is reported as excluded, without what was brought back; of a reason nobody knows how many were."""
    if box.step != "excluded" or box.n is None or (box.route, box.stage) not in back:
        return box
    came = back[box.route, box.stage]
    return box._replace(n=None if came is None or box.reason != NOT_APPLICABLE else max(box.n - came, 0))


def units_with_totals(boxes: Sequence[Box]) -> set[str]:
    """The units of which previous and new together are given."""
    return {box.unit for box in boxes if box.step == "total"}


def _merged(counted: Sequence[Box], reported: Sequence[Box]) -> list[Box]:
    """Counted boxes, and between them the reported ones that have no counted twin, each after the one reported before it."""
    if not counted:
        return list(reported)
    twin = {box.key: box for box in reported}
    merged = [_with_twin(box, twin.get(box.key)) for box in counted]
    known = {box.key for box in counted}
    parted = {box.key[:4] for box in counted if box.reason != NOT_APPLICABLE}
    at = 0  # where the next reported box belongs
    for box in reported:
        if box.reason != NOT_APPLICABLE and box.key[:4] in parted and box.key not in known:
            if not box.n:
                continue
            merged.insert(
                at, box._replace(n=0, status="counted", reported=box.n)
            )  # the records know no such reason
        elif box.key not in known:
            merged.insert(at, box)
        at = 1 + max(i for i, other in enumerate(merged) if other.key[:4] == box.key[:4])
    return merged


def _with_twin(counted: Box, twin: Box | None) -> Box:
    """A counted box with the row of its reported twin, and with the reported count where it is another."""
    if twin is None:
        return counted
    return counted._replace(row=twin.row, reported=None if twin.n in (None, counted.n) else twin.n)


def differing_sources(records: pd.DataFrame, sources: pd.DataFrame) -> dict[str, int]:
    """By source_id, the records of a source, where it reports another number of them."""
    own = records["source_id"].value_counts()
    reported = sources[["source_id", "records"]].dropna()
    there = {source: int(own.get(source, 0)) for source in reported["source_id"]}
    return {source: there[source] for source, n in reported.itertuples(index=False) if there[source] != n}


# What became of each record -------------------------------------------------------------------------------------------


def stage_order(flow: pd.DataFrame, decisions: pd.DataFrame) -> list[str]:
    """The stages of the decisions in reading order: as the flow has them, else as is usual.

    A stage that neither tells comes before those at which fewer records were judged.
    """
    there = set(decisions["stage"].dropna().unique())
    boxes = flow[~flow["step"].isin(["identified", "found_again", "synthesised"])].sort_values("position")
    named = boxes["stage"].mask(boxes["step"].isin(["sought", "not_retrieved"]), RETRIEVAL).dropna()
    order = list(dict.fromkeys(stage for stage in named if stage != NOT_APPLICABLE))
    if there - set(order):
        judged = decisions.groupby("stage", sort=True, observed=True)["record_id"].nunique()
        judged = judged.sort_values(ascending=False, kind="stable")
        for stage in [stage for stage in judged.index if stage not in order]:
            fewer = judged.index[judged < judged[stage]]
            later = STAGES[STAGES.index(stage) + 1 :] if stage in STAGES else fewer
            order.insert(next((at for at, known in enumerate(order) if known in later), len(order)), stage)
    return [stage for stage in order if stage in there]


def ledger(
    records: pd.DataFrame,
    decisions: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    stages: Sequence[str],
    reasons: pd.DataFrame | None = None,
    flow: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What became of each record.

    Parameters
    ----------
    records, decisions, sources : the tables.
    stages : the stages of the decisions in reading order (`stage_order`).
    reasons : the table; a reason without a row there is shown as it was written.
    flow : the table; what it reports by its reason is counted by it.

    Returns
    -------
    DataFrame, one row a record, in the order of ``records``
        record_id, source_id; route ("databases" for databases and registers, else "other"); kind (of its source, as in
        `KINDS`); step and stage at which it left (duplicates_removed, excluded, not_retrieved, undecided, or included at the
        end; of a list of the included, `UNLISTED` where it is not in it: when it left, nobody says); reason of its exclusion
        as it is shown (not_applicable, or `NO_REASON` where an exclusion has none); parted (the reason of the box in which the
        chart counts it: `OTHERS` for what is rare, see `gathered`); came_to_<stage> (bool) for each stage. A record is
        undecided where nobody judged it, where it is in conflict, or marked maybe, unless a later stage judged it: then it was
        moved on. A route of which no record was judged at a stage, but some later, passes the stage by, as reports found by
        other methods pass by screening.
    """
    source = pd.Categorical(records["source_id"])
    kinds = dict(zip(sources["source_id"], sources["kind"].map(KINDS).fillna(OTHER_KIND), strict=True))
    kind = pd.Series(source).map(kinds).astype("object").fillna(OTHER_KIND)
    # A source of which nobody says what kind it is counts as a database: it is not known to be another method.
    silent = sources["kind"].fillna(NOT_REPORTED).isin(WORDS)
    unknown = pd.Series(source).isin(sources.loc[silent, "source_id"])
    database = (kind.isin(["databases", "registers"]) | unknown).to_numpy()
    n, out_of = len(records), _outcomes(records["record_id"], decisions, stages)
    step, stage_left = np.full(n, "included", dtype=object), np.full(n, NOT_APPLICABLE, dtype=object)
    reason, came_to = np.full(n, NOT_APPLICABLE, dtype=object), {}
    duplicate = (records["duplicate_of"].fillna(NOT_APPLICABLE) != NOT_APPLICABLE).to_numpy(dtype=bool)
    step[duplicate] = "duplicates_removed"
    alive, only_listed = ~duplicate, is_list(decisions, stages)
    for at, stage in enumerate(stages):
        decision, why = out_of[stage]
        judged = alive & pd.notna(decision)
        later = np.zeros(n, dtype=bool)
        for after in stages[at + 1 :]:
            later |= pd.notna(out_of[after][0])
        comes = alive & (not only_listed)
        for route in (database, ~database):
            # A route that goes straight to a later stage, as reports found by other methods do, does not come to this one.
            if (alive & later & route).any() and not (judged & route).any():
                comes &= ~route
        came_to[f"came_to_{stage}"] = comes
        left = comes & (decision == "exclude")
        waits = comes & ~left & (decision != "include") & ~later
        step[left] = "not_retrieved" if stage == RETRIEVAL else "excluded"
        named = _shown(pd.Series(why[left]), stage, reasons).fillna(NO_REASON)
        reason[left] = named.mask(named.isin(WORDS), NO_REASON)
        step[waits] = "undecided"
        stage_left[left] = NOT_APPLICABLE if stage == RETRIEVAL else stage
        stage_left[waits] = stage
        if only_listed:
            step[alive & (decision != "include")] = UNLISTED
        alive &= ~(left | waits)
    found = pd.DataFrame(
        {
            "record_id": records["record_id"].to_numpy(),
            "source_id": source,
            "route": pd.Categorical(np.where(database, MAIN, "other")),
            "kind": pd.Categorical(kind),
            "step": pd.Categorical(step),
            "stage": pd.Categorical(stage_left),
            "reason": pd.Categorical(reason),
        }
        | came_to
    )
    return found.assign(parted=pd.Categorical(gathered(found, flow)))


def is_list(decisions: pd.DataFrame, stages: Sequence[str]) -> bool:
    """Whether the decisions are no more than a list of what was included: all of them include, in full text, and no stage comes before.

    How many were screened or assessed, and what the others were excluded for, nobody says then.
    """
    return list(stages) == [FULL_TEXT] and bool((decisions["decision"] == "include").all())


def _shown(written: pd.Series, stage: str, reasons: pd.DataFrame | None) -> pd.Series:
    """Reasons of a stage in the words in which they are shown."""
    if reasons is None or reasons.empty:
        return written
    own = reasons[(reasons["stage"] == stage) & given(reasons["shown"])]
    words = dict(zip(own["written"], own["shown"], strict=True))
    return written.map(lambda reason: words.get(reason, reason), na_action="ignore")


def gathered(ledger: pd.DataFrame, flow: pd.DataFrame | None = None) -> pd.Series:
    """For each record of a ledger the reason of the box in which the chart counts it.

    Where records of a route left a stage for more than `MOST_REASONS` reasons, the rarest are `OTHERS`, so that as many are left; never
    `NO_REASON`, nor what table ``flow`` reports by its reason.
    """
    parted = ledger["reason"].astype("object")
    reported = set() if flow is None else {NO_REASON, NOT_APPLICABLE, *flow["reason"].dropna()}
    left = ledger[ledger["step"] == "excluded"]
    for _, own in left.groupby(["route", "stage"], observed=True):
        counts = own["reason"].value_counts()
        ranked = sorted(counts[counts > 0].items(), key=lambda pair: (-pair[1], pair[0]))
        if len(ranked) > MOST_REASONS:
            rare = {reason for reason, _ in ranked[MOST_REASONS - 1 :]} - reported - {NO_REASON}
            parted[own.index[own["reason"].isin(rare)]] = OTHERS
    return parted


def _outcomes(
    record_ids: pd.Series, decisions: pd.DataFrame, stages: Sequence[str]
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """By stage, the decision and the reason on each record, in the order of ``record_ids``; None where there is none."""
    decided = final(coded(decisions))
    at = places(decided["record_id"], among=record_ids)
    out = {}
    for stage in stages:
        own = (decided["stage"] == stage).to_numpy() & (at >= 0)
        decision, reason = (np.full(len(record_ids), None, dtype=object) for _ in range(2))
        for values, column in ((decision, "decision"), (reason, "reason")):
            values[at[own]] = decided[column].to_numpy(dtype=object)[own]
        out[stage] = decision, reason
    return out


def places(names: pd.Series, *, among: pd.Series) -> np.ndarray:
    """In which row each of some names, categories, stands among others that come once; -1 where it stands in none."""
    rows = dict(zip(among.to_numpy(dtype=object).tolist(), range(len(among)), strict=True))
    known = names.cat.categories.to_numpy(dtype=object).tolist()
    of_name = np.fromiter(map(rows.get, known, repeat(-1)), np.int64, len(known))
    return np.append(of_name, -1)[names.cat.codes]  # the last for a missing one, whose code is -1


def members(ledger: pd.DataFrame, box: Box, *, stages: Sequence[str], sources: pd.DataFrame) -> pd.Series:
    """Which records of the ledger a counted box holds: a boolean Series, one value a row of ``ledger``.

    A box without records of its own (studies, interventions, what is only reported) has none.
    """
    if box.step == "included":
        own = ledger["step"] == "included"
        return own if box.unit in ("records", "reports") else own & False
    own = ledger["route"] == box.route
    if box.step == "identified":
        if box.stage != NOT_APPLICABLE:
            own &= ledger["kind"] == box.stage
        if box.reason != NOT_APPLICABLE:
            own &= ledger["source_id"].isin(sources.loc[sources["name"] == box.reason, "source_id"])
        return own
    if box.step in ("screened", "assessed", "sought"):
        stage = RETRIEVAL if box.step == "sought" else box.stage
        return own & ledger[f"came_to_{stage}"] if stage in stages else own & False
    own &= ledger["step"] == box.step
    if box.stage != NOT_APPLICABLE:
        own &= ledger["stage"] == box.stage
    if box.reason != NOT_APPLICABLE:
        own &= ledger["parted"] == box.reason
    return own


def count(ledger: pd.DataFrame, *, stages: Sequence[str], sources: pd.DataFrame) -> list[Box]:
    """The boxes that a ledger gives, in reading order, each the number of its `members`; positions are 0.

    Sources are told apart by kind, and by name where a review has at most eight. Exclusions are told apart by reason where
    at least one record of the stage has a reason; what is rare of many reasons is one box (`gathered`).
    """
    if ledger.empty:
        return []
    found: list[Box] = []

    def add(
        route: str, step: str, unit: str, stage: str = NOT_APPLICABLE, reason: str = NOT_APPLICABLE
    ) -> int:
        box = Box(0, route, step, stage, unit, reason, None, "counted")
        n = int(members(ledger, box, stages=stages, sources=sources).sum())
        found.append(box._replace(n=n))
        return n

    for route in (MAIN, "other"):
        own = ledger[ledger["route"] == route]
        if own.empty:
            continue
        add(route, "identified", "records")
        kinds = [kind for kind in (*KINDS.values(), OTHER_KIND) if (own["kind"] == kind).any()]
        for kind in kinds:
            inner = kind if len(kinds) > 1 else NOT_APPLICABLE
            if inner == kind:
                add(route, "identified", "records", kind)
            ids = own.loc[own["kind"] == kind, "source_id"].unique()
            named = sources.loc[sources["source_id"].isin(ids), "name"].unique()
            if len(named) > 1 and len(sources) <= NAMED_SOURCES:
                for name in named:
                    add(route, "identified", "records", inner, name)
        add(route, "duplicates_removed", "records")
        if (own["step"] == UNLISTED).any():
            add(route, UNLISTED, "records")
        for stage in stages:
            if not own[f"came_to_{stage}"].any():
                continue
            left = own[own["stage"] == stage]
            unit = "reports" if stage in (RETRIEVAL, FULL_TEXT) else "records"
            if stage == RETRIEVAL:
                add(route, "sought", unit)
                add(route, "not_retrieved", unit)
            else:
                add(route, "assessed" if stage == FULL_TEXT else "screened", unit, stage)
                add(route, "excluded", unit, stage)
                reasons = left.loc[left["step"] == "excluded", "parted"].value_counts()
                reasons = reasons[reasons > 0]
                if set(reasons.index) != {NO_REASON}:
                    # What was gathered comes last.
                    order = sorted(reasons.items(), key=lambda pair: (pair[0] == OTHERS, -pair[1], pair[0]))
                    for reason, _ in order:
                        add(route, "excluded", unit, stage, reason)
            if (left["step"] == "undecided").any():
                add(route, "undecided", unit, stage)
    add("", "included", "reports" if FULL_TEXT in stages else "records")
    return found


# What is wrong --------------------------------------------------------------------------------------------------------
