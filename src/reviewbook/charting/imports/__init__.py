"""Foreign files that this chapter's tables can be taken from."""

from reviewbook.files.formats import Format

FORMATS = (
    Format(
        "extraction",
        "an extraction: a row a study, or a study and charter, and a column a question",
        ".csv .tsv .xlsx",
        "reviewbook.charting.imports.extraction",
        {
            "about": "about",
            "columns": "columns",
            "charter": "charter",
            "sheet": "sheet_name",
            "blank": "blank",
            "keep-names": "keep_names",
            "remove": "remove",
        },
        alone="one sheet at a time",
    ),
    Format(
        "charting",
        "a wide sheet of `reviewbook export charting`, filled in by a charter: a row a report, a column a question",
        ".csv .tsv .xlsx",
        "reviewbook.charting.imports.typed",
        {"charter": "charter", "sheet": "sheet_name", "keep-names": "keep_names"},
        alone="one sheet at a time",
    ),
)
HELP = """an extraction becomes questions, answers and reports: columns that are known by their names tell of the work (Study ID,
Author, Year, Title, DOI, Journal ...) and of the charter (Reviewer); every other column is a question, whose type is
guessed: yes_no, number (90% is 90), date, country, choices, choice, else text. The list of questions is printed, with
--dry-run before anything is written; questions.csv is where to change it. Groups of ticks ("Features: chat", x or 1) are one
question with several choices. NA is not_applicable, NR is not_reported, a blank or a dash is not charted.
`--columns="design=Type of study"` names a question, `--columns="-=Notes"` leaves a column out. Questions of the review that no column asks
and nobody has answered are told, and --remove takes them out.

a wide sheet of a charter changes the answers of that charter cell by cell; --dry-run lists the cells. A blank cell is not charted;
a row or a column that the sheet has not stays as it is.
"""
