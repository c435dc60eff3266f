"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewbook.appraisal import answering, scoring, sensitivity
from reviewbook.appraisal.of_review import (
    agreed,
    compared,
    conclusions,
    low_points,
    low_rated,
    rated,
    screened,
    standing,
    tools_of,
)
from reviewbook.page.words import coefficient, counted, do, in_words, joined, number, span
from reviewbook.review.bibliography import labels
from reviewbook.review.designs import designs
from reviewbook.review.labels import label, within
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
        "criteria": _criteria(review),
        "screening": _screening(stands, screened(review), labels(review), tools),
        "low": _low(review),
        "not_one_scale": "",
    }
    judged = _judged(table, tools)
    if given.empty:
        why = judged or _silent_tools(stands, tools)
        return values | {"answer": why or "This review reports no rating."}
    known = designs(review)
    spread = answering.by_design(given, review.reports, known=known).dropna(subset=["minimum"])
    names = (
        spread["design"].map(lambda design: within(known.word(design)), na_action="ignore").fillna(UNKNOWN)
    )
    ranges = joined(
        f"{name} {span(r.minimum, r.maximum)} ({counted(r.rated, 'report')})"
        for name, r in zip(names, spread.itertuples(), strict=True)
    )
    n, unit = counted(len(review.reports), "report"), label(given["unit"].iloc[0]).lower()
    rated_ = f"{len(given):,} of {n} {do(len(given), 'are')} rated, in {unit}: {ranges}."
    if len(spread) > 1:
        values["not_one_scale"] = (
            "A tool asks different questions of each design, so that ratings of different designs are not one scale."
        )
    also = f" {judged}" if judged else ""
    return values | {"answer": rated_ + also}


def _judged(table: pd.DataFrame, tools: Mapping[str, Mapping]) -> str:
    """How many reports have which overall judgement in words, tool by tool, from the best on."""
    told = []
    for name, own in table.dropna(subset=["judgement"]).groupby("tool", sort=False):
        counts = own["judgement"].value_counts()
        words = [one["label"] for one in tools[name]["answers"].values() if one["label"] in counts.index]
        by_word = joined(f"{counts[word]:,} {word}" for word in words)
        told.append(
            f"{counted(len(own), 'report')} {do(len(own), 'are')} judged by {tools[name]['short']}: {by_word}."
        )
    return " ".join(told)


def _silent_tools(stands: pd.DataFrame, tools: Mapping[str, Mapping]) -> str:
    """What stands in place of ratings where answers are given under tools that have none."""
    if stands.empty:
        return ""
    means = {(name, word): a["means"] for name, tool in tools.items() for word, a in tool["answers"].items()}
    own = stands[stands["category"] != answering.SCREENING]
    titles = joined(tools[name]["title"] for name in own["tool"].unique())
    if any(tools[name]["scoring"]["maximum"] is None for name in own["tool"].unique()):
        n = own["report_id"].nunique()
        told = f"{counted(n, 'report')} {do(n, 'are')} answered by {titles}"
        return f"{told}; there is no overall rating, and a count of the answers is none."
    met = sum(means.get(pair) == "met" for pair in zip(own["tool"], own["answer"], strict=True))
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
        f"review prints no other ({told}); {'it counts' if len(part) == 1 else 'each counts'} under the design of its report."
    )


def _criteria(review: Review) -> str:
    """What is shown of the answers by criterion, or that there are none to show."""
    if review.has("appraisals"):
        return (
            "Every answer is drawn, and stands once more in the tables beneath the figure, with the reason for it where one is "
            "given."
        )
    if review.full.has("appraisals"):
        return "Of the reports shown, no answers to single criteria are at hand."
    return "No answers to single criteria are at hand, so that none are drawn."


def _appraisers(review: Review, tools: answering.Tools) -> str:
    """How far appraisers agreed over all criteria, tool by tool, and what is still open."""
    table = agreed(review)
    whole = table[table["criterion"] == "all"]
    if whole.empty:
        return "No answers of two appraisers are at hand to compare."
    told = [
        f"{'' if row.reviewers == before else f'{row.reviewers} gave the same answer '}{counted(row.agreed, 'time')} "
        f"out of {row.units} under {tools[row.tool]['short']} "
        f"({number(row.percent)} %, kappa {coefficient(row.kappa, row.kappa_low, row.kappa_high)})"
        for row, before in zip(whole.itertuples(), [None, *whole["reviewers"]], strict=False)
    ]
    differed = answering.conflicts(review.appraisals)
    still = int((differed["how"] == answering.CONFLICT).sum())
    n = len(differed)
    if not n:
        return f"{joined(told)}."
    if still:
        return f"{joined(told)}. Of {counted(n, 'difference')}, {still} {do(still, 'are')} still open."
    which = "The one difference was" if n == 1 else f"All {n} differences were"
    return f"{joined(told)}. {which} resolved by consensus."


def _compared(table: pd.DataFrame) -> str:
    if table.empty:
        return "No report has both a printed rating and answers to compute one from."
    verdicts = table["verdict"].value_counts()
    holds, differs = (int(verdicts.get(word, 0)) for word in (scoring.HOLDS, scoring.DIFFERS))
    if holds == len(table) > 1:
        return f"All {holds} printed ratings of reports with answers follow from the answers."
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
        return f"No report is rated below {low_points(review)}."
    n = sensitivity.summary(conclusions(review), review.reports, given, low=low)
    rated_low = (
        f"{n['n_low']} of {counted(n['n_reports'], 'report')} {do(n['n_low'], 'are')} rated below "
        f"{low_points(review)}"
    )
    if not n["n_conclusions"]:
        return f"{rated_low}."
    whole = f"{counted(n['n_conclusions'], 'conclusion')} (themes, subthemes and categories with a report behind them)"
    alone, mostly = n["n_alone"], n["n_mostly"]
    if not alone and not mostly:
        return f"{rated_low}; of {whole}, none rests on low-rated reports alone or mostly."
    return (
        f"{rated_low}; of {whole}, {alone or 'none'} {do(alone or 1, 'rest')} on low-rated reports alone and "
        f"{mostly or 'none'} {do(mostly or 1, 'rest')} mostly on them."
    )


def _screening(
    stands: pd.DataFrame,
    failed: Mapping[str, str],
    names: Mapping[str, str],
    tools: Mapping[str, Mapping],
) -> str:
    asked = stands[stands["category"] == answering.SCREENING]
    if tools and not any(tool["screening"] for tool in tools.values()):
        return "No screening questions are asked."
    if asked.empty:
        return "No answers to the screening questions are at hand."
    told = f" ({joined(f'{names[report]}, {words}' for report, words in failed.items())})" if failed else ""
    return (
        f"Of {counted(asked['report_id'].nunique(), 'report')} with answers to the screening questions, {len(failed)} "
        f"{do(len(failed), 'do')} not meet them all{told}."
    )
