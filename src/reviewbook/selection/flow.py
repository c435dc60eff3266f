"""The flow of records through a review: its boxes, the sums that they must keep, and what follows from them.

Plain Python on purpose: `reviewbook flow` draws a chart in the time that a table library takes to load. Words and order are
data (`layouts/`); the rules here hold for every layout (PRISMA 2020: Page et al. 2021, doi 10.1136/bmj.n71).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

from reviewbook.review.labels import UNSAID
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED, WORDS
from reviewbook.selection.layout import BESIDE, MAIN, Box, counted_once, label, words

MORE_STUDIES = "FLOW-005"
REMAINING = "Remaining reasons together"
EXPECTED = re.compile(
    r"(at most |at least )?(?:[^(=]* = )?(-?[0-9]+)"
)  # of a violation: the sign and the number
WHOLE_NUMBER = re.compile(r"[0-9]{1,15}")


class Sum(NamedTuple):
    """A sum that must hold: the boxes ``whole`` less the boxes ``parts`` (by position) leave nothing.

    With ``at_most`` the parts need not use up the whole. ``at`` is the box that is named where it does not hold.
    """

    code: str
    whole: tuple[int, ...]
    parts: tuple[int, ...]
    says: str
    at: int
    at_most: bool = False


class Violation(NamedTuple):
    """A sum that does not hold: the box named, what stands there, what was expected."""

    code: str
    position: int
    found: str
    expected: str


# The layout -----------------------------------------------------------------------------------------------------------


# The sums -------------------------------------------------------------------------------------------------------------


class _State(NamedTuple):
    """What is left at one point of the flow, what leaves it before the next, and what of that comes back."""

    step: str
    stage: str
    boxes: list[int]
    losses: list[int]
    gains: list[int]
    words: str


def sums(boxes: Sequence[Box], layout: Mapping[str, Any]) -> list[Sum]:
    """Every sum that the boxes must keep, in reading order.

    Stage to stage, less what left and with what a discussion brought back (FLOW-001), reasons to the total of their stage
    (FLOW-002), sources to the records identified (FLOW-004), previous and new to the total (FLOW-010), no more studies than
    reports (FLOW-005), no more in a synthesis than included (FLOW-011). More studies than reports contradict nothing, for a
    report may hold several: they bound no count. Routes with stages of their own meet where the included are counted; a route
    that only identifies joins the main one before its first stage (and says nothing where the main one does not say what it
    identified).
    """
    found: list[Sum] = []
    chains: dict[str, list[_State]] = {}
    loose: list[int] = []  # removed where the routes have met, before anything is counted there
    for route in dict.fromkeys(
        box.route for box in boxes if kind_of(box, layout) in ("state", "overlap", *BESIDE)
    ):
        chains[route], unowned = _chain([b for b in boxes if b.route == route], layout, found)
        loose += unowned if route == "" else []
    joint = chains.pop("", [])
    main = next((route for route in (MAIN, *chains) if chains.get(route)), "")
    open_ends = chains[main][-1:] if main else []
    for route, chain in chains.items():
        if route == main or not chain:
            continue
        if [state.step for state in chain] == ["identified"] and chains[main][-1].step != "identified":
            first = chains[main][0]
            if first.step == "identified":
                first.boxes.extend(chain[0].boxes)
                first.losses.extend(chain[0].losses)
                first.gains.extend(chain[0].gains)
        else:
            open_ends.append(chain[-1])
    for chain in [*chains.values(), joint]:
        for before, after in pairwise(chain):
            found += _steps(before, after)
    if open_ends:
        open_ends[0].losses.extend(loose)
    found += _ends(boxes, open_ends, joint, layout)
    return found


def kind_of(box: Box, layout: Mapping[str, Any]) -> str:
    return layout["steps"][box.step]["kind"]


def _chain(
    boxes: Sequence[Box], layout: Mapping[str, Any], found: list[Sum]
) -> tuple[list[_State], list[int]]:
    """The states of one route, and what leaves none of them; sums of reasons and sources are added to ``found``."""
    states: dict[tuple[str, str], list[Box]] = defaultdict(list)
    for box in boxes:
        if kind_of(box, layout) == "state":
            states[box.step, NOT_APPLICABLE if box.step == "identified" else box.stage].append(box)
    again: dict[int, list[int]] = defaultdict(list)  # by the position of the total that counts it once
    in_searches: list[int] = []
    overlaps = [box for box in boxes if kind_of(box, layout) == "overlap"]
    for stage in dict.fromkeys(box.stage for box in overlaps):
        own = [box for box in overlaps if box.stage == stage]
        total = counted_once(own[0], boxes)
        (again[total.position] if total else in_searches).extend(
            _tops(own, own[0].unit, "FLOW-002", layout, found)
        )
    losses: dict[tuple, list[Box]] = defaultdict(list)
    for at, box in enumerate(boxes):
        if kind_of(box, layout) in BESIDE:
            losses[_left(box, boxes[:at], states, layout), box.step, box.stage].append(box)
    chain = {}
    for key, own in states.items():
        code = "FLOW-004" if key[0] == "identified" else "FLOW-002"
        # What is judged comes first, then what it is about: the chain goes on in the unit of the first.
        own.sort(key=lambda box: box.unit not in ("records", "reports"))
        tops = _tops(own, own[0].unit, code, layout, found, again)
        left = in_searches if key[0] == "identified" else []
        chain[key] = _State(*key, tops, left, [], _words(own[0], layout))
    unowned: list[int] = []
    for (key, *_), own in losses.items():
        tops = _tops(own, states[key][0].unit if key else own[0].unit, "FLOW-002", layout, found)
        if kind_of(own[0], layout) == "loss":
            (chain[key].losses if key else unowned).extend(tops)
        elif key:
            chain[key].gains.extend(tops)
    return list(chain.values()), unowned


def _left(
    loss: Box, before: Sequence[Box], states: Mapping[tuple, Sequence[Box]], layout: Mapping[str, Any]
) -> tuple[str, str] | None:
    """The state that a loss leaves, or to which a gain comes back.

    That is the one of its stage, else the last one counted before it, of its own unit if there is one.
    What is removed while records are identified leaves those identified; what is not retrieved was sought.
    """
    phase = layout["steps"].get("identified", {}).get("phase")
    if layout["steps"][loss.step]["phase"] == phase:
        return next((key for key in states if key[0] == "identified"), None)
    if loss.step == "not_retrieved" and (sought := [key for key in states if key[0] == "sought"]):
        return sought[-1]
    if staged := [key for key in states if key[1] == loss.stage != NOT_APPLICABLE]:
        return staged[-1]
    earlier = [key for key, own in states.items() if own[0] in before] or list(states)
    return next(
        (key for key in reversed(earlier) if states[key][0].unit == loss.unit),
        earlier[-1] if earlier else None,
    )


def _words(box: Box, layout: Mapping[str, Any]) -> str:
    template = layout["steps"][box.step]["label"]
    stage = NOT_APPLICABLE if box.step == "identified" else box.stage
    return words(template, unit=box.unit, stage=stage, layout=layout)


def _tops(
    boxes: Sequence[Box],
    unit: str,
    code: str,
    layout: Mapping[str, Any],
    found: list[Sum],
    again: Mapping[int, Sequence[int]] | None = None,
) -> list[int]:
    """Positions of the totals of a group (its parts where it has none); that parts make their total goes to ``found``.

    ``again``: by the position of a total, what its parts hold more than once and it counts once.
    Where the same is counted in two units, the sums are those of ``unit``, else of the one that comes first.
    """
    twins = defaultdict(list)
    for box in sorted(boxes, key=lambda box: box.unit != unit):
        twins[box.stage, box.reason].append(box.unit)
    aside = [box for box in boxes if box.unit != twins[box.stage, box.reason][0]]
    if aside:
        _tops(aside, aside[0].unit, code, layout, found)
    boxes = [box for box in boxes if box not in aside]
    parted = "its sources" if code == "FLOW-004" else "its reasons"
    tops, again = list[int](), again or {}
    for stage in dict.fromkeys(box.stage for box in boxes):
        total = [box for box in boxes if box.stage == stage and box.reason == NOT_APPLICABLE]
        parts = [box.position for box in boxes if box.stage == stage and box.reason != NOT_APPLICABLE]
        if total and parts:
            says = f"{label(total[0], layout)}: the sum of {parted}"
            held = [p for b in total for p in (b.position, *again.get(b.position, ()))]
            found.append(Sum(code, tuple(held), tuple(parts), says, total[0].position))
        tops += [box.position for box in total] or parts
    whole = [box for box in boxes if box.stage == NOT_APPLICABLE and box.reason == NOT_APPLICABLE]
    if boxes[0].step == "identified" and whole and len(whole) < len(tops):
        positions = [box.position for box in whole]
        parts = [position for position in tops if position not in positions]
        says = f"{_words(whole[0], layout)}: the sum of {parted}"
        held = [p for position in positions for p in (position, *again.get(position, ()))]
        found.append(Sum(code, tuple(held), tuple(parts), says, positions[0]))
        return positions
    return tops


def _steps(before: _State, after: _State) -> list[Sum]:
    """From one state to the next: what left between, and what came back, which is no more than had left.

    Where no box tells what left between, nobody knows how many did: a box that is not there is not 0.
    """
    whole = before.words[0].lower() + before.words[1:]
    says = f"{after.words}: {whole} less what was removed or excluded between"
    says += ", and with what was brought back" if before.gains else ""
    parts = (*before.losses, *after.boxes)
    at, open_ = after.boxes[-1], not before.losses
    found = [Sum("FLOW-001", (*before.boxes, *before.gains), parts, says, at, open_)]
    if before.gains and before.losses:
        says = f"{after.words}: no more than {whole}"
        found.append(Sum("FLOW-001", tuple(before.boxes), tuple(after.boxes), says, at, at_most=True))
    return found


def _ends(
    boxes: Sequence[Box], ends: list[_State], joint: list[_State], layout: Mapping[str, Any]
) -> list[Sum]:
    """The sums about what is included: from the ends of the routes to the total and the syntheses."""
    found: list[Sum] = []

    def at(kind: str) -> dict[str, Box]:
        return {
            box.unit: box for box in boxes if kind_of(box, layout) == kind and box.reason == NOT_APPLICABLE
        }

    met = _State(
        "",
        "",
        [p for s in ends for p in s.boxes],
        [p for s in ends for p in s.losses],
        [p for s in ends for p in s.gains],
        ends[0].words if ends else "",
    )
    if joint and met.boxes:
        found += _steps(met, joint[0])
    last = joint[-1] if joint else met
    included, previous, total = at("included"), at("previous"), at("total")
    units = {box.position: box.unit for box in boxes}
    if included and last.boxes:
        same = included.get(units[last.boxes[0]]) or included.get("reports") or included.get("records")
        if same:
            found += _steps(last, _State("", "", [same.position], [], [], label(same, layout)))
        elif "studies" in included:
            box = included["studies"]
            says = (
                f"{label(box, layout)}: no more than what is left of {last.words[0].lower() + last.words[1:]}"
            )
            left = (*last.losses, box.position)
            came = (*last.boxes, *last.gains)
            found.append(Sum(MORE_STUDIES, came, left, says, box.position, at_most=True))
    for unit, box in total.items():
        added = tuple(group[unit].position for group in (previous, included) if unit in group)
        # A previous version that does not say how many in this unit leaves room for any number.
        exact = unit in included and (unit in previous or not previous)
        if added:
            says = f"{label(box, layout)}: previous and new together"
            found.append(Sum("FLOW-010", (box.position,), added, says, box.position, at_most=not exact))
    parts = {
        stage: {box.unit: box for box in boxes if kind_of(box, layout) == "part" and box.stage == stage}
        for stage in dict.fromkeys(box.stage for box in boxes if kind_of(box, layout) == "part")
    }
    for group in (previous, included, total, *parts.values()):
        if "reports" in group and "studies" in group:
            reports, studies = group["reports"].position, group["studies"].position
            says = "no more studies than reports"
            found.append(Sum(MORE_STUDIES, (reports,), (studies,), says, studies, at_most=True))
    for box in (box for group in parts.values() for box in group.values()):
        # Without a total, what is in a synthesis may come from the previous version too.
        held = [total] if box.unit in total else [previous, included] if previous else [included]
        if all(box.unit in group for group in held):
            whole = held[-1][box.unit]
            also = ", previous and new together" if len(held) > 1 else ""
            says = f"no more than {label(whole, layout)[0].lower() + label(whole, layout)[1:]}{also}"
            wholes = tuple(group[box.unit].position for group in held)
            found.append(Sum("FLOW-011", wholes, (box.position,), says, box.position, at_most=True))
    return found


# What follows ---------------------------------------------------------------------------------------------------------


def complete(boxes: Sequence[Box], layout: Mapping[str, Any]) -> list[Box]:
    """The boxes with labels, in reading order, and with what can be computed computed.

    A count is computed only where everything else in its sum is known. Where several reasons of a stage are not reported and
    their total is known, one further box holds what remains for them together; where only reasons are given, and the layout
    wants the total in the head of the box, their sum is added.
    """
    boxes = sorted(boxes, key=lambda box: box.position)
    if layout.get("total_in_head"):
        boxes = _with_totals(boxes)
    rules = sums(boxes, layout)
    n = filled(boxes, rules)
    done = []
    for box in boxes:
        computed = box.n is None and n[box.position] is not None
        status = "computed" if computed else box.status
        done.append(box._replace(n=n[box.position], status=status, label=box.label or label(box, layout)))
    return _with_remainders(done, rules)


def filled(boxes: Sequence[Box], rules: Sequence[Sum]) -> dict[int, int | None]:
    """The count of each box by position, where it is known or follows from others.

    A remainder below nothing is left out: it is a contradiction (see `violations`).
    """
    n = {box.position: box.n for box in boxes}
    more = True
    while more:
        more = False
        for rule in rules:
            unknown = [p for p in rule.whole + rule.parts if n[p] is None]
            if len(unknown) != 1 or rule.at_most:
                continue
            (position,) = unknown
            rest = sum(n[p] or 0 for p in rule.whole) - sum(n[p] or 0 for p in rule.parts)
            value = -rest if position in rule.whole else rest
            if value >= 0:
                n[position], more = value, True
    return n


def _with_totals(boxes: list[Box]) -> list[Box]:
    done, seen = [], set()
    totals = {box.key[:4] for box in boxes if box.reason == NOT_APPLICABLE}
    free = -1
    for box in boxes:
        group = box.key[:4]
        if box.step == "excluded" and group not in totals and group not in seen:
            seen.add(group)
            total = box._replace(reason=NOT_APPLICABLE, n=None, status=NOT_REPORTED, label="", href="", row=0)
            done.append(total._replace(position=free))  # a position of its own, which no file gives
            free -= 1
        done.append(box)
    return done


def _with_remainders(boxes: list[Box], rules: Sequence[Sum]) -> list[Box]:
    at = {box.position: box for box in boxes}
    after: dict[int, Box] = {}
    for rule in rules:
        if rule.code != "FLOW-002":
            continue
        total = [n for p in rule.whole if (n := at[p].n) is not None]
        reasons = [at[p] for p in rule.parts]
        open_reasons = [box for box in reasons if box.n is None]
        if len(open_reasons) > 1 and len(total) == len(rule.whole):
            rest = sum(total) - sum(box.n or 0 for box in reasons)
            if rest < 0:  # a contradiction: see `violations`
                continue
            kinds = " or ".join(dict.fromkeys(UNSAID[box.status] for box in open_reasons))
            says = f"{REMAINING} ({len(open_reasons)} {kinds} one by one)"
            after[reasons[-1].position] = reasons[-1]._replace(
                n=rest, status="computed", reason=says, label=says, href="", row=0
            )
    return [box for one in boxes for box in (one, after.get(one.position)) if box]


# What is wrong --------------------------------------------------------------------------------------------------------


def violations(boxes: Sequence[Box], layout: Mapping[str, Any]) -> list[Violation]:
    """Every sum that does not hold, in reading order. What is not known is not accused unless no count could make it hold."""
    rules = sums(boxes, layout)
    n = filled(boxes, rules)  # a contradiction may lie beyond a box that is not reported
    low, high = _bounds(n, rules)
    reported = {box.position for box in boxes if box.n is not None and box.status != "computed"}
    found = []

    def shown(position: int) -> str:
        if n[position] is not None:
            return f"{n[position]}{'' if position in reported else ' (computed)'}"
        most = f"at most {high[position]}" if high[position] < inf else ""
        return most or (f"at least {low[position]}" if low[position] else "not reported")

    for rule in rules:
        over = sum(low[p] for p in rule.parts) > sum(high[p] for p in rule.whole)
        under = sum(high[p] for p in rule.parts) < sum(low[p] for p in rule.whole) and not rule.at_most
        if not over and not under:
            continue
        whole = sum((high if over else low)[p] for p in rule.whole)
        exact = not rule.at_most and all(n[p] is not None for p in rule.whole + rule.parts)
        at = rule.at
        if at in rule.whole:
            kind = {"FLOW-002": "its reasons", "FLOW-004": "its sources"}.get(rule.code, "previous and new")
            if rule.code == "FLOW-010" and len(rule.parts) == 1:
                kind = "the new ones"
            parts = sum((low if over else high)[p] for p in rule.parts)
            sign = "" if exact else "at least " if over else "at most "
            twice = sum((high if over else low)[p] for p in rule.whole if p != at)
            arithmetic = f"{parts} - {twice} = {parts - twice}" if twice else f"{parts}"
            seen, wanted = f"{shown(at)}, {kind} {parts}", f"{sign}{arithmetic} ({rule.says})"
        else:
            if n[at] is None:  # name what is known
                at = max(rule.parts, key=lambda p: low[p])
            others = [(low if over else high)[p] for p in rule.parts if p != at]
            rest = whole - sum(others)
            sign = "" if exact else "at most " if over else "at least "
            arithmetic = f"{whole} - {sum(others)} = {rest}" if sum(others) else f"{rest}"
            seen, wanted = shown(at), f"{sign}{arithmetic} ({rule.says})"
        found.append(Violation(rule.code, at, seen, wanted))
    return found


def _bounds(n: Mapping[int, int | None], rules: Sequence[Sum]) -> tuple[dict[int, float], dict[int, float]]:
    """The least and the most that each box can hold, from what is known of the others: whole numbers, or infinity."""
    low: dict[int, float] = {p: count or 0 for p, count in n.items()}
    high: dict[int, float] = {p: inf if count is None else count for p, count in n.items()}
    rules = [rule for rule in rules if rule.code != MORE_STUDIES]
    # The sums stand in the order in which records flow, and what is known exactly is filled in: one way through is enough.
    for rule in rules:
        for p in rule.whole + rule.parts:
            if n[p] is not None:
                continue
            own, other = (rule.whole, rule.parts) if p in rule.whole else (rule.parts, rule.whole)
            rest = [q for q in own if q != p]
            least, most = low[p], high[p]
            # In a sum of at most, the whole has no upper bound and the parts no lower one.
            if not rule.at_most or own is rule.parts:
                most = min(most, sum(high[q] for q in other) - sum(low[q] for q in rest))
            if (not rule.at_most or own is rule.whole) and all(high[q] < inf for q in rest):
                least = max(least, sum(low[q] for q in other) - sum(high[q] for q in rest))
            if least <= most:  # a contradiction is told where it is, not carried on
                low[p], high[p] = least, most
    return low, high


def mark(boxes: Iterable[Box], wrong: Iterable[Violation]) -> list[Box]:
    """The boxes, those named by a contradiction marked with what was expected of them."""
    said: dict[int, list[str]] = defaultdict(list)
    for violation in (one for one in wrong if one.code != MORE_STUDIES):
        found = EXPECTED.match(violation.expected)
        assert found is not None  # `violations` words it so
        said[violation.position].append(f"expected {found[1] or ''}{int(found[2]):,}")
    return [box._replace(contradiction="; ".join(said.get(box.position, []))) for box in boxes]


def describe_number(cell: str) -> str | None:
    """Why a cell is no count, or None where it is one (or a word for nothing)."""
    text = cell.strip()
    if text in WORDS or WHOLE_NUMBER.fullmatch(text):
        return None
    return "a whole number from 0 in plain digits, or not_reported"
