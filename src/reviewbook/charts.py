"""The charts of the book: a Review in, the output of a notebook cell out. The same numbers stand in a table beside each.

Each stands in its chapter; here they are collected for the notebooks.
"""

from reviewbook.appraisal.charts import appraisal, ratings
from reviewbook.charting.charts import answers, charters, coverage, yes_no
from reviewbook.claims.charts import outcomes
from reviewbook.confidence.charts import trust
from reviewbook.evidence_map.charts import evidence_map
from reviewbook.interventions.charts import combinations, features, tidier_completeness
from reviewbook.page.draft import in_place_of
from reviewbook.results.charts import effect_direction, harvest
from reviewbook.selection.charts import flow
from reviewbook.studies.charts import countries, numbers, timeline, years
from reviewbook.themes.charts import coded_matrix, saturation, thematic_summary, theme_map

__all__ = [
    "answers",
    "appraisal",
    "charters",
    "coded_matrix",
    "combinations",
    "countries",
    "coverage",
    "effect_direction",
    "evidence_map",
    "features",
    "flow",
    "harvest",
    "numbers",
    "outcomes",
    "ratings",
    "saturation",
    "thematic_summary",
    "theme_map",
    "tidier_completeness",
    "timeline",
    "trust",
    "years",
    "yes_no",
]

for _name in __all__:  # in a draft, what fails says so in its place
    globals()[_name] = in_place_of(globals()[_name])
