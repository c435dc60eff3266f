"""Chapter 01: sources, eligibility, the flow in numbers, agreement."""

from __future__ import annotations

import pandas as pd
from IPython.display import Markdown

from reviewbook import selection
from reviewbook.check import included
from reviewbook.review import NOT_APPLICABLE, Review
from reviewbook.show.grid import absent, grid, needs, page
from reviewbook.show.words import (
    charted,
    coded,
    escape,
    joined,
    label,
    number,
    said,
    symbol,
)


@needs("sources", caption="Sources searched", name="tbl-sources")
def sources(review: Review) -> Markdown:
    """Places searched, with platform, period and records."""
    head = ["Source", "Kind", "Platform", "From", "To", "Updated to", "Records found", "Where it says so"]
    rows = [
        [
            said(row["name"]),
            coded(row["kind"]),
            *(said(row[c]) for c in ("platform", "searched_from", "searched_to", "updated_to")),
            charted(row, "records"),
            said(row["locator"]),
        ]
        for _, row in review.sources.iterrows()
    ]
    return page(grid(head, rows, caption="Sources searched", name="tbl-sources", css="rb-sticky"))


@needs("eligibility", caption="Eligibility criteria and key terms", name="tbl-eligibility")
def eligibility(review: Review) -> Markdown:
    """Key terms and criteria, by domain."""
    table = review.eligibility
    head = [
        "Part of the question",
        "Key search terms",
        "A report is included when",
        "A report is excluded when",
    ]
    rows = []
    for domain in table["domain"].unique():
        own = table[table["domain"] == domain]
        texts = {
            role: own.loc[own["role"] == role, "text"].tolist() for role in ("key_term", "include", "exclude")
        }
        cells = [joined(map(escape, texts["key_term"]), last="or")]
        cells += ["<br>".join(f"• {escape(text)}" for text in texts[role]) for role in ("include", "exclude")]
        rows.append([escape(label(domain)), *(cell or "–" for cell in cells)])
    return page(
        grid(
            head,
            rows,
            caption="Eligibility criteria and key terms",
            name="tbl-eligibility",
            widths=[12, 22, 33, 33],
        )
    )


@needs("flow", caption="The flow in numbers", name="tbl-flow")
def flow(review: Review) -> Markdown:
    """Every box of the flow chart as a row: the chart's numbers for those who do not see it, with their locators."""
    whole = review.full
    boxes = selection.boxes(whole.flow, counts=included(whole))
    locators = whole.flow.set_index("position")["locator"]
    rows = []
    for box in boxes.itertuples():
        n = "not reported" if pd.isna(box.n) else number(box.n)
        status = symbol({"reported": "reported", "computed": "computed"}.get(box.status, box.status))
        indent = "— " if box.reason != NOT_APPLICABLE else ""
        where = (
            "Computed: what remains"
            if box.label.startswith(selection.REMAINING)
            else escape(locators[box.position])
        )
        rows.append([f"{indent}{escape(box.label)}", label(box.unit), n, status, where])
    head = ["Box", "Unit", "n", "Status", "Where it says so"]
    return page(grid(head, rows, caption="The flow in numbers", name="tbl-flow"))


def agreement(review: Review) -> Markdown:
    """Agreement between reviewers, as reported and (where decisions are given) as the decisions have it."""
    parts = []
    if review.has("agreement"):
        head = [
            "Stage",
            "Judged by two (%)",
            "Agreed (%)",
            "Cohen's kappa",
            "Disagreements settled by",
            "Where it says so",
        ]
        rows = [
            [
                coded(row["stage"]),
                *(charted(row, c) for c in ("double_screened", "percent", "kappa")),
                said(row["resolution"]),
                said(row["locator"]),
            ]
            for _, row in review.agreement.iterrows()
        ]
        parts.append(
            grid(head, rows, caption="Agreement between reviewers, as reported", name="tbl-agreement")
        )
    if review.has("decisions"):
        counts = selection.agreement(review.decisions)
        head = ["Stage", "Reviewers", "Judged by both", "Agreed", "Agreed (%)", "Cohen's kappa"]
        rows = [
            [
                coded(row.stage),
                f"{escape(row.reviewer_a)} and {escape(row.reviewer_b)}",
                number(row.both),
                number(row.agreed),
                number(row.percent),
                "–" if pd.isna(row.kappa) else f"{row.kappa:.2f}",
            ]
            for row in counts.itertuples()
        ]
        parts.append(
            grid(head, rows, caption="Agreement computed from the decisions", name="tbl-agreement-computed")
        )
    return page(*parts) if parts else page(absent(review, "agreement", "decisions"))
