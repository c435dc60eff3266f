"""The charts of this chapter: which have which features, how many have each, what is held together, what is reported."""

from reviewbook.interventions.drawing.features import features
from reviewbook.interventions.drawing.tidier import tidier_completeness
from reviewbook.interventions.drawing.upset import combinations

__all__ = ["combinations", "features", "tidier_completeness"]
