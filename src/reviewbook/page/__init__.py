"""The kit for drawing: how values are said, tables, links, SVG, figures. It knows no chapter."""
