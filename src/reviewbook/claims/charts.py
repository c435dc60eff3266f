"""The charts of this chapter: how the checks of printed numbers end."""

from reviewbook.claims.drawing.outcomes import outcomes

__all__ = ["outcomes"]
