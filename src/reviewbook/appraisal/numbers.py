"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewbook.appraisal import answering, scoring, sensitivity
from reviewbook.appraisal.of_review import (
    agreed,
    compared,
    conclusions,
    low_rated,
    rated,
    screened,
    standing,
    tools_of,
)
from reviewbook.page.words import coefficient, counted, do, in_words, joined, number, span
from reviewbook.review.bibliography import labels
from reviewbook.review.labels import label
from reviewbook.review.model import Review

UNKNOWN = "of a design not charted yet"


def appraisal_numbers(review: Review) -> dict[str, object]:
    """Chapter 03: how many are rated, the range, and ranges by design; how far appraisers agreed; what ratings contradict."""
    table = rated(review).join(review.reports.set_index("report_id")["design"], how="inner")
    given = answering.alike(table)
    stands, tools = standing(review), tools_of(review)
    values: dict[str, object] = {
        "n_rated": len(given),
        "n_reports": len(review.reports),
        "n_appraised": int(stands["report_id"].nunique()),
        "n_computed": int((given["basis"] == "computed").sum()),
        "component_note": _components(given, labels(review)),
        "appraisers": _appraisers(review, tools),
        "compared": _compared(compared(review)),
        "screening": _screening(stands, screened(review), labels(review)),
        "low": _low(review),
    }
    if given.empty:
        why = _silent_tools(stands, tools)
        return values | {"rated": "No report is rated.", "answer": why or "This review reports no rating."}
    spread = answering.by_design(given, review.reports).dropna(subset=["minimum"])
    names = spread["design"].map(lambda design: label(design).lower(), na_action="ignore").fillna(UNKNOWN)
    ranges = joined(
        f"{name} {span(r.minimum, r.maximum)} ({counted(r.rated, 'report')})"
        for name, r in zip(names, spread.itertuples(), strict=True)
    )
    n, unit = counted(len(review.reports), "report"), label(given["unit"].iloc[0]).lower()
    rated_ = f"{len(given):,} of {n} {do(len(given), 'are')} rated, in {unit}: {ranges}."
    apart = (
        " A tool asks other questions of each design: their ratings are not one scale."
        if len(spread) > 1
        else ""
    )
    return values | {"rated": rated_, "answer": rated_ + apart}


def _silent_tools(stands: pd.DataFrame, tools: Mapping[str, Mapping]) -> str:
    """What stands in place of ratings where answers are given under tools that have none."""
    if stands.empty:
        return ""
    means = {(name, word): a["means"] for name, tool in tools.items() for word, a in tool["answers"].items()}
    own = stands[stands["category"] != answering.SCREENING]
    met = sum(means.get(pair) == "met" for pair in zip(own["tool"], own["answer"], strict=True))
    titles = joined(tools[name]["title"] for name in own["tool"].unique())
    return (
        f"{counted(own['report_id'].nunique(), 'report')} answered by {titles} meet {met} of {counted(len(own), 'criterion', 'criteria')} "
        "asked; there is no overall rating."
    )


def _components(given: pd.DataFrame, names: Mapping[str, str]) -> str:
    part = given[given["component"] != answering.OVERALL]
    if part.empty:
        return "Each rating is one of the whole report."
    told = joined(
        f"{names[row.Index]}, {label(row.component).lower()} alone: {number(row.rating)}"
        for row in part.itertuples()
    )
    return (
        f"{in_words(len(part)).capitalize()} of the ratings {'is' if len(part) == 1 else 'are'} of one component only, because the "
        f"review prints no other ({told}); it counts under the design of its report."
    )


def _appraisers(review: Review, tools: answering.Tools) -> str:
    """How far appraisers agreed over all criteria, tool by tool, and what is still open."""
    table = agreed(review)
    whole = table[table["criterion"] == "all"]
    if whole.empty:
        return "The review gives no answers of two appraisers to compare."
    told = [
        f"{row.reviewers} gave the same answer {row.agreed} times in {row.units} under {tools[row.tool]['short']} "
        f"({number(row.percent)} %, kappa {coefficient(row.kappa, row.kappa_low, row.kappa_high)})"
        for row in whole.itertuples()
    ]
    differed = answering.conflicts(review.appraisals)
    still = int((differed["how"] == answering.CONFLICT).sum())
    end = f"{still} are still open" if still else "all were settled by consensus"
    return (
        f"{joined(told)}. Of {counted(len(differed), 'difference')}, {end}."
        if len(differed)
        else f"{joined(told)}."
    )


def _compared(table: pd.DataFrame) -> str:
    if table.empty:
        return "No report has both a printed rating and answers to compute one from."
    verdicts = table["verdict"].value_counts()
    holds, differs = (int(verdicts.get(word, 0)) for word in (scoring.HOLDS, scoring.DIFFERS))
    return (
        f"Of {counted(len(table), 'printed rating')} of reports with answers, {holds} {do(holds, 'follow')} from the answers and "
        f"{differs} {do(differs, 'differ')}."
    )


def _low(review: Review) -> str:
    """How many reports are low-rated, and how many conclusions rest on them."""
    if not review.min_rating:
        return "No contrast was asked for: the parameter min_rating is 0."
    given, low = rated(review), low_rated(review)
    if given["points"].isna().all():
        return "No report has a rating in points, so that none counts as low-rated."
    if not low:
        return f"No report is rated below {counted(review.min_rating, 'point')}."
    n = sensitivity.summary(conclusions(review), review.reports, given, low=low)
    if not n["n_conclusions"]:
        return f"{n['n_low']} of {counted(n['n_reports'], 'report')} are rated below {counted(review.min_rating, 'point')}."
    return (
        f"{n['n_low']} of {counted(n['n_reports'], 'report')} {'is' if n['n_low'] == 1 else 'are'} rated below "
        f"{counted(review.min_rating, 'point')}; of {n['n_conclusions']} conclusions (themes and categories with a report "
        f"behind them) {n['n_alone']} {do(n['n_alone'], 'rest')} on low-rated reports alone and {n['n_mostly']} mostly."
    )


def _screening(stands: pd.DataFrame, failed: Mapping[str, str], names: Mapping[str, str]) -> str:
    asked = stands[stands["category"] == answering.SCREENING]
    if asked.empty:
        return "The review gives no answers to the screening questions."
    told = f" ({joined(f'{names[report]}, {words}' for report, words in failed.items())})" if failed else ""
    return (
        f"Of {counted(asked['report_id'].nunique(), 'report')} with answers to the screening questions, {len(failed)} "
        f"{do(len(failed), 'do')} not meet them all{told}."
    )
