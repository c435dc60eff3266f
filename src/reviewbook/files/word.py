"""Word documents: one blank, tables under captions, the same bytes each time.

A document bears the date of the review's last edition, not of the day it is written.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import datetime

import pandas as pd
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.section import Section
from docx.shared import Cm, Pt
from docx.table import _Row

from reviewbook.review import standing
from reviewbook.review.characters import without_control
from reviewbook.review.model import Review
from reviewbook.review.nothing import is_given

UNDATED = datetime(1980, 1, 1)  # the first date that a zip file can hold
LANGUAGE = "en-GB"
WIDE = 25.7  # cm between the margins of a landscape page of A4
NARROW = 17.0  # cm between those of one that stands
LONGEST, SHORT = 18, 10  # letters of a word, and of a cell, that are kept whole
LETTER, PADDING = 0.0215, 0.42  # cm: a bold letter, for each point of its size; beside the text of a cell
MOST = 255  # letters of a property of a Word document


def blank(review: Review, title: str, *, subject: str, keywords: str, wide: bool = True) -> WordDocument:
    """A document without content: its language, its properties, page numbers at the foot.

    Parameters
    ----------
    title : what the document is; the title of the review follows it in the properties.
    wide : its pages are in landscape, else they stand; `turned` changes that on the way.
    """
    document = Document()
    section = document.sections[0]
    _turn(section, wide=wide)
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
    properties.title = plain(f"{title}: {review.title}")[:MOST]
    people = standing.authors(review.package) or standing.makers(review.package)
    properties.author = plain("; ".join(_fitting(people)))
    properties.subject = subject
    properties.keywords, properties.comments = keywords, ""
    properties.language, properties.last_modified_by = LANGUAGE, ""
    properties.created = properties.modified = dated(review)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{title}, page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    return document


def opening(document: WordDocument, review: Review, title: str, *, speaks: Iterable[str]) -> None:
    """Add the lines that a document begins with: what it is, of which review, of which edition, and who speaks.

    Parameters
    ----------
    speaks : whose the book is, its source and licence, a sentence each (`reviewbook.page.colophon.paragraphs`).
    """
    document.add_heading(plain(title), level=0)
    document.add_paragraph(plain(review.title), style="Subtitle")
    for last in review.editions.tail(1).itertuples():
        if is_given(last.edition):
            day = f", {last.published}" if is_given(last.published) else ""
            document.add_paragraph(plain(f"Edition {last.edition} of the book{day}."))
    for sentence in speaks:
        document.add_paragraph(plain(sentence))


def turned(document: WordDocument, *, wide: bool) -> None:
    """Go on with pages in landscape, or with such that stand; on a new page where that is a change."""
    last = document.sections[-1]
    if (last.orientation == WD_ORIENT.LANDSCAPE) != wide:
        _turn(document.add_section(WD_SECTION.NEW_PAGE), wide=wide)


def _turn(section: Section, *, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    long, short = Cm(29.7), Cm(21)
    section.page_width, section.page_height = (long, short) if wide else (short, long)


def widths(head: Sequence[str], rows: Sequence[Sequence[str]], *, of: float, size: float = 9) -> list[float]:
    """Widths of columns in cm, together ``of``: each as `least_widths` has it, and what is left goes by what cells hold.

    Parameters
    ----------
    size : of the letters, in points. Where there is no room for every longest word, all columns give up as much of theirs.
    """
    least = least_widths(head, rows, size=size)
    left = of - sum(least)
    if left < 0:
        return [of * one / sum(least) for one in least]
    wanted = []
    for at in range(len(least)):
        cells = [row[at] for row in (head, *rows) if at < len(row)]
        wanted.append((sum(map(len, cells)) / max(len(cells), 1)) ** 0.8)
    return [one + left * want / (sum(wanted) or 1) for one, want in zip(least, wanted, strict=True)]


def least_widths(head: Sequence[str], rows: Sequence[Sequence[str]], *, size: float = 9) -> list[float]:
    """The width in cm below which a column would break a word of up to `LONGEST` letters, or a cell of up to `SHORT` ones."""
    found = []
    for at in range(len(head) or max(map(len, rows), default=1)):
        cells = [row[at] for row in (head, *rows) if at < len(row)]
        words = max((len(word) for cell in cells for word in re.split(r"[\s/-]", cell)), default=1)
        whole = max((len(cell) for cell in cells), default=1)
        found.append(min(max(words + 1, min(whole, SHORT)), LONGEST) * size * LETTER + PADDING)
    return found


def lines(row: Sequence[str], widths: Sequence[float], *, size: float = 9) -> int:
    """About how many lines the highest cell of a row takes in columns so wide."""
    letters = [max((width - PADDING) / (size * LETTER * 0.85), 1) for width in widths]
    return max(
        sum(-(-max(len(line), 1) // int(room or 1)) for line in cell.split("\n"))
        for cell, room in zip(row, letters, strict=False)
    )


def _fitting(names: list[str]) -> list[str]:
    """The first names of a list that a property has room for, each whole."""
    return [name for at, name in enumerate(names) if len("; ".join(names[: at + 1])) <= MOST]


def dated(review: Review) -> datetime:
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


def leading(document: WordDocument, text: str) -> None:
    """Add a line that leads to a table: close to what follows, and never parted from it by the end of a page."""
    form = document.add_paragraph(plain(text)).paragraph_format
    form.space_after, form.keep_with_next = Pt(2), True


def table(
    document: WordDocument,
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    *,
    size: float = 9,
) -> None:
    """A table under its caption: widths in cm; its head is repeated on each page, no row is torn, its purpose is read out.

    A row of one cell is the title of the rows beneath it, and goes across the table.
    """
    above = document.add_paragraph(plain(caption), style="Caption")
    above.paragraph_format.keep_with_next = True
    made = document.add_table(rows=2, cols=len(head), style="Table Grid")
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), plain(caption))
    made._tbl.tblPr.append(described)
    top, body = made.rows
    _form(top, widths, size=size, bold=True)
    _form(body, widths, size=size, bold=False)
    _flag(top, "w:tblHeader")
    for cell in top.cells:  # a head alone at the foot of a page
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    _fill(top._tr, head)
    # A copy of a row costs a tenth of a row made anew: a review may have thousands of sheets.
    pattern = deepcopy(body._tr)
    made._tbl.remove(body._tr)
    for cells in rows:
        row = deepcopy(pattern)
        if len(cells) == 1 < len(head):
            _span(row, len(head))
        _fill(row, cells)
        made._tbl.append(row)


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
        run.text = plain(text)


def _span(row: CT_Row, columns: int) -> None:
    """Make a row one cell across a table, which stays with the row beneath."""
    first, *rest = row.tc_lst
    for cell in rest:
        row.remove(cell)
    first.grid_span = columns
    first.p_lst[0].get_or_add_pPr().get_or_add_keepNext()


def _flag(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def saved(document: WordDocument) -> bytes:
    """The document's bytes, every part of it dated alike: of itself the zip file holds the time of writing."""
    made, whole = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        for part in parts.infolist():
            dated = zipfile.ZipInfo(part.filename, UNDATED.timetuple()[:6])
            dated.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(dated, parts.read(part))
    return whole.getvalue()


def plain(text: object) -> str:
    """Text that XML can hold."""
    return without_control(text, instead=" ")
