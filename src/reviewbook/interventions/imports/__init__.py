"""Foreign files that this chapter's tables can be taken from."""

from reviewbook.files.formats import Format

FORMATS = (
    Format(
        "features",
        "a matrix of features of interventions",
        ".csv .tsv .xlsx",
        "reviewbook.interventions.imports.feature_matrix",
        {"blank": "blank"},
        alone="one matrix at a time",
    ),
)
HELP = """a matrix of features is one of:
  wide    a row an intervention (or study) and a column a feature; a row of group headings may stand over the features
  turned  a row a feature, with Feature above the first column, and a column an intervention; a column Group may stand beside it
  long    a row a value: intervention, feature and value; group, evidence, locator and report may be there

values are yes, no, unclear and not_reported, or y, n, 1, 0, x, ✓, ✗, ?, NR and the like; "Yes, by text message" gives the evidence
too. A word that is none of these (Partial, 2, N/A) is named with its place. What a blank cell or a dash stands for says --blank.
"""
