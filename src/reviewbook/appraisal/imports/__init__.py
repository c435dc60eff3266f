"""Foreign files that this chapter's tables can be taken from."""

from __future__ import annotations

from collections.abc import Mapping

from reviewbook.files.formats import Format
from reviewbook.review.problems import Problem


def _without_tool(given: Mapping[str, object]) -> list[Problem]:
    if given.get("tool") is not None:
        return []
    from reviewbook.appraisal.instruments import appraisal_tools

    wanted = f"one of {', '.join(appraisal_tools())}, or one of your own"
    return [Problem("IMPT-005", "--tool", "nothing", wanted)]


FORMATS = (
    Format(
        "appraisals",
        "answers to an appraisal tool, with --tool",
        ".csv, .xlsx",
        "reviewbook.appraisal.imports.appraised",
        {"tool": "tool", "reviewer": "appraiser", "keep-names": "keep_names"},
        alone="one file of answers at a time",
        lacks=_without_tool,
    ),
)
