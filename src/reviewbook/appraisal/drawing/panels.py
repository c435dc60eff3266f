"""From answers and ratings to the panels of the figure of appraisals (`reviewbook.appraisal.drawing.quality`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from reviewbook.appraisal import answering
from reviewbook.appraisal.drawing.quality import Panel, Row, Spread, words
from reviewbook.page.words import counted
from reviewbook.review.designs import Designs

SCREENED_ALONE = {
    True: "Failed screening",
    False: "Screened, criteria not answered yet",
}  # by whether one is failed


def panels(
    answers: pd.DataFrame,
    *,
    tool: Mapping,
    labels: Mapping[str, str],
    ratings: Mapping[str, str] | None = None,
) -> list[Panel]:
    """A panel for each category that was answered; a mixed-methods study stands in each of its blocks.

    Reports that are answered on the screening questions alone stand in panels of their own, last: no report is left out.

    Parameters
    ----------
    answers : DataFrame, one row (report_id, category, criterion): answer, of one tool.
    labels : report_id -> how the figure names it, in the order drawn.
    ratings : report_id -> rating as shown; of a mixed-methods study it stands beside the block of the mixed design.
    """
    screening = {
        item: tool["screening"][item] for item in tool["screening"] if (answers["criterion"] == item).any()
    }
    given: dict[tuple[str, str], dict[str, str]] = {}
    for report, category, criterion, answer in answers[
        ["report_id", "category", "criterion", "answer"]
    ].itertuples(index=False):
        given.setdefault((report, category), {})[criterion] = answer
    whole = {report for report, category in given if category in tool["combined"]}
    found = []
    for category, block in tool["categories"].items():
        rows = [
            Row(
                report_id=report,
                label=name,
                answers=given.get((report, answering.SCREENING), {}) | given[report, category],
                rating=""
                if report in whole and category not in tool["combined"]
                else (ratings or {}).get(report, ""),
                mixed=report in whole and category not in tool["combined"],
            )
            for report, name in labels.items()
            if (report, category) in given
        ]
        if rows:
            asked = answering.asked(tool, category, answers["criterion"])
            found.append(Panel(category, block["title"], screening | asked, rows))
    alone = answering.only_screened(answers, tool=tool)
    for failed, title in SCREENED_ALONE.items():
        rows = [
            Row(report, name, given[report, answering.SCREENING])
            for report, name in labels.items()
            if report in alone.index and alone[report] == failed
        ]
        if rows:
            found.append(Panel(answering.SCREENING, title, screening, rows))
    return found


def of_tallies(counts: Mapping[str, Mapping[str, Mapping[str, int]]], *, tool: Mapping) -> list[Panel]:
    """A panel of bars for each category of which counts by criterion are known, the screening questions first.

    Parameters
    ----------
    counts : category -> criterion -> state of a cell -> reports, as `reviewbook.appraisal.imports.tallies` reads them.
    """
    blocks = answering.criteria(tool)
    titles = {name: block["title"] for name, block in tool["categories"].items()}
    return [
        Panel(
            category,
            titles.get(category, "Screening"),
            {item: text for item, text in blocks[category].items() if item in own},
            [],
            own,
        )
        for category, own in counts.items()
    ]


def designs(answers: pd.DataFrame, *, tool: Mapping) -> dict[str, str]:
    """The design of each report as its blocks show it: the combined block's where it has one, else the block's component."""
    found: dict[str, str] = {}
    own = answers[answers["category"] != answering.SCREENING]
    for report, category in own[["report_id", "category"]].drop_duplicates().itertuples(index=False):
        if category in tool["combined"] or report not in found:
            found[report] = tool["categories"][category]["component"]
    return found


def spreads(points: Mapping[str, float], *, designs: Mapping[str, str], known: Designs) -> list[Spread]:
    """How the ratings of each design are spread: those that are rated, in whole points.

    Parameters
    ----------
    designs : report_id -> design.
    known : the designs of the review, in their order.
    """
    order = [*known.words, *dict.fromkeys(d for d in designs.values() if d not in known.words)]
    counts = {
        design: Counter(
            round(n) for report, n in points.items() if pd.notna(n) and designs.get(report) == design
        )
        for design in order
    }
    return [Spread(known.word(design), dict(sorted(n.items()))) for design, n in counts.items() if n]


def ratings_finding(spreads: Sequence[Spread], maximum: float | None) -> str:
    """From which rating to which, and which most reports have."""
    counts: Counter[int] = Counter()
    for one in spreads:
        counts.update(one.counts)
    counts = +counts
    n, of = sum(counts.values()), f" of {maximum:g}" if maximum else ""
    low, high = min(counts), max(counts)
    if low == high:
        return f"{'The report is' if n == 1 else f'All {n:,} reports are'} rated {low}{of}"
    most = max(counts.values())
    best = [point for point, reports in counts.items() if reports == most]
    often = (
        f", most often {best[0]} ({most:,} of {counted(n, 'report')})"
        if len(best) == 1 and most > 1
        else f" ({counted(n, 'report')})"
    )
    return f"Ratings go from {low} to {high}{of}{often}"


def answers_finding(panels: Sequence[Panel], tool: Mapping) -> str:
    """Which criterion is met least often, of those that were asked of several reports."""
    found = [
        (words.counts(panel, one, tool)["met"] / n, at, panel, one, n)
        for at, panel in enumerate(panels)
        for one in panel.criteria
        if (n := words.of(panel, one)) > 1
    ]
    if not found:
        return "Answers by criterion"
    share, _, panel, one, n = min(found, key=lambda found: found[0])
    if share == 1:
        return "Every criterion is met wherever several reports were asked"
    if sum(other[0] == share for other in found) > 1:
        many = sum(other[0] == share for other in found)
        return f"{many:,} criteria are met least often: {'by no report' if not share else f'by {100 * share:.0f} % of the reports'}"
    met = words.counts(panel, one, tool)["met"]
    return (
        f"Met least often: {panel.criteria[one]} ({met:,} of {counted(n, 'report')}, {panel.title.lower()})"
    )
