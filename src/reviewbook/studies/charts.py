"""The charts of this chapter: when reports appeared, when and where studies were done, and the numbers that a form asks for."""

from reviewbook.studies.drawing.strips import numbers
from reviewbook.studies.drawing.when import timeline
from reviewbook.studies.drawing.where import countries
from reviewbook.studies.drawing.years import years

__all__ = ["countries", "numbers", "timeline", "years"]
