"""The workbook that `reviewbook workbook` wrote, as a file that can be taken in."""

from reviewbook.files.formats import Format

FORMATS = (
    Format(
        "workbook",
        "the workbook that `reviewbook workbook` wrote, as people have changed it",
        ".xlsx",
        "reviewbook.workbook.imports.taking",
        {"remove": "remove"},
        alone="one workbook at a time",
    ),
)
HELP = """a workbook of `reviewbook workbook` changes the tables cell by cell, all or nothing; --dry-run lists each cell that would change.
Rows may be sorted or inserted, columns moved or hidden, sheets renamed or added. What was changed in the tables meanwhile stays,
unless the same cell was changed in both. A row that is not in the workbook any more stays too, unless --remove takes it out.
"""
