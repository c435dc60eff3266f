"""The tables of the book, one function a table: a Review in, Markdown for a notebook cell out.

Every function says in one line when the review leaves out what it needs. Cells are escaped here, so that a `*` or `|` in
charted text is shown and not obeyed.
"""

from reviewbook.show.tables.appraisal import (
    appraiser_conflicts,
    appraisers,
    by_design,
    compared_ratings,
    criteria,
    ratings,
)
from reviewbook.show.tables.claims import claims
from reviewbook.show.tables.explorer import explorer
from reviewbook.show.tables.interventions import evidence, features, fractions, tidier, tidier_completeness
from reviewbook.show.tables.page import downloads, scope
from reviewbook.show.tables.selection import agreement, eligibility, flow, sources
from reviewbook.show.tables.sensitivity import conclusions, sensitivity
from reviewbook.show.tables.studies import characteristics, counts, people, per_intervention
from reviewbook.show.tables.themes import code_matrix, findings, support

__all__ = [
    "agreement",
    "appraiser_conflicts",
    "appraisers",
    "by_design",
    "characteristics",
    "claims",
    "code_matrix",
    "compared_ratings",
    "conclusions",
    "counts",
    "criteria",
    "downloads",
    "eligibility",
    "evidence",
    "explorer",
    "features",
    "findings",
    "flow",
    "fractions",
    "people",
    "per_intervention",
    "ratings",
    "scope",
    "sensitivity",
    "sources",
    "support",
    "tidier",
    "tidier_completeness",
]
