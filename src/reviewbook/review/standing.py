"""Who speaks in a book: the authors of the review, or others who publish it again as data. It is read from datapackage.json.

Whatever that file holds, nothing here fails: what is not as it should be counts as not said, and `package_problems` tells it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewbook.review.dictionary import schema
from reviewbook.review.problems import Problem, quote

if TYPE_CHECKING:
    import pandas as pd

FILE = "datapackage.json"
OWN, REPUBLICATION = "own", "republication"
AUTHOR, CONTACT = "author", "contact"  # roles; who has none is an author, as Frictionless has it

PARTED = re.compile(r"[,;&]|\band\b", re.IGNORECASE)  # names from each other
OF_SOMETHING = {"of", "for", "in"}  # in the name of an institution


class Licence(NamedTuple):
    """What it is called, and the address of its text; "" where that is not said."""

    name: str
    path: str


class Source(NamedTuple):
    """What a review was taken from: its title, its address ("" where that is not said) and its licences."""

    title: str
    path: str
    licences: list[Licence]


def relation(package: Mapping[str, Any]) -> str:
    """Whose the book is: "own" (of the authors of the review), "republication" (of others), or "" where it is not said."""
    said = package.get("relation")
    return said if said in (OWN, REPUBLICATION) else ""


def licences(package: Mapping[str, Any]) -> list[Licence]:
    """The licences of a package or of one of its sources."""
    return [
        Licence(_text(one, "title") or _text(one, "name") or _text(one, "path"), _text(one, "path"))
        for one in _listed(package, "licenses")
    ]


def sources(package: Mapping[str, Any]) -> list[Source]:
    """What the review was taken from; one without a title is none."""
    listed = _listed(package, "sources")
    return [
        Source(_text(one, "title"), _text(one, "path"), licences(one))
        for one in listed
        if _text(one, "title")
    ]


def authors(package: Mapping[str, Any]) -> list[str]:
    """The contributors who are authors, by name."""
    return [name for name, role in _contributors(package) if role == AUTHOR]


def several_in_one(name: str) -> bool:
    """Whether what should name one person seems to name several: full names parted by a comma, a semicolon, "and" or "&".

    "Roe, Ada" is one person, and what is of, for or in something is an institution.

    Examples
    --------
    >>> [several_in_one(name) for name in ("Ada Roe, Ben Doe", "Ada Roe and Ben Doe", "Roe, Ada", "Department of Health, City Council")]
    [True, True, False, False]
    """
    words = name.casefold().split()
    parts = [part for part in PARTED.split(name) if part.strip()]
    if ";" in name:
        return len(parts) > 1
    return len(parts) > 1 and not OF_SOMETHING & {*words} and all(len(part.split()) > 1 for part in parts)


def spoken(name: str) -> str:
    """A name as a sentence has it.

    Examples
    --------
    >>> spoken("Roe, Ada"), spoken("Ada Roe"), spoken("Department of Health, City")
    ('Ada Roe', 'Ada Roe', 'Department of Health, City')
    """
    family, comma, given = map(str.strip, name.partition(","))
    of_one = comma and given and "," not in given and not OF_SOMETHING & {*name.casefold().split()}
    return f"{given} {family}" if of_one else name


def makers(package: Mapping[str, Any]) -> list[str]:
    """All contributors but those to whom readers write, by name, each once."""
    return list(dict.fromkeys(name for name, role in _contributors(package) if role != CONTACT))


def contacts(package: Mapping[str, Any]) -> list[tuple[str, str]]:
    """To whom readers write: name and address, which is a page's or an e-mail address after "mailto:"; "" where there is none."""
    return [
        (
            _text(one, "title"),
            _text(one, "path") or (f"mailto:{email}" if (email := _text(one, "email")) else ""),
        )
        for one in _listed(package, "contributors")
        if _text(one, "role") == CONTACT and _text(one, "title")
    ]


def in_order(people: pd.DataFrame) -> pd.DataFrame:
    """Table people in the order in which a review is made, from its design to the advice on it."""
    activities = next(one for one in schema("people")["fields"] if one["name"] == "activity")
    order = {name: at for at, name in enumerate(activities["constraints"]["enum"])}
    return people.sort_values(
        "activity", key=lambda column: column.map(order), kind="stable", ignore_index=True
    )


def deeds(people: pd.DataFrame, work: str) -> list[tuple[str, list[str]]]:
    """Who did what for a work ("review" or "book"): each person or role once, with all activities, in the order of `in_order`."""
    found: dict[str, list[str]] = {}
    for who, activity in in_order(people[people["work"] == work])[["who", "activity"]].itertuples(
        index=False
    ):
        found.setdefault(str(who), []).append(str(activity))
    return list(found.items())


def problems(package: Mapping[str, Any]) -> list[Problem]:
    """What a package leaves out that readers must know of a book of its kind (PACK-013), and authors who seem to be several
    (PACK-014); nothing is lacking where the kind is not said.

    What is published again under a licence such as CC BY 4.0 names its source, links to the licence and says what was changed
    (section 3(a) of that licence).
    """
    kind = relation(package)
    found: list[Problem] = []

    def lacks(field: str, found_: str, expected: str) -> None:
        found.append(Problem("PACK-013", FILE, found_, expected, field=field))

    found += [
        Problem("PACK-014", FILE, quote(name), "a contributor each", field="contributors")
        for name in dict.fromkeys(authors(package))
        if several_in_one(name)
    ]
    if kind == OWN and not authors(package):
        lacks("contributors", "no author", "a contributor with the role author")
    if kind and not any(address for _, address in contacts(package)):
        lacks(
            "contributors", "nobody to write to", "a contributor with the role contact and a path or an email"
        )
    if kind == REPUBLICATION:
        if not _text(package, "changes"):
            lacks("changes", "nothing", "what was changed of the review")
        for source in sources(package)[:1]:
            if not source.path:
                lacks("sources", "no address", "the review first, with its address as path")
            if not any(one.path for one in source.licences):
                lacks("sources", "no licence", "the review first, with its licenses and the path of each")
    return found


def _contributors(package: Mapping[str, Any]) -> list[tuple[str, str]]:
    listed = _listed(package, "contributors")
    return [(_text(one, "title"), _text(one, "role") or AUTHOR) for one in listed if _text(one, "title")]


def _listed(package: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    listed = package.get(name)
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _text(of: Mapping[str, Any], name: str) -> str:
    said = of.get(name)
    return " ".join(said.split()) if isinstance(said, str) else ""
