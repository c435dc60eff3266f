"""What a review holds on one report or one intervention, and its page: everything in one place, each value with its source.

`Entries` groups the review's tables once, so that a page of thousands only looks up. The pages are Jinja templates in
``templates/``, which escape every text; `reviewbook.press.entries` writes them.
"""

from __future__ import annotations

import functools
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reviewbook import appraisal, tidier
from reviewbook import review as tables
from reviewbook.check import rated, tools_of
from reviewbook.review import AS_CHARTED, NOT_APPLICABLE, NOT_REPORTED, Review
from reviewbook.show.grid import data_links
from reviewbook.show.links import Kind, address, link
from reviewbook.show.reference import reference, title_of
from reviewbook.show.words import SYMBOLS, counted, joined, label, number
from reviewbook.themes import THEMES, tree

# What is wanted of a column's name where "_" for a space does not make a heading of it.
TERMS = {
    "reference": "Number in the review's reference list",
    "year_basis": "How sure the year is",
    "doi": "DOI",
    "design_detail": "Design in more words",
    "data_collection": "Data collected",
    "qualitative_data_from": "Qualitative data from",
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
WORDS = "^[a-z][a-z0-9_]*$"  # the pattern of a column of coded words
PLAIN = ("year", "reference")  # numbers that are names: no comma between their thousands
# A page that holds more says so, and leads to the table: beyond, a browser would only be slow to show it.
MOST_EXCERPTS = 300
MOST_ROWS = 500
PAGE = 200  # entries on one page of an index
BEHIND = {  # the tables that a page is made of
    "reports": (
        "reports",
        "studies",
        "ratings",
        "appraisals",
        "feature_values",
        "tidier",
        "codings",
        "excerpts",
    ),
    "interventions": (
        "interventions",
        "studies",
        "reports",
        "features",
        "feature_values",
        "tidier",
        "codings",
        "excerpts",
    ),
}


class Fact(NamedTuple):
    """One line of a page: a term, its value, and what the column holds where the author declares it."""

    term: str
    value: Markup
    about: str = ""


class Excerpt(NamedTuple):
    """An excerpt under a code: whole where the page first comes to it, else a link to there (``whole`` is False)."""

    key: str
    whole: bool
    quotation: bool
    text: str
    meta: list[Markup]
    source: Markup


class Page(NamedTuple):
    """A page of the book: its address from the site's root, and its title."""

    address: str
    title: str


class Part(NamedTuple):
    """A part of the book as its table of contents has it."""

    caption: str
    pages: list[Page]


def cell(value: Any, *, coded: bool = False) -> Markup:
    """A charted value as HTML: escaped text, or which of the three kinds of nothing it is."""
    if value is None or value == "":
        return status("")
    if value in (NOT_REPORTED, NOT_APPLICABLE):
        return status(value)
    return escape(label(value) if coded else value)


@functools.cache
def status(word: str) -> Markup:
    """A coded value as sign and word, in a span that carries its class."""
    words, css = SYMBOLS[word]
    return Markup('<span class="{}">{}</span>').format(css, words)


def to(kind: Kind, key: str, text: str, anchor: str = "") -> Markup:
    """A link to the page of a report or an intervention."""
    return Markup(link(kind, key, text, anchor))


def listed(items: Iterable[Markup | str]) -> Markup:
    """Texts and links as a list in prose: a, b and c."""
    return Markup(joined(str(escape(item)) for item in items))


def alphabetical(text: str) -> tuple[str, str]:
    """What a list of names is sorted by: letters alone, then the name as it is."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold(), text


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


class Entries:
    """What a review holds, grouped by report and by intervention.

    Parameters
    ----------
    labels : report_id -> how a report is named (`reviewbook.check.labels`)
    bibliography : report_id -> entry of the bibliography (pybtex); a report without one is named by its label alone
    contents : the parts of the book, for the pages' navigation
    """

    def __init__(
        self,
        review: Review,
        *,
        labels: Mapping[str, str],
        bibliography: Mapping[str, Any],
        contents: Sequence[Part] = (),
    ) -> None:
        # The tables themselves are not kept: grouped, they are there a second time.
        self.labels, self.bibliography = labels, bibliography
        terms = {kind: review.package.get(f"{kind}_term", kind) for kind in ("participants", "workers")}
        self.terms = terms
        self.fields = {name: _fields(review, name, terms) for name in ("reports", "studies", "interventions")}

        self.reports = {row["report_id"]: row for row in records(review.reports)}
        self.studies = {row["study_id"]: row for row in records(review.studies)}
        self.interventions = {row["intervention_id"]: row for row in records(review.interventions)}
        self.of_study = grouped(self.reports.values(), "study_id")
        self.of_intervention = grouped(self.studies.values(), "intervention_id")
        self.sharing = grouped(self.reports.values(), "sample_of")

        self.ratings = {row["report_id"]: row for row in records(rated(review).reset_index())}
        self.printed = grouped(records(review.ratings), "report_id")
        self.tools = tools_of(review)
        self.answers = grouped(records(appraisal.standing(review.appraisals)), "report_id")
        self.judgements = grouped(records(review.appraisals), "report_id")

        self.features = records(review.features.sort_values("position"))
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
        self._group_excerpts(review)

        order = {
            "reports": sorted(self.reports, key=lambda key: alphabetical(labels[key])),
            "interventions": sorted(
                self.interventions, key=lambda key: alphabetical(self.interventions[key]["name"])
            ),
        }
        self.order: dict[Kind, list[str]] = order
        self.place = {kind: {key: at for at, key in enumerate(keys)} for kind, keys in order.items()}
        self.frame = self._frame(review, contents)

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
        given: defaultdict[str, set[str]] = defaultdict(set)
        for excerpt, code in zip(review.codings["excerpt_id"], review.codings["code_id"], strict=True):
            given[excerpt].add(code)
        self.codes_of_excerpt: dict[str, list[str]] = {}
        # A code also holds what is coded under the codes below it.
        self.behind: defaultdict[str, set[str]] = defaultdict(set)
        for excerpt, own in given.items():
            above = {code: self._above(code) for code in own if code in self.codes}
            covered = set().union(*above.values())
            for code in covered | set(above):
                self.behind[code].update(self.reports_of_excerpt[excerpt])
            self.codes_of_excerpt[excerpt] = sorted(
                set(above) - covered, key=lambda code: self.codes[code]["order"]
            )

    @functools.cache  # noqa: B019  one Entries a process, as long as the process
    def _above(self, code: str) -> frozenset[str]:
        parent = self.codes[code]["parent_id"]
        return frozenset() if parent not in self.codes else frozenset({parent}) | self._above(parent)

    # --- what both kinds of page show

    def _facts(self, table: str, row: Mapping[str, Any], *, without: Sequence[str] = ()) -> list[Fact]:
        """The charted columns of a row, in the schema's order, then the author's own."""
        return [
            Fact(term, self._value(row, field), about)
            for field, term, about in self.fields[table]
            if field["name"] not in without
        ]

    def _value(self, row: Mapping[str, Any], field: Mapping[str, Any]) -> Markup:
        name, value = field["name"], row[field["name"]]
        if field["type"] in tables.DTYPES:
            return self._number(row, name)
        if value is None or value in (NOT_REPORTED, NOT_APPLICABLE):
            return cell(value)
        if name == "doi" and value.startswith("10."):
            return Markup('<a href="https://doi.org/{0}">{0}</a>').format(value)
        if name == "sample_of" and value in self.labels:
            return to("reports", value, self.labels[value])
        rules = field.get("constraints", {})
        return cell(value, coded="enum" in rules or rules.get("pattern") == WORDS)

    @staticmethod
    def _number(row: Mapping[str, Any], name: str) -> Markup:
        value = row[name]
        if value is None:
            return cell(row[name + AS_CHARTED])
        return escape(value if name in PLAIN else number(value))

    def _excerpts(self, keys: Iterable[str], *, of: str = "") -> tuple[list[dict], int, int]:
        """Excerpts by scheme and code, each whole once; how many are shown, and of how many."""
        every = sorted(set(keys), key=lambda key: self.excerpts[key]["order"])
        by_code: defaultdict[str, list[str]] = defaultdict(list)
        for key in every[:MOST_EXCERPTS]:
            for code in self.codes_of_excerpt.get(key) or [""]:
                by_code[code].append(key)
        shown: set[str] = set()
        schemes: dict[str, list[dict]] = {}
        for code in sorted(by_code, key=lambda code: self.codes[code]["order"] if code else len(self.codes)):
            items = [self._excerpt(key, whole=key not in shown, of=of) for key in by_code[code]]
            shown.update(by_code[code])
            scheme = label(self.codes[code]["scheme"]) if code else "Not coded yet"
            name = self._path(code) if code else "No code"
            schemes.setdefault(scheme, []).append({"label": name, "excerpts": items})
        return [{"label": name, "codes": codes} for name, codes in schemes.items()], len(shown), len(every)

    def _path(self, code: str) -> str:
        node = self.codes[code]
        above = node["parent_id"]
        return f"{self._path(above)}: {node['label']}" if above in self.codes else node["label"]

    def _excerpt(self, key: str, *, whole: bool, of: str) -> Excerpt:
        row = self.excerpts[key]
        quotation = row["kind"] == "quotation"
        meta = [Markup("Quotation" if quotation else "Finding")]
        if row["speaker"] != NOT_APPLICABLE:
            who = cell(row["speaker"], coded=True)
            meta.append(
                who if row["speaker"] not in (None, NOT_REPORTED) else Markup("speaker {}").format(who)
            )
        others = [report for report in self.reports_of_excerpt[key] if report != of]
        if others:
            links = listed(to("reports", report, self.labels[report]) for report in others)
            meta.append(Markup("also {}").format(links) if of else links)
        page = row["page"]
        if page is not None and page not in (NOT_REPORTED, NOT_APPLICABLE):
            meta.append(escape(f"p. {page}"))
        return Excerpt(key, whole, quotation, row["text"], meta, cell(row["locator"]))

    def _source(self, row: Mapping[str, Any]) -> Markup:
        """Where a value was read: its report, where one is named, and the place."""
        report = row["report_id"]
        place = cell(row["locator"])
        if report not in self.labels:
            return place
        return to("reports", report, self.labels[report]) + "; " + place

    def _rating(self, report: str) -> Markup:
        """A report's rating: "3/4", with the component where it is of one alone, and whether it was computed."""
        row = self.ratings.get(report)
        if row is None or (row["rating"] is None and row["basis"] == "reported"):
            return status(NOT_REPORTED)
        if row["rating"] is None:
            return escape("by criterion only" if row["note"] is None else f"none yet: {row['note']}")
        of = " %" if row["unit"] == "percent" else f"/{appraisal.maximum(row['unit'])}"
        part = (
            ""
            if row["component"] == appraisal.OVERALL
            else f" ({label(row['component']).lower()} component only)"
        )
        return escape(f"{row['rating']}{of}{part}{' (computed)' if row['basis'] == 'computed' else ''}")

    def _turn(self, kind: Kind, key: str) -> dict[str, Any]:
        """The pages before and after, in the order of the index, and the place there."""
        keys, at = self.order[kind], self.place[kind][key]
        before, after = keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None
        named = {
            side: (address(kind, other, up=".."), self.name(kind, other))
            for side, other in (("before", before), ("after", after))
            if other
        }
        return {
            "before": None,
            "after": None,
            "at": at + 1,
            "of": len(keys),
            "index": index_name(at // PAGE),
        } | named

    def name(self, kind: Kind, key: str) -> str:
        """How readers see a report or an intervention named."""
        return self.labels[key] if kind == "reports" else self.interventions[key]["name"]

    def _frame(self, review: Review, contents: Sequence[Part]) -> dict[str, Any]:
        """What every page shows around its own content."""
        kinds = [kind for kind, keys in self.order.items() if keys]
        return {
            "book": review.title,
            "terms": self.terms,
            "csv": f"../data/{review.name}",
            "chapter": {
                page.address.partition("/")[2][3:-5]: page for part in contents for page in part.pages
            },
            "navigation": Markup(_template("navigation.html").render(kinds=kinds, contents=contents)),
            "data": {kind: Markup(data_links(review, *BEHIND[kind])) for kind in BEHIND},
        }

    # --- a report

    def report(self, key: str) -> str:
        """The page of a report, as HTML."""
        row = self.reports[key]
        study = self.studies[row["study_id"]]
        intervention = self.interventions.get(study["intervention_id"])
        schemes, shown, of = self._excerpts(self.excerpts_of_report[key], of=key)
        design = label(row["design"]) + " report" if row["design"] not in (None, NOT_REPORTED) else "Report"
        lead = Markup("{} on {}; rating {}; {}.").format(
            design,
            to("interventions", intervention["intervention_id"], intervention["name"])
            if intervention
            else study["label"],
            self._rating(key),
            counted(of, "excerpt"),
        )
        title = self.labels[key]
        others = [other for other in self.of_study[row["study_id"]] if other is not row]
        sharing = [
            to("reports", other["report_id"], self.labels[other["report_id"]]) for other in self.sharing[key]
        ]
        return _template("report.html").render(
            self.frame,
            title=title,
            about=f"{title}: what the review holds on this report.",
            key=key,
            lead=lead,
            reference=reference(self.bibliography[key]) if key in self.bibliography else None,
            facts=self._facts("reports", row, without=("report_id", "study_id", "locator")),
            locator=cell(row["locator"]),
            study=study["label"],
            study_facts=self._facts("studies", study, without=("study_id", "intervention_id", "label", "locator")),
            study_locator=cell(study["locator"]),
            intervention=to("interventions", intervention["intervention_id"], intervention["name"])
            if intervention
            else None,
            others=self._report_rows(others),
            sharing=listed(sharing),
            rating=self._rating(key),
            printed=self._printed(key),
            blocks=self._blocks(key),
            schemes=schemes,
            shown=shown,
            of=of,
            codes=self._codes_resting_on(key),
            values=[
                (
                    to("interventions", value["intervention_id"], self._feature_label[value["feature_id"]],
                       f"feature-{value['feature_id']}"),
                    self.interventions[value["intervention_id"]]["name"],
                    status(value["value"]),
                    cell(value["evidence"]),
                    cell(value["locator"]),
                )
                for value in self.values_from[key]
            ],
            statements=[
                (
                    to("interventions", about, f"{item.item}. {item.label}", f"tidier-{item.item}"),
                    self.interventions[about]["name"],
                    status(said.completeness),
                    cell(said.text),
                    said.contradiction,
                    cell(said.locator),
                )
                for about, item, said in self.statements_from[key]
            ],
            turn=self._turn("reports", key),
            kind="reports",
        )  # fmt: skip

    @functools.cached_property
    def _feature_label(self) -> dict[str, str]:
        return {feature["feature_id"]: feature["label"] for feature in self.features}

    def _printed(self, key: str) -> list[tuple[str, str, Markup, Markup]]:
        """Ratings as printed: of what, the rating, the tool, where."""
        found = []
        for row in self.printed[key]:
            of = " %" if row["unit"] == "percent" else f"/{appraisal.maximum(row['unit'])}"
            value = (
                cell(row["rating" + AS_CHARTED]) if row["rating"] is None else escape(f"{row['rating']}{of}")
            )
            found.append(
                (label(row["component"]), self.tools[row["tool"]]["short"], value, cell(row["locator"]))
            )
        return found

    def _blocks(self, key: str) -> list[dict[str, Any]]:
        """The answers to each block of criteria, in the tool's order, with what each appraiser said."""
        given = grouped(self.judgements[key], "criterion")
        found = []
        for name in dict.fromkeys(row["tool"] for row in self.answers[key]):
            tool = self.tools[name]
            answers = {row["criterion"]: row for row in self.answers[key] if row["tool"] == name}
            for category, criteria in appraisal.criteria(tool).items():
                asked = any(criterion in answers for criterion in criteria)
                if not asked:
                    continue
                title = tool["categories"].get(category, {"title": "Screening questions"})["title"]
                rows = [
                    (
                        f"{criterion} {text}",
                        self._answer(tool, answers[criterion]["answer"]) if criterion in answers else status(""),
                        answers[criterion]["how"] if criterion in answers else "",
                        [
                            (said["appraiser"], tool["answers"][said["answer"]]["label"], cell(said["comment"]),
                             said["comment"] not in (None, NOT_APPLICABLE), cell(said["locator"]))
                            for said in given[criterion]
                            if said["tool"] == name
                        ],
                    )
                    for criterion, text in criteria.items()
                ]  # fmt: skip
                found.append({"title": f"{title} ({tool['short']})", "rows": rows})
        return found

    @staticmethod
    def _answer(tool: Mapping[str, Any], word: str) -> Markup:
        """An answer as sign and the tool's own word, in the class of what it means."""
        if word == appraisal.CONFLICT:
            return status(word)
        answer = tool["answers"][word]
        sign, css = {
            "met": ("✓", "rb-yes"),
            "not_met": ("✗", "rb-no"),
            "unclear": ("?", "rb-cannottell"),
            "not_applicable": ("–", "rb-nr"),
        }[answer["means"]]
        return Markup('<span class="{}">{} {}</span>').format(css, sign, answer["label"])

    def _codes_resting_on(self, key: str) -> list[tuple[str, str, str, Markup]]:
        """Themes and categories that this report stands behind: code, scheme, what else is behind it ("alone": nothing)."""
        own: set[str] = set()
        for excerpt in self.excerpts_of_report[key]:
            for code in self.codes_of_excerpt.get(excerpt, ()):
                own |= {code} | self._above(code)
        found = []
        for code in sorted(own, key=lambda code: self.codes[code]["order"]):
            reports = len(self.behind[code])
            alone = status("alone") if reports == 1 else escape(f"{counted(reports - 1, 'other report')}")
            found.append((self._path(code), label(self.codes[code]["scheme"]), alone))
        return found

    def _report_rows(self, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Markup, ...]]:
        """Reports as a table has them: report, study, year, design, participants, workers, rating."""
        return [
            (
                to("reports", row["report_id"], self.labels[row["report_id"]]),
                escape(self.studies[row["study_id"]]["label"]),
                self._number(row, "year"),
                cell(row["design"], coded=True),
                self._number(row, "participants_n"),
                self._number(row, "workers_n"),
                self._rating(row["report_id"]),
            )
            for row in rows
        ]

    # --- an intervention

    def intervention(self, key: str) -> str:
        """The page of an intervention, as HTML."""
        row = self.interventions[key]
        studies = self.of_intervention[key]
        reports = [report for study in studies for report in self.of_study[study["study_id"]]]
        groups, held, said = self._feature_groups(key)
        schemes, shown, of = self._excerpts(
            e for report in reports for e in self.excerpts_of_report[report["report_id"]]
        )
        sheet = self._sheet(key)
        told = [item.completeness for item in self.sheets.get(key, [])]
        lead = [f"{counted(len(studies), 'study', 'studies')} with {counted(len(reports), 'report')}."]
        if self.features:
            asked = len(self.features)
            lead.append(
                f"It has {held} of the {counted(said, 'feature')} on which the sources say yes or no; {asked} were looked for."
            )
        if told:
            lead.append(_told(told))
        return _template("intervention.html").render(
            self.frame,
            title=row["name"],
            about=f"{row['name']}: what the review holds on this intervention.",
            key=key,
            lead=" ".join(lead),
            facts=self._facts("interventions", row, without=("intervention_id", "name", "locator")),
            locator=cell(row["locator"]),
            people=[self._people(studies, kind) for kind in ("participants", "workers")],
            own=[term for field, term, _ in self.fields["studies"] if field["name"] not in STUDY],
            studies=[
                (
                    escape(study["label"]),
                    self._value(study, {"name": "country", "type": "string"}),
                    self._number(study, "participants_n"),
                    self._number(study, "workers_n"),
                    *(self._value(study, field) for field, _, _ in self.fields["studies"] if field["name"] not in STUDY),
                    cell(study["locator"]),
                )
                for study in studies[:MOST_ROWS]
            ],
            n_studies=len(studies),
            reports=self._report_rows(reports[:MOST_ROWS]),
            n_reports=len(reports),
            groups=groups,
            held=held,
            said=said,
            sheet=sheet,
            told=_told(told),
            schemes=schemes,
            shown=shown,
            of=of,
            turn=self._turn("interventions", key),
            kind="interventions",
        )  # fmt: skip

    def _people(self, studies: Sequence[Mapping[str, Any]], kind: str) -> Markup:
        """People over the studies, each once: "419 service users in 8 of 10 studies"."""
        known = [study[f"{kind}_n"] for study in studies if study[f"{kind}_n"] is not None]
        if not known:
            return Markup("{}: {}").format(self.terms[kind].capitalize(), status(NOT_REPORTED))
        return escape(
            f"{number(sum(known))} {self.terms[kind]} in {len(known)} of {counted(len(studies), 'study', 'studies')}"
        )

    def _feature_groups(self, key: str) -> tuple[list[dict[str, Any]], int, int]:
        """Features by group; how many are held, and on how many the sources say yes or no."""
        groups: dict[str, list[dict[str, Any]]] = {}
        held = said = 0
        for feature in self.features:
            value = self.values.get((key, feature["feature_id"]))
            word = value["value"] if value else ""
            held += word == "yes"
            said += word in ("yes", "no")
            groups.setdefault(feature["group"], []).append(
                {
                    "id": feature["feature_id"],
                    "label": feature["label"],
                    "about": feature["description"] or "",
                    "value": status(word),
                    "evidence": cell(value["evidence"]) if value and word != NOT_REPORTED else None,
                    "source": self._source(value) if value else None,
                }
            )
        return [{"label": name, "features": own} for name, own in groups.items()], held, said

    def _sheet(self, key: str) -> list[dict[str, Any]]:
        """The TIDieR sheet: every item with its statements, the review's own first; empty where nothing is charted."""
        return [
            {
                "item": item.item,
                "label": f"{item.item}. {item.label}",
                "completeness": status(item.completeness),
                "contradicted": item.contradicted,
                "statements": [
                    {
                        "report": to("reports", said.report_id, self.labels[said.report_id])
                        if said.report_id
                        else None,
                        "completeness": status(said.completeness),
                        "text": None if said.text == NOT_REPORTED else cell(said.text),
                        "contradiction": said.contradiction,
                        "locator": cell(said.locator),
                    }
                    for said in item.statements
                ],
            }
            for item in self.sheets.get(key, [])
        ]

    def evidence(self, key: str) -> bytes:
        """What each feature value of an intervention rests on, as the script that the feature matrix loads on demand."""

        def named(report: str) -> dict[str, str]:
            return {"label": self.labels[report], "href": address("reports", report)}

        features = {}
        for feature in self.features:
            value = self.values.get((key, feature["feature_id"]))
            if value:
                features[feature["feature_id"]] = {
                    "value": value["value"],
                    "evidence": value["evidence"] or "",
                    "locator": value["locator"],
                    "report": named(value["report_id"]) if value["report_id"] in self.labels else None,
                }
        reports = [
            r["report_id"] for study in self.of_intervention[key] for r in self.of_study[study["study_id"]]
        ]
        data = {
            "name": self.interventions[key]["name"],
            "features": features,
            "reports": [named(report) for report in reports],
        }
        return script(f"interventions/{key}", data)

    # --- the lists of all pages

    def index(self, kind: Kind) -> Iterable[tuple[str, str]]:
        """The pages that list every report or intervention by name: file name and HTML."""
        keys = self.order[kind]
        parts = [keys[at : at + PAGE] for at in range(0, len(keys), PAGE)]
        ranges = [
            (index_name(n), self.name(kind, part[0]), self.name(kind, part[-1]))
            for n, part in enumerate(parts)
        ]
        for n, part in enumerate(parts):
            title = f"All {kind}" + (f", {n + 1} of {len(parts)}" if len(parts) > 1 else "")
            yield (
                index_name(n),
                _template("list.html").render(
                    self.frame,
                    title=title,
                    about=f"{title}: every page, by name.",
                    kind=kind,
                    n=n,
                    ranges=ranges,
                    first=n * PAGE + 1,
                    last=n * PAGE + len(part),
                    of=len(keys),
                    rows=[
                        self._listed_report(key) if kind == "reports" else self._listed_intervention(key)
                        for key in part
                    ],
                ),
            )

    def _listed_report(self, key: str) -> tuple[Markup, ...]:
        row = self.reports[key]
        of = self.studies[row["study_id"]]["intervention_id"]
        entry = self.bibliography.get(key)
        return (
            to("reports", key, self.labels[key]),
            escape(title_of(entry)) if entry else status(""),
            cell(row["design"], coded=True),
            to("interventions", of, self.interventions[of]["name"])
            if of in self.interventions
            else status(""),
            self._rating(key),
        )

    def _listed_intervention(self, key: str) -> tuple[Markup, ...]:
        row = self.interventions[key]
        studies = self.of_intervention[key]
        return (
            to("interventions", key, row["name"]),
            cell(row["country"]),
            cell(row["delivery"], coded=True),
            cell(row["worker_role"], coded=True),
            escape(f"{len(studies):,}"),
            escape(f"{sum(len(self.of_study[study['study_id']]) for study in studies):,}"),
        )


def _told(completeness: Sequence[str]) -> str:
    """How many TIDieR items are reported, partly and not: "7 of 12 items are reported, 3 partly, 2 not."."""
    count = completeness.count
    parts = [
        f"{count('reported')} of {len(completeness)} TIDieR items are reported, {count('partly')} partly, {count(NOT_REPORTED)} not"
    ]
    missing = count(tidier.NOT_CHARTED)
    return ", ".join([*parts, *([f"{missing} not charted yet"] if missing else [])]) + "."


STUDY = ("study_id", "intervention_id", "label", "country", "participants_n", "workers_n", "locator")


def index_name(n: int) -> str:
    """The file of the n-th page of a list, from 0. No identifier begins with "_", so no entry has this address."""
    return "_index.html" if n == 0 else f"_index-{n + 1}.html"


def script(name: str, data: Any) -> bytes:
    """Data as a script of one statement, which `reviewbook.load` of explore.js reads also from a disk."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for unsafe, safe in (("</", "<\\/"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(unsafe, safe)
    return f"reviewbook.data[{json.dumps(name)}]={text};\n".encode()


def _fields(review: Review, table: str, terms: Mapping[str, str]) -> list[tuple[dict[str, Any], str, str]]:
    """The columns of a table that hold anything, with their terms; of the author's own also what they hold."""
    frame = getattr(review, table)
    known = {field["name"] for field in tables.schema(table)["fields"]}
    found = []
    for name, field in tables.columns(table, review.package).items():
        charted = name + AS_CHARTED if field.get("type") in tables.DTYPES else name
        if name in frame and frame[charted].notna().any():
            term = field.get("title") or TERMS.get(name, label(name)).format(**terms)
            unit = "" if name in known or not field.get("unit") else f" ({field['unit']})"
            about = "" if name in known else field.get("description", "")
            found.append(({"type": "string"} | field, term[:1].upper() + term[1:] + unit, about))
    return found


# --- templates


@functools.cache
def _template(name: str) -> Any:
    return _environment().get_template(name)


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
