"""The mark beside a value on which the source disagrees with itself: a sign, a word, and a link to what its places say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewbook.page.escape import html_in_myst
from reviewbook.review.disagreements import Touched
from reviewbook.review.model import Review
from reviewbook.review.nothing import given

SIGN = "≠"
WORDS = f"{SIGN} source disagrees"
ALSO = f"{SIGN} another point"  # of each further disagreement beside one value
CHAPTER = "notebooks/08-claims.html"  # where the disagreements stand


def anchor(disagreement: str) -> str:
    """What a disagreement is called in the page that shows it; identifiers hold nothing that needs quoting (their schema)."""
    return f"disagreement-{disagreement}"


def mark(disagreement: str, topic: str, words: str = WORDS) -> str:
    """The mark of one disagreement as HTML, which also holds within MyST; a screen reader says what it is about."""
    about = html_in_myst(topic)
    return (
        f'<a class="rb-disagrees" href="../{CHAPTER}#{anchor(disagreement)}" title="{about}" '
        f'aria-label="{words}: {about}">{words}</a>'
    )


def beside(disagreements: Iterable[Sequence[str]]) -> str:
    """The marks of disagreements (identifier, topic) beside one value, each with a blank before; empty where there is none."""
    return "".join(
        f" {mark(one, topic, ALSO if at else WORDS)}" for at, (one, topic) in enumerate(disagreements)
    )


class Marks:
    """The marks of a review, asked for by the cells that are shown: as HTML, which also holds within MyST.

    A review without disagreements has none: each is an empty text.
    """

    def __init__(self, review: Review) -> None:
        self._touched = Touched(review.disagreement_cells)
        table = review.disagreements
        topics = table["topic"].where(given(table["topic"]), table["disagreement_id"])
        self.topics: dict[str, str] = dict(zip(table["disagreement_id"], topics, strict=True))

    def by(self, table: str, keys: Iterable[str], *fields: str) -> list[str]:
        """The disagreements that touch rows of a table (`Touched.by`), so far as they are charted."""
        return [one for one in self._touched.by(table, keys, *fields) if one in self.topics]

    def of(self, table: str, key: str, *fields: str) -> str:
        """The marks beside what is shown of one row, with a blank before; empty where nothing touches it."""
        return self.show(self.by(table, [key], *fields))

    def show(self, *disagreements: Iterable[str]) -> str:
        """The marks of disagreements, each once, with a blank before; empty where there is none."""
        each = dict.fromkeys(one for some in disagreements for one in some)
        return beside((one, self.topics[one]) for one in each)

    def named(self, *disagreements: Iterable[str]) -> str:
        """The same as a line beneath a figure: the sign, and a link to each by its topic; empty where there is none."""
        each = dict.fromkeys(one for some in disagreements for one in some)
        links = [f'<a href="../{CHAPTER}#{anchor(one)}">{html_in_myst(self.topics[one])}</a>' for one in each]
        return f"{WORDS} on: {'; '.join(links)}" if links else ""

    def beneath(self, *disagreements: Iterable[str]) -> str:
        """That line as a paragraph beneath a figure whose cells have no room for marks; empty where there is none."""
        named = self.named(*disagreements)
        return f'\n<p class="rb-note">{named}.</p>' if named else ""
