"""The tables of the book, one function a table: a Review in, Markdown for a notebook cell out.

Every function says in one line when the review leaves out what it needs. Cells are escaped here, so that a `*` or `|` in
charted text is shown and not obeyed.
"""

from reviewbook.show.coded_matrix import framework_gaps
from reviewbook.show.tables.appraisal import (
    appraiser_conflicts,
    appraisers,
    by_design,
    compared_ratings,
    criteria,
    ratings,
)
from reviewbook.show.tables.claims import claims
from reviewbook.show.tables.coders import compared_coders
from reviewbook.show.tables.interventions import fractions
from reviewbook.show.tables.maps import code_pairs
from reviewbook.show.tables.maps import saturation_table as saturation
from reviewbook.show.tables.page import downloads, scope
from reviewbook.show.tables.printed import printed
from reviewbook.show.tables.selection import agreement, eligibility, flow, sources
from reviewbook.show.tables.sensitivity import conclusions, sensitivity
from reviewbook.show.tables.studies import characteristics, counts, people, per_intervention
from reviewbook.show.tables.themes import support
from reviewbook.show.tables.tidier import tidier_contradictions, tidier_items
from reviewbook.show.upset import combinations_table as combinations
from reviewbook.show.upset import together_table as together
from reviewbook.show.where import countries_table as countries
from reviewbook.show.where import timeline_table as timeline

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
