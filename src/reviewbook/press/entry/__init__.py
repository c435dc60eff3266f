"""What a review holds on one report or one intervention, and its page: everything in one place, each value with its source.

A page is made in two steps. `Entries` gathers from the tables, as plain data, what it shows (`report.held`,
`intervention.held`, `listing.held`); from that and the `Frame` that all pages share, without the tables, it is written as
HTML (`report.page` and so on). So a page need only be written anew where it holds something else than before, and by
processes that know no review. Jinja templates in ``press/templates`` escape every text; `reviewbook.press.entries` writes
the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from reviewbook.appraisal import answering
from reviewbook.appraisal.drawing.signs import answer
from reviewbook.appraisal.rating_words import dots, of_row
from reviewbook.files import references
from reviewbook.files.wording import latin
from reviewbook.page.colophon import foot
from reviewbook.page.grid import data_links
from reviewbook.page.links import Kind
from reviewbook.press import citing, glossary
from reviewbook.press.entry import intervention, listing, report
from reviewbook.press.entry.frame import Frame
from reviewbook.press.entry.grouping import Grouped
from reviewbook.press.entry.listing import index_name
from reviewbook.press.heads import NOWHERE
from reviewbook.press.menu import DOWNLOADS, HOME, Part, listed
from reviewbook.review import dictionary, nouns, standing
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED, is_given
from reviewbook.themes.drawing.ground_words import of_excerpt

__all__ = ["MOST_EXCERPTS", "MOST_ROWS", "PAGE", "Entries", "Page", "Part", "alphabetical", "index_name"]

WORDS = "^[a-z][a-z0-9_]*$"  # the pattern of a column of coded words
# A page that holds more says so, and leads to the table: beyond, a browser would only be slow to show it.
MOST_EXCERPTS = 300
MOST_ROWS = 500
COLOPHON = "book/colophon.html"
PAGE = 200  # entries on one page of an index
# What a table of reports shows of each, beside what it is called, its studies and its rating.
NUMBERS = ("year", "participants_n", "workers_n")
IN_A_TABLE = ("report_id", "design", *NUMBERS, *(number + AS_CHARTED for number in NUMBERS))
BEHIND = {  # the tables that a page is made of
    "reports": (
        "reports",
        "report_studies",
        "studies",
        "ratings",
        "appraisals",
        "feature_values",
        "tidier",
        "results",
        "codings",
        "excerpts",
        "excerpt_reports",
        "disagreements",
        "questions",
        "choices",
        "answers",
    ),
    "interventions": (
        "interventions",
        "studies",
        "report_studies",
        "reports",
        "features",
        "feature_values",
        "tidier",
        "results",
        "codings",
        "excerpts",
        "excerpt_reports",
        "disagreements",
        "questions",
        "choices",
        "answers",
    ),
}


def alphabetical(text: str) -> tuple[str, str]:
    """What a list of names is sorted by: letters alone, then the name as it is."""
    return latin(text).encode("ascii", "ignore").decode().casefold(), text


class Entries(Grouped):
    """What the pages of a review's reports and interventions hold, and the lists that lead to them.

    Parameters
    ----------
    labels : report_id -> how a report is named (`reviewbook.review.bibliography.labels`)
    bibliography : report_id -> entry of the bibliography (pybtex); a report without one is named by its label alone
    contents : the parts of the book, to which the pages lead
    top : kind of page -> what stands above its text (`menu.top`), HTML
    home : the address at which the book is published; "" where that is not known
    errors_to : where errors are reported (`page.reporting.receiver`)
    site : what the heads of all pages share (`heads.site`)
    """

    def __init__(
        self,
        review: Review,
        *,
        labels: Mapping[str, str],
        bibliography: Mapping[str, Any],
        contents: Sequence[Part] = (),
        top: Mapping[Kind, str] | None = None,
        home: str = "",
        errors_to: str = "",
        site: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(review, labels=labels)
        self.bibliography = bibliography
        order: dict[Kind, list[str]] = {
            "reports": sorted(self.reports, key=lambda key: alphabetical(labels[key])),
            "interventions": sorted(
                self.interventions, key=lambda key: (self.rank(key), alphabetical(self.names[key]))
            ),
        }
        self.order = order
        self.place = {kind: {key: at for at, key in enumerate(keys)} for kind, keys in order.items()}
        self.shared = self._shared(review, contents, site) | {
            "top": dict.fromkeys(order, "") | dict(top or {}),
            "home": home,
            "again": standing.relation(review.package) == standing.REPUBLICATION,
            "errors_to": errors_to,
        }

    def _shared(
        self, review: Review, contents: Sequence[Part], site: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """What every page shows around its own content, and what its values are said with, as plain data (`Frame`)."""
        return {
            "book": review.title,
            "cited": _cited(review),
            "terms": self.terms,
            "asked": dict(self.form.of),
            "has": has(review),
            "columns": columns(review),
            "noun": _noun(review),
            "kinds_of_entity": self.kinds,
            "csv": f"../data/{review.name}",
            "contents": contents,
            "glossary": listed(contents, f"{glossary.PAGE}.html"),
            "glossary_terms": glossary.told(glossary.terms(review.package), review.nouns),
            "data": {kind: data_links(review, *BEHIND[kind]) for kind in BEHIND},
            "foot": foot(
                review.package,
                colophon=listed(contents, COLOPHON),
                cite=f"../{HOME}#{citing.ANCHOR}",
                data=f"../{DOWNLOADS.address}",
            ),
            "site": dict(site or NOWHERE | {"title": review.title}),
            "fields": {
                table: [(field["name"], _how(field), term, about) for field, term, about in found]
                for table, found in self.fields.items()
            },
            "features": [
                (
                    one["feature_id"],
                    one["group"],
                    one["label"],
                    one["description"] if is_given(one["description"]) else "",
                )
                for one in self.features
            ],
            "tools": {name: _tool(tool) for name, tool in self.tools.items()},
        }

    def report(self, key: str) -> str:
        """The page of a report, as HTML."""
        return report.page(Frame(self.shared), self.held("reports", key))

    def intervention(self, key: str) -> str:
        """The page of an intervention, as HTML."""
        return intervention.page(Frame(self.shared), self.held("interventions", key))

    def held(self, kind: Kind, key: str) -> dict[str, Any]:
        """All that the page of a report or an intervention shows of its own, as plain data."""
        if kind == "reports":
            return report.held(self, key)
        return intervention.held(self, key, most=MOST_ROWS)

    def lists(self, kind: Kind) -> Iterable[tuple[str, dict[str, Any]]]:
        """The pages that list every report or intervention by name: file name, and what it shows as plain data."""
        keys = self.order[kind]
        parts = [keys[at : at + PAGE] for at in range(0, len(keys), PAGE)]
        ranges = [
            (index_name(n), self.name(kind, part[0]), self.name(kind, part[-1]))
            for n, part in enumerate(parts)
        ]
        for n, part in enumerate(parts):
            yield index_name(n), listing.held(self, kind, part, n=n, ranges=ranges, first=n * PAGE + 1)

    # --- what both kinds of page hold

    def told_by(self, keys: Iterable[str], *, of: str = "") -> dict[str, Any]:
        """Findings and quotations, each once in the order of their table: how many there are, and what is shown of each.

        ``of`` : the report whose page it is; of the others that tell the same each is named
        """
        every = sorted(set(keys), key=lambda key: self.excerpts[key]["order"])
        return {"of": len(every), "items": [self._excerpt(key, of=of) for key in every[:MOST_EXCERPTS]]}

    def _excerpt(self, key: str, *, of: str) -> tuple[str, str, dict[str, Any]]:
        row = self.excerpts[key]
        others = [(one, self.labels[one]) for one in self.reports_of_excerpt[key] if one != of]
        told = {name: row[name] for name in ("kind", "speaker", "page", "locator")}
        told["grounds"] = [*map(self.nouns.told, of_excerpt(row, self.charted))]
        told["flags"] = [(one, self.marks.topics[one]) for one in self.marks.by("excerpts", [key])]
        told["codes"] = [self.path(code) for code in self.codes_of_excerpt.get(key, ())]
        return key, row["text"], told | {"others": others, "also": bool(of)}

    def flags(self, table: str, key: str, *fields: str) -> dict[str, list[tuple[str, str]]]:
        """By field the disagreements (identifier, topic) that touch a row of a table: of these fields, so far as one does."""
        by = {field: self.marks.by(table, [key], field) for field in fields}
        return {field: [(one, self.marks.topics[one]) for one in own] for field, own in by.items() if own}

    def flags_of_row(self, table: str, key: str) -> dict[str, list[tuple[str, str]]]:
        """`flags` of all fields that a page shows of a report, a study or an intervention."""
        return self.flags(table, key, *(field["name"] for field, _, _ in self.fields[table]))

    def flags_of_value(self, row: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The disagreements (identifier, topic) that touch a feature of an intervention, each once: its cell, or the feature, of
        which it is open which interventions have it."""
        key = f"{row['intervention_id']} {row['feature_id']}"
        touched = (
            self.marks.by("feature_values", [key], "value", "evidence"),
            self.marks.by("features", [row["feature_id"]], "label"),
        )
        return [(one, self.marks.topics[one]) for one in dict.fromkeys(chain(*touched))]

    def rating(self, key: str) -> str:
        """A report's rating in words: "3/4", or blank where none is charted (`rating_words.of_row`)."""
        row = self.ratings.get(key)
        return of_row(row) if row else ""

    def dots(self, key: str) -> str:
        """A report's points as dots (`rating_words.dots`); "" where none are known."""
        row = self.ratings.get(key)
        return dots(row) if row else ""

    def report_rows(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Reports as a table has them."""
        return [
            {name: row[name] for name in IN_A_TABLE}
            | {
                "label": self.labels[row["report_id"]],
                "studies": [study["label"] for study, _ in self.told.get(row["report_id"], ())],
                "rating": self.rating(row["report_id"]),
                "dots": self.dots(row["report_id"]),
                "flags": self.flags("reports", row["report_id"], *IN_A_TABLE)
                | self.flags("ratings", row["report_id"], "rating"),
            }
            for row in rows
        ]

    def turn(self, kind: Kind, key: str) -> dict[str, Any]:
        """The pages before and after, in the order of the index, and the place there."""
        keys, at = self.order[kind], self.place[kind][key]
        sides = {
            "before": keys[at - 1] if at else None,
            "after": keys[at + 1] if at + 1 < len(keys) else None,
        }
        named = {side: (one, self.name(kind, one)) if one else None for side, one in sides.items()}
        return {"at": at + 1, "of": len(keys), "index": index_name(at // PAGE)} | named

    def name(self, kind: Kind, key: str) -> str:
        """How readers see a report or an intervention named."""
        return self.labels[key] if kind == "reports" else self.names[key]


def _cited(review: Review) -> str:
    """The book as a citation has it, without its address: a page of it has one of its own."""
    newest = review.editions.iloc[-1] if review.has("editions") else {}
    said = (str(newest[one]) if is_given(newest.get(one)) else "" for one in ("edition", "published"))
    return references.apa(citing.book(review.package, citing.Edition(*said)))


def columns(review: Review) -> list[str]:
    """What a table of reports shows of each: what of it is there."""
    every = ["year", "design", *(f"{who}_n" for who in nouns.people(review))]
    rated = review.has("ratings") or review.has("appraisals")
    return [one for one in every if review.holds("reports", one)] + (["rating"] if rated else [])


def has(review: Review) -> dict[str, bool]:
    """Of what a review has anything at all: the parts of a page that another review's pages do not have."""
    return {
        "interventions": review.has("interventions"),
        "studies": review.has("studies"),
        "rating": review.has("ratings") or review.has("appraisals"),
        "resting": any(review.has(table) for table in ("codings", "feature_values", "tidier")),
        "excerpts": review.has("excerpts"),
        "features": review.has("features"),
        "tidier": review.has("tidier"),
        "participants": review.holds("studies", "participants_n"),
        "workers": review.holds("studies", "workers_n"),
    }


def _noun(review: Review) -> dict[str, tuple[str, str, str, str]]:
    """What one and several of each kind of page are called, within a sentence and as headings have it."""
    own = review.nouns
    return {
        "reports": ("report", "reports", "Report", "Reports"),
        "interventions": (own.one, own.many, own.titled, own.several),
    }


def _how(field: Mapping[str, Any]) -> str:
    """How a value of a column is shown (`Frame.value`)."""
    name = field["name"]
    if field["type"] in dictionary.DTYPES:
        return "number"
    if name == "doi":
        return name
    rules = field.get("constraints", {})
    return "coded" if "enum" in rules or rules.get("pattern") == WORDS else "text"


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    """What pages show of an appraisal tool: its criteria by block, and its answers in words."""
    titles = tool["categories"]
    return {
        "short": tool["short"],
        "blocks": [
            (titles.get(category, {"title": "Screening questions"})["title"], criteria)
            for category, criteria in answering.criteria(tool).items()
        ],
        "signs": {word: answer(tool, word) for word in (*tool["answers"], answering.CONFLICT)},
        "words": {word: own["label"] for word, own in tool["answers"].items()},
    }
