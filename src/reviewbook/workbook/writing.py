"""The workbook of a review, for people who chart in a spreadsheet: drop-downs, help in the headings, to-do in colour, nothing worked out.

Every cell is text, of the format Text: what a person types stays as it was typed. The same tables give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from reviewbook.review.dictionary import is_required
from reviewbook.review.nothing import WORDS
from reviewbook.review.questions import scope
from reviewbook.workbook import noting
from reviewbook.workbook.front import front
from reviewbook.workbook.looks import DARK, LINE, TO_DO, Style, text_cell
from reviewbook.workbook.meaning import escaped
from reviewbook.workbook.reading import LISTS
from reviewbook.workbook.sheets import Column, Made, Sheet

LAST = 1_048_576  # row of a sheet
FREE = 2_000  # rows below those that are there, for which drop-downs and colours are ready
TIME = datetime(2000, 1, 1)  # of the file, so that the same tables give the same bytes
ZIPPED = (1980, 1, 1, 0, 0, 0)
NARROW, WIDE = 12, 48  # characters of a column
MOST_LINES = 6  # of a row that is not opened by hand
REMARK = 500  # characters of help in a heading


def written(
    made: Made, *, review: str, title: str, state: Sequence[Sequence[str]], **asked: Sequence[str]
) -> bytes:
    """The workbook, the same for the same sheets.

    Parameters
    ----------
    made : from `sheets.of_review`.
    state : how far each table is, a row each: its name, rows, rows charted, blank cells.
    asked : charters and also, as they were asked for (`sheets.of_review`).
    """
    book = openpyxl.Workbook(write_only=True)
    front(book, title, made, state)
    lists = _Lists(made.sheets)
    for at, sheet in enumerate(made.sheets, 1):
        _sheet(book, sheet, lists)
        place = f"'{sheet.title}'!$A$1"
        name = noting.NAME.format(at)
        book.defined_names[name] = DefinedName(name, attr_text=place)
    _hidden(book, LISTS, lists.rows(), "hidden")
    notes = noting.lines(review, made.sheets, asked["charters"], asked["also"])
    _hidden(book, noting.TITLE, notes, "veryHidden")
    book.properties.creator, book.properties.title = "reviewbook", title
    book.properties.created = book.properties.modified = TIME
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue())


def _sheet(book: Any, sheet: Sheet, lists: _Lists) -> None:
    page = book.create_sheet(sheet.title)
    style = Style(page)
    labelled = any(column.label for column in sheet.columns)
    header = 2 if labelled else 1
    last = header + len(sheet.rows) + FREE
    keys = len(sheet.key)
    page.freeze_panes = f"{get_column_letter(keys + 1 if keys < 3 else 2)}{header + 1}"
    page.sheet_properties.outlinePr.summaryRight = False
    page.sheet_properties.tabColor = "2E7D6B" if sheet.spread else DARK
    _columns(page, sheet, style)
    _protected(page)
    page.auto_filter.ref = (
        f"A{header}:{get_column_letter(len(sheet.columns))}{header + max(len(sheet.rows), 1)}"
    )
    page.print_title_rows = f"1:{header}"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    _choices(page, sheet, header, last, lists)
    _due(page, sheet, header, last, lists.tables)
    _to_settle(page, sheet, header)
    widths = [page.column_dimensions[get_column_letter(at)].width for at, _ in enumerate(sheet.columns, 1)]
    if labelled:
        labels = [one.label or ("" if not one.key else sheet.title) for one in sheet.columns]
        page.row_dimensions[1].height = LINE * (1 + _lines(labels, widths, sheet.columns))
        page.append([text_cell(page, text, style.label) for text in labels])
    page.row_dimensions[header].height = LINE * 1.6
    page.append([_headed(page, column, style, sheet) for column in sheet.columns])
    for number, row in enumerate(sheet.rows, header + 1):
        cells = [row.get(column.name, "") for column in sheet.columns]
        page.row_dimensions[number].height = LINE * _lines(cells, widths, sheet.columns)
        held = [
            text_cell(page, cell, style.key if column.key else style.aside if column.aside else style.free)
            for column, cell in zip(sheet.columns, cells, strict=True)
        ]
        for column, cell in zip(sheet.columns, held, strict=True):
            if text := sheet.remarks.get((cells[0], column.name)):
                cell.comment = _remark(text)
        page.append(held)


def _lines(cells: Sequence[str], widths: Sequence[float], columns: Sequence[Column]) -> int:
    """How many lines a row needs, at most so many that one can still find one's way."""
    needed = 1
    for cell, width, column in zip(cells, widths, columns, strict=True):
        if cell and not column.aside:
            needed = max(needed, sum(1 + len(line) // int(width) for line in cell.split("\n")))
    return min(needed, MOST_LINES)


def _columns(page: Any, sheet: Sheet, style: Style) -> None:
    """The widths of columns, by what they hold; what tells of another column is folded away."""
    for at, column in enumerate(sheet.columns, 1):
        longest = max((len(row.get(column.name, "")) for row in sheet.rows), default=0)
        wide = max(len(column.name) + 4, min(longest + 2, WIDE), NARROW + (8 if column.label else 0))
        held = page.column_dimensions[get_column_letter(at)]
        held.width = float(min(wide, WIDE))
        held._style = style.aside if column.aside else style.free  # of the rows to come
        if column.aside:
            held.outlineLevel, held.hidden = 1, True


def _protected(page: Any) -> None:
    """Lock what is locked; what a person may do to a sheet besides, may be done. There is no password."""
    held = page.protection
    held.sheet = True
    for name in (
        *("formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks"),
        *("deleteColumns", "deleteRows", "sort", "autoFilter", "pivotTables", "objects", "scenarios"),
    ):
        setattr(held, name, False)


def _headed(page: Any, column: Column, style: Style, sheet: Sheet) -> WriteOnlyCell:
    """A heading, with its help as a remark."""
    cell = text_cell(page, column.name, style.heading)
    said = [
        column.help
        if not column.label or column.help.startswith(column.label)
        else f"{column.label}. {column.help}"
    ]
    if column.listed:
        several = "Some of, parted by semicolons: " if column.several else "One of: "
        said.append(several + ", ".join(column.listed) + ".")
    if column.refers and column.refers != sheet.table:
        said.append(f"As in {column.refers}.")
    if is_required(dict(column.field)) and not column.key:
        said.append("Needed in every row.")
    if column.asked_of:
        said.append(f"Asked where {column.asked_of}.")
    text = "\n".join(" ".join(one.split()) for one in said if one.strip())
    if text:
        cell.comment = _remark(text)
    return cell


def _remark(text: str) -> Comment:
    short = text if len(text) <= REMARK else f"{text[: REMARK - 4]} ..."
    remark = Comment(escaped(short), "reviewbook")
    remark.width, remark.height = 320, 40 + 18 * (1 + len(short) // 48 + short.count("\n"))
    return remark


class _Lists:
    """The lists to choose from, each in a column of a hidden sheet."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.columns: list[tuple[str, ...]] = []
        self.tables = {sheet.table: sheet for sheet in sheets if sheet.spread is None and len(sheet.key) == 1}

    def of(self, column: Column, table: str) -> str | None:
        """Where the values stand that a column may have; None where any may."""
        if column.listed:
            words = () if is_required(dict(column.field)) else WORDS
            listed = (*column.listed, *(word for word in words if word not in column.listed))
            if listed not in self.columns:
                self.columns.append(listed)
            letter = get_column_letter(self.columns.index(listed) + 1)
            return f"'{LISTS}'!${letter}$1:${letter}${len(listed)}"
        there = self.tables.get(column.refers)
        if there is not None and (there.table != table or not column.key):
            # As long as the list is now: what is added to the sheet later can be chosen too.
            return f"OFFSET('{there.title}'!$A$2,0,0,MAX(1,COUNTA('{there.title}'!$A$2:$A${LAST})),1)"
        return None

    def rows(self) -> Iterator[list[str]]:
        for at in range(max(map(len, self.columns), default=0)):
            yield [listed[at] if at < len(listed) else "" for listed in self.columns]


def _choices(page: Any, sheet: Sheet, header: int, last: int, lists: _Lists) -> None:
    """Drop-downs; what is not in the list is asked about, and may stand: `import` says what is wrong with it."""
    for at, column in enumerate(sheet.columns, 1):
        if (place := lists.of(column, sheet.table)) is None or (column.key and sheet.spread):
            continue
        letter = get_column_letter(at)
        rule = DataValidation("list", formula1=place, allow_blank=True, showErrorMessage=not column.several)
        rule.errorStyle, rule.errorTitle = "warning", "Not in the list"
        rule.error = f"The list of {column.name} has no such value."
        if column.several:
            rule.showInputMessage, rule.promptTitle = True, column.name[:32]
            rule.prompt = "Several are parted by semicolons."
        rule.add(f"{letter}{header + 1}:{letter}{last}")
        page.data_validations.append(rule)


def _due(page: Any, sheet: Sheet, header: int, last: int, tables: Mapping[str, Sheet]) -> None:
    """Colour the blank cells in which something is to come; who types there sees the colour go.

    In a wide sheet a row that nobody has begun has one cell to begin with: a charter may chart a part of the reports.
    """
    row = header + 1
    fill = DifferentialStyle(fill=PatternFill(bgColor=TO_DO, fill_type="solid"))
    letters = {column.name: get_column_letter(at) for at, column in enumerate(sheet.columns, 1)}
    begun = f",COUNTA($B{row}:${get_column_letter(len(sheet.columns))}{row})>0" if sheet.spread else ""
    due = [column for column in sheet.columns if column.due]
    things = tables.get(sheet.spread.things) if sheet.spread else None
    for column in due:
        at = f"{letters[column.name]}{row}"
        rest = _asked(column, letters, row, things) + (begun if column is not due[0] else "")
        rule = FormulaRule(formula=[f"AND(LEN(TRIM($A{row}))>0,LEN(TRIM({at}))=0{rest})"])
        rule.dxf = fill
        page.conditional_formatting.add(f"{at}:{letters[column.name]}{last}", rule)


def _to_settle(page: Any, sheet: Sheet, header: int) -> None:
    """Colour the cells that a remark says are to do, until something stands there."""
    lines = (
        {row[sheet.key[0]]: number for number, row in enumerate(sheet.rows, header + 1)} if sheet.key else {}
    )
    for at, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(at)
        own = [
            f"{letter}{lines[thing]}"
            for thing, name in sheet.remarks
            if name == column.name and thing in lines
        ]
        if own and not column.key:
            rule = FormulaRule(formula=[f"LEN(TRIM({own[0]}))=0"])
            rule.dxf = DifferentialStyle(fill=PatternFill(bgColor=TO_DO, fill_type="solid"))
            page.conditional_formatting.add(" ".join(own), rule)


def _asked(column: Column, letters: Mapping[str, str], row: int, things: Sheet | None) -> str:
    """The condition under which a question is asked, where its sheet, or that of the things, has the question that decides it."""
    within = scope(column.asked_of) if column.asked_of else None
    if within is None:
        return ""
    if within.question in letters:
        cell = f"${letters[within.question]}{row}"
    elif things and within.question in (names := [one.name for one in things.columns]):
        letter, last = get_column_letter(names.index(within.question) + 1), len(things.rows) + FREE
        place = f"'{things.title}'!${{0}}$2:${{0}}${last}"
        cell = f"INDEX({place.format(letter)},MATCH($A{row},{place.format('A')},0))"
    else:
        return ""
    said = [f'ISNUMBER(SEARCH("{_within(one)}",{cell}))' for one in within.answers]
    return f",OR(LEN(TRIM({cell}))=0,{','.join(said)})"


def _within(text: str) -> str:
    return re.sub(r"([~*?])", r"~\1", text).replace('"', '""')


def _hidden(book: Any, title: str, rows: Iterator[list[str]], state: str) -> None:
    page = book.create_sheet(title)
    page.sheet_state = state
    style = Style(page).plain
    for row in rows:
        page.append([text_cell(page, text, style) for text in row])


# What Excel would mark in a sheet of text alone: numbers that are texts.
UNMARKED = '<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
BEFORE = re.compile(
    "<(?:smartTags|drawing|legacyDrawing|picture|oleObjects|controls|tableParts|extLst)[ />]|</worksheet>"
)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def _settled(data: bytes) -> bytes:
    """The workbook without the times at which it was written, its sheets marked as text."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled,
    ):
        for entry in made.infolist():
            part = made.read(entry)
            if entry.filename == "docProps/core.xml":
                part = MODIFIED.sub(rb"\g<1>" + TIME.isoformat().encode() + b"Z", part)
            elif entry.filename.startswith("xl/worksheets/sheet"):
                tail = part[-4000:].decode("utf-8", "ignore")
                found = BEFORE.search(tail)
                if found:
                    start = len(part) - len(tail[found.start() :].encode())
                    part = part[:start] + UNMARKED.encode() + part[start:]
            named = zipfile.ZipInfo(entry.filename, ZIPPED)
            named.compress_type, named.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            settled.writestr(named, part)
    return out.getvalue()
