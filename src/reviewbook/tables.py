"""The tables of the book, one function a table: a Review in, Markdown for a notebook cell out.

Every function says in one line when the review leaves out what it needs. Cells are escaped here, so that a `*` or `|` in
charted text is shown and not obeyed.
"""

from reviewbook.appraisal.drawing.sensitivity import conclusions, sensitivity
from reviewbook.appraisal.tables import (
    appraiser_conflicts,
    appraisers,
    by_design,
    compared_ratings,
    criteria,
    ratings,
)
from reviewbook.claims.tables import claims
from reviewbook.interventions.drawing.printed import printed
from reviewbook.interventions.drawing.tidier import tidier_contradictions, tidier_items
from reviewbook.interventions.drawing.upset import combinations_table as combinations
from reviewbook.interventions.drawing.upset import together_table as together
from reviewbook.interventions.tables import fractions
from reviewbook.page.scope import downloads, scope
from reviewbook.selection.tables import agreement, eligibility, flow, sources
from reviewbook.studies.drawing.where import countries_table as countries
from reviewbook.studies.drawing.where import timeline_table as timeline
from reviewbook.studies.tables import characteristics, counts, people, per_intervention
from reviewbook.themes.drawing.coded_matrix import framework_gaps
from reviewbook.themes.drawing.coders import compared_coders
from reviewbook.themes.drawing.maps import code_pairs
from reviewbook.themes.drawing.maps import saturation_table as saturation
from reviewbook.themes.tables import support

__all__ = [
    "agreement",
    "appraiser_conflicts",
    "appraisers",
    "by_design",
    "characteristics",
    "claims",
    "code_pairs",
    "combinations",
    "compared_coders",
    "compared_ratings",
    "conclusions",
    "countries",
    "counts",
    "criteria",
    "downloads",
    "eligibility",
    "flow",
    "fractions",
    "framework_gaps",
    "people",
    "per_intervention",
    "printed",
    "ratings",
    "saturation",
    "scope",
    "sensitivity",
    "sources",
    "support",
    "tidier_contradictions",
    "tidier_items",
    "timeline",
    "together",
]
