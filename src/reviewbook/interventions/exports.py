"""The TIDieR sheets of a review as the supplement of an article: a Word document, or a CSV file.

The same review gives the same bytes: a document bears the date of the review's last edition, not of the day it is written.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from docx.document import Document as WordDocument

from reviewbook.files import word
from reviewbook.files.cells import for_spreadsheets
from reviewbook.interventions import tidier
from reviewbook.page import colophon
from reviewbook.page.words import of_all
from reviewbook.review import bibliography
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.suggest import one_of, perhaps

TITLE = "TIDieR descriptions"
OWN = "This review"  # who speaks of an item as a whole
UNNAMED = "A report not charted yet"
# The columns of a sheet, with their widths in cm.
SHEET = {"Item": 3.6, "Reported": 2.5, "What is said": 10.4, "Report": 3.2, "Where it says so": 6.0}
ABREAST = 4  # statements side by side that a page has room for
LISTED = 20  # interventions up to which a message names all


def docx(review: Review, *, interventions: Sequence[str] = ()) -> bytes:
    """The TIDieR sheets as a Word document (.docx).

    First how fully each intervention is described, then a sheet for each: item, how much of it is reported, each statement with
    its report and where it stands; statements that contradict each other side by side.

    Parameters
    ----------
    interventions : identifiers of those wanted, in any order; none: all.

    Raises
    ------
    ReviewProblems
        EXPO-002 where there is no such intervention, EXPO-003 where no TIDieR item is charted.
    """
    chosen, table = _chosen(review, interventions)
    sheets = tidier.sheets(table, chosen, review.reports)
    names = bibliography.labels(review)
    document = word.blank(review, TITLE, subject=tidier.instrument()["title"], keywords="TIDieR")
    _front(document, review, chosen, sheets)
    for number, row in enumerate(chosen.itertuples(index=False), start=2):
        _sheet(document, row, sheets[row.intervention_id], names, number)
    _sources(document, review.reports, table, names)
    return word.saved(document)


def csv(review: Review, *, interventions: Sequence[str] = ()) -> bytes:
    """The TIDieR sheets as CSV in UTF-8, one row a statement, in the order of the sheets.

    The columns are intervention_id, intervention, item, label, item_completeness (of all statements on the item together),
    report_id, report, completeness, text, contradiction, locator. A spreadsheet opens it with its letters right.

    Raises
    ------
    ReviewProblems
        As `docx`.
    """
    chosen, table = _chosen(review, interventions)
    whole = tidier.merged(table)[[*tidier.KEY, "completeness"]]
    rows = (
        tidier.statements(table, chosen, review.reports)
        .merge(whole.rename(columns={"completeness": "item_completeness"}), on=tidier.KEY, how="left")
        .merge(tidier.items()[["item", "label"]], on="item", how="left")
        .merge(chosen[["intervention_id", "name"]], on="intervention_id", how="left")
        .rename(columns={"name": "intervention"})
    )
    names = bibliography.labels(review)
    rows["report"] = rows["report_id"].map(lambda key: names.get(key, key), na_action="ignore")
    speaks = rows["own"].map({True: OWN, False: UNNAMED})
    rows["report"] = rows["report"].fillna(speaks)
    rows["report_id"] = rows["report_id"].mask(rows["own"], NOT_APPLICABLE)
    rows["contradiction"] = rows["contradiction"].fillna(NOT_APPLICABLE)
    columns = [
        *("intervention_id", "intervention", "item", "label", "item_completeness"),
        *("report_id", "report", "completeness", "text", "contradiction", "locator"),
    ]
    return b"\xef\xbb\xbf" + for_spreadsheets(
        rows[columns]
    )  # without this mark, Excel reads other letters than A to Z wrong


def _chosen(review: Review, asked: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The interventions asked for, and what is said of them."""
    interventions, table = review.interventions, review.tidier
    if not len(table):
        raise ReviewProblems(
            [
                Problem(
                    "EXPO-003",
                    "tidier.csv",
                    "no TIDieR item",
                    review.nouns.told("a row an item of each intervention"),
                )
            ]
        )
    there = list(interventions["intervention_id"])
    unknown = [key for key in dict.fromkeys(asked) if key not in there]
    if unknown:
        raise ReviewProblems(
            Problem(
                "EXPO-002",
                "interventions.csv",
                f"no {quote(key)}",
                _known(key, there),
                field="intervention_id",
            )
            for key in unknown
        )
    wanted = list(asked) or there
    return tuple(
        frame[frame["intervention_id"].isin(wanted)].reset_index(drop=True)
        for frame in (interventions, table)
    )


def _front(document: WordDocument, review: Review, chosen: pd.DataFrame, sheets: dict) -> None:
    """Title, what this is, and how fully each intervention is described."""
    word.opening(document, review, TITLE, speaks=colophon.paragraphs(review.package))
    tool, table = tidier.instrument(), tidier.items()
    document.add_paragraph(
        f"{tool['title']}: {len(table)} items (Hoffmann et al. 2014, {tool['url']}). An item is reported where it is told in "
        "full, partly reported where a part of it is told, and not reported where the reports were searched and are silent; "
        "it is not available where the documents at hand do not hold it, and a number of items is then a range. "
        f"Each statement stands with its report and where in the source it was read. “{OWN}” speaks of an item as a whole."
    )
    rows = [
        [name, _reported(sheets[key])] + [_words(item.completeness) for item in sheets[key]]
        for key, name in chosen[["intervention_id", "name"]].itertuples(index=False)
    ]
    every = [item for sheet in sheets.values() for item in sheet]
    shares = [_reported([sheet[place] for sheet in sheets.values()]) for place in range(len(table))]
    rows.append(["Reported for", _reported(every), *shares])
    head = [review.nouns.titled, "Reported", *(f"{item.item}. {item.short}" for item in table.itertuples())]
    first = [3.3, 1.6]
    widths = first + [(word.WIDE - sum(first)) / len(table)] * len(table)
    word.table(
        document,
        review.nouns.told("Table 1. TIDieR items reported, by intervention"),
        head,
        rows,
        widths,
        size=8,
    )


def _reported(items: Sequence[tidier.Item]) -> str:
    """How many items are reported in full: "7 of 12", a range where some are open."""
    low, open_ = (sum(item.completeness in words for item in items) for words in (("reported",), tidier.OPEN))
    return of_all(low, low + open_, len(items))


def _sheet(document: WordDocument, row, sheet: list[tidier.Item], names: dict[str, str], number: int) -> None:
    """The sheet of one intervention, on a page of its own."""
    short = "" if pd.isna(row.abbreviation) or row.abbreviation in NOTHING else f" ({row.abbreviation})"
    heading = document.add_heading(word.plain(f"{row.name}{short}"), level=1)
    heading.paragraph_format.page_break_before = True
    reports = dict.fromkeys(
        names.get(said.report_id, said.report_id)
        for item in sheet
        for said in item.statements
        if said.report_id
    )
    counts = ", ".join(
        f"{n} {_words(word)}"
        for word in tidier.KINDS
        if (n := sum(item.completeness == word for item in sheet)) or word not in tidier.OPEN
    )
    told = f"Reports: {', '.join(reports)}. " if reports else ""
    document.add_paragraph(word.plain(f"{told}Of {len(sheet)} items: {counts}."))
    rows = [
        [f"{item.item}. {item.label}", _degree(item, said), _said(said), _who(said, names), said.locator]
        for item in sheet
        for said in item.statements
    ]
    caption = f"Table {number}. TIDieR description of {row.name}"
    word.table(document, caption, list(SHEET), rows, list(SHEET.values()))
    contradicted = [item for item in sheet if item.contradicted]
    if contradicted:
        document.add_heading("Statements that contradict each other", level=2)
    for item in contradicted:
        _side_by_side(document, item, names, row.name)


def _side_by_side(document: WordDocument, item: tidier.Item, names: dict[str, str], name: str) -> None:
    """What the reports say on one item, a column each."""
    told = [said for said in item.statements if said.completeness not in NOTHING]
    for first in range(0, len(told), ABREAST):
        some = told[first : first + ABREAST]
        rows = [
            ["What is said", *(said.text for said in some)],
            ["Contradicted", *(said.contradiction or "–" for said in some)],
            ["Where it says so", *(said.locator for said in some)],
        ]
        caption = f"{name}, item {item.item}. {item.label}" + (", continued" if first else "")
        head = ["On this item", *(_who(said, names) for said in some)]
        word.table(document, caption, head, rows, [3.0, *([(word.WIDE - 3.0) / len(some)] * len(some))])


def _sources(
    document: WordDocument, reports: pd.DataFrame, table: pd.DataFrame, names: dict[str, str]
) -> None:
    """The reports that the sheets name, with their numbers in the review and their DOI."""
    own = reports[reports["report_id"].isin(table["report_id"])]
    if not len(own):
        return
    document.add_heading("Reports", level=1).paragraph_format.page_break_before = True
    rows = [
        [
            names[row.report_id],
            _words(row.reference_as_charted),
            _words(row.doi) if pd.isna(row.doi) or row.doi in NOTHING else f"https://doi.org/{row.doi}",
        ]
        for row in own.itertuples(index=False)
    ]
    head = ["Report", "Number in the review's references", "DOI"]
    word.table(document, "Reports that the sheets name", head, rows, [8.0, 6.0, 11.7])


def _degree(item: tidier.Item, said: tidier.Statement) -> str:
    """How much of the item the statement tells, and how much all of them together where that is another thing."""
    word = _words(said.completeness)
    return word if said.completeness == item.completeness else f"{word} (in all: {_words(item.completeness)})"


def _said(said: tidier.Statement) -> str:
    text = _words(said.text) if said.text in NOTHING else said.text
    return text if not said.contradiction else f"{text}\nContradicted: {said.contradiction}."


def _who(said: tidier.Statement, names: dict[str, str]) -> str:
    if said.report_id:
        return names.get(said.report_id, said.report_id)
    return OWN if said.own else UNNAMED


def _words(value: object) -> str:
    """A coded word as readers see it; of a cell that is blank, that it is."""
    blank = pd.isna(value) or value in ("", tidier.NOT_CHARTED)
    return "not charted yet" if blank else str(value).replace("_", " ")


def _known(key: str, there: Sequence[str]) -> str:
    """What an identifier of an intervention that is none should be."""
    if len(there) <= LISTED:
        return one_of(there, key)
    return f"an intervention_id of interventions.csv{perhaps(key, there)}"
