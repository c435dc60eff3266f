"""The TIDieR sheets of a review as the supplement of an article: a Word document, or a CSV file.

The same review gives the same bytes: a document bears the date of the review's last edition, not of the day it is written.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import datetime

import pandas as pd
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Cm, Pt
from docx.table import _Row

from reviewbook.files.cells import for_spreadsheets
from reviewbook.interventions import tidier
from reviewbook.page import colophon
from reviewbook.review import bibliography, standing
from reviewbook.review.characters import without_control
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED, NOTHING
from reviewbook.review.problems import Problem, ReviewProblems, quote

UNDATED = datetime(1980, 1, 1)  # the first date that a zip file can hold
LANGUAGE = "en-GB"
OWN = "This review"  # who speaks of an item as a whole
UNNAMED = "A report not charted yet"
WIDE = 25.7  # cm between the margins of a landscape page of A4
# The columns of a sheet, with their widths in cm.
SHEET = {"Item": 3.6, "Reported": 3.0, "What is said": 11.1, "Report": 3.4, "Where it says so": 4.6}
ABREAST = 4  # statements side by side that a page has room for
LISTED = 20  # interventions up to which a message names all
MOST = 255  # letters of a property of a Word document


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
    document = _blank(review)
    _front(document, review, chosen, sheets)
    for number, row in enumerate(chosen.itertuples(index=False), start=2):
        _sheet(document, row, sheets[row.intervention_id], names, number)
    _sources(document, review.reports, table, names)
    return _saved(document)


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
            [Problem("EXPO-003", "tidier.csv", "no TIDieR item", "a row an item of each intervention")]
        )
    there = list(interventions["intervention_id"])
    known = (
        f"one of {', '.join(there)}" if len(there) <= LISTED else "an intervention_id of interventions.csv"
    )
    unknown = [key for key in dict.fromkeys(asked) if key not in there]
    if unknown:
        raise ReviewProblems(
            Problem("EXPO-002", "interventions.csv", f"no {quote(key)}", known, field="intervention_id")
            for key in unknown
        )
    wanted = list(asked) or there
    return tuple(
        frame[frame["intervention_id"].isin(wanted)].reset_index(drop=True)
        for frame in (interventions, table)
    )


def _blank(review: Review) -> WordDocument:
    """A document in landscape without content: its language, its properties, page numbers at the foot."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    for style in list(
        document.styles
    ):  # the template brings a hundred; each makes the file larger and every table slower
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(10)
    document.styles["Caption"].paragraph_format.space_before = Pt(12)
    properties = document.core_properties
    properties.title = _plain(f"TIDieR descriptions: {review.title}")[:MOST]
    people = standing.authors(review.package) or standing.makers(review.package)
    properties.author = _plain("; ".join(people))[:MOST]
    properties.subject = tidier.instrument()["title"]
    properties.keywords, properties.comments = "TIDieR", ""
    properties.language, properties.last_modified_by = LANGUAGE, ""
    properties.created = properties.modified = _dated(review)
    foot = section.footer.paragraphs[0]
    foot.add_run("TIDieR descriptions, page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    return document


def _dated(review: Review) -> datetime:
    """The day of the last edition; a year or month stands for its first day."""
    published = pd.to_datetime(review.editions["published"].tail(1), errors="coerce").dropna()
    return published.iloc[0].to_pydatetime() if len(published) else UNDATED


def _field(paragraph, instruction: str) -> None:
    """A number that Word fills in, such as that of the page."""
    field, run, text = (OxmlElement(name) for name in ("w:fldSimple", "w:r", "w:t"))
    field.set(qn("w:instr"), instruction)
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _front(document: WordDocument, review: Review, chosen: pd.DataFrame, sheets: dict) -> None:
    """Title, what this is, and how fully each intervention is described."""
    document.add_heading("TIDieR descriptions", level=0)
    document.add_paragraph(_plain(review.title), style="Subtitle")
    tool, table = tidier.instrument(), tidier.items()
    if len(review.editions):
        last = review.editions.iloc[-1]
        document.add_paragraph(_plain(f"Edition {last['edition']} of the book, {last['published']}."))
    for make in (colophon.whose, colophon.taken_from, colophon.changed, colophon.licensed):
        if said := colophon.as_text(make(review.package)):
            document.add_paragraph(_plain(said))
    document.add_paragraph(
        f"{tool['title']}: {len(table)} items (Hoffmann et al. 2014, {tool['url']}). An item is reported where it is told in "
        "full, partly reported where a part of it is told, and not reported where the reports were searched and are silent. "
        f"Each statement stands with its report and where in the source it was read. “{OWN}” speaks of an item as a whole."
    )
    rows = [
        [name, f"{sum(item.completeness == 'reported' for item in sheets[key])}/{len(table)}"]
        + [_words(item.completeness) for item in sheets[key]]
        for key, name in chosen[["intervention_id", "name"]].itertuples(index=False)
    ]
    share = [
        sum(sheets[key][place].completeness == "reported" for key in sheets) for place in range(len(table))
    ]
    rows.append(
        ["Reported for", f"{sum(share)}/{len(table) * len(chosen)}", *(f"{k}/{len(chosen)}" for k in share)]
    )
    head = ["Intervention", "Reported", *(f"{item.item}. {item.short}" for item in table.itertuples())]
    first = [3.3, 1.6]
    widths = first + [(WIDE - sum(first)) / len(table)] * len(table)
    _table(document, "Table 1. TIDieR items reported, by intervention", head, rows, widths, size=8)


def _sheet(document: WordDocument, row, sheet: list[tidier.Item], names: dict[str, str], number: int) -> None:
    """The sheet of one intervention, on a page of its own."""
    short = "" if pd.isna(row.abbreviation) or row.abbreviation in NOTHING else f" ({row.abbreviation})"
    heading = document.add_heading(_plain(f"{row.name}{short}"), level=1)
    heading.paragraph_format.page_break_before = True
    reports = dict.fromkeys(
        names.get(said.report_id, said.report_id)
        for item in sheet
        for said in item.statements
        if said.report_id
    )
    counts = ", ".join(
        f"{sum(item.completeness == word for item in sheet)} {_words(word)}" for word in tidier.COMPLETENESS
    )
    told = f"Reports: {', '.join(reports)}. " if reports else ""
    document.add_paragraph(_plain(f"{told}Of {len(sheet)} items: {counts}."))
    rows = [
        [f"{item.item}. {item.label}", _degree(item, said), _said(said), _who(said, names), said.locator]
        for item in sheet
        for said in item.statements
    ]
    caption = f"Table {number}. TIDieR description of {row.name}"
    _table(document, caption, list(SHEET), rows, list(SHEET.values()))
    contradicted = [item for item in sheet if item.contradicted]
    if contradicted:
        document.add_heading("Statements that contradict each other", level=2)
    for item in contradicted:
        _side_by_side(document, item, names, row.name)


def _side_by_side(document: WordDocument, item: tidier.Item, names: dict[str, str], name: str) -> None:
    """What the reports say on one item, a column each."""
    told = [said for said in item.statements if said.completeness != NOT_REPORTED]
    for first in range(0, len(told), ABREAST):
        some = told[first : first + ABREAST]
        rows = [
            ["What is said", *(said.text for said in some)],
            ["Contradicted", *(said.contradiction or "–" for said in some)],
            ["Where it says so", *(said.locator for said in some)],
        ]
        caption = f"{name}, item {item.item}. {item.label}" + (", continued" if first else "")
        head = ["On this item", *(_who(said, names) for said in some)]
        _table(document, caption, head, rows, [3.0, *([(WIDE - 3.0) / len(some)] * len(some))])


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
    _table(document, "Reports that the sheets name", head, rows, [8.0, 6.0, 11.7])


def _degree(item: tidier.Item, said: tidier.Statement) -> str:
    """How much of the item the statement tells, and how much all of them together where that is another thing."""
    word = _words(said.completeness)
    return word if said.completeness == item.completeness else f"{word} (in all: {_words(item.completeness)})"


def _said(said: tidier.Statement) -> str:
    text = _words(said.text) if said.text == NOT_REPORTED else said.text
    return text if not said.contradiction else f"{text}\nContradicted: {said.contradiction}."


def _who(said: tidier.Statement, names: dict[str, str]) -> str:
    if said.report_id:
        return names.get(said.report_id, said.report_id)
    return OWN if said.own else UNNAMED


def _words(value: object) -> str:
    """A coded word as readers see it; of a cell that is blank, that it is."""
    return "not charted yet" if pd.isna(value) or value == "" else str(value).replace("_", " ")


def _plain(text: object) -> str:
    """Text that XML can hold."""
    return without_control(text, instead=" ")


def _table(
    document: WordDocument,
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    *,
    size: float = 9,
) -> None:
    """A table under its caption: widths in cm; its head is repeated on each page, no row is torn, its purpose is read out."""
    above = document.add_paragraph(_plain(caption), style="Caption")
    above.paragraph_format.keep_with_next = True
    table = document.add_table(rows=2, cols=len(head), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), _plain(caption))
    table._tbl.tblPr.append(described)
    top, body = table.rows
    _form(top, widths, size=size, bold=True)
    _form(body, widths, size=size, bold=False)
    _flag(top, "w:tblHeader")
    _fill(top._tr, head)
    # A copy of a row costs a tenth of a row made anew: a review may have thousands of sheets.
    pattern = deepcopy(body._tr)
    table._tbl.remove(body._tr)
    for cells in rows:
        row = deepcopy(pattern)
        _fill(row, cells)
        table._tbl.append(row)


def _form(row: _Row, widths: Sequence[float], *, size: float, bold: bool) -> None:
    """The form of a row, its cells still without text; the first cell is the header of the row."""
    _flag(row, "w:cantSplit")
    for place, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
        run = paragraph.add_run()
        run.font.size, run.bold = Pt(size), bold or place == 0


def _fill(row: CT_Row, cells: Sequence[str]) -> None:
    for run, text in zip(row.iter(qn("w:r")), cells, strict=True):
        run.text = _plain(text)


def _flag(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _saved(document: WordDocument) -> bytes:
    """The document's bytes, every part of it dated alike: of itself the zip file holds the time of writing."""
    made, whole = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        for part in parts.infolist():
            dated = zipfile.ZipInfo(part.filename, UNDATED.timetuple()[:6])
            dated.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(dated, parts.read(part))
    return whole.getvalue()
