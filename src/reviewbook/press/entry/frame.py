"""What every page of a report or an intervention has around its own content, and how its values are said there."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from reviewbook.page.escape import address as web_address
from reviewbook.page.links import Kind, address
from reviewbook.page.reporting import Value, filled, line
from reviewbook.page.words import joined
from reviewbook.press import heads
from reviewbook.press.entry.markup import (
    Reporter,
    at,
    cell,
    charted,
    flags,
    hinted,
    listed,
    points,
    status,
    to,
)
from reviewbook.press.glossary import Hints, Term
from reviewbook.press.menu import COLOURS, Page, Part
from reviewbook.review.labels import within
from reviewbook.review.nothing import AS_CHARTED, NOT_APPLICABLE, NOTHING
from reviewbook.review.nouns import PEOPLE, capital

KEYS = {"reports": "report_id", "studies": "study_id", "interventions": "intervention_id"}
# From whom qualitative data come, in the review's own words for those who took part.
SIDES = {
    "participants": "{participants}",
    "workers": "{workers}",
    "both": "{participants} and {workers}",
}


class Fact(NamedTuple):
    """One line of a page: a term, its value, what the column holds where the author declares it, where an error in it is reported."""

    term: str
    value: Markup
    about: str = ""
    error: str = ""


class Excerpt(NamedTuple):
    """A finding or a quotation: under which themes it stands, who says so on what grounds, and where."""

    key: str
    quotation: bool
    text: str
    codes: str
    meta: Markup
    source: Markup
    error: str


class Glance(NamedTuple):
    """What is read first of a report: what is asked, the answer, and what belongs to it."""

    term: str
    first: Markup
    lines: Sequence[Markup]
    number: bool


class Frame:
    """What a page is written with (`report.page`, `intervention.page`, `listing.page`): made of plain data, it needs no tables.

    Parameters
    ----------
    shared : what all pages of a review share (`Entries.shared`); plain data, also when it was JSON meanwhile
    """

    def __init__(self, shared: Mapping[str, Any]) -> None:
        self.site: Mapping[str, Any] = shared["site"]
        self.terms: Mapping[str, str] = shared["terms"]
        self.noun: Mapping[str, Sequence[str]] = shared["noun"]
        self.kinds: Mapping[str, Sequence[str]] = shared["kinds_of_entity"]
        self.fields: Mapping[str, Sequence[tuple[str, str, str, str]]] = shared["fields"]
        self.asked: Mapping[str, Sequence[str]] = shared["asked"]
        self.has: Mapping[str, bool] = shared["has"]
        self.columns: Sequence[str] = shared["columns"]
        self.features: Sequence[tuple[str, str, str, str]] = shared["features"]
        self.tools: Mapping[str, Any] = shared["tools"]
        contents = [Part(caption, [Page(*page) for page in pages]) for caption, pages in shared["contents"]]
        self.around = {
            "book": shared["book"],
            "terms": self.terms,
            "has": self.has,
            "report_head": self.report_head(),
            "noun": self.noun,
            "csv": shared["csv"],
            "chapter": {
                page.address.partition("/")[2][3:-5]: page for part in contents for page in part.pages
            },
            "colours": COLOURS,
            "in_head": self.head,
            "top": {kind: Markup(top) for kind, top in shared["top"].items()},
            "foot": Markup(shared["foot"]),
            "again": shared[
                "again"
            ],  # the places are those of a review that is published again, and of no report
            "data": {kind: Markup(links) for kind, links in shared["data"].items()},
        }
        self.glossary: str = shared["glossary"]
        self.glossary_terms = [
            Term(name, tuple(forms), means) for name, forms, means in shared["glossary_terms"]
        ]
        self.home: str = shared["home"]
        self.cited: str = shared["cited"]
        self.errors_to: str = shared["errors_to"]

    def reporter(self, page: str) -> Reporter:
        """How a page, by its address from the root, leads to where an error in a value is reported."""

        def error(table: str, row: str, field: str, shown: str) -> str:
            return filled(self.errors_to, page, Value(table, row, field, shown)) if self.errors_to else ""

        return error

    def citation(self, title: str, page: str) -> tuple[str, str]:
        """How a page is cited: the text, and its address where the book has one."""
        stop = "" if title.endswith((".", "?", "!")) else "."
        return f"“{title}{stop}” In: {self.cited}", f"{self.home}{page}" if self.home else ""

    def hint(self) -> Callable[[str], Markup]:
        """What puts hints of the glossary into the texts of one page, in their order."""
        return functools.partial(hinted, hints=Hints(self.glossary_terms, self.glossary))

    def bottom(self, page: str) -> Markup:
        """What stands at the foot of a page."""
        return self.around["foot"] + Markup(line(self.errors_to, page))

    def head(self, kind: Kind, key: str, title: str, about: str) -> str:
        """What the head of a page says of it (`heads.head`); ``key`` is its name in the folder of its kind."""
        return heads.head(self.site, f"{kind}/{key}.html", title, about)

    def noun_of(self, kind: object) -> Sequence[str]:
        """What an intervention of a kind is called, as one and several, within a sentence and as headings have it."""
        return self.kinds.get(str(kind), self.noun["interventions"])

    def facts(
        self,
        table: str,
        row: Mapping[str, Any],
        *,
        without: Sequence[str],
        flagged: Mapping[str, Sequence[Sequence[str]]],
        error: Reporter,
    ) -> list[Fact]:
        """The charted columns of a row, in the schema's order, then the author's own; those that are not charted yet as one, last.

        In a review with a form of its own, what that asks stands apart, and what is silent beside is left to `silent`.

        ``flagged`` : column -> the disagreements that touch it (`Entries.flags`); ``error`` : from `reporter`
        """
        fields = [
            field
            for field in self.fields[table]
            if field[0] not in without
            and not (
                self.asked
                and (
                    field[0] in self.asked.get(table, ())
                    or self._says_nothing(row, field[0], field[1], flagged)
                )
            )
        ]
        found = [(term, self.value(row, name, how), name, about) for name, how, term, about in fields]
        key = str(row[KEYS[table]])
        blank = [term for term, value, *_ in found if value == status("")]
        if len(blank) < 2:  # one says so in its place
            blank = []
        told = [
            Fact(
                term, value + flags(flagged.get(name, ())), about, error(table, key, name, value.striptags())
            )
            for term, value, name, about in found
            if term not in blank
        ]
        said = joined(map(within, blank))
        return [*told, Fact("Not charted yet", escape(said[:1].upper() + said[1:]))] if blank else told

    def silent(
        self,
        table: str,
        row: Mapping[str, Any],
        *,
        without: Sequence[str],
        flagged: Mapping[str, Sequence[Sequence[str]]],
    ) -> dict[str, list[str]]:
        """In a review with a form: the columns that it does not ask for and that hold a word for nothing, by that word. A blank one
        was never asked."""
        found: dict[str, list[str]] = {}
        for name, how, term, _ in self.fields[table]:
            if (
                name in without
                or name in self.asked.get(table, ())
                or not self._says_nothing(row, name, how, flagged)
            ):
                continue
            if word := _held(row, name, how):
                found.setdefault(word, []).append(term)
        return found

    def _says_nothing(self, row: Mapping[str, Any], name: str, how: str, flagged: Mapping[str, Any]) -> bool:
        return _held(row, name, how) in NOTHING and not flagged.get(name)

    def report_head(self) -> list[str]:
        """The headings of a table of reports (`report_rows`)."""
        terms = {f"{kind}_n": capital(term) for kind, term in self.terms.items()}
        heads = {"year": "Year", "design": "Design", "rating": "Rating"} | terms
        return ["Report", "Study", *(heads[column] for column in self.columns)]

    def value(self, row: Mapping[str, Any], name: str, how: str) -> Markup:
        """A charted value as HTML, as its column asks: a number, a link, a coded word or text."""
        value = row[name]
        if how == "number":
            return charted(row, name)
        if value is None or value in NOTHING:
            return cell(value)
        if name == "qualitative_data_from" and value in SIDES:
            return cell(SIDES[value].format(**{who: self.terms.get(who, who) for who in PEOPLE}), coded=True)
        if how == "doi" and value.startswith("10."):
            return Markup('<a href="{}">{}</a>').format(web_address(f"doi:{value}"), value)
        return cell(value, coded=how == "coded")

    def excerpts(self, held: Mapping[str, Any], error: Reporter) -> dict[str, Any]:
        """Findings and quotations as the template has them, and of how many they are."""
        return {
            "excerpts": [_excerpt(key, text, told, error) for key, text, told in held["items"]],
            "of": held["of"],
        }


def _held(row: Mapping[str, Any], name: str, how: str) -> str:
    """What the cell of a column holds as text; "" where it is blank."""
    value = row[name]
    if how == "number" and value is None:
        value = row[name + AS_CHARTED]
    return "" if value is None else str(value)


def _excerpt(key: str, text: str, told: Mapping[str, Any], error: Reporter) -> Excerpt:
    quotation = told["kind"] == "quotation"
    speaker, page = told["speaker"], told["page"]
    meta = [Markup("Quotation" if quotation else "Finding")]
    if speaker != NOT_APPLICABLE:
        who = cell(speaker, coded=True)
        meta.append(
            who if speaker is not None and speaker not in NOTHING else Markup("speaker {}").format(who)
        )
    meta += map(escape, told["grounds"])
    if told["others"]:
        links = listed(to("reports", *other) for other in told["others"])
        meta.append(Markup("also {}").format(links) if told["also"] else links)
    if page is not None and page not in NOTHING:
        meta.append(escape(f"p. {page}"))
    source = at(told["locator"]) + flags(told["flags"])
    codes = "; ".join(told["codes"])
    return Excerpt(
        key, quotation, text, codes, Markup(" · ").join(meta), source, error("excerpts", key, "text", text)
    )


def report_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> list[tuple[Markup, ...]]:
    """Reports as a table has them: report, its studies, and of year, design, participants, workers and rating those in ``columns``."""
    said = {
        "design": lambda row: cell(row["design"], coded=True),
        "rating": lambda row: points(row["dots"]) + cell(row["rating"]),
    }
    return [
        (
            to("reports", row["report_id"], row["label"]),
            listed(map(escape, row["studies"])) or status(""),
            *(
                (said[column](row) if column in said else charted(row, column))
                + flags(row["flags"].get(column, ()))
                for column in columns
            ),
        )
        for row in rows
    ]


def turning(kind: Kind, held: Mapping[str, Any]) -> dict[str, Any]:
    """The pages before and after, each with its address and name; None where there is none."""
    sides = {
        side: held[side] and (address(kind, held[side][0]), held[side][1]) for side in ("before", "after")
    }
    return {**held, **sides}
