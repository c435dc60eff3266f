"""Chapter 01: sources, eligibility, the flow in numbers, agreement."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from IPython.display import Markdown

from reviewbook import agreement as rules
from reviewbook.page.grid import BLANK, absent, absent_all, file_link, grid, in_place, needs, nothing, page
from reviewbook.page.marks import Marks
from reviewbook.page.words import (
    charted,
    coded,
    coefficient,
    date,
    escape,
    joined,
    number,
    said,
    silence,
    symbol,
)
from reviewbook.review.disagreements import row_keys
from reviewbook.review.labels import NOT_YET, UNSAID, label
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED, NOT_APPLICABLE, WORDS, given, is_given
from reviewbook.selection import counting, searches
from reviewbook.selection.drawing import strategies as drawn
from reviewbook.selection.drawing.flow_words import NO_BOX
from reviewbook.selection.flow import complete, mark, violations
from reviewbook.selection.layout import Box, full_label
from reviewbook.selection.of_review import flow_of

# What a source is asked in the columns that a row tells of together.
COLUMNS = {
    "platform": "platform",
    "searched_from": "from when",
    "searched_to": "until when",
    "updated_to": "updated until",
}


@needs("sources", caption="Sources searched", name="tbl-sources")
def sources(review: Review) -> Markdown:
    """Places searched, with platform, period and records; what is not known of a place stands in its row once."""
    head = ["Source", "Kind", "Platform", "Period searched", "Records found", "Where it says so"]
    # Without decisions records are not yet what was screened, and are compared with nothing.
    there = (
        counting.differing_sources(review.records, review.sources)
        if review.has("records", "decisions")
        else {}
    )
    gives = review.sources["records" + AS_CHARTED].fillna("")
    is_silent = gives.nunique() == 1 and gives.isin(["", *WORDS]).all()
    of_none = f"How many records each source found is {silence(gives)}." if is_silent else ""
    if of_none:
        head.remove("Records found")
    never = {words for column, words in COLUMNS.items() if review.sources[column].isna().all()}
    if {"from when", "until when"} <= never:
        never.add("period")
    rows = []
    for _, row in review.sources.iterrows():
        first, last, again = (row[name] for name in ("searched_from", "searched_to", "updated_to"))
        records = (
            both(row["records"], there[row["source_id"]])
            if row["source_id"] in there
            else number(row["records"])
        )
        ends = {"period": first} if _cell(first) == _cell(last) else {"from when": first, "until when": last}
        silent = {"platform": row["platform"], **ends, "updated until": again}
        silent = {name: one for name, one in silent.items() if name not in never}
        if not of_none:
            silent["records found"] = row["records" + AS_CHARTED]
        where = "<br>".join(filter(None, [said(row["locator"]), _untold(silent)]))
        platform = escape(row["platform"]) if is_given(row["platform"]) else "–"
        period = _period(first, last, again) or "–"
        if "platform" in never:
            platform = BLANK
        cells = [said(row["name"]) + _places(row), coded(row["kind"]), platform, period]
        rows.append([*cells, *([] if of_none else [records]), where])
    return page(
        grid(
            head,
            rows,
            caption="Sources searched",
            name="tbl-sources",
            css="rb-sticky",
            widths=[28, 12, 12, 20, *([] if of_none else [10]), 22],
            uncharted=[one for one in COLUMNS.values() if one in never and one != "platform"],
            all_in=file_link(review, "sources"),
        ),
        of_none,
    )


def _period(first: object, last: object, again: object) -> str:
    """From when to when a source was searched: "2005 to March 2016, updated to December 2017"; blank where nothing of it is known."""
    begin = f"from {date(str(first))}" if is_given(first) else ""
    end = f"to {date(str(last))}" if is_given(last) else ""
    both_ = f"{begin} {end}".strip() if not (begin and end) else f"{date(str(first))} {end}"
    return ", ".join(
        [*([both_] if both_ else []), *([f"updated to {date(str(again))}"] if is_given(again) else [])]
    )


def _cell(value: object) -> object:
    """A cell, blank where nothing is in it."""
    return "" if pd.isna(value) else value


def _untold(told: Mapping[str, object]) -> str:
    """What is not known of a row, each kind of nothing by itself and once; what does not apply is not missed."""
    kinds = {"": NOT_YET} | {word: UNSAID[word] for word in WORDS if word != NOT_APPLICABLE}
    parts = []
    for word, words in kinds.items():
        names = [name for name, one in told.items() if _cell(one) == word]
        parts += [f"[{words}: {joined(names)}]{{.rb-nr}}"] if names else []
    return "<br>".join(parts)


def _places(row: pd.Series) -> str:
    """Behind the name of a source that stands for several places, how many these are; "" where it is one."""
    if pd.isna(row["places"]):
        return f" (places: {charted(row, 'places')})" if row[searches.PLACES] else ""
    return f" ({number(row['places'])} places)" if row["places"] > 1 else ""


@needs("searches", caption="Searches", name="tbl-searches")
def searched(review: Review) -> Markdown:
    """Each search with its day, lines and limits, and beneath it each strategy line by line, folded."""
    head = [
        "Source",
        "Platform",
        "Run on",
        "Lines",
        "Records found",
        "Limits",
        "Strategy reviewed before",
        "Run by",
    ]
    rows = []
    for one in drawn.by_source(review):
        source = one["source"]
        rows.append(
            [
                escape(one["source_id"]) if source is None else said(source["name"]),
                "" if source is None else said(source["platform"]),
                said(one["run_at"]),
                number(one["lines"]),
                charted(one, "hits"),
                *(said(one[name]) for name in ("limits", "peer_reviewed", "run_by")),
            ]
        )
    all_in = file_link(review, "searches")
    table = grid(head, rows, caption="Searches", name="tbl-searches", css="rb-sticky", all_in=all_in)
    return page(table, drawn.folds(review))


@needs("protocol", caption="What was planned, and what was done", name="tbl-protocol")
def protocol(review: Review) -> Markdown:
    """Registration and protocol, and each step that was planned beside what was done; deviations first."""
    order = {"yes": 0, "unclear": 1}
    own = review.protocol.assign(rank=[order.get(str(one), 2) for one in review.protocol["deviation"]])
    rows = [
        [
            f"{coded(row.kind)}: {escape(row.item)}"
            + (f" ({said(row.identifier)})" if is_given(row.identifier) else ""),
            said(row.planned),
            said(row.done),
            said(row.deviation) + (f": {escape(row.reason)}" if is_given(row.reason) else ""),
            said(row.decided_at),
            said(row.locator),
        ]
        for row in own.sort_values(["rank", "position"], kind="stable").itertuples()
    ]
    head = ["What", "Planned", "Done", "Deviation", "When", "Where it says so"]
    caption = "What was planned, and what was done"
    return page(
        grid(
            head,
            rows,
            caption=caption,
            name="tbl-protocol",
            widths=[18, 22, 22, 16, 8, 14],
            all_in=file_link(review, "protocol"),
        )
    )


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
    marks = Marks(review)
    rows = []
    for domain in table["domain"].unique():
        own = table[table["domain"] == domain]
        texts = {
            role: [
                escape(one.text) + marks.of("eligibility", one.criterion_id, "text")
                for one in own[own["role"] == role].itertuples()
            ]
            for role in ("key_term", "include", "exclude")
        }
        cells = [joined(texts["key_term"], last="or")]
        cells += ["<br>".join(f"• {text}" for text in texts[role]) for role in ("include", "exclude")]
        rows.append([escape(label(domain)), *(cell or "–" for cell in cells)])
    return page(
        grid(
            head,
            rows,
            caption="Eligibility criteria and key terms",
            name="tbl-eligibility",
            widths=[12, 22, 33, 33],
            all_in=file_link(review, "eligibility"),
        )
    )


def flow(review: Review) -> Markdown:
    """Every box of the flow chart as a row: the chart's numbers for those who do not see it, with their locators."""
    whole, caption = review.full, "The flow in numbers"
    found = flow_of(whole)
    if not found.boxes:
        return in_place(absent(whole, "flow") or NO_BOX, caption=caption, name="tbl-flow")
    marks, keys = Marks(whole), row_keys("flow", whole.flow)
    rows = []
    for box in mark(complete(found.boxes, found.layout), violations(found.boxes, found.layout)):
        indent = "— " if box.reason != NOT_APPLICABLE else ""
        n = UNSAID.get(box.status, number(box.n))
        status = box.status
        if box.reported is not None:
            n, status = both(box.reported, box.n), "differs"
        if box.contradiction:
            n += f" ≠ {box.contradiction}"
        if box.row:
            n += marks.of("flow", keys.iloc[box.row - 2], "n")
        rows.append(
            [
                f"{indent}{escape(full_label(box, found.layout))}",
                review.nouns.told(label(box.unit)),
                n,
                symbol(status),
                _where(box, whole.flow),
            ]
        )
    head = ["Box", "Unit", "n", "Status", "Where it says so"]
    table = grid(head, rows, caption=caption, name="tbl-flow", widths=[36, 12, 10, 16, 26])
    return page(table, *_gathered(found.ledger))


def _gathered(ledger: pd.DataFrame) -> list[str]:
    """The reasons that the chart counts together, one by one; none where it counts each by itself."""
    if ledger.empty or not (ledger["parted"] == counting.OTHERS).any():
        return []
    own = ledger[ledger["parted"] == counting.OTHERS]
    n = own.groupby(["stage", "reason"], observed=True).size().reset_index(name="n")
    n = n.sort_values(["stage", "n", "reason"], ascending=[True, False, True])
    rows = [[coded(row.stage), escape(row.reason), number(row.n)] for row in n.itertuples()]
    head = ["Stage", "Reason", "n"]
    caption = "Reasons for exclusion that the chart counts together"
    return [grid(head, rows, caption=caption, name="tbl-other-reasons", widths=[22, 66, 12])]


def both(reported: int, counted: int | None) -> str:
    """A reported number beside the one that records and decisions give."""
    return f"reported {number(reported)}, log gives {number(counted)}"


def _where(box: Box, reported: pd.DataFrame) -> str:
    place = escape(reported["locator"].iloc[box.row - 2]) if box.row else ""
    if box.status == "counted":
        return f"Printed too: {place}" if place else "Counted, not printed"
    return place or "Computed: what remains"


def agreement(review: Review) -> Markdown:
    """Agreement between reviewers, as reported and (where decisions are given) as the decisions have it."""
    parts = []
    if review.has("agreement"):
        whose = ["reviewers"] if given(review.agreement["reviewers"]).any() else []
        head = [
            "Stage",
            *(["Reviewers"] if whose else []),
            "Judged by two (%)",
            "Agreed (%)",
            "Cohen's kappa",
            "Disagreements resolved by",
            "Where it says so",
        ]
        rows = [
            [
                coded(row["stage"]),
                *(said(row[c]) for c in whose),
                *(charted(row, c) for c in ("double_screened", "percent")),
                said(row["kappa" + AS_CHARTED]),
                said(row["resolution"]),
                said(row["locator"]),
            ]
            for _, row in review.agreement.iterrows()
        ]
        parts.append(
            grid(head, rows, caption="Agreement between reviewers, as reported", name="tbl-agreement")
        )
    figures = rules.agreement(review.decisions) if review.has("decisions") else None
    if figures is not None and figures.empty and not parts:
        return page(nothing("No record was judged by two reviewers."))
    if figures is not None:
        order = counting.stage_order(review.flow, review.decisions)
        parts.append(
            _computed_agreement(figures.sort_values("stage", key=lambda s: s.map(order.index), kind="stable"))
        )
    return page(*parts) if parts else page(absent_all(review, "agreement", "decisions"))


def _computed_agreement(figures: pd.DataFrame) -> str:
    three = bool((figures["kappa_kind"] == "Fleiss").any())
    head = ["Stage", "Reviewers", "Judged by both", "Agreed", "Agreed (%)", "Kappa (95 % interval)", "PABAK"]
    head += ["AC1 (95 % interval)", *(["Krippendorff's alpha"] if three else [])]
    rows = []
    for row in figures.itertuples():
        cells = [
            coded(row.stage),
            escape(row.reviewers),
            number(row.records),
            number(row.agreed),
            number(row.percent),
        ]
        cells += [coefficient(row.kappa, row.kappa_low, row.kappa_high), coefficient(row.pabak)]
        cells += [coefficient(row.ac1, row.ac1_low, row.ac1_high)]
        rows.append(cells + ([coefficient(row.alpha)] if three else []))
    if not rows:
        rows = [["–", "No record was judged by two reviewers.", *["–"] * (len(head) - 2)]]
    return grid(head, rows, caption="Agreement computed from the decisions", name="tbl-agreement-computed")
