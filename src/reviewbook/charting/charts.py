"""The charts of this chapter: what became of each question, what was answered, and how far charters agree."""

from reviewbook.charting.drawing.agreement import charters
from reviewbook.charting.drawing.answers import answers
from reviewbook.charting.drawing.coverage import coverage

__all__ = ["answers", "charters", "coverage"]
