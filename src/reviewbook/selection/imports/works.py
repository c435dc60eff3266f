"""What a record says of its document, as a work of a bibliography: its kind, its authors, and the key by which it is cited.

Nothing is added to what the record says: a field that it leaves out is left out here, and a name that does not show which part of
it is the family's stays whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count, product
from string import ascii_lowercase
from typing import NamedTuple

from reviewbook.files.bibtex import person
from reviewbook.files.wording import compared, latin, unmarked, words
from reviewbook.review.nothing import NOTHING

# What exports call the kinds of documents that stand in another one; a kind that is none of an article; all else with a journal is one.
WITHIN = {
    "incollection": words("chap incollection inbook booksection bookchapter chapter"),
    "inproceedings": words(
        "conf cpaper inproceedings conference conferencepaper conferenceproceedings proceedingspaper"
    ),
}
NO_ARTICLE = words(
    "thes thesis phdthesis mastersthesis dissertation rprt report techreport book wholebook gen generic elec webpage website unpb "
    "unpublished misc"
)
PLACE = {
    "article": "journal",
    "incollection": "booktitle",
    "inproceedings": "booktitle",
    "misc": "howpublished",
}
FIELDS = {
    "year": "year",
    "volume": "volume",
    "issue": "number",
    "pages": "pages",
    "doi": "doi",
    "isbn": "isbn",
}
OTHERS = ("etal", "others")
NO_YEAR = "nd"
LONGEST = 40  # letters of a key's name


class Name(NamedTuple):
    """A name of a list; ``given`` is blank where nothing shows which part is the family's."""

    family: str
    given: str = ""


def kind(record: Mapping[str, str]) -> str:
    """The kind of work, as BibTeX names it.

    >>> kind({"journal": "Trees"}), kind({"record_type": "CHAP", "journal": "A book"}), kind({"record_type": "THES"})
    ('article', 'incollection', 'misc')
    """
    said = {compared(part) for part in re.split("[;|,]", _given(record, "record_type"))}
    within = next((name for name, own in WITHIN.items() if said & own), None)
    if within and _given(record, "journal"):
        return within
    return "misc" if within or said & NO_ARTICLE or not _given(record, "journal") else "article"


def fields(record: Mapping[str, str]) -> dict[str, str]:
    """The fields of its entry, by name: those that the record gives."""
    told = {"title": unmarked(_given(record, "title")), PLACE[kind(record)]: _given(record, "journal")}
    told |= {name: _given(record, column) for column, name in FIELDS.items()}
    if not told["doi"]:
        told["url"] = _given(record, "url")
    return {name: text for name, text in told.items() if text}


def names(authors: str) -> list[Name]:
    """The names in a cell of authors; "et al." is one without a family.

    >>> [tuple(name) for name in names("Doe, Jane; Roe J; Council for Trees; et al.")]
    [('Doe', 'Jane'), ('Roe', 'J'), ('Council for Trees', ''), ('', 'others')]
    """
    found = []
    for one in ("" if authors in NOTHING else authors).split(";"):
        text = " ".join(one.split())
        if compared(text) in OTHERS:
            found.append(Name("", "others"))
        elif text:
            found.append(_name(text))
    return found


def _name(text: str) -> Name:
    family, comma, given = text.partition(",")
    if comma and family.strip():
        return Name(family.strip(), given.replace(",", " ").strip())
    parts = text.split()
    if len(parts) > 1 and _is_initials(parts[-1]):
        return Name(" ".join(parts[:-1]), parts[-1])
    if len(parts) > 1 and _is_initials(parts[0]):
        return Name(" ".join(parts[1:]), parts[0])
    return Name(text)


def _is_initials(part: str) -> bool:
    letters = re.sub(r"\W", "", part)
    return letters.isalpha() and letters.isupper() and len(letters) <= 4


def people(authors: str) -> list[str]:
    """The authors as an entry of BibTeX lists them."""
    return [person(one.family, one.given) if one.family else one.given for one in names(authors)]


def base(record: Mapping[str, str]) -> str:
    """What the key of a work begins with: the first author and the year; blank where the author has no letter from A to Z.

    >>> base({"authors": "García-Pérez, A.; Doe, J.", "year": "2020"}), base({"authors": "Doe J"}), base({"year": "2020"})
    ('GarciaPerez2020', 'Doend', '')
    """
    first = next(iter(names(_given(record, "authors"))), Name(""))
    letters = re.sub("[^A-Za-z]", "", latin(first.family))[:LONGEST]
    return f"{letters}{_given(record, 'year') or NO_YEAR}" if letters else ""


def keys(records: Sequence[Mapping[str, str]], taken: Collection[str]) -> list[str]:
    """A key for each record, in their order: its `base`, with a letter where several have it; its record_id where it has none.

    Parameters
    ----------
    taken : keys that are not free, in whatever capitals: on many disks two pages that differ in capitals alone are one.
    """
    used = {key.casefold() for key in taken}
    bases = [base(record) for record in records]
    several = {name for name, n in Counter(map(str.casefold, bases)).items() if n > 1}
    several |= {name.casefold() for name in bases if any(_is_of(name, key) for key in used)}
    found = []
    for record, name in zip(records, bases, strict=True):
        plain = not name or name.casefold() not in several
        made = _free(name or record["record_id"], used, plain=plain)
        used.add(made.casefold())
        found.append(made)
    return found


def _is_of(name: str, key: str) -> bool:
    """Whether a key that is taken is this one, or this one with a letter."""
    return bool(name) and re.fullmatch(rf"{re.escape(name.casefold())}[a-z]?", key) is not None


def _free(name: str, used: Collection[str], *, plain: bool) -> str:
    """A key that is free: the name where ``plain``, else with the first letter that is."""
    if plain and name.casefold() not in used:
        return name
    letters = _letters()
    if name.casefold() in used:  # which counts as the first
        next(letters)
    return next(made for made in (f"{name}{one}" for one in letters) if made.casefold() not in used)


def _letters() -> Iterator[str]:
    """a to z, then aa and so on."""
    return ("".join(one) for n in count(1) for one in product(ascii_lowercase, repeat=n))


def _given(record: Mapping[str, str], column: str) -> str:
    text = record.get(column) or ""
    return "" if text in NOTHING else text
