"""The tables of a review grouped once by report and by intervention, so that a page of thousands only looks up."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from reviewbook.appraisal import answering
from reviewbook.appraisal.of_review import rated, tools_of
from reviewbook.interventions import of_review, tidier
from reviewbook.page.marks import Marks
from reviewbook.press.entry.asked import Asked
from reviewbook.results.amounts import amount
from reviewbook.review import dictionary, entities, nouns
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED
from reviewbook.review.schemes import titled
from reviewbook.selection import withheld
from reviewbook.studies.drawing.table_one import TableOne
from reviewbook.studies.links import lists
from reviewbook.studies.of_review import linked
from reviewbook.themes import grounds
from reviewbook.themes.coding import THEMES, tree

# What is wanted of a column's name where "_" for a space does not make a heading of it.
TERMS = {
    "record_id": "Record that it was found as",
    "reference": "Number in the review's reference list",
    "year_basis": "How sure the year is",
    "doi": "DOI",
    "design_detail": "Design in more words",
    "data_collection": "Data collected",
    "qualitative_data_from": "Source of qualitative data",
    "study_from": "Study period from",
    "study_to": "Study period to",
    "participants_n": "{participants}",
    "workers_n": "{workers}",
    "sample_of": "Shares the sample of",
    "participants_diagnosis": "Diagnoses",
    "participants_male_percent": "Men (%)",
    "participants_age": "Age (years)",
    "workers_professions": "Professions of the {workers}",
    "role": "Used with",
    "worker_role": "Used with",
}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain values, None where a cell is missing."""
    columns_ = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame]
    names = list(frame)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns_, strict=True)]


def grouped(rows: Iterable[dict[str, Any]], column: str) -> defaultdict[Any, list[dict[str, Any]]]:
    """Rows by the value of a column, in their order; an empty list where there is none."""
    found: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


class Grouped:
    """What a review holds, as rows by report, by study and by intervention.

    Parameters
    ----------
    labels : report_id -> how a report is named (`reviewbook.review.bibliography.labels`)
    """

    def __init__(self, review: Review, *, labels: Mapping[str, str]) -> None:
        # The tables themselves are not kept: grouped, they are there a second time.
        self.labels = labels
        self.nouns = review.nouns
        self.schemes = {one: titled(review.package, one) for one in review.codes["scheme"].dropna().unique()}
        self.terms = nouns.people(review)
        self.form = Asked(review)
        self.table_one = TableOne(review)
        self.fields = {
            name: fields(review, name, self.terms) for name in ("reports", "studies", "interventions")
        }

        self.reports = {row["report_id"]: row for row in records(review.reports)}
        self.studies = {row["study_id"]: row for row in records(review.studies)}
        self.interventions = {row["intervention_id"]: row for row in records(review.interventions)}
        self.of_intervention = grouped(self.studies.values(), "intervention_id")
        self._group_links(review)

        self.ratings = {row["report_id"]: row for row in records(rated(review).reset_index())}
        self.printed = grouped(records(review.ratings), "report_id")
        self.tools = tools_of(review)
        self.answers = grouped(records(answering.standing(review.appraisals)), "report_id")
        self.judgements = grouped(records(review.appraisals), "report_id")

        self.results = grouped(
            (row | {"amount": amount(row)} for row in records(review.results)), "report_id"
        )

        said = entities.nouns_of(review.interventions, review.package)
        # Kind -> one and several, within a sentence and as a heading has it; in their order.
        self.kinds = {kind: (one.one, one.many, one.titled, one.several) for kind, one in said.items()}
        self.not_asked = of_review.not_asked(review)
        self.names = {key: row["name"] for key, row in self.interventions.items()}
        self.features = records(review.features.sort_values("position"))
        self.asked = {feature["feature_id"]: feature["label"] for feature in self.features}
        values = records(review.feature_values)
        self.values = {(row["intervention_id"], row["feature_id"]): row for row in values}
        self.values_from = grouped(values, "report_id")
        self.sheets = (
            tidier.sheets(review.tidier, review.interventions, review.reports) if review.has("tidier") else {}
        )
        self.statements_from: defaultdict[str, list[tuple[str, tidier.Item, tidier.Statement]]] = defaultdict(
            list
        )
        for intervention, sheet in self.sheets.items():
            for item in sheet:
                for statement in item.statements:
                    if statement.report_id:
                        self.statements_from[statement.report_id].append((intervention, item, statement))
        self.marks = Marks(review)
        self._group_excerpts(review)

    def rank(self, key: str) -> int:
        """The place of an intervention's kind in their order; last where it has none."""
        places = list(self.kinds)
        kind = self.interventions[key]["kind"]
        return places.index(kind) if kind in self.kinds else len(places)

    def _group_links(self, review: Review) -> None:
        """What each report tells of, and which reports tell of a study, all in the order of the reports."""
        told, found = records(review.report_studies), linked(review)
        rows = {(row["report_id"], row["study_id"]): row for row in told}
        self.told: dict[
            str, list[tuple[dict[str, Any], dict[str, Any]]]
        ] = {  # a study, and the row that links it
            report: [(self.studies[study], rows[report, study]) for study in own if study in self.studies]
            for report, own in lists(found, "report_id", "study_id").items()
        }
        of_study = lists(found, "study_id", "report_id")
        self.of_study = {
            study: [self.reports[one] for one in of_study.get(study, ())] for study in self.studies
        }
        self.about = lists(found, "report_id", "intervention_id")
        self.of = lists(found, "intervention_id", "report_id")
        self.sharing = grouped(told, "sample_of")

    def _group_excerpts(self, review: Review) -> None:
        """Excerpts by report, and the codes that each is shown under: those that it has no code below of."""
        codes = review.codes
        schemes = sorted(dict.fromkeys(codes["scheme"]), key=lambda scheme: scheme != THEMES)
        nodes = [node for scheme in schemes for node in records(tree(codes, scheme=scheme))]
        self.codes = {node["code_id"]: node | {"order": at} for at, node in enumerate(nodes)}
        self.excerpts = {
            row["excerpt_id"]: row | {"order": at} for at, row in enumerate(records(review.excerpts))
        }
        links = review.excerpt_reports.drop_duplicates(["excerpt_id", "report_id"])
        self.reports_of_excerpt: defaultdict[str, list[str]] = defaultdict(list)
        self.excerpts_of_report: defaultdict[str, list[str]] = defaultdict(list)
        for excerpt, report in zip(links["excerpt_id"], links["report_id"], strict=True):
            self.reports_of_excerpt[excerpt].append(report)
            self.excerpts_of_report[report].append(excerpt)
        self.charted = grounds.charted(review.excerpts)
        on = grounds.grounds(review.excerpts).tolist()
        self.ground = dict(zip(review.excerpts["excerpt_id"], on, strict=True))
        given: defaultdict[str, set[str]] = defaultdict(set)
        for excerpt, code in zip(review.codings["excerpt_id"], review.codings["code_id"], strict=True):
            given[excerpt].add(code)
        self.codes_of_excerpt: dict[str, list[str]] = {}
        # A code also holds what is coded under the codes below it; what limits it, or is general, is not behind it.
        self.behind: defaultdict[str, set[str]] = defaultdict(set)
        for excerpt, own in given.items():
            above = {code: self.above(code) for code in own if code in self.codes}
            covered = set().union(*above.values())
            for code in covered | set(above) if self.speaks(excerpt) else ():
                self.behind[code].update(self.reports_of_excerpt[excerpt])
            self.codes_of_excerpt[excerpt] = sorted(
                set(above) - covered, key=lambda code: self.codes[code]["order"]
            )

    def speaks(self, excerpt: str) -> bool:
        """Whether an excerpt speaks for its codes (`grounds.beside`)."""
        return grounds.GROUNDS[self.ground[excerpt]] in grounds.BEHIND

    @functools.cache  # noqa: B019  one Entries a process, as long as the process
    def above(self, code: str) -> frozenset[str]:
        """The codes above a code, up to the root of its tree."""
        parent = self.codes[code]["parent_id"]
        return frozenset() if parent not in self.codes else frozenset({parent}) | self.above(parent)

    def path(self, code: str) -> str:
        """A code with those above it: "Barriers: Technical: Log-in"."""
        node = self.codes[code]
        above = node["parent_id"]
        return f"{self.path(above)}: {node['label']}" if above in self.codes else node["label"]


def _of_nobody(frame: pd.DataFrame, name: str, people: Mapping[str, str]) -> bool:
    """Whether a column is about people of whom the review has nothing to say."""
    who = next((who for who in nouns.PEOPLE if name.startswith(f"{who}_")), None)
    if who is None:
        return False
    cells = frame[name + AS_CHARTED] if name + AS_CHARTED in frame else frame.get(name)
    return who not in people or (name != f"{who}_n" and (cells is None or (cells.fillna("") == "").all()))


def fields(review: Review, table: str, people: Mapping[str, str]) -> list[tuple[dict[str, Any], str, str]]:
    """The columns of a table that hold anything, with their terms; of the author's own also what they hold.

    ``people`` : what the review calls those of whom it tells (`nouns.people`)
    """
    terms = {who: people.get(who, who) for who in nouns.PEOPLE}
    frame = getattr(review, table)
    known = {field["name"] for field in dictionary.schema(table)["fields"]}
    found = []
    stay = () if withheld.may_publish(review.package) else withheld.columns(table, frame.columns, known)
    for name, field in dictionary.columns(table, review.package).items():
        if name in stay or _of_nobody(frame, name, people):
            continue
        charted = name + AS_CHARTED if field.get("type") in dictionary.DTYPES else name
        if name in frame and (frame[charted].fillna("") != "").any():
            own = TERMS[name].format(**terms) if name in TERMS else label(name)
            term = field.get("title") or own
            unit = "" if name in known or not field.get("unit") else f" ({field['unit']})"
            about = "" if name in known else field.get("description", "")
            found.append(({"type": "string"} | field, term[:1].upper() + term[1:] + unit, about))
    return found
