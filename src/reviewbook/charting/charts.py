"""The charts of this chapter: what became of each question, what was answered, which say yes to what, and how far charters agree."""

from reviewbook.charting.drawing.agreement import charters
from reviewbook.charting.drawing.answers import answers
from reviewbook.charting.drawing.coverage import coverage
from reviewbook.charting.drawing.yes_no import yes_no

__all__ = ["answers", "charters", "coverage", "yes_no"]
