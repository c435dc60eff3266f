"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reviewbook.page.grid import uncharted
from reviewbook.page.kinds import counted as counted_by_kind
from reviewbook.page.words import (
    NONE,
    NOT_YET,
    counted,
    do,
    in_words,
    joined,
    leading,
    plural,
    silence,
)
from reviewbook.review import form
from reviewbook.review.labels import UNSAID, label, within
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED, WORDS, given
from reviewbook.studies import characteristics, of_review, periods, places
from reviewbook.studies.drawing.characteristics import FIRST, grouping

ADJECTIVES = ("qualitative", "mixed_methods", "quantitative")  # the library's own words for designs


def studies_numbers(review: Review) -> dict[str, object]:
    """Chapter 02: reports, studies, interventions and people, each counted once."""
    terms = of_review.people(review)
    people = characteristics.people(review.studies, terms)
    per = characteristics.per_intervention(of_review.linked(review), review.interventions)
    values: dict[str, object] = {
        "n_reports": len(review.reports),
        "n_studies": len(review.studies),
        "n_interventions": len(review.interventions),
        "people": joined(_people(row, terms[row.column], review.studies) for row in people.itertuples())
        or f"an unknown number of people ({NOT_YET})",
        "people_unknown": _unknown(people, review.studies) if len(people) else "",
        "several": _several(review, per),
        "designs": _designs(review),
        "groups": _groups(review),
        "shown_by": _shown_by(review),
        "appeared": _appeared(review),
        "periods": _periods(review),
        "places": _places(review),
    }
    reports = counted(len(review.reports), "report")
    reports += f" of {counted(n, 'study', 'studies')}" if (n := review.charted("studies")) else ""
    about = f" {do(len(review.reports), 'describe')} {counted_by_kind(review)}"
    included = f" {do(len(review.reports), 'are')} included"
    answer = f"{reports}{about if len(review.interventions) else included}"
    counted_ = f", with {values['people']}" if people["people"].notna().any() else ""
    values["answer"] = f"{answer}{counted_}." if len(review.reports) else "No report is there yet."
    if uncharted(review, "reports.design"):  # the page says at its end what is not charted
        values["designs"] = ""
    return values


def _people(row: Any, term: str, studies: pd.DataFrame) -> str:
    """How many people of a kind there are, in how many studies: "419 service users in 8 of 10 studies"."""
    if pd.isna(row.people):
        return f"an unknown number of {within(term)} ({silence(studies[row.column + AS_CHARTED])})"
    return f"{row.people:,} {within(term)} in {row.studies:,} of {counted(row.of, 'study', 'studies')}"


def _unknown(people: pd.DataFrame, studies: pd.DataFrame) -> str:
    if (people["studies"] == people["of"]).all():
        return f"Every study gives {'the number' if len(people) < 2 else 'both numbers' if len(people) == 2 else 'all numbers'}."
    cells = pd.concat([studies[column + AS_CHARTED] for column in people["column"]]).fillna("")
    held = dict.fromkeys(UNSAID[word] for word in (*WORDS, "") if (cells == word).any())
    said = joined(held, last="or") or NONE
    return f"Where no number stands it is {said}; no such study counts as 0."


def _several(review: Review, per: pd.DataFrame) -> str:
    """How many interventions have several reports, how many reports share a sample, and how many tell of several studies."""
    n, linked = len(review.interventions), of_review.linked(review)
    several = int((per["reports"] > 1).sum())
    shared = linked.loc[given(linked["sample_of"]), "report_id"].nunique()
    more = int((linked.groupby("report_id")["study_id"].nunique() > 1).sum())
    told = (
        [f"{several:,} of {review.nouns.counted(n)} {do(several, 'have')} more than one report"] if n else []
    )
    told.append(
        f"{shared:,} of {counted(len(review.reports), 'report')} {do(shared, 'share')} the sample of another"
    )
    if more:
        told.append(f"{more:,} {do(more, 'tell')} of more than one study")
    said = joined(told)
    silent = int(review.studies["intervention_id"].isna().sum())
    if n and silent:
        said += f"; of {counted(silent, 'study', 'studies')} the {review.nouns.one} is {NOT_YET}"
    return f"{said}."


def _appeared(review: Review) -> str:
    """From which year to which the reports appeared, how many have a year, and how many of the years are not sure."""
    reports = review.reports
    years = reports["year"].dropna()
    if years.empty:
        return f"The years of publication are {silence(reports[f'year{AS_CHARTED}'])}."
    first, last = int(years.min()), int(years.max())
    when = f"from {first} to {last}" if first < last else f"in {first}"
    unsure = int(((reports["year_basis"] == "unverified") & reports["year"].notna()).sum())
    # Those without a year are named beneath the figure.
    which = (
        "The reports"
        if len(years) == len(reports)
        else f"{len(years):,} of {counted(len(reports), 'report')}"
    )
    said = f"{which} appeared {when}"
    if unsure:
        marked = f"{do(unsure, 'are')} marked in the table reports"
        said += f"; {unsure:,} of the years could not be verified beyond doubt and {marked}"
    return f"{said}."


def _periods(review: Review) -> str:
    table = periods.periods(review.reports)
    if (
        table[["study_from", "study_to"]].isna().all(axis=None)
    ):  # the page says at its end what is not charted
        return ""
    both = int((table["begins"].notna() & table["ends"].notna()).sum())
    blank = int((table["study_from"].isna() | table["study_to"].isna()).sum())
    said = f"{both:,} of {counted(len(table), 'report')} {do(both, 'give')} the period of their study"
    return f"{said}; of {blank:,} it is {NOT_YET}." if blank else f"{said}."


def _places(review: Review) -> str:
    """From how many countries and regions the reports come, and from which most."""
    table = of_review.places(review)
    table = table[table["kind"].isin(["country", "unknown"]) & table["reports"].map(bool)]
    if table.empty:
        reports, studies, interventions = of_review.located(review)
        asks = of_review.place_question(review) or {"about": "report"}
        country = pd.concat([reports["country"], studies["country"]])
        country = interventions["country"] if asks["about"] == "entity" else country
        return f"The countries are {silence(country)}."
    n, regions = table["reports"].map(len), table["region"].dropna().nunique()
    most = [places.in_a_sentence(name) for name in table.loc[n == n.max(), "country"]]
    largest = leading(int(n.max()), len(review.reports))
    named = f", {largest} from {most[0]}" if len(most) == 1 < len(table) else ""
    if 1 < len(most) <= 3 and len(table) > len(most):
        named = f", the largest numbers ({n.max():,} of {len(review.reports):,} each) from {joined(most)}"
    where = f" in {counted(regions, 'region')}" if regions else ""
    return f"The reports come from {counted(len(table), 'country', 'countries')}{where}{named}."


def _designs(review: Review) -> str:
    """How many reports are of each design, as a sentence."""
    if not given(review.reports["design"]).any():
        return f"Their designs are {silence(review.reports['design'])}."
    own = of_review.question(review, "design")
    words = form.words(own, review.choices) if own else {}
    table = characteristics.counts(review.reports, "design", unit="report_id").set_index("design")["n"]
    if not set(table.index) <= {*ADJECTIVES, *WORDS, NOT_YET}:  # the review's own, which may be nouns
        names = [*form.in_order(table.index, words)]
        told = (f"{within(words.get(one) or label(one))} ({table[one]:,})" for one in names)
        return f"The designs of the reports are {joined(told)}."
    names = [d for d in ADJECTIVES if d in table.index]
    names += [d for d in table.index if d not in names]
    told = (f"{in_words(int(table[d]))} {label(d).lower()}" for d in names)
    return f"By design the reports are {joined(told)}."


def _groups(review: Review) -> str:
    """How many interventions were used with each group."""
    if not len(review.interventions):
        return "none is known"
    roles = review.interventions["worker_role"]
    if not given(roles).any():
        return f"the groups are {silence(roles)}"
    table = characteristics.counts(review.interventions, "worker_role", unit="intervention_id")
    return joined(
        f"{review.nouns.counted(int(row.n))} with {plural(label(row.worker_role).lower())}"
        if row.worker_role in set(roles[given(roles)])
        else f"{row.n:,} with a group {label(row.worker_role).lower()}"
        for row in table.itertuples()
    )


def _shown_by(review: Review) -> str:
    """By what the reports are parted in the table of characteristics."""
    if len(review.questions):
        by = grouping(review, FIRST)
        shown = f"Reports are shown by {within(by['label'])}." if by else "Each report has a row."
        groups = (
            given(review.interventions["worker_role"]).any()
            and by is not None
            and by["question_id"] == "role"
        )
        return _by_workers(review) if groups else shown
    return _by_workers(review)


def _by_workers(review: Review) -> str:
    if not given(review.interventions["worker_role"]).any():
        if not given(review.reports["role"]).any():
            return "All reports stand in one table."
        return "The reports stand in one table for each group that is told."
    return f"Reports are shown by the group that the {review.nouns.one} was used with: {_groups(review)}."
