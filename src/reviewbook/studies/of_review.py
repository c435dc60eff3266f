"""What the chapter works out of a whole review: how much it includes, where and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.review import form, nouns
from reviewbook.review.kept import kept
from reviewbook.review.model import Review
from reviewbook.review.nothing import given
from reviewbook.review.questions import ABOUT
from reviewbook.studies import asked, links, periods, usual
from reviewbook.studies import places as where
from reviewbook.studies.characteristics import PEOPLE


def included(r: Review) -> dict[str, int]:
    """What the review's tables hold, by unit: reports, studies, interventions (those that have a table with rows)."""
    counts = {unit: r.charted(unit) for unit in ("reports", "studies", "interventions")}
    return {unit: n for unit, n in counts.items() if n}


@kept
def linked(r: Review) -> pd.DataFrame:
    """Where each report leads: one row (report, study), with the intervention (`links.links`)."""
    return links.links(r.reports, r.report_studies, r.studies)


@kept
def places(r: Review) -> pd.DataFrame:
    """Reports and studies of each country (`places.counts`)."""
    reports, studies, interventions = located(r)
    return where.counts(reports, studies, interventions, linked(r))


def located(r: Review) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Reports, studies and interventions with their countries: as charted in the columns of that name, else as the first question
    that asks for a country has them."""
    tables = {name: getattr(r, name) for name, _ in ABOUT.values()}
    asks = place_question(r)
    if asks is not None:
        table, _ = ABOUT[asks["about"]]
        tables[table] = tables[table].assign(country=tables[table][asks["question_id"]])
    return tables["reports"], tables["studies"], tables["interventions"]


def place_question(r: Review) -> dict[str, Any] | None:
    """The question that says where research took place, where no column named country holds it; None where there is none."""
    if any(getattr(r, table)["country"].notna().any() for table in ("reports", "studies")):
        return None
    return next(
        (one for one in form.ordered(r.questions, type="country") if one["question_id"] != "country"), None
    )


def cells(r: Review, question: Mapping[str, Any]) -> dict[str, asked.Cell]:
    """What stands of a question, by identifier of what it is about (`asked.cells`)."""
    return asked.cells(questions(r), {table: getattr(r, table) for table, _ in ABOUT.values()}, question)


@kept
def questions(r: Review) -> pd.DataFrame:
    """The review's form; without one the usual questions (`usual.questions`)."""
    if len(r.questions):
        return r.questions
    return usual.questions({who: nouns.capital(term) for who, term in nouns.people(r).items()})


def characteristics(r: Review) -> tuple[list[dict[str, Any]], list[str]]:
    """The questions of the table of characteristics in their order, and the labels of those of which nothing is charted for any report.

    A form decides what stands there; without one it is what the review has looked at.
    """
    every = form.ordered(questions(r), table_1="yes")
    if len(r.questions):
        return asked.periods(every), []
    told = [one for one in every if r.holds("reports", one["question_id"])]
    left = asked.periods([one for one in every if one not in told])
    return asked.periods(told), [str(one["label"]) for one in left]


def question(r: Review, name: str) -> dict[str, Any] | None:
    """The question of the review's form of that identifier; None where the form does not ask it."""
    return form.question(r.questions, name)


def groupings(r: Review) -> list[dict[str, Any]]:
    """The questions by which tables may be grouped, in their order."""
    return form.ordered(r.questions, grouping="yes")


def people(r: Review) -> dict[str, str]:
    """The columns of studies that count people, each with what these are called: those of the library's own, and of a review with
    a form those that are charted, and its own questions for a number of people."""
    terms = {f"{who}_n": term for who, term in nouns.people(r).items()}
    if r.questions.empty:
        return terms
    asks = {one["question_id"]: one for one in form.ordered(r.questions, about="study", unit=form.PEOPLE)}
    found = {
        one: terms.get(one, one.removesuffix("_n"))
        for one in PEOPLE
        if one in asks or r.holds("studies", one)
    }
    return found | {
        name: own["label"] for name, own in asks.items() if own["type"] == "number" and name not in found
    }


@kept
def by_year(r: Review) -> pd.DataFrame:
    """Studies running and reports published in each year (`periods.by_year`)."""
    return periods.by_year(r.reports, linked(r))


def names_interventions(r: Review) -> bool:
    """Whether any study says which intervention it is about."""
    return bool(given(r.studies["intervention_id"]).any())


def interventions_open(r: Review) -> int:
    """Of how many studies the intervention is not charted yet; where a review is about none, that is charted."""
    return int(r.studies["intervention_id"].fillna("").eq("").sum())
