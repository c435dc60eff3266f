"""What headings and cells of a table of appraisal answers name: a criterion of the tool, a category, a column.

Names are compared without case and punctuation, and in British or American spelling. Only plain synonyms are known: "quantitative"
or "cohort" alone names no category, because it could be one of several.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from reviewbook.appraisal.instruments import appraisal_tools, instrument
from reviewbook.files import headings
from reviewbook.files.wording import letters, one_line, words

SCREENING = "screening"
CONSENSUS = "consensus"
# What columns may be called, in small letters and digits only, the surest first.
COLUMNS = {
    "study": """reportid study studylabel studyid authoryear authorsyear authoryearofpublication authordate firstauthoryear
        firstauthor 1stauthoryear report record recordid id reference citation paper paperid article label studies author authors
        name""",
    "part_of": "componentof partof blockof belongsto parent parentstudy mainstudy",
    "block": "block component criteriacategory appraisedas",
    "category": """category studycategory mmatcategory categoryofstudydesign categoryofstudydesigns categoryofstudy design
        studydesign mmatdesign studytype typeofstudy designtype type""",
    "version": "version toolversion mmatversion tool instrument appraisaltool",
    "year": "year publicationyear yearofpublication pubyear",
    "criterion": """criterion criterionid criterionnumber criterionno mmatcriterion item itemid itemnumber itemno mmatitem question
        questionid questionnumber questionno domain""",
    "appraiser": "appraiser reviewer rater assessor coder appraisedby assessedby reviewername appraiserid reviewerid raterid",
    "comment": """comment comments reason reasons justification notes note support supportforjudgement supportforjudgment rationale
        explanation remark remarks""",
    "as_written": "aswritten",
    "locator": "locator",
    "unit": "scoreunit unit units ratingunit publishedunit",
}
ANSWER = words("answer answers judgement judgment rating response assessment result value")
# Headings of published scores: made of these words alone, and with one of the first set.
SCORE = words(
    "score scores rating overall total quality percentage percent stars star points grade tier satisfied meeting met"
)
AROUND = words(
    "published reported final methodological appraisal assessment study mmat summary of the items criteria with out max "
    "maximum per cent level number no"
)
COMMENTS = r"(?:comments?|notes?|reasons?|justifications?|rationales?|support|remarks?|explanations?)"
PERSON = r"(?:(?:reviewer|rater|appraiser|assessor|r|a)[ _]?\d|(?-i:[A-Z]{2,3})|consensus|final|agreed)"
NAMED = re.compile(PERSON, re.IGNORECASE)
CALLED = r"(?:mmat|criterion|criteria|crit|item|question|domain|q|c|d|x)"
BEFORE = rf"(?:(?:(?P<note>{COMMENTS})|(?P<who>{PERSON}))[\s_.:-]+)?(?:{CALLED}[\s_.:#-]*(?:v?20\d\d)?[\s_.:-]*){{0,2}}"
BEHIND = r"(?:[\W_]+(?P<rest>.*))?"
BY_NUMBER = re.compile(
    rf"{BEFORE}(?P<category>[1-9])[._,](?P<number>[1-9])(?!\d){BEHIND}", re.IGNORECASE | re.DOTALL
)
BY_PLACE = re.compile(rf"{BEFORE}(?P<place>[1-9]\d?)(?![\W_]*\d){BEHIND}", re.IGNORECASE | re.DOTALL)
# An identifier that is no more than the number of a question: Q7, Q5a.
OF_QUESTION = re.compile(r"Q(?P<number>\d{1,2})[a-z]?")
OF_SCREENING = re.compile(
    rf"(?:(?P<note>{COMMENTS})[\s_.:-]+)?(?:mmat[\s_.:-]*)?(?:screen(?:ing)?[\s_.:-]*(?:questions?|q|s)?|sq|qs|s)[\s_.:-]*(?P<number>\d){BEHIND}",
    re.IGNORECASE | re.DOTALL,
)
NOTE = re.compile(rf"(?P<who>.*?)[\W_]*\b{COMMENTS}\b.*", re.IGNORECASE | re.DOTALL)
# Words of a category; those that say nothing of which it is.
EMPTY = words(
    "study studies design designs research category method methods trial trials controlled clinical pilot cluster component "
    "strand block a an the of quantitative quant quan"
)
QUANTITATIVE, NOT_QUANTITATIVE = (
    words("quantitative quant quan"),
    words("qualitative qual mixed mixedmethods mm"),
)
SYNONYMS = {
    "qualitative": "qualitative, qual",
    "quantitative_randomised": "rct, rcts, randomised, randomised rct",
    "quantitative_nonrandomised": (
        "nonrandomised, nonrct, nonrcts, nrct, nrs, nrsi, quasiexperimental, nonrandomised experimental, "
        "nonrandomised quasiexperimental"
    ),
    "quantitative_descriptive": "descriptive, survey, surveys, descriptive survey, crosssectional survey, crosssectional descriptive",
    "mixed_methods": "mixed, mm, mixedmethods",
}
CATEGORIES = {words(known): name for name, synonyms in SYNONYMS.items() for known in synonyms.split(", ")}
TOGETHER = re.compile(r"\b(non|quasi|cross|mixed) +(?=randomised|rct|experimental|sectional|method)")


class Criterion(NamedTuple):
    """A criterion as a heading or cell names it."""

    id: str  # of the tool, or of another one; blank where only the place within the category is given
    place: int = 0  # 3 for "c3"
    beside: str = ""  # what else stands there: an appraiser, or the criterion in words
    comment: bool = False  # the heading is of comments on it


def column(name: str) -> str | None:
    """The column of ours that a heading is for; None where it is none of them."""
    plain = letters(name)
    return next((ours for ours, names in COLUMNS.items() if plain in names.split()), None)


def answers_of(name: str) -> str | None:
    """Whose answers a column of a long table holds ("" for nobody named), None where it holds none.

    >>> answers_of("Answer"), answers_of("judgement_AA"), answers_of("Reviewer 1"), answers_of("Comment")
    ('', 'AA', 'Reviewer 1', None)
    """
    parts = headings.spaced(name).split()
    others = [part for part in parts if part.casefold() not in ANSWER]
    if len(others) == len(parts):
        return name if NAMED.fullmatch(name) else None
    return " ".join(others) if len(others) == len(parts) - 1 else None


def says_answer(name: str) -> bool:
    """Whether a heading says that answers stand below it, and not only who gave them."""
    return any(part.casefold() in ANSWER for part in headings.spaced(name).split())


def is_score(name: str) -> bool:
    """Whether a heading is of published scores.

    >>> is_score("published_score"), is_score("Total score (%)"), is_score("MMAT criteria satisfied"), is_score("Weight")
    (True, True, True, False)
    """
    parts = {part for part in re.split(r"[\W_]+", name.casefold()) if part and not part.isdigit()}
    return (bool(parts & SCORE) and parts <= SCORE | AROUND) or name.strip() in ("%", "*", "MMAT")


class Names:
    """The names of one tool: its criteria and categories, with what is known of other tools."""

    def __init__(self, tool: Mapping[str, Any]):
        self.tool = tool
        self.home = dict.fromkeys(tool["screening"], SCREENING)
        for category, block in tool["categories"].items():
            self.home |= dict.fromkeys(block["criteria"], category)
        foreign = {
            item
            for name in appraisal_tools()
            for block in instrument(name)["categories"].values()
            for item in block["criteria"]
            if re.fullmatch(r"[A-Z]\d", item) and not OF_QUESTION.fullmatch(item)
        }
        lettered = [item for item in [*self.home, *foreign] if not re.fullmatch(r"\d\.\d", item)]
        self._lettered = {
            item: re.compile(
                rf"(?:(?P<note>{COMMENTS})[\s_.:-]+)?{re.escape(item)}{BEHIND}", re.IGNORECASE | re.DOTALL
            )
            for item in lettered
        }
        blocks = [tool["screening"], *(block["criteria"] for block in tool["categories"].values())]
        self.labels = {item: label for block in blocks for item, label in block.items()}
        self._worded = {
            item: [_worded(name) for name in (label, *tool["names"].get(item, ()))]
            for item, label in self.labels.items()
        }
        only = list(tool["categories"]) if len(tool["categories"]) == 1 else []
        self._only = only[0] if only else None
        self._most = max((len(block["criteria"]) for block in tool["categories"].values()), default=0)
        firsts = {
            category: next(iter(block["criteria"]), "") for category, block in tool["categories"].items()
        }
        self._numbered = {
            first[0]: category for category, first in firsts.items() if re.fullmatch(r"\d\.\d", first)
        }
        self._named = {
            letters(name): category
            for category, block in tool["categories"].items()
            for name in (category, block["title"])
        }

    def criterion(self, text: str) -> Criterion | None:
        """The criterion that a heading or cell names; None where it names none.

        "1.1", "Q1.1", "MMAT 1.1", "x1.1", "1_1", "1.1 Data sources"; "S1", "SQ1", "Screening question 1"; "c1", "Item 1",
        "Domain 1"; its label in the tool's file, or a name given there, which must be those of one criterion alone.
        """
        text = one_line(unicodedata.normalize("NFKC", text))
        for item, sign in self._lettered.items():
            if found := sign.fullmatch(text):
                return _criterion(item, 0, found)
        if found := BY_NUMBER.fullmatch(text):
            return _criterion(f"{found['category']}.{found['number']}", 0, found)
        if found := OF_SCREENING.fullmatch(text):
            return _criterion(f"S{found['number']}", 0, found)
        found = BY_PLACE.fullmatch(text)
        if found and ((place := int(found["place"])) < 10 or place <= self._most):
            item = self.at_place(self._only, place) if self._only else None
            if item or (worded := self._in_words(text)) is None:
                return _criterion(item or "", 0 if item else place, found)
            return worded
        return self._in_words(text)

    def _in_words(self, text: str) -> Criterion | None:
        """The one criterion whose label, or a name given in the tool's file, a heading holds; None where it is not one alone."""
        fits = {
            item: found
            for item, names in self._worded.items()
            for one in names
            if (found := one.fullmatch(text))
        }
        if len(fits) != 1:
            return None
        ((item, found),) = fits.items()
        return _criterion(item, 0, found)

    def at_place(self, category: str, place: int) -> str | None:
        """The criterion at a place of a category, counted from 1; None where it has fewer, or two of one number (5a and 5b)."""
        items = list(self.tool["categories"][category]["criteria"])
        numbered = [OF_QUESTION.fullmatch(item) for item in items]
        if all(numbered):
            items = [one.string for one in numbered if one and int(one["number"]) == place]
            return items[0] if len(items) == 1 else None
        return items[place - 1] if place <= len(items) else None

    def numbered(self, category: str, place: int) -> str:
        """What the criterion at a place would be called, whether or not the tool has it."""
        first = next(iter(self.tool["categories"][category]["criteria"]))
        return self.at_place(category, place) or (
            f"{first[0]}.{place}" if "." in first else f"number {place}"
        )

    def numbered_as(self, item: str) -> str | None:
        """The category whose criteria have the number with which an identifier begins: of "1.5", that of 1.1."""
        return self._numbered.get(item.partition(".")[0])

    def category(self, text: str) -> str | None:
        """The category that a cell names; None where it names none, or it is not certain which."""
        text = one_line(unicodedata.normalize("NFKC", text)).strip(" :.")
        if (named := self._named.get(letters(text))) or (named := self._numbered.get(text)):
            return named
        number, _, rest = text.partition(" ")
        number = number.strip(".:)")
        if number in self._numbered and rest:
            named = self.category(rest)
            return named if named == self._numbered[number] else None
        bare = re.sub(r"\([^)]*\)", " ", text)
        for form in dict.fromkeys((text, bare)):
            if (named := _by_words(form)) in self.tool["categories"]:
                return named
        return None

    def admits(self, stated: str, category: str) -> bool:
        """Whether a study of one category is appraised on criteria of another."""
        needs = self.tool["combined"].get(stated, [])
        return category in (SCREENING, stated) or self.tool["categories"][category]["component"] in needs


def _worded(name: str) -> re.Pattern[str]:
    """Finds the words of a name in their order, in British or American spelling, whatever stands between them and around."""
    told = [re.escape(word) for word in re.findall(r"\w+", name)]
    spelt = [re.sub(r"(?i)(i|y)[sz](e|ed|es|ing|ation)$", r"\1[sz]\2", word) for word in told]
    between = r"(?:[\W_]+[^\W_]+){0,3}?[\W_]+".join(spelt)
    before = rf"(?:(?P<note>{COMMENTS})[\W_]+|(?P<who>{PERSON})[\W_]+|(?:[^\W_]+[\W_]+){{0,4}}?)"
    return re.compile(rf"{before}{between}{BEHIND}", re.IGNORECASE | re.DOTALL)


def _criterion(item: str, place: int, found: re.Match[str]) -> Criterion:
    given = found.groupdict()
    beside = (given.get("who") or given["rest"] or "").strip(" _.:;()[]-–")
    behind = NOTE.fullmatch(beside)
    if behind and len(behind["who"]) <= 20:
        return Criterion(item, place, behind["who"].strip(" _.:;()[]-"), comment=True)
    return Criterion(item, place, beside, comment=bool(given["note"]))


def _by_words(text: str) -> str | None:
    text = re.sub(r"randomi[sz](?:ed|ation)", "randomised", text.casefold())
    text = TOGETHER.sub(r"\1", re.sub(r"[^a-z0-9]+", " ", text))
    named = {"mixedmethods" if word.startswith("mixedmethod") else word for word in text.split()}
    telling = frozenset(named - EMPTY)
    if named & QUANTITATIVE and telling <= NOT_QUANTITATIVE:
        return None
    return CATEGORIES.get(telling)


def person(text: str) -> str:
    """An appraiser's name as it stands; "consensus" for what settles a disagreement."""
    name = one_line(text)
    return CONSENSUS if headings.SETTLING.fullmatch(name) or letters(name) == CONSENSUS else name
