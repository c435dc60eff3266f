"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

import pandas as pd

from reviewbook.page.words import NOT_YET, counted, do, in_words, joined, listed, span
from reviewbook.results import of_review
from reviewbook.results.directions import AGAINST, DIRECTIONS, FAVOURS, LEAST, NO_DIFFERENCE, SHARE, UNCLEAR
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED, given

NONE_GIVEN = "This review gives no results of its reports."
LISTED = "Results are listed one by one, each in its own unit; none is converted and none is combined with another."


def results_numbers(review: Review) -> dict[str, object]:
    """Chapter 09: how many results there are, which way they point, and how they were put together."""
    table = review.results
    values: dict[str, object] = {
        "n_results": len(table),
        "n_reports_with_results": int(table["report_id"].nunique()),
        "domains": _domains(review),
        "metric": _metric(review),
        "synthesis": _synthesis(review),
        "heterogeneity": _heterogeneity(review),
    }
    if table.empty:
        return values | {"answer": _none(review), "directions": _none(review)}
    reports = f"{values['n_reports_with_results']:,} of {counted(len(review.reports), 'report')}"
    numbers = int(table["value"].notna().sum())
    silent = table.loc[table["value"].isna(), "value" + AS_CHARTED]
    blank = int((silent.isna() | (silent == "")).sum())
    told = [f"{numbers:,} with a number"]
    told += [f"{n:,} without one"] if (n := len(silent) - blank) else []
    told += [f"{blank:,} whose number is {NOT_YET}"] if blank else []
    answer = f"{counted(len(table), 'result')} from {reports}: {joined(told)}. {_pointing(table)}"
    return values | {"answer": answer, "directions": _directions(review)}


def _pointing(table: pd.DataFrame) -> str:
    """How many results point which way, as a sentence: of those that have a direction, never of all."""
    n = table["direction"].value_counts()
    whole = sum(int(n.get(one, 0)) for one in DIRECTIONS)
    blank = int(table["direction"].isna().sum())
    later = f" Of {counted(blank, 'result')} the direction is {NOT_YET}." if blank else ""
    if not whole:
        return f"No result is given a direction of effect.{later}" if blank < len(table) else later.strip()
    favour, against = int(n.get(FAVOURS, 0)), int(n.get(AGAINST, 0))
    none, unclear = int(n.get(NO_DIFFERENCE, 0)), int(n.get(UNCLEAR, 0))
    said = [f"{favour:,} {do(favour, 'favour')} the intervention"]
    said += [f"{against:,} {do(against, 'are')} against it"] if against else []
    said += [f"{none:,} {do(none, 'show')} no difference"] if none else []
    said += [f"{unclear:,} {do(unclear, 'are')} unclear"] if unclear else []
    return f"Of {counted(whole, 'result')} with a direction, {joined(said)}.{later}"


def _none(review: Review) -> str:
    """That there are no results: of the whole review, or of the reports that a page is cut down to."""
    return "The reports shown give no results." if review.full.has("results") else NONE_GIVEN


def _domains(review: Review) -> str:
    """The outcome domains with their numbers of results, as a sentence."""
    table = review.results
    if table.empty:
        return _none(review)
    n = table.loc[given(table["domain"]), "domain"].value_counts(sort=False)
    silent = len(table) - int(n.sum())
    if n.empty:
        return "No result belongs to an outcome domain yet."
    named = listed(f"{domain} ({k:,})" for domain, k in n.items())
    said = f"Results are grouped by what they measure: {named}"
    return f"{said}; {counted(silent, 'result')} {do(silent, 'belong')} to none." if silent else f"{said}."


def _directions(review: Review) -> str:
    """What the figures of this page show, or why there are none."""
    table = of_review.by_domain(review)
    if table.empty:
        blank = review.results["direction"].isna().all()
        why = (
            f"The direction of effect of these results is {NOT_YET}"
            if blank
            else "No result is given a direction of effect"
        )
        return f"{why}, so that neither an effect direction plot nor a harvest plot is drawn."
    cells = of_review.by_study(review)
    studies = counted(int(cells["study_id"].nunique()), "study", "studies")
    parts = [
        f"{row.domain}, {span(row.favours, row.favours + row.unclear)} of {int(row.studies):,}"
        for row in table.itertuples()
    ]
    said = f"Studies that favour the {review.nouns.one}, of {studies} with a direction, by domain: {'; '.join(parts)}."
    unsettled = " What is unclear may favour it or not, and makes a range."
    return said + (unsettled if table["unclear"].sum() else "")


def _metric(review: Review) -> str:
    """What the results have in common, and how several of one study become one."""
    if of_review.by_domain(review).empty:
        return LISTED
    return (
        f"The metric is the direction of effect: whether the estimate favours the {review.nouns.one} or is against it, whatever its size "
        f"and its statistical significance. Several results of a study in one domain count as one: the direction of at least {SHARE} % "
        "of them, else conflicting."
    )


def _synthesis(review: Review) -> str:
    """How directions are counted, and in how many domains the sign test is allowed."""
    table = of_review.by_domain(review)
    if table.empty:
        return "Nothing is synthesised across studies."
    allowed = int(table["p"].notna().sum())
    return (
        "Studies are counted by direction in each domain, a study once; votes are never counted by significance. The sign test "
        "(two-sided, exact binomial) leaves out studies without a difference, with conflicting or with unclear results, and is made "
        f"only where at least {in_words(LEAST)} directions are clear, as with fewer it could not fall below 0.05: here in "
        f"{allowed:,} of {counted(len(table), 'domain')}. It says nothing of how large an effect is."
    )


def _heterogeneity(review: Review) -> str:
    if of_review.by_domain(review).empty:
        return "No differences between studies are tested."
    return (
        "Differences between studies are looked at, not tested: their designs, ratings and numbers of people stand beside each "
        "direction, and studies stand by rating, the highest first."
    )
