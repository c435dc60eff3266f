"""The charts of this chapter: thematic summary, map of themes, matrices of codes, saturation."""

from reviewbook.themes.drawing.coded_matrix import coded_matrix
from reviewbook.themes.drawing.saturation import chart as saturation
from reviewbook.themes.drawing.summary import thematic_summary
from reviewbook.themes.drawing.theme_map import theme_map

__all__ = ["coded_matrix", "saturation", "thematic_summary", "theme_map"]
