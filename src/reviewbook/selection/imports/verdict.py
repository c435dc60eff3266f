"""Whether what was taken of a file is what it holds: how far the main fields are filled, and what must not pass for a success."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, quote
from reviewbook.selection.imports.bibliography import Export, year
from reviewbook.selection.imports.formats import Format

if TYPE_CHECKING:
    from reviewbook.files.pieces import Piece

MAIN = ("title", "year", "authors")  # without these nobody can screen, deduplicate or cite a record
TOLD = (*MAIN, "doi", "abstract")
MOST_NAMED = 8  # columns that are told by name
LONGEST_NAMES = 60  # characters of a first author


def filled(export: Export) -> dict[str, tuple[int, int]]:
    """Of the fields that matter most, in how many of the records read each has a value: (filled, records); nothing without records."""
    records = export.records
    if records is None or not len(records):
        return {}
    return {name: (int(records[name].notna().sum()), len(records)) for name in TOLD if name in records}


def problems(
    export: Export, file: str, *, of: Format, named: Mapping[str, str] | None = None
) -> list[Problem]:
    """Why an import must not be taken as it is (IMPT-020); none where it can.

    Nothing was taken; entries are neither taken nor set aside; a main field is blank in every record while columns of the file
    that are not known could fill it.

    Parameters
    ----------
    of : the format of the file; one of decisions holds records only where it describes them
    named : what --columns said; a field that was named to have no column is not asked for
    """
    records = 0 if export.records is None else len(export.records)
    taken = records or (0 if export.decisions is None else len(export.decisions))
    told = []
    if not taken:
        found = f"nothing to take in {_entries(export.entries)}, {len(export.set_aside):,} set aside"
        told.append(Problem("IMPT-020", file, _first(found, export.set_aside), "records or decisions"))
    if of.decisions:
        return told
    if (lost := export.entries - records - len(export.set_aside)) > 0:
        found = f"{_entries(lost)} neither taken nor set aside"
        told.append(Problem("IMPT-020", file, found, "each of them in one of the two"))
    have = filled(export)
    for name in MAIN:
        if have.get(name, (0, 0))[0] or name in (named or {}):
            continue
        if left := _could_be(name, _unknown(export), records or export.entries):
            columns = [f"{column} ({quote(values[0])})" for column, values in left.items()]
            more = f" and {len(left) - MOST_NAMED:,} more" if len(left) > MOST_NAMED else ""
            found = f"no {name} in any record, while columns that are not known could hold it: {', '.join(columns[:MOST_NAMED])}{more}"
            first = f"{name}={next(iter(left))}"
            expected = f"--columns with {name}= where the file has none"
            if of.by_heading:
                expected = (
                    f"the right one named, as in --columns {quote(first)}, or {name}= where the file has none"
                )
            told.append(Problem("IMPT-020", file, found, expected, field=name))
    return told


def _entries(n: int) -> str:
    return "1 entry" if n == 1 else f"{n:,} entries"


def _first(words: str, pieces: Sequence[Piece]) -> str:
    return f"{words}; the first: {pieces[0].why}: {quote(pieces[0].found)}" if pieces else words


def _unknown(export: Export) -> dict[str, list[str]]:
    """The columns or tags that are not known, with their first values."""
    unknown = {name: list(values) for name, values in export.unplaced.items()}
    for piece in export.set_aside:
        if piece.field != NOT_APPLICABLE:
            unknown.setdefault(piece.field, []).append(piece.found)
    return unknown


def _could_be(name: str, unknown: Mapping[str, list[str]], records: int) -> dict[str, list[str]]:
    """The columns that are filled in most records and hold what this field may be."""
    enough = min(records, 50) / 2
    return {
        column: values
        for column, values in unknown.items()
        if len(values) >= enough and sum(map(FITS[name], values)) * 2 > len(values)
    }


def _is_text(value: str) -> bool:
    """Whether a value could be a title: words, at least two."""
    return len(re.findall(r"[^\W\d_]{2,}", value)) > 1 and not value.startswith(("http://", "https://"))


def _is_names(value: str) -> bool:
    """Whether a value could be names of people: a few words, one with a capital, none of them a number."""
    first = re.split(r"[;|\n]", value)[0].strip()
    words = re.findall(r"[^\W\d_]+", first)
    shaped = re.search(r"[,.]| [A-Z]{1,3}$|^[^\W\d_]+ [A-Z]", first) is not None
    return (
        len(first) <= LONGEST_NAMES
        and 1 < len(words) <= 8
        and first[:1].isupper()
        and shaped
        and not re.search(r"[\d/@?:]", first)
    )


FITS = {
    "title": _is_text,
    "year": lambda value: len(value) <= 30 and year(value) is not None,
    "authors": _is_names,
}
