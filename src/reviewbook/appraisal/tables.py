"""Chapter 03: ratings, answers by criterion with their reasons, and what two appraisers agreed on."""

from __future__ import annotations

import pandas as pd
from IPython.display import Markdown

from reviewbook.appraisal import answering, scoring, tool_words
from reviewbook.appraisal.drawing.sensitivity import conclusions, sensitivity
from reviewbook.appraisal.drawing.signs import answer
from reviewbook.appraisal.of_review import agreed, compared, rated, screened, standing, tools_of
from reviewbook.appraisal.rating_words import of_report
from reviewbook.page.escape import address, html_in_myst
from reviewbook.page.grid import (
    OPEN_ROWS,
    ROWS,
    absent_all,
    file_link,
    folded,
    grid,
    in_place,
    needs,
    nothing,
    page,
)
from reviewbook.page.marks import Marks
from reviewbook.page.words import cite, coefficient, escape, number, said, span, symbol
from reviewbook.review.designs import Designs, designs
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING

__all__ = [
    "appraiser_conflicts",
    "appraisers",
    "by_design",
    "compared_ratings",
    "conclusions",
    "criteria",
    "ratings",
    "sensitivity",
    "tools",
]

STARS = 5  # up to so many points are shown as stars too
RATINGS = "Rating of each report"


def tools(review: Review) -> Markdown:
    """What each tool that the review uses asks, what may be answered, and how it rates."""
    parts = []
    for tool in tools_of(review).values():
        cited = f" {{cite:p}}`{tool['source']}`" if tool["source"] else ""
        said = [escape(line) for line in tool_words.said(tool)]
        if url := address(tool["url"] or ""):
            said.append(f"Questions are paraphrased here; [the tool's own site]({url}) has their wording.")
        parts.append("\n".join([f"**{escape(tool['title'])}**{cited}.", *said]))
    return page(*(parts or [nothing("This review names no appraisal tool.")]))


@needs("reports", caption="Ratings by design", name="tbl-ratings-by-design")
def by_design(review: Review) -> Markdown:
    """How many reports of each design have which rating; ratings of different designs answer different questions."""
    if line := absent_all(review, "ratings", "appraisals"):
        return in_place(line, caption="Ratings by design", name="tbl-ratings-by-design")
    table = rated(review)
    given, marks, known = answering.alike(table), Marks(review), designs(review)
    judged = answering.judged_by_design(table, review.reports, tools=tools_of(review), known=known)
    of_design = review.reports.groupby("design")["report_id"].agg(list).to_dict()
    unit = f" ({label(given['unit'].iloc[0]).lower()})" if len(given) else ""
    in_words = any(judged)
    in_numbers = bool(len(given)) or not in_words
    head = ["Design", "Reports rated"]
    head += [f"Range{unit}", "Rating × reports"] if in_numbers else []
    head += ["Judgement × reports"] if in_words else []
    rows = []
    for row, own in zip(
        answering.by_design(given, review.reports, known=known).itertuples(), judged, strict=True
    ):
        reports = of_design.get(row.design, ())
        rated_ = f"{row.rated + sum(own.values())}/{row.reports}"
        cells = [_design(row.design, known), rated_ + marks.show(marks.by("reports", reports, "design"))]
        if in_numbers:
            told = ", ".join(f"{number(rating)} × {n:,}" for rating, n in row.counts.items())
            disputed = marks.show(marks.by("ratings", reports, "rating"))
            cells += [span(row.minimum, row.maximum) + disputed, told or "–"]
        if in_words:
            cells.append(", ".join(f"{escape(word)} × {n:,}" for word, n in own.items()) or "–")
        rows.append(cells)
    return page(grid(head, rows, caption="Ratings by design", name="tbl-ratings-by-design"))


@needs("reports", caption=RATINGS, name="tbl-ratings")
def ratings(review: Review) -> Markdown:
    """The rating of each report, what it is a rating of, what the screening questions said, and where it is printed."""
    if line := absent_all(review, "ratings", "appraisals"):
        return in_place(line, caption=RATINGS, name="tbl-ratings")
    table, tools, known = rated(review), tools_of(review), designs(review)
    where = review.ratings.set_index("report_id")["locator"].groupby(level=0).first()
    stands = standing(review)
    asked = set(stands.loc[stands["category"] == answering.SCREENING, "report_id"])
    failed = screened(review)
    several = len(tools) > 1
    in_points = table["points"].notna().any() or table["judgement"].isna().all()
    of_answers = stands.groupby("report_id")["tool"].first()
    marks = Marks(review)
    rows = []
    for report, design in review.reports[["report_id", "design"]].head(ROWS).itertuples(index=False):
        tool = table.at[report, "tool"] if report in table.index else of_answers.get(report)
        cells = [
            cite([report]),
            _design(design, known) + marks.of("reports", report, "design"),
            said(of_report(report, table)) + marks.of("ratings", report, "rating"),
            *([_scales(report, table)] if in_points else []),
        ]
        if asked:
            passed = "✓ met" if report in asked else symbol("not_answered")
            cells.append(f"! {escape(failed[report])}" if report in failed else passed)
        if several:
            cells.append(escape(tools[tool]["short"]) if tool in tools else "–")
        rows.append([*cells, escape(where.get(report, "–"))])
    head = [
        "Report",
        "Design",
        "Rating",
        *(["Per cent and stars, computed"] if in_points else []),
        *(["Screening questions"] if asked else []),
    ]
    head += [*(["Tool"] if several else []), "Where it says so"]
    caption = RATINGS if several or not tools else f"{RATINGS}, {escape(next(iter(tools.values()))['title'])}"
    of, all_in = len(review.reports), file_link(review, *_given(review, "ratings", "appraisals"))
    return page(
        grid(head, rows, caption=caption, name="tbl-ratings", of=of, all_in=all_in, open_rows=OPEN_ROWS)
    )


def _design(design: object, known: Designs) -> str:
    """A design as MyST, or which kind of nothing it is."""
    return said(design) if pd.isna(design) or design in NOTHING else escape(known.word(design))


def _given(review: Review, *tables: str) -> list[str]:
    return [table for table in tables if review.has(table)]


def _scales(report: str, table: pd.DataFrame) -> str:
    """A rating in points as per cent of them, and as stars: "75 %, ★★★"."""
    if report not in table.index or pd.isna(table.at[report, "points"]):
        return "–"
    # a percentage is given back as it was printed
    points = float(table.at[report, "points"])
    unit = table.at[report, "unit"]
    most = answering.maximum(unit)
    percent = float(table.at[report, "rating"]) if unit == "percent" else 100 * points / most
    whole = points == int(points) and 0 < points <= STARS
    return f"{number(percent)} %" + (f", {'★' * int(points)}" if whole else "")


def criteria(review: Review) -> Markdown | None:
    """Answers by criterion with their reasons: one table a tool and category, a row a report, a column a criterion.

    None where there are no answers: the figure above says so.
    """
    if not review.has("appraisals"):
        return None
    answers, tools = standing(review), tools_of(review)
    reasons = _reasons(review.appraisals, tools)
    parts = []
    for name, tool in tools.items():
        words = {word: _answer(tool, word) for word in [*tool["answers"], answering.CONFLICT]}
        for category in answering.criteria(tool):
            own = answers[(answers["tool"] == name) & (answers["category"] == category)]
            items = answering.asked(tool, category, own["criterion"])
            wide = own.pivot(index="report_id", columns="criterion", values="answer").reindex(
                columns=list(items)
            )
            why = reasons.get((name, category), {})
            rows = (
                [
                    cite([report]),
                    *(
                        words[line[item]] if pd.notna(line[item]) else symbol("not_answered")
                        for item in items
                    ),
                    *([why.get(report, "none given")] if why else []),
                ]
                for report, line in wide.iterrows()
            )
            if len(wide):
                title = tool["categories"].get(category, {"title": "Screening"})["title"]
                head = ["Report", *(f"{item} {escape(text)}" for item, text in items.items())]
                key = f"tbl-criteria-{name}-{category.replace('_', '-')}"
                caption = f"{escape(tool['title'])}: {escape(title[0].lower() + title[1:])}"
                parts.append(
                    grid(
                        [*head, *(["Reasons"] if why else [])],
                        rows,
                        caption=caption,
                        name=key,
                        css="rb-sticky",
                        of=len(wide),
                        all_in=file_link(review, "appraisals"),
                    )
                )
    return page(*parts)


def _answer(tool: dict, word: str) -> str:
    """An answer as symbol and the tool's own word, in the class of what it means."""
    text, css = answer(tool, word)
    return f"[{escape(text)}]{{.{css}}}"


def _reasons(appraisals: pd.DataFrame, tools: dict) -> dict[tuple[str, str], dict[str, str]]:
    """(tool, category) -> report_id -> its reasons, folded away; a block without any reason is left out."""
    given = appraisals[appraisals["comment"].notna() & ~appraisals["comment"].isin(NOTHING)]
    found: dict[tuple[str, str], dict[str, str]] = {}
    for (name, category, report), own in given.sort_values(["criterion", "appraiser"]).groupby(
        ["tool", "category", "report_id"]
    ):
        lines = [
            f"<b>{html_in_myst(row.criterion)}</b> "
            f"{html_in_myst(tools[name]['answers'][row.answer]['label'])} ({html_in_myst(row.appraiser)}): "
            f"{html_in_myst(row.comment)} <i>{html_in_myst(row.locator)}</i>"
            for row in own.itertuples()
        ]
        count = f"{len(lines)} reason{'' if len(lines) == 1 else 's'}"
        folded = f"<details><summary>{count}</summary>{'<br>'.join(lines)}</details>"
        found.setdefault((name, category), {})[report] = folded
    return found


def compared_ratings(review: Review) -> Markdown | None:
    """Ratings as reported beside those that the answers give; None where no report has both, as the page says."""
    table = compared(review)
    # What differs first: it is what a long table is read for.
    order = {scoring.DIFFERS: 0, scoring.UNCHECKED: 1, scoring.HOLDS: 2}
    table = table.sort_values("verdict", key=lambda verdict: verdict.map(order), kind="stable")
    units = {"percent": " %"}
    rows = (
        [
            cite([row.report_id]),
            label(row.part),
            f"{number(row.value)}{units.get(row.unit, '')}",
            f"{number(row.computed)}{units.get(row.unit, '') if pd.notna(row.computed) else ''}",
            symbol(row.verdict),
            escape(row.why or "–"),
            escape(row.convention),
        ]
        for row in table.itertuples()
    )
    if table.empty:
        return None
    head = ["Report", "Rating of", "Reported", "Computed from the answers", "Verdict", "Why", "Counted by"]
    widths = [14, 13, 10, 14, 15, 18, 16]
    caption = "Ratings reported and computed"
    of, all_in = len(table), file_link(review, "ratings")
    return page(
        grid(head, rows, caption=caption, name="tbl-ratings-compared", widths=widths, of=of, all_in=all_in)
    )


def appraisers(review: Review) -> Markdown | None:
    """How far appraisers agreed before consensus, over all criteria and by criterion; None where none can be compared."""
    tools = tools_of(review)
    table = agreed(review)
    if table.empty:
        return None
    labels = {
        (name, item): text
        for name, tool in tools.items()
        for items in answering.criteria(tool).values()
        for item, text in items.items()
    }
    head = ["Criterion", "Tool", "Appraisers", "Agreed", "Per cent (95 % interval)", "Kappa (95 % interval)"]
    head.append("AC1 (95 % interval)")
    rows = {
        whole: [
            [
                "All criteria" if whole else f"{row.criterion} {escape(labels[row.tool, row.criterion])}",
                escape(tools[row.tool]["short"]),
                escape(row.reviewers),
                f"{row.agreed}/{row.units}",
                f"{number(row.percent)} ({number(row.percent_low)} to {number(row.percent_high)})",
                coefficient(row.kappa, row.kappa_low, row.kappa_high),
                coefficient(row.ac1, row.ac1_low, row.ac1_high),
            ]
            for row in table[(table["criterion"] == "all") == whole].itertuples()
        ]
        for whole in (True, False)
    }
    caption = "Agreement between appraisers"
    single = grid(
        head, rows[False], caption=f"{caption}, by criterion", name="tbl-appraisers-criteria", css="rb-sticky"
    )
    return page(
        grid(head, rows[True], caption=caption, name="tbl-appraisers", css="rb-sticky"),
        folded("Agreement criterion by criterion", single),
    )


def appraiser_conflicts(review: Review) -> Markdown | None:
    """Every criterion on which appraisers differed, and what it came to; None where they never did."""
    tools = tools_of(review)
    rows = []
    table = answering.conflicts(review.appraisals)
    table = table.sort_values(
        "how", key=lambda how: how != answering.CONFLICT, kind="stable"
    )  # open ones first
    for row in table.head(ROWS).itertuples():
        open_ = row.how == answering.CONFLICT
        ended = symbol("conflict_open") if open_ else f"by consensus: {_answer(tools[row.tool], row.answer)}"
        rows.append(
            [
                cite([row.report_id]),
                row.criterion,
                said(row.answers.replace("cannot_tell", "can't tell")),
                ended,
            ]
        )
    if not rows:
        return None
    head = ["Report", "Criterion", "What each answered", "What stands"]
    of, all_in = len(table), file_link(review, "appraisals")
    caption = "Where appraisers differed"
    return page(grid(head, rows, caption=caption, name="tbl-appraiser-conflicts", of=of, all_in=all_in))
