"""The first sheet of a workbook: what it is, how to bring it back, what a cell says, and how far each table is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviewbook.review.questions import asked_where
from reviewbook.workbook.looks import LINE, Style, text_cell
from reviewbook.workbook.reading import FRONT
from reviewbook.workbook.sheets import Made, Sheet

WIDTHS = (24, 90, 12, 16, 14)  # of its columns, in characters
SAYS = (
    (
        "What this is",
        "The tables of the review, a sheet each, to be filled in with Excel, LibreOffice or another spreadsheet.",
    ),
    (
        "To bring it back",
        "reviewbook import workbook THIS-FILE.xlsx --review DIR --dry-run lists every cell that would change; without --dry-run it "
        "changes them, all or none. reviewbook import --undo takes it back.",
    ),
    (
        "Rows",
        "Write new rows below the last. Leave the headings as they are. A row that you delete stays in the table, unless the import "
        "is told --remove.",
    ),
    (
        "Locked",
        "Identifiers and headings are locked, without a password: unprotect the sheet (menu Review in Excel, Tools in LibreOffice) to "
        "sort rows, or to mend an identifier.",
    ),
    (
        "Folded away",
        "In sheets of answers each question has a column for a comment and one for the place in the source behind it: the + above "
        "it shows them.",
    ),
    (
        "Text",
        "Every cell is text: 007, 1-2 and 2019-03-31 stay as they are typed. Nothing is worked out; a formula is refused. Dates are "
        "written 2019-03-31.",
    ),
)
NOTHINGS = (
    ("(blank)", "not charted yet: to do, in yellow where something is to come"),
    ("not_reported", "looked for, and the source does not say"),
    ("not_available", "the document at hand does not hold the part where it would stand"),
    ("not_applicable", "the question does not arise"),
)


def front(book: Any, title: str, made: Made, state: Sequence[Sequence[str]]) -> None:
    """The sheet that says what the workbook is, and how far each table is."""
    page = book.create_sheet(FRONT)
    style = Style(page)
    page.sheet_view.showGridLines = False
    for letter, width in zip("ABCDE", WIDTHS, strict=True):
        page.column_dimensions[letter].width = float(width)
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    at = 0

    def row(*cells: tuple[str, Any]) -> None:
        nonlocal at
        at += 1
        lines = max(
            (1 + len(text) // (96 if place else 24) for place, (text, _) in enumerate(cells) if at > 1),
            default=1,
        )
        page.row_dimensions[at].height = LINE * (1.6 if at == 1 else lines)
        page.append([text_cell(page, text, look) for text, look in cells])

    row((title, style.title))
    for name, says in SAYS:
        row((name, style.strong), (says, style.plain))
    row()
    row(("What a cell says", style.strong))
    for name, says in NOTHINGS:
        row((name, style.to_do if name == "(blank)" else style.plain), (says, style.plain))
    row()
    row(
        *((text, style.heading) for text in ("Sheet", "What a row is", "Rows", "Rows charted", "Blank cells"))
    )
    told = {line[0]: line[1:] for line in state}
    things = {sheet.table: sheet for sheet in made.sheets if sheet.spread is None}
    for sheet in made.sheets:
        counts = (
            told.get(sheet.table, ("0", "0", "0"))
            if sheet.spread is None
            else (str(len(sheet.rows)), *_counts(sheet, things.get(sheet.spread.things)))
        )
        row((sheet.title, style.strong), (sheet.says, style.plain), *((text, style.plain) for text in counts))
    if made.left:
        row()
        row(("Not in this workbook", style.strong))
        for name, why in made.left.items():
            row((name, style.plain), (why, style.plain))


def _counts(sheet: Sheet, things: Sheet | None) -> tuple[str, str]:
    """How many rows of a wide sheet are filled, and how many of its cells are blank, of questions that are asked of them."""
    own = [column for column in sheet.columns if column.due]
    if not own:
        return "", ""
    held = [
        {**one, **row} for one, row in zip(things.rows if things else sheet.rows, sheet.rows, strict=True)
    ]
    cells = {name: [row.get(name, "") for row in held] for name in {name for row in held for name in row}}
    gaps = [0] * len(held)
    for column in own:
        for at in asked_where(column.asked_of or None, cells, range(len(held))):
            gaps[at] += not sheet.rows[at].get(column.name)
    return str(gaps.count(0)), str(sum(gaps))
