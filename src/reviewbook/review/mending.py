"""The canonical value that a cell or a heading stands for, where spreadsheets and people write it in another way.

Only what can mean one thing alone is read: "Qualitative" and "cannot tell" in a closed list, 2008.0 and 1 234 as whole numbers,
42,5 as a number, 31.12.2019 as a day, blanks in a name that nobody sees. What could mean two things, such as 1,234 or 03.04.2019,
stays as it is, and `meanings` says which two.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from reviewbook.review.dictionary import PLAIN, is_required, schema
from reviewbook.review.nothing import WORDS

UNSEEN = (
    "\u00ad\u200b-\u200d\u2060\ufeff"  # blanks of no width, and a hyphen that shows only at the end of a line
)
UNBROKEN = "\u00a0\u2007\u202f"  # blanks that word processors put in, and nobody types
BETWEEN_WORDS = re.compile(r"[\s_\-\u2010\u2011]+")
THOUSANDS = re.compile(rf"([+-]?[0-9]{{1,3}})((?:[ \u2009{UNBROKEN}][0-9]{{3}})+)([.,][0-9]+)?")
DECIMAL_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)")
WHOLE = re.compile(r"([+-]?[0-9]{1,15})[.,]0{1,2}")
# Three digits behind the mark: it may part thousands, but for 0,234 or 1234,567.
EITHER = re.compile(r"([+-]?[1-9][0-9]{0,2})[.,]([0-9]{3})")
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})")
# Not 2019.1: a spreadsheet makes that of 2019.10.
MONTH = re.compile(r"(?P<y>[0-9]{4})(?:[/-](?P<m>[0-9]{1,2})|\.(?P<n>[0-9]{2}))|([0-9]{1,2})[./-]([0-9]{4})")
NAMED_MONTH = re.compile(r"(?:([0-9]{1,2})[. -]+)?([A-Za-z]{3,9})\.?[ -](?:([0-9]{1,2}),? )?([0-9]{4})")
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
CLOCK = re.compile(r"(.+?)[T ]([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)")
MIDNIGHT = re.compile(r":00(:00(\.0+)?)?")
BLANKS = " \t\r\f\v"
SHORT = 20  # characters: in free text a longer cell is no word for nothing


def key(words: str) -> str:
    """What names have in common that differ in capitals, blanks, hyphens and underscores alone.

    >>> key("Report ID"), key(" cannot-tell ")
    ('reportid', 'cannottell')
    """
    return BETWEEN_WORDS.sub("", _seen(words)).casefold()


def by_key(names: Iterable[str]) -> dict[str, str]:
    """Each name by its `key`; names that share one are left out, for neither is meant alone."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(key(name), []).append(name)
    return {shared: alike[0] for shared, alike in found.items() if len(alike) == 1}


def mended_heading(heading: str, known: Collection[str]) -> str:
    """The name of the column that a heading stands for; of none that is known, the heading without blanks around it.

    >>> mended_heading("Report ID", ["report_id"]), mended_heading(" Mood", ["report_id"])
    ('report_id', 'Mood')
    """
    bare = _seen(heading).strip()
    return bare if bare in known else by_key(known).get(key(bare), bare)


def mended_cells(cells: Sequence[str], field: Mapping, *, name_pattern: str | None = None) -> dict[int, str]:
    """The canonical value of each distinct cell that is written in another way, by the cell's number in ``cells``.

    Parameters
    ----------
    field : the column, as a schema or datapackage.json describes it.
    name_pattern : where the column holds names (`names_in`), the pattern of these, "" for any.
    """
    words = () if is_required(dict(field)) else WORDS
    try:
        way = _way(field, name_pattern)
        if way is None:
            return {}
        if way is TEXT:
            return _text(cells, by_key(words))
        sound = "|".join([way.sound, *words])
        together = "\n".join(cells)
        # Among a million names each look counts. That no blank is there is seen at once; else one search over all the cells is
        # quick, and nearly always it finds nothing.
        if (
            way.blanks_alone
            and not words
            and together.isascii()
            and not any(blank in together for blank in BLANKS)
        ):
            return {}
        if not re.search(rf"(?m)^(?!(?:{sound})$).", together):
            return {}
        odd = re.compile(rf"(?!(?:{sound})\Z)", re.DOTALL)
    except re.error:  # a pattern of the author's own; what is wrong with it is said where fields are judged
        return {}
    nothing = by_key(words)
    found = {}
    for code, cell in enumerate(cells):
        if cell and odd.match(cell):
            now = "" if not _seen(cell).strip() else nothing.get(key(cell)) or way.read(cell)
            if now is not None and now != cell:
                found[code] = now
    return found


def meanings(cell: str, field: Mapping) -> list[str]:
    """The canonical values that a cell could stand for, where that is not one for certain; else none.

    >>> meanings("1,234", {"type": "number"}), meanings("1,234", {"type": "integer"}), meanings("03.04.2019", {"type": "date"})
    (['1234', '1.234'], ['1234'], ['2019-03-04', '2019-04-03'])
    """
    if field.get("type") in PLAIN:
        number = EITHER.fullmatch(_seen(cell).strip())
        said = [f"{number[1]}{number[2]}", f"{number[1]}.{number[2]}"] if number else []
        return said[:1] if field["type"] == "integer" else said
    try:
        fits = fits_day(field)
    except re.error:
        return []
    days = [day for day in dates_in(_one_line(cell)) if fits(day)] if fits else []
    return days if len(days) > 1 else []


@functools.cache
def names_in(table: str) -> Mapping[str, str]:
    """The columns of a table that hold names of its own rows or of another's, each with the pattern of these ("": any)."""
    own = {f["name"]: f for f in schema(table)["fields"]}
    found = {name: "" for name in schema(table)["primaryKey"] if own[name].get("type", "string") == "string"}
    for reference in schema(table).get("foreignKeys", []):
        (name,), (there,) = reference["fields"], reference["reference"]["fields"]
        named = {f["name"]: f for f in schema(reference["reference"]["resource"])["fields"]}
        found[name] = _constraints(named[there]).get("pattern", "")
    return found


class _Way(NamedTuple):
    """How the cells of a column are read: what is canonical, and what another cell stands for (None: nothing alone)."""

    sound: str
    read: Callable[[str], str | None]
    blanks_alone: bool = False  # whether only blanks, and what is no ASCII, are read otherwise


TEXT = _Way("", lambda cell: None)  # free text: all that is read otherwise are the words for nothing


def _way(field: Mapping, name_pattern: str | None) -> _Way | None:
    """How the cells of a column are read; None where they are left alone."""
    kind, constraints = field.get("type", "string"), _constraints(field)
    if not isinstance(kind, str):
        return None
    if kind in PLAIN:
        return _Way(rf" *{PLAIN[kind].pattern} *", functools.partial(_number, kind=kind))
    if fits := fits_day(field):
        return _Way(constraints.get("pattern", DATE), functools.partial(_day, fits=fits))
    if kind != "string":
        return None
    if isinstance(listed := constraints.get("enum"), list):
        allowed = by_key(map(str, listed))
        return _Way("|".join(re.escape(str(one)) for one in listed), lambda cell: allowed.get(key(cell)))
    pattern = constraints.get("pattern") or name_pattern
    if pattern:
        fits = re.compile(pattern).fullmatch
        return _Way(
            pattern,
            functools.partial(_fitting, fits=fits),
            blanks_alone=bool(fits("Ab")) and not fits("1.5"),
        )
    if name_pattern is None:
        return TEXT
    return _Way(rf"(?!\s)[^{UNSEEN}{UNBROKEN}]*(?<!\s)", _bare, blanks_alone=True)


def _text(cells: Sequence[str], nothing: Mapping[str, str]) -> dict[int, str]:
    """Free text: a cell of blanks alone is blank, and the words for nothing may be written otherwise, where they are allowed."""
    found = {}
    if any(map(str.isspace, cells)):
        found = {code: "" for code, cell in enumerate(cells) if cell.isspace()}
    if nothing:
        short = [
            code for code, cell in enumerate(cells) if len(cell) < SHORT and cell.lstrip()[:1] in ("N", "n")
        ]
        for code in short:
            now = nothing.get(key(cells[code]), cells[code])
            if now != cells[code].strip():
                found[code] = now
    return found


def _number(cell: str, *, kind: str) -> str | None:
    text = _seen(cell).strip().replace("\u2212", "-")
    if parted := THOUSANDS.fullmatch(text):
        text = parted[1] + re.sub("[^0-9]", "", parted[2]) + (parted[3] or "")
    if kind == "integer" and (whole := WHOLE.fullmatch(text)):
        text = whole[1]
    elif (decimal := DECIMAL_COMMA.fullmatch(text)) and not EITHER.fullmatch(text):
        text = f"{decimal[1]}.{decimal[2]}"
    return text if PLAIN[kind].fullmatch(text) else None


def _fitting(cell: str, *, fits: Callable[[str], object]) -> str | None:
    """A value of a column with a pattern: without blanks that nobody sees; in small letters where the pattern has no capitals."""
    bare = _seen(cell).strip()
    read = [bare]
    if not fits("Ab"):
        read.append(BETWEEN_WORDS.sub("_", bare).casefold())
    read.append(re.sub(f"[{UNBROKEN}]", "", bare))
    if fits("1.5"):
        read.append(_number(cell, kind="number") or bare)
    return next((one for one in read if fits(one)), None)


def _bare(cell: str) -> str:
    """A name without blanks that nobody sees; between its words stand plain ones."""
    return re.sub(f"[{UNBROKEN}]", " ", _seen(cell)).strip()


def fits_day(field: Mapping) -> Callable[[str], object] | None:
    """Whether a value is one of a column of dates; None where the column holds something else."""
    pattern = _constraints(field).get("pattern")
    if field.get("type") == "date":
        return re.compile(DATE).fullmatch
    if isinstance(pattern, str):
        fits = re.compile(pattern).fullmatch
        return fits if fits("2019-12-31") and not fits("2019-12-31x") and not fits("A") else None
    return None


def _day(cell: str, *, fits: Callable[[str], object]) -> str | None:
    text = _one_line(cell)
    if fits(text):
        return text
    if whole := WHOLE.fullmatch(text):  # a year that a program kept as a number
        return whole[1] if fits(whole[1]) else None
    clock = CLOCK.fullmatch(text)
    days = dates_in(clock[1] if clock else text)
    if len(days) != 1:
        return None
    day = days[0]
    if clock and not (
        int(clock[2]) == 0 and MIDNIGHT.fullmatch(clock[3])
    ):  # midnight: a day with no time, as Excel has it
        day = f"{day}T{clock[2]:0>2}{clock[3]}"
    return day if fits(day) else None


def dates_in(text: str) -> list[str]:
    """The dates, or months, that a text could mean, as ISO 8601 writes them."""
    if iso := re.fullmatch(DATE, text):
        return [iso[0]]
    if read := YEAR_FIRST.fullmatch(text):
        return _real((int(read[1]), int(read[3]), int(read[4])))
    if read := DAY.fullmatch(text):
        one, other, year = int(read[1]), int(read[3]), int(read[4])
        return sorted(set(_real((year, one, other)) + _real((year, other, one))))
    if read := MONTH.fullmatch(text):
        said = (read["y"], read["m"] or read["n"]) if read["y"] else (read[5], read[4])
        return [day[:7] for day in _real((int(said[0]), int(said[1]), 1))]
    if read := NAMED_MONTH.fullmatch(text):
        named = [at for at, name in enumerate(MONTHS, 1) if name.startswith(read[2].casefold())]
        if len(named) != 1 or (read[1] and read[3]):
            return []
        day_ = read[1] or read[3]
        return [day if day_ else day[:7] for day in _real((int(read[4]), named[0], int(day_ or 1)))]
    return []


def _real(*dates: tuple[int, int, int]) -> list[str]:
    """Those of the dates (year, month, day) that a calendar has."""
    found = []
    for one in dates:
        try:
            found.append(date(*one).isoformat())
        except ValueError:
            continue
    return found


def _constraints(field: Mapping) -> Mapping:
    constraints = field.get("constraints")
    return constraints if isinstance(constraints, dict) else {}


def _seen(text: str) -> str:
    return re.sub(f"[{UNSEEN}]", "", text)


def _one_line(cell: str) -> str:
    return " ".join(_seen(cell).split())
