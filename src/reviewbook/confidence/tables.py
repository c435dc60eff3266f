"""Chapters 05 and 06: the summary of findings with the confidence in each, and the evidence profile behind it."""

from __future__ import annotations

from IPython.display import Markdown

from reviewbook.confidence.drawing import profile
from reviewbook.page.grid import needs, no_scheme, page
from reviewbook.review.model import Review
from reviewbook.themes import coding

NEEDED = ("codes", "excerpts", "codings")
PART = "The assessments are of the whole review; the counts are of the reports shown."


@needs(*NEEDED, caption="How sure it is", name=lambda which: f"tbl-confidence-{which}")
def confidence(review: Review, which: str) -> Markdown:
    """The summary of findings: what was found, how many reports stand behind it, the confidence in it, and why.

    Shown are the codes at the top of each scheme, and whatever else of it was assessed. ``which`` is "themes" for the themes
    found in the data, "frameworks" for every scheme that was brought to them.
    """
    parts = [profile.summary(review, scheme) for scheme in coding.schemes(review.codes, which)]
    note = PART if review.whole is not None and len(review.full.confidence) else ""
    return page(*parts, note) if parts else page(no_scheme(which))


@needs(*NEEDED, caption="Evidence profile", name=lambda which: f"tbl-evidence-profile-{which}")
def confidence_profile(review: Review, which: str) -> Markdown:
    """The evidence profile: of each finding the four components, each with its judgement, its reason, and what the data give."""
    parts = [profile.profile(review, scheme) for scheme in coding.schemes(review.codes, which)]
    return page(profile.asked(review), *parts, profile.files(review)) if parts else page(no_scheme(which))
