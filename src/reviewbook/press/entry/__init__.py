"""What a review holds on one report or one intervention, and its page: everything in one place, each value with its source.

`Entries` has what both kinds of page show, and the lists of all pages; the modules `report` and `intervention` write what is
their own, from the rows that `grouping` holds and with the HTML of `markup`. The pages are Jinja templates in
``show/templates``, which escape every text; `reviewbook.press.entries` writes them.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from reviewbook.appraisal.rating_words import of_row
from reviewbook.page.escape import address as web_address
from reviewbook.page.grid import data_links
from reviewbook.page.links import Kind, address
from reviewbook.page.reference import title_of
from reviewbook.page.scripts import script
from reviewbook.press.entry import intervention, report
from reviewbook.press.entry.grouping import TERMS, Grouped, grouped, records
from reviewbook.press.entry.intervention import STUDY
from reviewbook.press.entry.markup import PLAIN, cell, charted, listed, status, template, to
from reviewbook.review import dictionary
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED

__all__ = [
    "BEHIND",
    "MOST_EXCERPTS",
    "MOST_ROWS",
    "PAGE",
    "PLAIN",
    "STUDY",
    "TERMS",
    "WORDS",
    "Entries",
    "Excerpt",
    "Fact",
    "Page",
    "Part",
    "alphabetical",
    "cell",
    "grouped",
    "index_name",
    "listed",
    "records",
    "script",
    "status",
    "to",
]

WORDS = "^[a-z][a-z0-9_]*$"  # the pattern of a column of coded words
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


def alphabetical(text: str) -> tuple[str, str]:
    """What a list of names is sorted by: letters alone, then the name as it is."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold(), text


class Entries(Grouped):
    """The pages of a review's reports and interventions, and the lists that lead to them.

    Parameters
    ----------
    labels : report_id -> how a report is named (`reviewbook.review.bibliography.labels`)
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
        super().__init__(review, labels=labels)
        self.bibliography = bibliography
        order: dict[Kind, list[str]] = {
            "reports": sorted(self.reports, key=lambda key: alphabetical(labels[key])),
            "interventions": sorted(
                self.interventions, key=lambda key: alphabetical(self.interventions[key]["name"])
            ),
        }
        self.order = order
        self.place = {kind: {key: at for at, key in enumerate(keys)} for kind, keys in order.items()}
        self.frame = self._frame(review, contents)

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
            "navigation": Markup(template("navigation.html").render(kinds=kinds, contents=contents)),
            "data": {kind: Markup(data_links(review, *BEHIND[kind])) for kind in BEHIND},
        }

    def report(self, key: str) -> str:
        """The page of a report, as HTML."""
        return report.page(self, key)

    def intervention(self, key: str) -> str:
        """The page of an intervention, as HTML."""
        return intervention.page(self, key, most=MOST_ROWS)

    def evidence(self, key: str) -> bytes:
        """What each feature value of an intervention rests on, as the script that the feature matrix loads on demand."""
        return intervention.evidence(self, key)

    # --- what both kinds of page show

    def facts(self, table: str, row: Mapping[str, Any], *, without: Sequence[str] = ()) -> list[Fact]:
        """The charted columns of a row, in the schema's order, then the author's own."""
        return [
            Fact(term, self.value(row, field), about)
            for field, term, about in self.fields[table]
            if field["name"] not in without
        ]

    def value(self, row: Mapping[str, Any], field: Mapping[str, Any]) -> Markup:
        """A charted value as HTML, as its column asks: a number, a link, a coded word or text."""
        name, value = field["name"], row[field["name"]]
        if field["type"] in dictionary.DTYPES:
            return charted(row, name)
        if value is None or value in (NOT_REPORTED, NOT_APPLICABLE):
            return cell(value)
        if name == "doi" and value.startswith("10."):
            return Markup('<a href="{}">{}</a>').format(web_address(f"doi:{value}"), value)
        if name == "sample_of" and value in self.labels:
            return to("reports", value, self.labels[value])
        rules = field.get("constraints", {})
        return cell(value, coded="enum" in rules or rules.get("pattern") == WORDS)

    def excerpts_by_code(self, keys: Iterable[str], *, of: str = "") -> tuple[list[dict], int, int]:
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
            name = self.path(code) if code else "No code"
            schemes.setdefault(scheme, []).append({"label": name, "excerpts": items})
        return [{"label": name, "codes": codes} for name, codes in schemes.items()], len(shown), len(every)

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

    def rating(self, report: str) -> Markup:
        """A report's rating as HTML: "3/4", or that none is reported (`words.rating`)."""
        row = self.ratings.get(report)
        return cell(of_row(row) if row else NOT_REPORTED)

    def report_rows(self, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Markup, ...]]:
        """Reports as a table has them: report, study, year, design, participants, workers, rating."""
        return [
            (
                to("reports", row["report_id"], self.labels[row["report_id"]]),
                escape(self.studies[row["study_id"]]["label"]),
                charted(row, "year"),
                cell(row["design"], coded=True),
                charted(row, "participants_n"),
                charted(row, "workers_n"),
                self.rating(row["report_id"]),
            )
            for row in rows
        ]

    def turn(self, kind: Kind, key: str) -> dict[str, Any]:
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
                template("list.html").render(
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
            self.rating(key),
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


def index_name(n: int) -> str:
    """The file of the n-th page of a list, from 0. No identifier begins with "_", so no entry has this address."""
    return "_index.html" if n == 0 else f"_index-{n + 1}.html"
