"""Abstracts belong to their publishers: which cells hold them, and what is published where a review does not say that it may.

The review's own tables are never changed by this: it is about copies that leave the folder.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from reviewbook.review.dictionary import CHOICES
from reviewbook.review.problems import Problem, quote

PROPERTY = "abstracts"
_, PUBLISHED = CHOICES[PROPERTY]
# What stands in the page and in set_aside.csv, where a cell may not be blank.
INSTEAD = "An abstract: not published here"
NOTE = (
    "Abstracts are not published here: they belong to their publishers. "
    "The review keeps them in its own tables, and the records can be found again by title and DOI."
)
# Tags and columns of exports that hold abstracts, in small letters and digits.
NAMED = frozenset(
    ["ab", "n2", "oab", "notesabstract", "zusammenfassung", "resume", "resumen", "summary", "briefsummary"]
)
LONGEST = 200  # characters of a piece of a file; a longer one may hold an abstract, whatever it is called


def may_publish(package: Mapping) -> bool:
    """Whether a review's datapackage.json says that abstracts may be published."""
    return package.get(PROPERTY) == PUBLISHED


def problems(package: Mapping) -> list[Problem]:
    """PRIV-006 where datapackage.json says neither that abstracts may be published nor that they may not."""
    said = package.get(PROPERTY)
    if said is None or said in CHOICES[PROPERTY]:
        return []
    wanted = f"one of {', '.join(CHOICES[PROPERTY])}, or no such property"
    return [Problem("PRIV-006", "datapackage.json", quote(said), wanted, field=PROPERTY)]


def is_abstract(name: str) -> bool:
    """Whether a column, tag or field of an export holds abstracts.

    >>> [is_abstract(name) for name in ("abstract", "AB", "Abstract Note", "title_abstract", "note")]
    [True, True, True, False, False]
    """
    plain = re.sub("[^a-z0-9]", "", name.casefold())
    return plain in NAMED or ("abstract" in plain and "title" not in plain and "screen" not in plain)


def columns(table: str, names: Collection[str], known: Collection[str]) -> list[str]:
    """The columns of a table that hold abstracts: records.abstract, and such columns of the authors' own.

    Parameters
    ----------
    names : of the columns that are there.
    known : of the columns of the table's schema.
    """
    return [
        name
        for name in names
        if (table == "records" and name == "abstract") or (name not in known and is_abstract(name))
    ]


def piece(field: object, found: str) -> str:
    """A piece of a file that was set aside, as it may be published: an abstract is not, a long piece is cut.

    ``field`` is missing where it is not charted; then the length alone decides.
    """
    if isinstance(field, str) and is_abstract(field):
        return INSTEAD
    if len(found) <= LONGEST:
        return found
    return f"{found[:LONGEST].rstrip()} … (cut: it may hold an abstract)"
