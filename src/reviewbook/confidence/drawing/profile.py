"""The summary of findings and the evidence profile as tables of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from reviewbook.confidence import assessing, of_review
from reviewbook.confidence.drawing import told
from reviewbook.confidence.drawing.strip import anchor, named, sign
from reviewbook.page.escape import html_in_myst
from reviewbook.page.grid import file_link, folded, grid
from reviewbook.page.marks import Marks
from reviewbook.page.words import escape, joined
from reviewbook.review.model import Review
from reviewbook.review.schemes import within
from reviewbook.studies.links import lists
from reviewbook.studies.of_review import linked

MOST_PROFILES = 500
# The fields whose numbers stand beside a component, by table; a mark says where the source disagrees on one.
COUNTED: Mapping[str, Mapping[str, Sequence[str]]] = {
    "methodological_limitations": {"reports": ("design",), "ratings": ("rating",)},
    "adequacy": {"studies": ("participants_n", "workers_n")},
    "relevance": {"reports": ("population", "country", "setting", "role")},
}
PROFILES = 25  # codes and findings of one scheme whose profile a page shows


def summary(review: Review, scheme: str) -> str:
    """The summary-of-findings table of a scheme: finding, reports, confidence, explanation."""
    table, given = of_review.subjects(review, scheme), told.by_subject(of_review.measures(review, scheme))
    rows = (
        [
            _finding(row),
            escape(told.reports_of(given[row.about_kind, row.about_id])),
            sign(*told.mark(row)),
            escape(" ".join(filter(None, [told.explanation(row), told.who(row)]))),
        ]
        for row in table.itertuples(index=False)
    )
    return grid(
        ["What was found", "Reports behind it", "Confidence", "Why"],
        rows,
        caption=f"How sure it is: {escape(within(review.package, scheme))}",
        name=f"tbl-confidence-{scheme.replace('_', '-')}",
        css="rb-prose rb-cards",
        widths=[34, 24, 16, 26],
        of=len(table),
        all_in=file_link(review, "confidence", "codes"),
    )


def profile(review: Review, scheme: str) -> str:
    """The evidence profile of a scheme: of each code or finding the four components, each with its judgement and the data beside it."""
    table, given = of_review.subjects(review, scheme), told.by_subject(of_review.measures(review, scheme))
    reports, disagreed = of_review.reports_behind(review, scheme), _disagreed(review)
    rows = (
        [
            f"{escape(named(row).rstrip('.'))}: **{escape(about['label'].lower())}**",
            " ".join(
                filter(None, [sign(*told.concern(row, component)), escape(told.reason(row, component))])
            ),
            escape(told.beside(review, component, given[row.about_kind, row.about_id]))
            + disagreed(component, reports.get((row.about_kind, row.about_id), [])),
        ]
        for row in table.itertuples(index=False)
        for component, about in assessing.instrument()["components"].items()
    )
    n, title = (
        len(table) * len(assessing.COMPONENTS),
        f"Evidence profile: {escape(within(review.package, scheme))}",
    )
    shown = grid(
        ["Component", "Judgement and reason", "What the data give"],
        rows,
        caption=title,
        name=profile_of(scheme),
        css="rb-prose rb-cards",
        widths=[24, 30, 46],
        of=n,
        most=min(n, PROFILES * len(assessing.COMPONENTS)) or None,
        all_in=file_link(review, "confidence", "codes"),
    )
    return folded(title, shown)


def _disagreed(review: Review) -> Callable[[str, Sequence[str]], str]:
    """What gives the marks of a component and its reports: where the source disagrees on what is counted beside it."""
    marks, studies = Marks(review), lists(linked(review), "report_id", "study_id")

    def shown(component: str, reports: Sequence[str]) -> str:
        keys = {table: list(reports) for table in ("reports", "ratings")}
        keys["studies"] = [study for report in reports for study in studies.get(report, ())]
        return marks.show(
            *(marks.by(table, keys[table], *fields) for table, fields in COUNTED.get(component, {}).items())
        )

    return shown


def profile_of(scheme: str) -> str:
    """The name of the evidence profile of a scheme, by which links lead to it."""
    return f"tbl-evidence-profile-{scheme.replace('_', '-')}"


def asked(review: Review) -> str:
    """What each component asks, in a list; beside relevance what the review includes."""
    lines = []
    for component, about in assessing.instrument()["components"].items():
        question = told.question(review.eligibility) if component == "relevance" else ""
        beside = f" What the review includes: {escape(question)}" if question else ""
        lines.append(f"- **{about['label']}.** {escape(about['asks'])} {escape(about['reads'])}{beside}")
    return "\n".join(lines)


def files(review: Review) -> str:
    """Links to the evidence profile as it is published beside the tables."""
    kinds = [("docx", "Word"), ("csv", "CSV")] if documented(review.full) else [("csv", "CSV")]
    to = f"../data/{review.name}/evidence-profile"
    links = joined(f'<a href="{to}.{kind}" download>{name}</a>' for kind, name in kinds)
    return f'<p class="rb-downloads">The evidence profile, for a supplement, or to fill in: {links}.</p>'


def documented(review: Review) -> bool:
    """Whether the book offers the evidence profile as Word: each finding takes a twentieth of a second to write."""
    return len(review.codes) + len(review.confidence) <= MOST_PROFILES


def _finding(row) -> str:
    """What was found: a link to its place, and the sentence that is assessed."""
    name = f'<a href="{anchor(row)}">{html_in_myst(named(row))}</a>'
    if row.about_kind == assessing.FINDING or pd.isna(row.text) or not str(row.text):
        return name
    return f"{name}. {escape(row.text)}"
