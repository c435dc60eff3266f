"""Write the pages that are made from data: index, data dictionary, problem codes, records, scoring, checklist, what's new, colophon.

They stand in book/ like any other page, so that a reader of the repository sees them too; nobody edits them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reviewbook.appraisal.of_review import tools_of
from reviewbook.check import as_read, drafted
from reviewbook.files.replace import whole
from reviewbook.page.draft import attempt
from reviewbook.page.escape import html_in_myst
from reviewbook.page.grid import data_links, grid, left_out
from reviewbook.page.words import FOLD, counted, date, escape, joined, remedy, said
from reviewbook.press import chapters, checklist, colophon, instruments, landing, scoring, settings
from reviewbook.review.dictionary import PROPERTIES, TABLES, schema
from reviewbook.review.model import Review
from reviewbook.review.problems import codes
from reviewbook.review.usable import drafting
from reviewbook.selection import withheld
from reviewbook.selection.drawing.records import LEDGER, conflicts, imports, lists, merges
from reviewbook.selection.numbers import reach

MADE = "% Made by reviewbook from {source}: change that, not this page.\n\n"
MAP = "notebooks/07-evidence-map"
KEY = re.compile(r"[A-Za-z0-9][\w:.+/-]*")  # of an entry in a bibliography
FAMILIES = {
    "PACK": "The package as a whole",
    "TABL": "The tables",
    "CITE": "Citations",
    "PAGE": "Pages of the review",
    "CHEC": "Reporting checklists",
    "INST": "Instruments",
    "PROT": "Protocol",
    "SEAR": "Search strategies",
    "FLOW": "Flow of records",
    "DECI": "Decisions",
    "AGRE": "Agreement",
    "IMPT": "Imports",
    "DEDU": "Duplicates",
    "STUD": "Reports, studies, interventions",
    "CHAR": "The charting form and its answers",
    "APPR": "Appraisal",
    "INTV": "Features and TIDieR",
    "THEM": "Codes and excerpts",
    "CONF": "Confidence in findings",
    "QUOT": "Quotations and their sources",
    "QDAF": "Files of coding programs",
    "RESU": "Results",
    "CLAI": "Printed numbers",
    "EXPO": "Exports",
    "WORK": "Workbooks",
    "DRAF": "What is still open",
    "PARA": "Parameters of notebooks",
    "MACH": "The machine",
    "REPO": "A repository of one's own",
    "MANY": "Many reviews and machines",
    "PRIV": "Privacy and rights",
}


def write(root: Path, review: Path, *, failures: list[str] | None = None) -> list[Path]:
    """Write every generated page into ``root``/book; the paths of those that changed. Each is replaced whole.

    In a draft, a page that cannot be made says why, and ``failures`` gets a line about it.
    """
    loaded = drafted(review) if drafting() else as_read(review)
    changed = []
    for name, make in made(root, loaded, out=chapters.of(root).out).items():
        text = in_place(name, make, failures if failures is not None else [])
        path = Path(root) / "book" / f"{name}.md"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            whole({path: text.encode()})
            changed.append(path)
    return changed


def made(root: Path, review: Review, *, out: Collection[str]) -> dict[str, Callable[[], str]]:
    """What makes each generated page of book/, by its name, as MyST.

    Parameters
    ----------
    root : the folder of the book
    out : pages that the book does not have (`chapters.Book.out`)
    """
    return {
        "index": lambda: landing.page(review, out=out, home=settings.home(root)),
        "data-dictionary": lambda: data_dictionary(review),
        "errors": errors,
        "records": lambda: records(review),
        "scoring": lambda: (
            MADE.format(source="book/scoring.csv")
            + scoring.page(pd.read_csv(Path(root) / "book" / "scoring.csv"), tools_of(review))
            + "\n"
            + instruments.listed(review)
        ),
        "checklist": lambda: MADE.format(source="the table checklist") + checklist.page(review),
        "whats-new": lambda: whats_new(review),
        "colophon": lambda: (
            MADE.format(source="datapackage.json and the table people") + colophon.page(review)
        ),
    }


def in_place(name: str, make: Callable[[], str], failures: list[str]) -> str:
    """A page; in a draft that cannot make it, a page of that title that says so."""
    told: list[str] = []
    title = name.replace("-", " ").capitalize()
    text = attempt(f"The page {title}", make, told, otherwise="")
    failures += told
    return text if not told else f"# {title}\n\n" + "\n\n".join(map(escape, told)) + "\n"


def data_dictionary(review: Review) -> str:
    """What each table and column holds: types, units, allowed values, keys; made from the schemas."""
    there = [table for table in TABLES if (review.path / f"{table}.csv").is_file()]
    fields = sum(len(schema(table)["fields"]) for table in TABLES)
    lines = [
        MADE.format(source="the schemas of its tables") + "# Data dictionary",
        f"A review is a folder of up to {len(TABLES)} tables with {fields} columns; this one has {len(there)} of the tables.",
        (
            "Every table is CSV in UTF-8; a review may leave tables out.\n"
            "Four kinds of nothing are kept apart: blank (not charted yet), `not_reported` (the source does not say),\n"
            "`not_available` (the document at hand does not hold the part that would say) and `not_applicable` (it cannot be asked there)."
        ),
        f"{FOLD}## What datapackage.json says",
        (
            f"Its `datapackage.json` has the properties {joined(f'`{name}`' for name in PROPERTIES)}; "
            "`abstracts` may be added: `published` where the abstracts of records may be published with the book, "
            "`withheld` (the same as no such property) where they stay in the review's own folder."
        ),
        (
            "Whose the book is, it says by `relation`: `own` where the authors of the review publish it, `republication` where others "
            "publish a review again as data, with which its authors have nothing to do.\n"
            "Beside it may stand `updates` (`none_planned`, `planned` or `living`: whether further searches will come), `changes` (what "
            "was changed of what is published again), the `licenses` of a source, and among the contributors one with the role "
            "`contact` and a `path` or an `email`, to whom readers write.\n"
            "The first page, the colophon and the foot of every page are made of these."
        ),
        (
            'What the review is about, it names by `entity`, such as `{"singular": "app", "plural": "apps"}`, and '
            '`"article": "an"` where a or an is not to follow from the spelling; a noun without a plural stands twice.\n'
            "The whole book then speaks of it, and its rows are those of the table `interventions`.\n"
            "Where these are of several kinds (column `kind`), `entity_kinds` may give each its words, such as "
            '`{"app": {"singular": "app", "plural": "apps"}}`; a kind without is called as it is charted.\n'
            "`participants_term` names those who took part, `workers_term` those who delivered or supported, each in the plural; of people "
            "whom it neither names nor charts, nothing is said."
        ),
        (
            "The book has a chapter for all that the review has data for.\n"
            '`chapters`, a list such as `[{"file": "notebooks/06-practices", "title": "Practices"}, {"file": "pages/policy"}]`, '
            "orders the chapters, gives those with a `title` that title, and leaves out the notebooks that it does not name.\n"
            '`schemes` names the coding schemes of the table `codes`: `{"practices": {"title": "Recovery-oriented practices", '
            '"description": "..."}}` gives each, by its identifier, the title that chapters, menu, tables and exports have, and a sentence '
            "that stands above what was found.\n"
            "In `pages/` of its folder a review has pages of its own, which stand behind the chapters unless they are listed.\n"
            '`glossary` adds terms of the review\'s own to the glossary, such as `{"index date": "The day from which ..."}`.'
        ),
    ]
    for table in TABLES:
        described = schema(table)
        link = (
            f'<a href="../data/{review.name}/{table}.csv" download>{table}.csv</a>'
            if table in there
            else f"{table}.csv (not given here)"
        )
        lines += [
            f"{FOLD}## {described['title']}: `{table}.csv`",
            f"{link} · {described['description']} Key: {joined(f'`{k}`' for k in described['primaryKey'])}.",
            _columns(described),
        ]
    return "\n\n".join(lines) + "\n"


def _columns(described: Mapping[str, Any]) -> str:
    """The columns of a table as a list, in HTML: what each holds, and in a line above it what may stand there."""
    targets = {key["fields"][0]: key["reference"] for key in described.get("foreignKeys", [])}
    items = []
    for field in described["fields"]:
        rules = field.get("constraints", {})
        told = [field["type"], *(["must be filled"] if rules.get("required") else [])]
        told += [html_in_myst(field["unit"])] if "unit" in field else []
        if "enum" in rules:
            told.append(
                f"one of {' '.join(f'<code>{html_in_myst(value)}</code>' for value in rules['enum'])}"
            )
        ends = [
            f"{word} {rules[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in rules
        ]
        told += [" ".join(ends)] if ends else []
        told += [f"form <code>{html_in_myst(rules['pattern'])}</code>"] if "pattern" in rules else []
        if target := targets.get(field["name"]):
            told.append(f"a <code>{target['fields'][0]}</code> of {target['resource']}.csv")
        items.append(
            f"<dt><b>{html_in_myst(field['name'])}</b> {', '.join(told)}</dt><dd>{html_in_myst(field['description'])}</dd>"
        )
    return "\n".join(['<dl class="rb-columns">', *items, "</dl>"])


def errors() -> str:
    """Every problem code with what it means and what to do, by family."""
    lines = [
        MADE.format(source="its list of problem codes") + "# Problem codes",
        f"`reviewbook check` knows {counted(len(codes()), 'kind')} of problem. This page says what the code of each means, and what to do.",
        (
            "What is *to do* (not charted or not settled yet) and what is a *notice* is shown, but no check fails for it.\n"
            "Rows count as in a spreadsheet: the header is row 1."
        ),
    ]
    for family, title in FAMILIES.items():
        lines.append(f"{FOLD}## {title}: {family}")
        for code in codes().values():
            if code.code.startswith(family):
                kind = f" *({code.severity})*" if code.severity != "problem" else ""
                lines += [
                    f"### {code.code}",
                    f"{escape(code.title)}{kind}\n\nWhat to do: {remedy(code.code)}",
                ]
    return "\n\n".join(lines) + "\n"


def records(review: Review) -> str:
    """What became of each record: the list behind each box of the flow chart, disagreements, files and duplicates."""
    lines = [MADE.format(source="the tables records and decisions") + "# Records"]
    found = lists(review)
    if not found:
        lines.append(
            f"{left_out(review, 'records', 'decisions')}\n"
            "The boxes of the flow chart ({doc}`/notebooks/01-selection`) are as the review reports them.\n"
            "With both tables, this page would list the records behind each box, where they came from, which of them are the "
            "same, and where reviewers differed; {doc}`/book/rerun` says how they are imported.\n"
            "What was included is listed report by report in {doc}`/notebooks/02-studies`."
        )
        return "\n\n".join(lines) + "\n"
    lines.append(
        "Every number of the flow chart ({doc}`/notebooks/01-selection`) that is counted from records has its list here, in "
        "the order of the chart.\n"
        f'What became of each record stands in <a href="../data/{review.name}/{LEDGER}" download>{LEDGER}</a>, one row a record.'
    )
    for title, parts in (
        ("Where the records came from", [imports(review)]),
        ("Which are the same", [merges(review)]),
        ("Where reviewers differed", [conflicts(review)]),
        ("The lists", [f"{FOLD}### {heading}\n\n{text}" for heading, text in found]),
    ):
        if any(parts):
            lines += [f"## {title}", *parts]
    if review.records["abstract"].notna().any() and not withheld.may_publish(review.package):
        lines.append(withheld.NOTE)
    lines.append(data_links(review, "records", "decisions", "reasons", "imports", "set_aside", "merges"))
    return "\n\n".join(lines) + "\n"


def whats_new(review: Review) -> str:
    """The editions of the review, newest first."""
    lines = [MADE.format(source="the table editions") + "# What’s new"]
    if line := left_out(review, "editions"):
        return "\n\n".join([*lines, line]) + "\n"
    last = review.editions.iloc[-1]
    published = "" if pd.isna(last["published"]) else f", published {escape(date(last['published']))}"
    told = landing.UNNUMBERED.format(published=published)
    if landing.numbered(review):
        told = f"This is edition {escape(last['edition'])} of the book{published}."
    lines.append(f"{told}\n{escape(reach(review))}")
    rows = [
        [
            said(row.edition),
            *(said(day if pd.isna(day) else date(day)) for day in (row.published, row.searched_to)),
            said(row.note),
            said(row.locator),
        ]
        for row in review.editions.iloc[::-1].itertuples()
    ]
    head = ["Edition", "Published", "Searched to", "What changed", "Where it says so"]
    lines.append(
        grid(head, rows, caption="Editions of this book", name="tbl-editions", widths=[10, 14, 14, 40, 22])
    )
    lines.append(
        f'<p class="rb-downloads">Data: <a href="../data/{review.name}/editions.csv" download>editions.csv</a>. '
        'What the columns hold: <a href="data-dictionary.html">data dictionary</a>.</p>'
    )
    return "\n\n".join(lines) + "\n"
