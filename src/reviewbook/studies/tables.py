"""Chapter 02: characteristics, counts, people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from IPython.display import Markdown

from reviewbook.page.grid import absent, file_link, grid, in_place, needs, page, uncharted
from reviewbook.page.links import link, links, short_names
from reviewbook.page.marks import Marks
from reviewbook.page.words import charted, cite, coded, escape, listed, number, said, silence
from reviewbook.review import entities, nouns
from reviewbook.review.labels import UNSAID, label
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED
from reviewbook.studies import characteristics as studies
from reviewbook.studies import of_review, periods
from reviewbook.studies.drawing import answers
from reviewbook.studies.drawing.answers import cross, groups
from reviewbook.studies.drawing.characteristics import FIRST
from reviewbook.studies.drawing.characteristics import characteristics as draw_characteristics
from reviewbook.studies.drawing.strips import numbers_table as numbers
from reviewbook.studies.drawing.when import NO_YEAR
from reviewbook.studies.drawing.when import timeline_table as timeline
from reviewbook.studies.drawing.where import countries_table as countries
from reviewbook.studies.links import lists
from reviewbook.studies.of_review import linked

__all__ = [
    "characteristics",
    "countries",
    "counts",
    "cross",
    "groups",
    "numbers",
    "people",
    "people_by_study",
    "per_intervention",
    "timeline",
]


@needs("reports", caption="Characteristics of reports", name="tbl-characteristics")
def characteristics(review: Review, by: str | None = FIRST) -> Markdown:
    """What is known of each report, one row a report: what the review's form puts there; without one, a table a worker group.

    Parameters
    ----------
    by : the question of the form that divides the table (`drawing.characteristics`); of no effect without a form.
    """
    return draw_characteristics(review, by)


OF_INTERVENTIONS = ("region", "delivery", "worker_role")  # columns of interventions; others are of reports


WORDS = {
    "role": "group",
    "worker_role": "group",
}  # what a column's name says only where the review has workers


def _counted(by: str, entities: str = "Interventions") -> str:
    return f"{entities if by in OF_INTERVENTIONS else 'Reports'} by {label(WORDS.get(by, by)).lower()}"


def _table(by: str) -> str:
    return "interventions" if by in OF_INTERVENTIONS else "reports"


@needs("reports", caption=_counted, name=answers.name_of)
def counts(review: Review, by: str) -> Markdown:
    """How many reports, studies or entities gave each answer to a question of the form, with each named.

    Of what the form does not ask: how many reports (for region and delivery: interventions) have each value of that column.
    """
    question = of_review.question(review, by)
    if question is not None and question["type"] == "number":
        return numbers(review, by)
    if question is not None:
        return answers.counts(review, question)
    return _of_column(review, by)


@needs(_table, caption=_counted, name=answers.name_of)
def _of_column(review: Review, by: str) -> Markdown:
    """How many rows have each value of a column of the library's own."""
    caption, name = _counted(by), answers.name_of(by)
    if line := uncharted(review, f"{_table(by)}.{by}"):
        return in_place(line, caption=caption, name=name)
    of_interventions = by in OF_INTERVENTIONS
    if of_interventions:
        table = studies.counts(review.interventions, by, unit="intervention_id")
        names = short_names(review)
    else:
        table = studies.counts(review.reports, by, unit="report_id")
    if by == "year":
        table = table.sort_values(by)
    unit = review.nouns.several if of_interventions else "Reports"
    marks, counted_in = Marks(review), _table(by)
    rows = [
        [
            _value(review, by, row),
            f"{row['n']}/{row['total']}{marks.show(marks.by(counted_in, row['ids'], by))}",
            links("interventions", row["ids"], names, noun=review.nouns.pair)
            if of_interventions
            else cite(row["ids"]),
        ]
        for _, row in table.iterrows()
    ]
    return page(
        grid(
            [label(WORDS.get(by, by)), f"{unit} (n/N)", "Which"],
            rows,
            caption=_counted(by, review.nouns.several),
            name=name,
            all_in=file_link(review, counted_in),
        )
    )


def _value(review: Review, by: str, row: pd.Series) -> str:
    """What the rows of a count have in common; of a year that is not settled this, and not which kind of nothing its cell holds."""
    if by == "year":
        known = review.reports[review.reports["report_id"].isin(row["ids"])]
        if known["year"].isna().all() and (known["year_basis"] == periods.NOT_SETTLED).all():
            return NO_YEAR[periods.NOT_SETTLED]
    return coded(row[by])


PER: dict[str, Any] = {"caption": "Studies and reports of each intervention", "name": "tbl-per-intervention"}


@needs("reports", **PER)
def per_intervention(review: Review) -> Markdown:
    """Reports and studies of each intervention; in a review that is about none, the studies that have several reports."""
    if line := absent(review, "interventions"):
        return _per_study(review) or in_place(line, **PER)
    table = studies.per_intervention(linked(review), review.interventions)
    by_role = review.questions.empty or review.holds("interventions", "worker_role")
    said = entities.titles(review.interventions, review.package)
    kind = dict(zip(review.interventions["intervention_id"], review.interventions["kind"], strict=True))
    if said:  # those of a kind together
        at = {one: place for place, one in enumerate(said)}
        rank = table["intervention_id"].map(kind).map(at).fillna(len(at))
        table = table.loc[rank.sort_values(kind="stable").index]
    rows = (
        [
            link("interventions", row.intervention_id, row.name),
            *([_kind(kind[row.intervention_id], said)] if said else []),
            *([coded(row.worker_role)] if by_role else []),
            str(row.studies),
            str(row.reports),
            cite(row.report_ids) or "–",
        ]
        for row in table.itertuples(index=False)
    )
    head = [review.nouns.titled, *(["Kind"] if said else []), *(["Used with"] if by_role else [])]
    head += ["Studies", "Reports", "Which"]
    files = filter(review.has, ("interventions", "studies", "reports", "report_studies"))
    told = PER | {"caption": review.nouns.told(PER["caption"])}
    return page(grid(head, rows, **told, of=len(table), all_in=file_link(review, *files)))


def _kind(kind: object, words: Mapping[str, str]) -> str:
    """The kind of an entity as MyST, or which kind of nothing its cell holds."""
    return escape(words[str(kind)]) if kind in words else coded(kind)


def _per_study(review: Review) -> Markdown | None:
    """The studies that have several reports; None where there is none."""
    reports = lists(linked(review), "study_id", "report_id")
    labels = dict(zip(review.studies["study_id"], review.studies["label"], strict=True))
    several = [study for study in labels if len(reports.get(study, ())) > 1]
    if not several:
        return None
    rows = [[said(labels[one]), str(len(reports[one])), cite(reports[one])] for one in several]
    caption = "Studies with several reports"
    files = file_link(review, "studies", "report_studies")
    return page(grid(["Study", "Reports", "Which"], rows, caption=caption, name=PER["name"], all_in=files))


@needs("studies", caption="People in the studies", name="tbl-people")
def people(review: Review) -> Markdown:
    """People over all studies, each counted once."""
    terms, marks = of_review.people(review), Marks(review)
    if line := _nobody(review, terms):
        return in_place(line, caption="People in the studies", name="tbl-people")
    rows = [
        [
            _capital(terms[row.column]),
            silence(review.studies[row.column + AS_CHARTED]).capitalize()
            if pd.isna(row.people)
            else number(row.people) + marks.show(marks.by("studies", review.studies["study_id"], row.column)),
            f"{row.studies}/{row.of}",
            listed(f"{escape(name)} ({UNSAID.get(why, why)})" for name, why in row.without) or "–",
        ]
        for row in studies.people(review.studies, terms).itertuples()
    ]
    head = ["Who", "People, each once", "Studies with a number", "Studies without one"]
    return page(grid(head, rows, caption="People in the studies", name="tbl-people"))


@needs("studies", caption="People of each study", name="tbl-people-by-study")
def people_by_study(review: Review) -> Markdown:
    """The numbers that people over all studies add up from, a row a study, and their sums."""
    terms, marks = of_review.people(review), Marks(review)
    if line := _nobody(review, terms):
        return in_place(line, caption="People of each study", name="tbl-people-by-study")
    reports = lists(linked(review), "study_id", "report_id")
    rows = (
        [
            said(row["label"]),
            *(charted(row, column) + marks.of("studies", row["study_id"], column) for column in terms),
            cite(reports.get(row["study_id"], [])) or "–",
            said(row["locator"]),
        ]
        for _, row in review.studies.iterrows()
    )
    sums = studies.people(review.studies, terms).set_index("column")["people"]
    ids = review.studies["study_id"]
    total = ["In all", *(_sum(sums[column], marks, ids, column) for column in terms), "", ""]
    return page(
        grid(
            ["Study", *map(_capital, terms.values()), "Reports", "Where it says so"],
            rows,
            caption="People of each study",
            name="tbl-people-by-study",
            of=len(review.studies),
            total=total,
            all_in=file_link(review, "studies"),
        )
    )


def _nobody(review: Review, columns: Iterable[str]) -> str | None:
    """One line where no study says anything of how many people it has; else None."""
    columns = list(columns) or ["participants_n"]
    return uncharted(review, *(f"studies.{column}" for column in columns), called="how many people")


def _capital(term: str) -> str:
    return escape(nouns.capital(term))


def _sum(people: float, marks: Marks, studies: pd.Series, column: str) -> str:
    """How many people all studies have, with the marks of what the source disagrees on among them."""
    return "–" if pd.isna(people) else number(people) + marks.show(marks.by("studies", studies, column))
