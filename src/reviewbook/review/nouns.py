"""What a review calls its own things: its entity ("app", "apps"), those who took part, and those who worked with them.

The library's own texts speak of interventions, participants and workers; here they get the review's words. Nothing that an
author wrote goes through `Nouns.told`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewbook.review.nothing import AS_CHARTED, NOT_APPLICABLE

ONE, MANY = "intervention", "interventions"  # what the library's own texts call the entity
THINGS = {  # what a question may be about: one and several, as the library's own texts have it
    "report": ("report", "reports"),
    "study": ("study", "studies"),
    "entity": (ONE, MANY),
}
PEOPLE = ("participants", "workers")
ENTITY = "entity"  # the property of datapackage.json
# Letters, digits and what joins them: such a noun is the same text in every format that a page or a file has.
FORM = r"[^\W_]+(?:[ '’-][^\W_]+)*"
_FITS = re.compile(FORM)
# The entity in a text of the library, with the article before it; no part of an identifier, an address or a name of a file.
_NOUN = re.compile(
    r"(?<![\w./-])(?:(?P<article>[Aa])n (?=\w))?(?P<noun>[Ii]ntervention(?P<many>s)?)(?![\w-]|[./]\w)(?! Description)"
)
# What a text holds that is no prose: code and roles, tags, comments, where a link leads.
_NO_PROSE = re.compile(r"(`[^`]*`|<[^<>]*>|\]\([^()\s]*\))")
# How a word sounds at its beginning is not how it is spelt: "an hour", "a unit", "an SMS", "a UI".
_SILENT = re.compile(r"(?:hour|honest|honour|honor|heir)", re.IGNORECASE)
_CONSONANT = re.compile(r"(?:uni(?!n|m)|us[aeu]|eu|ewe|one\b|once|ubiq|ut[aeio])", re.IGNORECASE)
_SPELT = re.compile(r"[A-Z]{2,}s?\b|[A-Z](?:-|\b)")


@dataclass(frozen=True)
class Nouns:
    """The words of one review.

    one, many : its entity, singular and plural; the same where the noun has no plural ("software").
    article : "a" or "an", where the author says so; "" follows the sound of the word.
    """

    one: str = ONE
    many: str = MANY
    article: str = ""

    @property
    def a(self) -> str:
        """The singular with its article: "an app", "a unit"."""
        return f"{self.article or article(self.one)} {self.one}"

    @property
    def titled(self) -> str:
        """The singular as a heading has it: "App"; "mHealth app" stays as it is."""
        return capital(self.one)

    @property
    def several(self) -> str:
        """The plural as a heading has it."""
        return capital(self.many)

    @property
    def pair(self) -> tuple[str, str]:
        """Singular and plural, as `page.words.counted` takes them."""
        return self.one, self.many

    def things(self, about: str) -> tuple[str, str]:
        """One and several of what a question is about: report, study, or the review's word for its entity."""
        return self.pair if about == ENTITY else THINGS[about]

    def counted(self, n: int) -> str:
        """A count with its noun: "1 app", "3 apps", "no apps"."""
        return f"{n:,} {self.one if n == 1 else self.many}" if n else f"no {self.many}"

    def told(self, text: str) -> str:
        """A text of the library with the review's noun: "An intervention has none" -> "An app has none".

        Code, roles, tags and addresses in it stay as they are.
        """
        if self.pair == (ONE, MANY) or ONE not in text.lower():
            return text
        parts = _NO_PROSE.split(text)
        return "".join(part if at % 2 else _NOUN.sub(self._own, part) for at, part in enumerate(parts))

    def _own(self, found: re.Match) -> str:
        noun = self.many if found["many"] else self.one
        if found["article"]:
            said = self.a if not found["many"] else noun
            return capital(said) if found["article"] == "A" else said
        return capital(noun) if found["noun"][0] == "I" else noun


def of(package: Mapping[str, Any]) -> Nouns:
    """The words that a datapackage.json gives; the library's own where it gives none, or none that can be used."""
    given = package.get(ENTITY)
    if not isinstance(given, Mapping):
        return Nouns()
    one, many, own = (given.get(name) for name in ("singular", "plural", "article"))
    if not (
        isinstance(one, str) and isinstance(many, str) and _FITS.fullmatch(one) and _FITS.fullmatch(many)
    ):
        return Nouns()
    return Nouns(one, many, own if own in ("a", "an") else "")


def article(noun: str) -> str:
    """ "a" or "an", by how the word begins to sound."""
    if _SPELT.match(noun):
        return "an" if noun[0] in "AEFHILMNORSX" else "a"
    if _SILENT.match(noun):
        return "an"
    return "a" if _CONSONANT.match(noun) or noun[0].lower() not in "aeiouàáâäåæèéêëìíîïòóôöøùúûü8" else "an"


def capital(text: str) -> str:
    """A text with a large first letter, unless its first word has large letters of its own: "mHealth app"."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].upper() + text[1:]


def people(review: Any) -> dict[str, str]:
    """What a review calls those who took part and those who worked with them: "participants", "workers" -> its term.

    One that the review neither names nor charts is not in it, and nothing is said of it.

    ``review`` is a `Review`, which knows this module.
    """
    package, whole = review.package, review.full
    return {
        who: str(package.get(f"{who}_term") or who)
        for who in PEOPLE
        if package.get(f"{who}_term") or _charted(whole, who)
    }


def _charted(review: Any, who: str) -> bool:
    """Whether a review charts how many of them there are, for any study or report."""
    for table in ("studies", "reports"):
        frame, column = getattr(review, table), f"{who}_n{AS_CHARTED}"
        if column in frame:
            cells = frame[column].fillna("")
            if (~cells.isin(["", NOT_APPLICABLE])).any():
                return True
    return False
