"""Foreign files that this chapter's tables can be taken from."""

from reviewbook.files.formats import Format
from reviewbook.interventions.imports.feature_options import without_about

FORMATS = (
    Format(
        "features",
        "a matrix of features of interventions, or of reports or studies (--about)",
        ".csv .tsv .xlsx",
        "reviewbook.interventions.imports.feature_matrix",
        {"blank": "blank", "about": "about", "charter": "charter", "keep-names": "keep_names"},
        alone="one matrix at a time",
        elsewhere={"about": "reviewbook.charting.imports.features"},
        lacks=without_about,
    ),
)
HELP = """a matrix of features is one of:
  wide    a row an intervention (or study) and a column a feature; a row of group headings may stand over the features
  turned  a row a feature, with Feature above the first column, and a column an intervention; a column Group may stand beside it
  long    a row a value: intervention, feature and value; group, evidence, locator and report may be there

values are yes, no, unclear and not_reported, or y, n, 1, 0, x, ✓, ✗, ?, NR and the like; "Yes, by text message" gives the evidence
too. A word that is none of these (Partial, 2, N/A) is named with its place. What a blank cell or a dash stands for says --blank.

with --about report or --about study, nothing is made an intervention: each feature becomes a question that is answered yes or no, each
value an answer with its charter (--charter). Rows are recognised by report_id, DOI, title, or author and year; those that are not there
yet become reports, with a study and an entry of the bibliography. N/A is not_applicable there. A table with other answers than these is
an extraction.
"""
