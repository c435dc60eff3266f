"""What the figure of appraisals says: its reports and ratings as they are given, the state of each cell, the sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from reviewbook.review.labels import NOT_ANSWERED

# What can stand in a cell, in the order of a bar; an answer of a tool is drawn by what it means.
STATES = ("met", "partly", "unclear", "not_met", "far_from_met", "conflict", "not_applicable", "not_charted")
WORDS = {
    "met": "met",
    "partly": "partly met",
    "unclear": "can't tell",
    "not_met": "not met",
    "far_from_met": "far from met",
    "conflict": "appraisers differ",
    "not_applicable": "not applicable",
    "not_charted": NOT_ANSWERED,
}
MIXED = "mixed"
EVERY_POINT = 10  # a scale with more points than this shows those that occur


class Row(NamedTuple):
    """A report in one category: criterion -> a word of the tool's answers, or "conflict"; missing: not charted yet.

    ``rating`` is shown as it is given. ``mixed`` marks one block of a mixed-methods study. ``href`` links the label.
    """

    report_id: str
    label: str
    answers: Mapping[str, str]
    rating: str = ""
    mixed: bool = False
    href: str = ""


class Panel(NamedTuple):
    """A category of the tool: its criteria (identifier -> label in our own words) and its reports, in the order drawn.

    Where a source gives no single answers but counts, ``tallies`` has them instead of rows: criterion -> state of a cell -> reports.
    """

    category: str
    title: str
    criteria: Mapping[str, str]
    rows: Sequence[Row]
    tallies: Mapping[str, Mapping[str, int]] = MappingProxyType({})


class Spread(NamedTuple):
    """The ratings of one design: points -> number of reports."""

    design: str
    counts: Mapping[int, int]


def describe(
    panels: Sequence[Panel], spreads: Sequence[Spread], *, tool: Mapping[str, Any], maximum: int | None = None
) -> str:
    """The numbers of the figure as sentences: the ratings of each design, then each criterion of each category."""
    sentences = [ratings_said(spreads, tool, maximum)] if spreads else []
    return " ".join([*sentences, *(panel_said(panel, tool) for panel in panels)])


def state(row: Row, criterion: str, tool: Mapping[str, Any]) -> str:
    """What an answer is drawn as, one of STATES; ValueError where it is none of the tool's."""
    word = row.answers.get(criterion)
    if not word:
        return "not_charted"
    if word == "conflict":
        return word
    if word not in tool["answers"]:
        known = ", ".join(tool["answers"])
        raise ValueError(f"{row.report_id}, {criterion}: {word!r} is none of the tool's answers ({known})")
    return tool["answers"][word]["means"]


def state_label(state: str, tool: Mapping[str, Any]) -> str:
    """A state in the tool's words: the labels of all answers that mean it."""
    own = [answer["label"] for answer in tool["answers"].values() if answer["means"] == state]
    return ", ".join(own) or WORDS[state]


def counts(panel: Panel, criterion: str, tool: Mapping[str, Any]) -> Counter[str]:
    """How many reports of a panel have each state under a criterion."""
    if panel.tallies:
        return Counter(panel.tallies.get(criterion, {}))
    words = [row.answers.get(criterion) for row in panel.rows]
    first = dict(zip(reversed(words), reversed(panel.rows), strict=True))
    found: Counter[str] = Counter()
    for word, n in Counter(words).items():
        found[state(first[word], criterion, tool)] += n
    return found


def of(panel: Panel, criterion: str) -> int:
    """How many reports a criterion is answered or to be answered for."""
    return sum(panel.tallies.get(criterion, {}).values()) if panel.tallies else len(panel.rows)


def reports(count: int) -> str:
    return f"{count:,} report" + ("" if count == 1 else "s")


def which(panel: Panel, first: int = 0, last: int = 0) -> str:
    """How many reports a panel has, how many of them are of mixed methods, and which stand here where not all do."""
    if panel.tallies:
        least, most = (end(of(panel, one) for one in panel.criteria) for end in (min, max))
        return f"counts of {reports(most)}" if least == most else f"counts of {least:,} to {reports(most)}"
    mixed = sum(row.mixed for row in panel.rows)
    part = f"{first} to {last} of " if first else ""
    own = f", {mixed} of them mixed methods" if len(panel.rows) > 1 else ", mixed methods"
    return part + reports(len(panel.rows)) + (own if mixed else "")


def criterion_said(panel: Panel, criterion: str, tool: Mapping[str, Any]) -> str:
    found = counts(panel, criterion, tool)
    others = [f"{state_label(one, tool)} {found[one]}" for one in STATES[1:] if found[one]]
    met = f"{state_label('met', tool)} {found['met']} of {of(panel, criterion)}"
    return f"{criterion} {panel.criteria[criterion]}: {', '.join([met, *others])}"


def panel_said(panel: Panel, tool: Mapping[str, Any]) -> str:
    return f"{panel.title}, {which(panel)}: {'; '.join(criterion_said(panel, one, tool) for one in panel.criteria)}."


def row_said(row: Row, panel: Panel, tool: Mapping[str, Any]) -> str:
    """A report with its answers one by one, and its rating."""
    labels = {word: answer["label"] for word, answer in tool["answers"].items()} | WORDS
    told = ", ".join(f"{one} {labels[row.answers.get(one) or 'not_charted']}" for one in panel.criteria)
    return f"{row.label}{f' ({MIXED})' if row.mixed else ''}: {told}" + (
        f"; {row.rating}" if row.rating else ""
    )


def points(spreads: Sequence[Spread], maximum: int | None) -> list[int]:
    """The points that have a column: all there are; on a long scale, those that occur."""
    found = sorted({point for spread in spreads for point, count in spread.counts.items() if count})
    top = max([*found, maximum or 0])
    return list(range(top + 1)) if top <= EVERY_POINT else found


def range_of(spread: Spread) -> str:
    """From the lowest rating to the highest; blank where there is none."""
    given = [point for point, count in spread.counts.items() if count]
    return " to ".join(f"{one}" for one in sorted({min(given), max(given)})) if given else ""


def spread_said(spread: Spread, maximum: int | None) -> str:
    total = sum(spread.counts.values())
    if not total:
        return f"{spread.design}, no rating"
    told = ", ".join(f"{point} in {count}" for point, count in sorted(spread.counts.items()) if count)
    of = f" of {maximum}" if maximum else ""
    return f"{spread.design}, {reports(total)}, {range_of(spread)}{of} points: {told}"


def ratings_said(spreads: Sequence[Spread], tool: Mapping[str, Any], maximum: int | None) -> str:
    """The ratings of each design, and the caution that the tool's authors attach to them."""
    told = "; ".join(spread_said(spread, maximum) for spread in spreads)
    return f"Ratings by design: {told}. {tool['scoring'].get('caution') or ''}".strip()
