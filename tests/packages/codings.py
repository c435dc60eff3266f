"""Codes, excerpts and codings written in a test."""

from packages import table

NA = "not_applicable"
CODES = table(
    "code_id parent_id scheme position label",
    ("leaving", NA, "themes", 2, "Leaving"),
    ("staying", NA, "themes", 1, "Staying"),
    ("st_pride", "staying", "themes", 2, "Pride"),
    ("st_habit", "staying", "themes", 1, "Habit"),
    ("st_ha_home", "st_habit", "themes", 1, "At home"),
    ("skill", NA, "framework", 1, "Skill"),
)
EXCERPTS = table(
    "excerpt_id speaker kind text page locator",
    ("F1", "worker", "finding", "a finding", NA, "par. 1"),
    ("Q1", "runner", "quotation", "a quotation", "3", "par. 2"),
    ("Q2", "runner", "quotation", "another", "4", "par. 3"),
)
LINKS = table("excerpt_id report_id", ("F1", "A"), ("F1", "B"), ("Q1", "A"), ("Q2", "C"))
CODINGS = table(
    "excerpt_id code_id coder",
    ("F1", "st_ha_home", "x"),
    ("F1", "st_ha_home", "y"),  # the same code by a second coder
    ("F1", "staying", "y"),  # and a code above it
    ("Q1", "st_pride", "x"),
    ("Q1", "st_habit", "x"),
    ("Q2", "leaving", "x"),
    ("Q2", "skill", "x"),
)
