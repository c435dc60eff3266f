"""The tables of the book, one function a table: a Review in, Markdown for a notebook cell out.

Every function says in one line when the review leaves out what it needs. Each stands in its chapter; here they are collected for
the notebooks.
"""

from reviewbook.appraisal.tables import (
    appraiser_conflicts,
    appraisers,
    by_design,
    compared_ratings,
    conclusions,
    criteria,
    ratings,
    sensitivity,
    tools,
)
from reviewbook.charting.tables import charter_differences, compared_charters, coverage
from reviewbook.claims.tables import claim_kinds, claims, disagreements
from reviewbook.confidence.tables import confidence, confidence_profile
from reviewbook.interventions.tables import (
    combinations,
    fractions,
    printed,
    tidier_contradictions,
    tidier_items,
    together,
)
from reviewbook.page.draft import in_place_of
from reviewbook.page.scope import downloads, scope
from reviewbook.results.tables import direction_contrast, directions, directions_by_domain, results
from reviewbook.selection.tables import agreement, eligibility, flow, protocol, searched, sources
from reviewbook.studies.tables import (
    characteristics,
    countries,
    counts,
    cross,
    groups,
    numbers,
    people,
    people_by_study,
    per_intervention,
    timeline,
)
from reviewbook.themes.tables import code_pairs, compared_coders, framework_gaps, saturation, support

__all__ = [
    "agreement",
    "appraiser_conflicts",
    "appraisers",
    "by_design",
    "characteristics",
    "charter_differences",
    "claim_kinds",
    "claims",
    "code_pairs",
    "combinations",
    "compared_charters",
    "compared_coders",
    "compared_ratings",
    "conclusions",
    "confidence",
    "confidence_profile",
    "countries",
    "counts",
    "coverage",
    "criteria",
    "cross",
    "direction_contrast",
    "directions",
    "directions_by_domain",
    "disagreements",
    "downloads",
    "eligibility",
    "flow",
    "fractions",
    "framework_gaps",
    "groups",
    "numbers",
    "people",
    "people_by_study",
    "per_intervention",
    "printed",
    "protocol",
    "ratings",
    "results",
    "saturation",
    "scope",
    "searched",
    "sensitivity",
    "sources",
    "support",
    "tidier_contradictions",
    "tidier_items",
    "timeline",
    "together",
    "tools",
]

for _name in __all__:  # in a draft, what fails says so in its place
    globals()[_name] = in_place_of(globals()[_name])
