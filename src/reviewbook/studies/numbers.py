"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.page.grid import uncharted
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
from reviewbook.review import nouns
from reviewbook.review.labels import UNSAID, label
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED, WORDS, given
from reviewbook.studies import characteristics, of_review, periods, places


def studies_numbers(review: Review) -> dict[str, object]:
    """Chapter 02: reports, studies, interventions and people, each counted once."""
    there = nouns.people(review)
    people = characteristics.people(review.studies).set_index("who")
    people = people[people.index.isin(there)]
    per = characteristics.per_intervention(of_review.linked(review), review.interventions)
    values: dict[str, object] = {
        "n_reports": len(review.reports),
        "n_studies": len(review.studies),
        "n_interventions": len(review.interventions),
        "people": joined(_people(row, review, there) for row in people.reset_index().itertuples())
        or "no people, as none are charted",
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
    about = f" {do(len(review.reports), 'describe')} {review.nouns.counted(len(review.interventions))}"
    included = f" {do(len(review.reports), 'are')} included"
    answer = f"{reports}{about if len(review.interventions) else included}"
    designs = str(values["designs"])
    if uncharted(review, "reports.design"):
        answer, designs = f"{answer}.", ""
    values["answer"] = (
        f"{answer}{'; ' * bool(designs)}{designs[:1].lower()}{designs[1:]}"
        if len(review.reports)
        else "No report is charted yet."
    )
    return values


def _people(row: Any, review: Review, there: Mapping[str, str]) -> str:
    """How many participants or workers there are, in how many studies: "419 service users in 8 of 10 studies"."""
    term = there[row.who]
    if pd.isna(row.people):
        return f"an unknown number of {term} ({silence(review.studies[f'{row.who}_n{AS_CHARTED}'])})"
    return f"{row.people:,} {term} in {row.studies:,} of {counted(row.of, 'study', 'studies')}"


def _unknown(people: pd.DataFrame, studies: pd.DataFrame) -> str:
    if (people["studies"] == people["of"]).all():
        return f"Every study gives {'both numbers' if len(people) > 1 else 'the number'}."
    cells = pd.concat([studies[f"{who}_n{AS_CHARTED}"] for who in people.index]).fillna("")
    held = dict.fromkeys(UNSAID[word] for word in (*WORDS, "") if (cells == word).any())
    said = joined(held, last="or") or NONE
    return f"Of the other studies the number is {said}; none of them is counted as 0."


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
        country = pd.concat([review.reports["country"], review.studies["country"]])
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
    table = characteristics.counts(review.reports, "design", unit="report_id").set_index("design")["n"]
    names = [d for d in ("qualitative", "mixed_methods", "quantitative") if d in table.index]
    names += [d for d in table.index if d not in names]
    told = (f"{in_words(int(table[d]))} {label(d).lower().replace('not charted', NOT_YET)}" for d in names)
    return f"By design the reports are {joined(told)}."


def _groups(review: Review) -> str:
    """How many interventions were used with each group."""
    if not len(review.interventions):
        return "none is charted"
    roles = review.interventions["worker_role"]
    if not given(roles).any():
        return f"the groups are {silence(roles)}"
    table = characteristics.counts(review.interventions, "worker_role", unit="intervention_id")
    return joined(
        f"{review.nouns.counted(int(row.n))} with {plural(label(row.worker_role).lower())}"
        if row.worker_role in set(roles[given(roles)])
        else f"{row.n:,} with a group {NOT_YET if row.worker_role == 'not charted' else label(row.worker_role).lower()}"
        for row in table.itertuples()
    )


def _shown_by(review: Review) -> str:
    if not given(review.interventions["worker_role"]).any():
        if not given(review.reports["role"]).any():
            return "All reports stand in one table."
        return "The reports stand in one table for each group that is charted."
    return f"Reports are shown by the group that the {review.nouns.one} was used with: {_groups(review)}."
