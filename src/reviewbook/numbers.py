"""The numbers and sentences that prose glues in, one function a chapter. Nobody types a number that the data can give.

Values are whole numbers or text. A number that the review does not give is the words "not reported", so that a sentence stays
true. Each function stands in its chapter; here they are collected for the notebooks.
"""

from reviewbook.appraisal.numbers import appraisal_numbers
from reviewbook.charting.numbers import charting_numbers
from reviewbook.claims.numbers import claims_numbers
from reviewbook.confidence.numbers import confidence_numbers
from reviewbook.evidence_map.numbers import map_numbers
from reviewbook.interventions.numbers import interventions_numbers
from reviewbook.page.draft import numbers_of
from reviewbook.page.glue import glue, identity
from reviewbook.results.numbers import results_numbers
from reviewbook.selection.numbers import selection_numbers
from reviewbook.studies.numbers import studies_numbers
from reviewbook.themes.numbers import themes_numbers

__all__ = [
    "appraisal_numbers",
    "charting_numbers",
    "claims_numbers",
    "confidence_numbers",
    "glue",
    "identity",
    "interventions_numbers",
    "map_numbers",
    "results_numbers",
    "selection_numbers",
    "studies_numbers",
    "themes_numbers",
]

for _name in set(__all__) - {"glue"}:  # in a draft, what fails says so in its place
    globals()[_name] = numbers_of(globals()[_name])
