"""The charts of this chapter: which way results point, study by study."""

from reviewbook.results.drawing.effect_direction import effect_direction
from reviewbook.results.drawing.harvest import harvest

__all__ = ["effect_direction", "harvest"]
