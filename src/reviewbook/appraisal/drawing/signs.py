"""How an answer to a criterion is shown."""

from __future__ import annotations

from collections.abc import Mapping

from reviewbook.appraisal import answering
from reviewbook.page.words import SYMBOLS


def answer(tool: Mapping, word: str) -> tuple[str, str]:
    """An answer to a criterion as sign and the tool's own word, plain text, and the class of what it means."""
    if word == answering.CONFLICT:
        return SYMBOLS[word]
    own = tool["answers"][word]
    sign, css = {
        "met": ("✓", "rb-yes"),
        "partly": ("◐", "rb-unclear"),
        "not_met": ("✗", "rb-no"),
        "far_from_met": ("✗✗", "rb-no"),
        "unclear": ("?", "rb-cannottell"),
        "not_applicable": ("–", "rb-nr"),
    }[own["means"]]
    return f"{sign} {own['label']}", css
