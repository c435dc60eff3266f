"""What the headings of a matrix of features are for: who a row is about, a feature, its group, or a fact that is no feature."""

from __future__ import annotations

import re

from reviewbook.files.wording import compared, words

# Who a row is about, the surest first; singular words stand for their plurals too.
WHO = (
    words("intervention app application program programme tool product software platform system framework website portal "
          "solution service device game chatbot robot project name treatment arm package"),
    words("study trial article paper report"),
    words("author reference citation source"),
    words("title"),
    words("id no nr number ref # covidence"),
)  # fmt: skip
AUTHOR, LOOSE, NUMBER = 2, 3, 4
YEAR = words("year publicationyear yearofpublication pubyear")
FEATURE = words(
    "feature component characteristic item technique bct element function functionality strategy criterion"
)
GROUP = words("group domain category theme section cluster dimension class")
VALUE = words("value present presence answer coded coding response result status")
EVIDENCE = words("evidence quote quotation comment note justification support explanation excerpt text")
LOCATOR = words("locator location page where place")
# What may stand beside such a word without changing what it means.
BESIDE = words(
    "name id year date first 1st lead et al label and of the in for publication published code no number short title a"
)
# Counts over interventions or features, which are neither.
TOTAL = words("total sum n count % frequency overall percent percentage")
OVER = words("all k of study intervention feature app number")
# What a column or row of a matrix holds beside features. Those that are numbers are never features; the others are, where
# every cell is an answer ("Comments" may be a feature of an app).
NUMBERS = YEAR | words("n id no nr number total sum count score pmid covidence samplesize "
                "npatients nparticipants numberofparticipants rank percent totalscore totalcount")  # fmt: skip
FACTS = {
    "country": words("country countries countryofstudy studycountry countryoforigin nation"),
    "region": words("region worldregion whoregion continent"),
    "delivery": words("delivery deliverymode modeofdelivery"),
}
OTHERS = words("author authors reference references citation doi title journal url link design studydesign setting population "
               "sample aim aims objective outcome outcomes notes note comments comment description definition example examples "
               "duration language age participants publisher reviewer coder type source condition")  # fmt: skip


def _tokens(heading: str) -> frozenset[str]:
    """The words of a heading, each in the singular."""
    heading = re.sub(r"(?<=[a-z])(?=[A-Z])|\(s\)", " ", heading).casefold()
    found = re.findall(r"[^\W_]+|[#%]", heading)
    return frozenset(_SINGULAR.get(word, word) for word in found)


_LISTED = frozenset().union(*WHO, FEATURE, GROUP, VALUE, EVIDENCE, LOCATOR)
_SINGULAR = {f"{word}s": word for word in _LISTED} | {
    "studies": "study",
    "strategies": "strategy",
    "functionalities": "functionality",
    "categories": "category",
    "criteria": "criterion",
}


def _made_of(heading: str, *sets: frozenset[str]) -> bool:
    """Whether a heading is made of one of the first words, and of no other words than these."""
    found = _tokens(heading)
    return bool(found & sets[0]) and found <= frozenset().union(*sets)


def who(heading: str) -> int | None:
    """How surely a heading names who its rows are about: 0 for interventions, up to 4 for numbers; None for any other.

    >>> who("App name"), who("Study (first author, year)"), who("No."), who("Study design")
    (0, 1, 4, None)
    """
    if not _made_of(heading, frozenset().union(*WHO), BESIDE):
        return None
    return next(rank for rank, known in enumerate(WHO) if known & _tokens(heading))


def of_feature(heading: str) -> bool:
    """Whether features stand below a heading: "Feature", "App features", "Study characteristics"; never "Study / feature"."""
    return _made_of(heading, FEATURE, WHO[0], WHO[1], BESIDE) and not re.search(r"[/\\|]", heading)


def feature_column(header: list[str]) -> int | None:
    """The column with the features of a turned table: the first, or behind numbers and groups alone; None where there is none."""
    for at, name in enumerate(header):
        if of_feature(name):
            return at
        if name and not of_group(name) and who(name) != NUMBER:
            return None
    return None


def corner(heading: str) -> bool | None:
    """Whether features stand below the heading of the first column, and not interventions; None where it does not say.

    >>> corner("Characteristics of the apps reviewed"), corner("Frameworks reviewed"), corner("Apps / features"), corner("")
    (True, False, None, None)
    """
    found = _tokens(heading)
    if of_feature(heading) or who(heading) is not None:
        return of_feature(heading)
    if re.search(r"[/\\|]", heading) or not found & (FEATURE | frozenset().union(*WHO[: AUTHOR + 1])):
        return None
    return bool(found & FEATURE)


def of_group(heading: str) -> bool:
    """Whether groups of features stand below a heading."""
    return _made_of(heading, GROUP, FEATURE, BESIDE)


def of_value(heading: str) -> bool:
    """Whether the values of a long table stand below a heading."""
    return _made_of(heading, VALUE, FEATURE, BESIDE, words("yes no y n 1 0"))


def of_evidence(heading: str) -> bool:
    """Whether evidence stands below a heading of a long table."""
    return _made_of(heading, EVIDENCE, BESIDE)


def of_locator(heading: str) -> bool:
    """Whether places in the source stand below a heading of a long table."""
    return _made_of(heading, LOCATOR, BESIDE, words("source paper report text"))


def is_total(name: str) -> bool:
    """Whether a row or column is of counts over the others: "Total (n = 12)", "n (%)"."""
    return _made_of(re.sub(r"=\s*\d+", "", name), TOTAL, OVER)


def fact(heading: str) -> str | None:
    """The column of the table interventions that a heading is for; None where it is none."""
    return next((column for column, known in FACTS.items() if compared(heading) in known), None)


def is_year(heading: str) -> bool:
    """Whether the year of publication stands below a heading."""
    return compared(heading) in YEAR


def is_number(heading: str) -> bool:
    """Whether a heading is of numbers that only look like answers: a year, a count."""
    return compared(heading) in NUMBERS or is_total(heading)


def is_known(heading: str) -> bool:
    """Whether a heading is one of the usual ones of a table of studies, and of no feature."""
    return bool(
        compared(heading) in OTHERS or fact(heading) or is_number(heading) or who(heading) is not None
    )


def long_columns(header: list[str]) -> dict[str, int]:
    """What the columns of a table with a row a value hold, by their place: intervention, feature, value, and group, evidence,
    locator and report where it has them."""
    roles = {
        "group": of_group,
        "feature": of_feature,
        "value": of_value,
        "evidence": of_evidence,
        "locator": of_locator,
    }
    at: dict[str, int] = {}
    for place, name in enumerate(header):
        if role := next((role for role, fits in roles.items() if role not in at and fits(name)), None):
            at[role] = place
    people = [
        (rank, place)
        for place, name in enumerate(header)
        if place not in at.values() and (rank := who(name)) is not None
    ]
    if people:
        at["intervention"] = min(people)[1]
    reports = [place for rank, place in people if place != at["intervention"] and rank in (1, AUTHOR)]
    return at | ({"report": reports[0]} if reports else {})
