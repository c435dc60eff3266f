"""The ways to part what was coded: by report, intervention, speaker, worker group, and the answers to questions of the form."""

from __future__ import annotations

from typing import NamedTuple

from reviewbook.review.groups import ROLE, Group, groups
from reviewbook.review.model import Review
from reviewbook.studies.of_review import names_interventions


class By(NamedTuple):
    """A way to part what was coded: what one row and several are called, its word in the name of a table, and the question by whose
    answers the rows are parted, or grouped where they are interventions."""

    one: str
    several: str
    slug: str
    group: Group | None = None

    @property
    def unit(self) -> str:
        """What one row is called where it is counted."""
        return self.several.removesuffix("s") if self.group and not self.crossed else self.one

    @property
    def crossed(self) -> bool:
        """Whether rows are interventions, grouped by the answers to a question."""
        return self.group is not None and self.slug.startswith(CROSSED_SLUG)


CROSSED_SLUG = "intervention-and-"
CROSSED_WITH = "intervention_id x "
BY = {
    "report_id": By("report", "reports", "report"),
    "intervention_id": By("intervention", "interventions", "intervention"),
    "speaker": By("speaker", "speakers", "speaker"),
}
ALWAYS = (*BY, ROLE, CROSSED_WITH + ROLE)  # the ways of every review
GROUPING = "grouping"  # for the first question with which tables may be grouped
WORKERS = Group(ROLE, "report", "group", False, {})  # of a review without a form


def ways(review: Review) -> dict[str, By]:
    """The ways to part what was coded: those of `BY`, by worker group, and by each question with which tables may be grouped.

    By the answers to a question: its question_id; interventions grouped by these: "intervention_id x " and the question_id.
    """
    own = groups(review.questions, review.choices, grouping="yes")
    found = BY | {
        "intervention_id": BY["intervention_id"]._replace(one=review.nouns.one, several=review.nouns.many)
    }
    for key, one in ({ROLE: WORKERS} | own).items():
        slug = key.replace("_", "-")
        found[key] = By(one.label, "answers" if key in own else "groups", slug, one)
        found[CROSSED_WITH + key] = By(*review.nouns.pair, f"{CROSSED_SLUG}{slug}", one)
    return found


def grouping(review: Review) -> str:
    """The way to part what was coded by group: interventions, where any is named, by the first question with which tables may be grouped.

    Of a form without such a question, or of a review without a form, by worker group where that is charted; else interventions by
    themselves. "": there is neither an intervention nor a group.
    """
    own = list(groups(review.questions, review.choices, grouping="yes"))
    by = next(iter(own), ROLE if review.holds("reports", ROLE) else "")
    if not names_interventions(review):
        return by
    return CROSSED_WITH + by if by else "intervention_id"


def slug_of(by: str) -> str:
    """The word of a way in the name of a table, whether the review knows it or not."""
    slug = by.replace(CROSSED_WITH, CROSSED_SLUG).replace("_", "-")
    return BY[by].slug if by in BY else slug
