"""Write the pages that are made from data: index, data dictionary, problem codes, records, scoring, checklist, what's new, colophon.

They stand in book/ like any other page, so that a reader of the repository sees them too; nobody edits them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import pandas as pd

from reviewbook.appraisal.of_review import MIN_RATING
from reviewbook.check import as_read, drafted
from reviewbook.confidence.drawing.profile import profile_of
from reviewbook.confidence.drawing.strip import strips
from reviewbook.files.replace import whole
from reviewbook.page.draft import attempt
from reviewbook.page.grid import data_links, grid, left_out
from reviewbook.page.words import counted, date, escape, in_words, joined, remedy, said
from reviewbook.press import beginning, chapters, checklist, colophon, instruments, scoring
from reviewbook.review.dictionary import PROPERTIES, TABLES, schema
from reviewbook.review.model import Review
from reviewbook.review.nothing import given
from reviewbook.review.problems import codes
from reviewbook.review.standing import OWN, REPUBLICATION, authors, makers, relation
from reviewbook.review.usable import drafting
from reviewbook.selection import searches, withheld
from reviewbook.selection.drawing.records import LEDGER, conflicts, imports, lists, merges
from reviewbook.selection.numbers import reach
from reviewbook.studies.of_review import people
from reviewbook.themes import coding

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
    book = chapters.of(root)
    pages: dict[str, Callable[[], str]] = {
        "index": lambda: index(loaded, out=book.out),
        "data-dictionary": lambda: data_dictionary(loaded),
        "errors": errors,
        "records": lambda: records(loaded),
        "scoring": lambda: (
            MADE.format(source="book/scoring.csv")
            + scoring.page(pd.read_csv(Path(root) / "book" / "scoring.csv"))
            + "\n"
            + instruments.listed(loaded)
        ),
        "checklist": lambda: MADE.format(source="the table checklist") + checklist.page(loaded),
        "whats-new": lambda: whats_new(loaded),
        "colophon": lambda: (
            MADE.format(source="datapackage.json and the table people") + colophon.page(loaded)
        ),
    }
    changed = []
    for name, make in pages.items():
        text = in_place(name, make, failures if failures is not None else [])
        path = Path(root) / "book" / f"{name}.md"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            whole({path: text.encode()})
            changed.append(path)
    return changed


def in_place(name: str, make: Callable[[], str], failures: list[str]) -> str:
    """A page; in a draft that cannot make it, a page of that title that says so."""
    told: list[str] = []
    title = name.replace("-", " ").capitalize()
    text = attempt(f"The page {title}", make, told, otherwise="")
    failures += told
    return text if not told else f"# {title}\n\n" + "\n\n".join(map(escape, told)) + "\n"


def index(review: Review, *, out: Collection[str] = ()) -> str:
    """The first page: whose book it is, what was asked, the answer in ten lines, how current it is, who made it, how to cite it.

    Every number is glued from the chapter that shows it.

    Parameters
    ----------
    out : pages that the book does not have (`chapters.Book.out`), of which nothing is said
    """

    def glued(chapter: str, key: str) -> str:
        return f"{{glue:text}}`../notebooks/{chapter}.ipynb::{key}:s`"

    def count(chapter: str, key: str) -> str:
        return glued(chapter, key).replace(":s`", ":`")

    package = review.package
    lines = [MADE.format(source="datapackage.json and the chapters") + f"# {escape(review.title)}"]
    if standing := colophon.standing(review):
        lines.append("{.rb-standing}\n" + standing)
    lines.append("{.rb-answer}\n" + glued("01-selection", "answer"))
    found = ", and what was found" if any(package.get("answers", [])) else ""
    if any(package.get("questions", [])):
        lines.append(f"## What was asked{found}")
    answers = [*package.get("answers", []), *[""] * len(package.get("questions", []))]
    for at, (question, answer) in enumerate(zip(package.get("questions", []), answers, strict=False), 1):
        lines.append(f"{at}. **{escape(question)}**" + (f"\n   {escape(answer)}" if answer else ""))
    n02, n04 = "02-studies", "04-interventions"

    def line(chapter: str, said: str, table: str, *, first: bool = True) -> str:
        """A line on a chapter, and a link to the rows that its numbers count; none where ``table`` is "", as there are none."""
        if f"notebooks/{chapter}" in out:
            return ""
        named = f"{{doc}}`/notebooks/{chapter}`: " if first else ""
        return f"{named}{said}" + (_rows(f"../notebooks/{chapter}.html#{table}") if table else "")

    def support(which: str) -> str:
        scheme = next(iter(coding.schemes(review.codes, which)), "")
        coded = scheme and review.has("codes", "excerpts", "codings")
        return f"tbl-support-{scheme.replace('_', '-')}" if coded else ""

    def rows(table: str, *needed: str) -> str:
        return table if all(map(review.has, needed)) else ""

    coded = review.has("codes", "excerpts", "codings")
    there = {
        "03-appraisal": rated(review),
        n04: review.has("features", "feature_values") or review.has("tidier"),
        "05-themes": coded and bool(coding.schemes(review.codes, "themes")),
        "06-practices": coded and bool(coding.schemes(review.codes, "frameworks")),
        "09-results": review.has("results"),
        "08-claims": review.has("claims"),
    }
    short = [
        line("01-selection", glued("01-selection", "answer"), "tbl-flow"),
        line(n02, glued(n02, "answer"), "tbl-by-design"),
        line(
            n02,
            f"They count {glued(n02, 'people')}; nobody is counted twice.",
            "tbl-people-by-study",
            first=False,
        )
        if any(review.holds("studies", column) for column in people(review))
        else "",
        line(
            n02,
            f"The {review.nouns.many} by the group that they were used with: {glued(n02, 'groups')}.",
            "tbl-per-intervention",
            first=False,
        )
        if given(review.interventions["worker_role"]).any()
        else "",
        line("10-charting", glued("10-charting", "answer"), "fig-coverage")
        if review.has("questions") and any(map(review.has, ("reports", "studies", "interventions")))
        else "",
        line("03-appraisal", glued("03-appraisal", "answer"), "tbl-ratings") if there["03-appraisal"] else "",
        line(n04, glued(n04, "answer"), rows("tbl-fractions", "features", "feature_values"))
        if there[n04]
        else "",
        line(n04, glued(n04, "tidier_items"), "tbl-tidier", first=False) if review.has("tidier") else "",
        *(
            line(chapter, glued(chapter, "answer"), table) if there[chapter] else ""
            for chapter, table in (
                ("05-themes", support("themes")),
                ("06-practices", support("frameworks")),
                ("09-results", "tbl-results"),
                ("08-claims", "tbl-claims-kinds"),
            )
        ),
    ]
    short = [line for line in short if line]
    if short:
        lines.append(f"## The answer in {in_words(len(short))} line{'' if len(short) == 1 else 's'}")
        lines.append("\n".join(f"{at}. {line}" for at, line in enumerate(short, 1)))
    lines += beginning.what_comes_next(review)
    if gone := [
        f"{{doc}}`/notebooks/{chapter}`"
        for chapter, is_there in there.items()
        if not is_there and f"notebooks/{chapter}" not in out
    ]:
        lines.append(f"Nothing is charted for {joined(gone)}.")
    lines += how_sure(review, out=out)
    lines.append("## How current is it?")
    n01 = "01-selection"
    edition = (
        f" Edition {glued(n01, 'edition')}, {glued(n01, 'published')}." if review.has("editions") else ""
    )
    told_by = {
        f"notebooks/{n01}": f"../notebooks/{n01}.html#tbl-sources",
        "book/whats-new": "whats-new.html#tbl-editions",
    }
    page = "book/whats-new" if edition and not len(searches.reached(review.sources)) else f"notebooks/{n01}"
    lines.append(
        glued(n01, "reach")
        + (_rows(told_by[page]) if page not in out else "")
        + "\n"
        + (
            f"This is edition **{glued(n01, 'edition')}** of the book, published **{glued(n01, 'published')}**.\n"
            f"{glued(n01, 'edition_note')}\n{{doc}}`/book/whats-new` lists the editions."
            if edition
            else "No edition is charted yet."
        )
    )
    if made := colophon.made(review):
        lines += ["## Who made it", made]
    lines.append("## How to cite it")
    citation = str(package.get("citation") or "")
    named = f"{{cite:p}}`{citation}`" if KEY.fullmatch(citation) else escape(citation)
    cited = f" {named}" if citation else ""
    if package.get("sources"):
        lines.append(f"The review{cited}: {glued(n01, 'source')}.")
    lines.append(f"This book: {_cited_as(review, edition, lambda key: glued(n01, key))}")
    lines.append("## Where to start")
    lines.append(
        "- New to such a book: {doc}`/book/how-to-read`.\n"
        + _looking_for(review, out)
        + _doubting(out)
        + "- Wanting the data: {doc}`/book/data-dictionary`.\n"
        "- Correcting something, or publishing your own review: {doc}`/book/rerun`."
    )
    lines.append(
        f'<p class="rb-downloads">Data: <a href="../data/{review.name}/datapackage.json" download>datapackage.json</a> lists '
        'every table. What the columns hold: <a href="data-dictionary.html">data dictionary</a>.</p>'
    )
    return "\n\n".join(lines) + "\n"


def rated(review: Review) -> bool:
    """Whether anything is charted of how good the reports are."""
    return review.has("ratings") or review.has("appraisals")


def _rows(address: str) -> str:
    """A link to the rows that numbers count."""
    return f' <a class="rb-its-rows" href="{address}">Rows behind it</a>'


def _doubting(out: Collection[str]) -> str:
    """Where a reader goes who doubts a number: of these pages those that the book has."""
    there = [f"{{doc}}`/{page}`" for page in ("notebooks/08-claims", "book/methods") if page not in out]
    return f"- Doubting a number: {joined(there or ['{doc}`/book/how-to-read`'])}.\n"


def _looking_for(review: Review, out: Collection[str]) -> str:
    """Where a reader finds a report or an intervention: the lists of those that have pages."""
    kinds = [kind for kind in ("reports", "interventions") if len(getattr(review, kind))]
    if not kinds:
        return ""
    called = {"reports": ("report", "reports"), "interventions": review.nouns.pair}
    lists_ = joined(f'<a href="../{kind}/_index.html">{called[kind][1]}</a>' for kind in kinds)
    one_of = joined((called[kind][0] for kind in kinds), last="or")
    return (
        f"- Looking for one {one_of}: {'' if MAP in out else f'{{doc}}`/{MAP}`, or '}the "
        f"{'lists' if len(kinds) > 1 else 'list'} of {lists_}.\n"
    )


def how_sure(review: Review, *, out: Collection[str] = ()) -> list[str]:
    """How sure the findings are, for the first page: a sentence, and a line of marks for each theme and category.

    Empty where the review has no coding.
    """
    contrasted = replace(review, min_rating=review.min_rating or MIN_RATING)
    parts = []
    for which, chapter in (("themes", "05-themes"), ("frameworks", "06-practices")):
        if f"notebooks/{chapter}" in out:
            continue
        shown = review.has("codes", "excerpts", "codings") and strips(
            contrasted, which, page=f"../notebooks/{chapter}.html"
        )
        if shown:
            links = [
                f'<a class="rb-its-rows" href="../notebooks/{chapter}.html#{profile_of(scheme)}">Rows behind it</a>'
                for scheme in coding.schemes(review.codes, which)
            ]
            said = f"{{doc}}`/notebooks/{chapter}`: {{glue:text}}`../notebooks/{chapter}.ipynb::confidence:s`"
            parts += [" ".join([said, *links]), shown]
    return ["## How sure is it?", *parts] if parts else []


def _cited_as(review: Review, edition: str, glued: Callable[[str], str]) -> str:
    """How to cite the book itself, which never speaks as the authors of a review that others publish again."""
    package, title = review.package, glued("title")
    kind = relation(package)
    if kind == REPUBLICATION:
        by = f"{glued('makers')}. " if makers(package) else ""
        return f"{by}{title}.{edition} A re-publication as data, not by the authors of the review."
    if kind == OWN:
        return f"{glued('authors')}. {title}.{edition}" if authors(package) else f"{title}.{edition}"
    people = f" Review by {glued('authors')};" if package.get("contributors") else ""
    return f"{title}.{edition}{people} {'tables' if people else 'Tables'} and book by its contributors."


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
            "`not_available` (the document at hand does not hold the part that would say) and `not_applicable`.\n"
            "Columns in bold must be filled in every row."
        ),
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
            "`participants_term` names those who took part, `workers_term` those who delivered or supported, each in the plural; of people "
            "whom it neither names nor charts, nothing is said."
        ),
        (
            "The book has a chapter for all that the review has data for.\n"
            '`chapters`, a list such as `[{"file": "notebooks/06-practices", "title": "Practices"}, {"file": "pages/policy"}]`, '
            "orders the chapters, gives those with a `title` that title, and leaves out the notebooks that it does not name.\n"
            "In `pages/` of its folder a review has pages of its own, which stand behind the chapters unless they are listed."
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
            f"## {described['title']}",
            f"{link} · {described['description']} Key: {joined(f'`{k}`' for k in described['primaryKey'])}.",
        ]
        rows = []
        targets = {k["fields"][0]: k["reference"] for k in described.get("foreignKeys", [])}
        for field in described["fields"]:
            rules = field.get("constraints", {})
            allowed = []
            if "enum" in rules:
                allowed.append(", ".join(f"`{value}`" for value in rules["enum"]))
            if "minimum" in rules or "maximum" in rules:
                allowed.append(
                    " ".join(
                        f"{word} {rules[key]}"
                        for key, word in (("minimum", "from"), ("maximum", "to"))
                        if key in rules
                    )
                )
            if "pattern" in rules:
                allowed.append(f"form `{rules['pattern']}`")
            if field["name"] in targets:
                target = targets[field["name"]]
                allowed.append(f"a `{target['fields'][0]}` of {target['resource']}.csv")
            name = f"**{escape(field['name'])}**" if rules.get("required") else escape(field["name"])
            rows.append(
                [
                    name,
                    field["type"],
                    escape(field.get("unit", "–")),
                    "; ".join(allowed) or "–",
                    escape(field["description"]),
                ]
            )
        head = ["Column", "Type", "Unit", "Allowed", "What it holds"]
        lines.append(
            grid(
                head,
                rows,
                caption=f"Columns of {table}.csv",
                name=f"tbl-dictionary-{table.replace('_', '-')}",
                widths=[18, 10, 10, 26, 36],
            )
        )
    return "\n\n".join(lines) + "\n"


def errors() -> str:
    """Every problem code with what it means and what to do, by family."""
    lines = [
        MADE.format(source="its list of problem codes") + "# Problem codes",
        f"`reviewbook check` knows {counted(len(codes()), 'kind')} of problem; each has a code, and here what it means and what to do.",
        (
            "What is *to do* (not charted or not settled yet) and a *notice* are shown and do not fail the check.\n"
            "Rows count as in a spreadsheet: the header is row 1."
        ),
    ]
    for family, title in FAMILIES.items():
        lines.append(f"## {title}")
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
        ("The lists", [f"### {heading}\n\n{text}" for heading, text in found]),
    ):
        if any(parts):
            lines += [f"## {title}", *parts]
    if review.records["abstract"].notna().any() and not withheld.may_publish(review.package):
        lines.append(withheld.NOTE)
    lines.append(data_links(review, "records", "decisions", "reasons", "imports", "set_aside", "merges"))
    return "\n\n".join(lines) + "\n"


def whats_new(review: Review) -> str:
    """The editions of the review, newest first."""
    lines = [MADE.format(source="the table editions") + "# What's new"]
    if line := left_out(review, "editions"):
        return "\n\n".join([*lines, line]) + "\n"
    last = review.editions.iloc[-1]
    published = "" if pd.isna(last["published"]) else f", published {escape(last['published'])}"
    lines.append(
        f"This is edition {escape(last['edition'])} of the book{published}.\n{escape(reach(review))}"
    )
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
