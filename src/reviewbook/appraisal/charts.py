"""The charts of this chapter: answers and ratings, report by report."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.appraisal.drawing import panels, quality
from reviewbook.appraisal.of_review import rated, standing, tools_of
from reviewbook.appraisal.rating_words import out_of
from reviewbook.page.figure import Data, framed, slug
from reviewbook.page.grid import absent_all, page
from reviewbook.page.words import counted
from reviewbook.review.bibliography import labels
from reviewbook.review.designs import designs as known
from reviewbook.review.model import Review


def ratings(review: Review) -> HTML | Markdown:
    """Ratings by design: how many reports of each design have each rating, in points of the tool's scale."""
    table = rated(review).dropna(subset=["points"]) if review.has("reports") else None
    if table is None or table.empty:
        if table is not None and rated(review)["judgement"].notna().any():
            return page(
                "Overall judgements are words: the tables below have them, report by report and by design."
            )
        return page(absent_all(review, "ratings", "appraisals") or "No report of this review has a rating.")
    tools, designs = (
        tools_of(review),
        dict(
            zip(review.reports["report_id"], review.reports["design"].fillna("not charted yet"), strict=True)
        ),
    )
    parts = []
    for name, own in table.groupby("tool"):
        tool = tools[name]
        spreads = panels.spreads(own["points"].to_dict(), designs=designs, known=known(review))
        maximum, title = tool["scoring"]["maximum"], f"Ratings by design, {tool['title']}"
        drawn = quality.figure([], spreads, tool=tool, title=title, maximum=maximum, name=f"ratings-{name}")
        n = counted(sum(sum(spread.counts.values()) for spread in spreads), "report")
        data = Data(
            ["Design", "Points", "Reports"],
            [[one.design, points, count] for one in spreads for points, count in one.counts.items()],
        )
        parts.append(
            framed(
                review,
                drawn,
                name=f"ratings-{slug(name)}",
                finding=panels.ratings_finding(spreads, maximum),
                unit=f"{n} by design and rating; {tool['title']}",
                tables=_tables(review),
                data=data,
            )
        )
    return HTML("\n".join(parts))


def appraisal(review: Review) -> HTML | None:
    """Every answer to every criterion: for each tool a summary by criterion, and the reports, category by category; None where
    there are no answers."""
    if not review.has("appraisals"):
        return None
    answers, names, table = standing(review), labels(review), rated(review)
    shown = {
        report: out_of(row.rating, row.unit) if pd.notna(row.rating) else row.judgement
        for report, row in zip(table.index, table.itertuples(), strict=True)
        if pd.notna(row.rating) or pd.notna(row.judgement)
    }
    parts = []
    for name, tool in tools_of(review).items():
        own = answers[answers["tool"] == name]
        if len(own):
            of_tool = {report: text for report, text in shown.items() if table.at[report, "tool"] == name}
            drawn = panels.panels(own, tool=tool, labels=names, ratings=of_tool)
            title = f"Answers by criterion, {tool['title']}"
            parts.append(
                framed(
                    review,
                    quality.figure(drawn, [], tool=tool, title=title, name=f"appraisal-{name}"),
                    name=f"appraisal-{slug(name)}",
                    finding=panels.answers_finding(drawn, tool),
                    unit=f"{title}; {counted(own['report_id'].nunique(), 'report')}",
                    tables=_tables(review),
                    data=_answers(own, tool, names),
                )
            )
    return HTML("\n".join(parts))


def _tables(review: Review) -> list[str]:
    return [table for table in ("ratings", "appraisals", "reports") if review.has(table)]


def _answers(own: pd.DataFrame, tool: Mapping, names: Mapping[str, str]) -> Data:
    """The answers as a table."""
    labels = {word: answer["label"] for word, answer in tool["answers"].items()} | quality.words.WORDS
    rows = own[["report_id", "category", "criterion", "answer"]].itertuples(index=False)
    return Data(
        ["Report", "Category", "Criterion", "Answer"],
        [
            [names[report], category, criterion, labels.get(answer, answer)]
            for report, category, criterion, answer in rows
        ],
    )
